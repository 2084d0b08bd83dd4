"""The forms with which staff lay a letter out on paper."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from signon.letters.layout import MOST_QUOTES, layout_of
from signon.letters.letterheads import LONGEST_ALT
from signon.letters.models import Letter, Letterhead
from signon.letters.reading import Layout
from signon.letters.values import DETAILS, LONGEST_HEADER, LONGEST_QUOTE, LONGEST_SPEAKER
from signon.web.forms import CheckedForm

_BALANCED, _FILLED, _IN_PLACE, _FIRST = "balanced", "filled", "place", "first"


class LayoutForm(CheckedForm, FlaskForm):
    """How signees stand on paper. The fields `quote_N` and `by_N`, N from 1, are added below."""

    columns = RadioField(
        _l("Names in print"),
        choices=[
            SelectChoice("1", _l("One column")),
            SelectChoice("2", _l("Two columns")),
            SelectChoice("3", _l("Three columns")),
        ],
    )
    filling = RadioField(
        _l("Columns on the last page"),
        choices=[
            SelectChoice(_BALANCED, _l("Balanced: all equally long")),
            SelectChoice(_FILLED, _l("Filled: each to the foot of the page before the next")),
        ],
    )
    grouped_by = RadioField(
        _l("Names in groups with headings"),
        choices=[
            SelectChoice("", _l("One list, without groups")),
            SelectChoice("scope", _l("Nationwide, by state, local")),
            SelectChoice("state", _l("By state")),
            SelectChoice("country", _l("By country")),
        ],
    )
    conveners = RadioField(
        _l("Conveners"),
        choices=[
            SelectChoice(_IN_PLACE, _l("In their place among the others")),
            SelectChoice(_FIRST, _l("First, under a heading of their own")),
        ],
    )
    representative = BooleanField(_l("Who signed, where they chose to be shown"))
    role = BooleanField(_l("Their role"))
    place = BooleanField(_l("City and state"))
    page_header = StringField(
        _l("At the top of every page but the first"),
        description=_l("The title, if this is empty."),
        render_kw={"maxlength": LONGEST_HEADER, "autocomplete": "off", "dir": "auto"},
    )

    @classmethod
    def of(cls, letter: Letter) -> Self:
        """The form as the letter is laid out now."""
        layout = layout_of(letter)
        says: dict[str, Any] = {
            "columns": str(layout.columns),
            "filling": _FILLED if layout.filled else _BALANCED,
            "grouped_by": layout.grouped_by,
            "conveners": _FIRST if layout.conveners_first else _IN_PLACE,
            "page_header": layout.page_header,
            **{detail: detail in layout.details for detail in DETAILS},
        }
        for number, quote in enumerate(letter.quotes, start=1):
            says |= {f"quote_{number}": quote["text"], f"by_{number}": quote["by"]}
        return cls(formdata=None, data=says)

    def layout(self) -> Layout:
        """What was chosen; what there is not to choose is not checked here."""
        columns = self.columns.data or ""
        return Layout(
            columns=int(columns) if columns in ("1", "2", "3") else 0,
            filled=self.filling.data == _FILLED,
            grouped_by=self.grouped_by.data or "",
            conveners_first=self.conveners.data == _FIRST,
            details=tuple(detail for detail in DETAILS if self[detail].data),
            page_header=self.page_header.data or "",
        )

    def quotes(self) -> list[tuple[str, str]]:
        """What was typed as quotes: what was said, and by whom. Empty where nothing was."""
        return [(said.data or "", by.data or "") for said, by in self._quote_fields()]

    def quote_fields(self) -> list[tuple[Any, Any]]:
        """The pairs of fields for quotes up to the last that says something, and two more."""
        pairs = self._quote_fields()
        said = [number for number, pair in enumerate(pairs, start=1) if any(field.data for field in pair)]
        return pairs[: max(said, default=0) + 2]

    @property
    def says_of_quotes(self) -> bool:
        """Whether there is a quote, or something wrong with one."""
        return any(field.data or field.errors for pair in self._quote_fields() for field in pair)

    def _quote_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"quote_{number}"], self[f"by_{number}"]) for number in range(1, MOST_QUOTES + 1)]


for _number in range(1, MOST_QUOTES + 1):
    _said = TextAreaField(
        _l("Quote %(number)s", number=_number), render_kw={"maxlength": LONGEST_QUOTE, "rows": 3, "dir": "auto"}
    )
    _by = StringField(
        _l("Who said it (quote %(number)s)", number=_number),
        render_kw={"maxlength": LONGEST_SPEAKER, "autocomplete": "off", "dir": "auto"},
    )
    setattr(LayoutForm, f"quote_{_number}", _said)
    setattr(LayoutForm, f"by_{_number}", _by)


class LetterheadForm(CheckedForm, FlaskForm):
    """A picture to stand above the letter."""

    letterhead = FileField(_l("Picture file"), render_kw={"accept": ".png,.jpg,.jpeg,.webp,.gif,.svg"})
    alt = StringField(
        _l("What the picture shows, in words"),
        description=_l("For those who hear the letter read: “Night Line Coalition”, not “logo”."),
        render_kw={"maxlength": LONGEST_ALT, "required": True, "autocomplete": "off", "dir": "auto"},
    )

    @classmethod
    def of(cls, row: Letterhead | None) -> Self:
        """The form as the letterhead is now."""
        return cls(formdata=None, data={"alt": row.alt if row else ""})
