"""The forms in which staff write a letter and its translations: from what was typed to a `LetterFile`, and back."""

import datetime as dt
from dataclasses import replace
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice

from signon.letters.changes import Change
from signon.letters.file import LetterFile
from signon.letters.models import BOTH, CLARIFICATION, CORRECTION, INDIVIDUALS, MATERIAL, ORGANIZATIONS, Letter
from signon.letters.moments import moment
from signon.letters.typed import LARGEST_GOAL, faults
from signon.letters.values import LONGEST_NAME, LONGEST_TEXT
from signon.refusals import N_, Refusal
from signon.web.forms import CheckedForm
from signon.web.language import own_name

# What a letter is likely to be written in here; any other language comes by a letter file.
_ALL = "en es ar am bn de fa fil fr ht hi it ja km ko lo ne pa pl ps pt-BR ru so sw th tr uk ur vi zh-Hans zh-Hant"
LANGUAGES = tuple(_ALL.split())
SAVE, SAVE_OVER = "save", "save-over-"  # the second ends with the revision that is written over
_WORDS = ("title", "language", "subject", "salutation", "closing", "signee_heading", "legal_footer")
_NO_DAY = N_("Please give a day such as 2026-12-31, or leave this empty.")


def _line(label: Any, most: int = LONGEST_TEXT, **more: Any) -> StringField:
    attributes = {"maxlength": most, "autocomplete": "off", "dir": "auto"}
    return StringField(label, description=more.pop("help", ""), render_kw=attributes | more)


def _box(label: Any, rows: int, **more: Any) -> TextAreaField:
    return TextAreaField(label, description=more.pop("help", ""), render_kw={"rows": rows, "dir": "auto", **more})


def language_choices(current: str = "") -> list[SelectChoice]:
    """The languages to choose from, each by its own name, and `current` among them."""
    codes = LANGUAGES if not current or current in LANGUAGES else (current, *LANGUAGES)
    return [SelectChoice(code, own_name(code)) for code in codes]


class AddresseeForm(Form):
    """One person or office written to."""

    name = _line(_l("Name"), LONGEST_NAME)
    title = _line(_l("Office or title"))
    address = _box(_l("Address"), 2, maxlength=LONGEST_TEXT)

    def said(self) -> dict[str, str]:
        """What was typed, as a letter file has it."""
        return {name: _clean(self[name].data) for name in ("name", "title", "address")}


class WordsForm(CheckedForm, FlaskForm):
    """The words of a letter in one language: all that a translation has. `revision` is the letter's as it was shown."""

    revision = HiddenField()
    title = _line(_l("Title"), LONGEST_NAME, required=True)
    language = SelectField(_l("Language"), validate_choice=False, render_kw={"required": True})
    addressees = FieldList(FormField(AddresseeForm))
    subject = _line(_l("Subject line"), help=_l("Stands after “Re:”."))
    salutation = _line(_l("Salutation"), help=_l("Such as “Dear Secretary Lind:”."))
    body = _box(_l("Text"), 24, required=True, spellcheck="true")
    closing = _line(_l("Closing"), help=_l("Such as “Respectfully,”."))
    signee_heading = _line(_l("Heading above the names"), help=_l("Such as “Signed by”. Empty is fine."))
    legal_footer = _box(
        _l("Legal line at the end"), 2, maxlength=LONGEST_TEXT, help=_l("Such as “Paid for in part by ...”.")
    )
    reason = _line(_l("Why it changes"), required=True, help=_l("One sentence that everybody may read."))

    @classmethod
    def of(cls, file: LetterFile, revision: int) -> Self:
        """The form as `file` says it."""
        return cls._ready(cls(formdata=None, data=cls._says(file) | {"revision": str(revision)}), file)

    @classmethod
    def sent(cls, file: LetterFile) -> Self:
        """The form as it was sent, of a letter or translation that says `file` now."""
        return cls._ready(cls(), file)

    @classmethod
    def _ready(cls, form: Self, file: LetterFile) -> Self:
        form.language.choices = language_choices(file.language)
        if form.language.data is None:
            form.language.data = file.language  # not asked for
        return form

    @classmethod
    def _says(cls, file: LetterFile) -> dict[str, Any]:
        lines = {name: getattr(file, name) for name in (*_WORDS, "body")}
        return {**lines, "addressees": [dict(one) for one in file.addressees] or [{}]}

    def seen(self, do: str) -> int:
        """The revision this form was made from, or the one that the button `do` consciously writes over; 0 for none."""
        said = do.removeprefix(SAVE_OVER) if do.startswith(SAVE_OVER) else self.revision.data or ""
        return int(said) if said.isdecimal() and len(said) < 10 else 0

    def turn_rows(self, do: str) -> bool:
        """Whether `do` is a button that adds a row for an addressee, or takes one away, which is done then."""
        if do == "add-addressee":
            self.addressees.append_entry({})
        elif do.startswith("remove-addressee-") and do.rpartition("-")[2].isdecimal():
            gone = int(do.rpartition("-")[2])
            self.addressees.entries = [one for one in self.addressees.entries if _index(one) != gone]
            if not self.addressees.entries:
                self.addressees.append_entry({})
        else:
            return False
        return True

    def file(self, base: LetterFile) -> LetterFile:
        """`base` with the words that were typed, checked or not."""
        words: dict[str, Any] = {name: _one_line(self[name].data) for name in _WORDS}
        told = tuple(row.form.said() for row in self._rows())
        return replace(base, **words, body=_text(self.body.data), addressees=told)

    def checked(self, base: LetterFile) -> LetterFile | None:
        """The same; or None, and every fault stands beside its field."""
        file = self.file(base)
        found = faults(file)
        for refusal in found:
            self.refuse(refusal)
        return file if not found and not self.has_faults() else None

    def has_faults(self) -> bool:
        """Whether a fault was found already."""
        return any(field.errors for field in self)

    def refuse(self, refusal: Refusal) -> None:
        """As every form; an addressee's fault stands in its row, and is told on top too."""
        name, _, place = refusal.field.partition("-")
        number, _, part = place.partition("-")
        if name != "addressees" or not part:
            super().refuse(refusal)
            return
        row = self._rows()[int(number)].form[part]
        row.errors = [*row.errors, gettext(refusal.sentence, **refusal.values)]
        super().refuse(Refusal(refusal.sentence, "addressees", **refusal.values))

    def _rows(self) -> list[Any]:
        return [row for row in self.addressees.entries if any(row.form.said().values())]


class TextForm(WordsForm):
    """The text that counts, with the facts that are printed with it."""

    signed_by = RadioField(
        _l("Signed by"),
        choices=[
            SelectChoice(ORGANIZATIONS, _l("Organizations")),
            SelectChoice(INDIVIDUALS, _l("People (a petition)")),
            SelectChoice(BOTH, _l("Both, in two lists")),
        ],
        validate_choice=False,
    )
    date = StringField(_l("Date on the letter"), render_kw={"type": "date", "autocomplete": "off"})
    conveners = _box(
        _l("Conveners"),
        4,
        help=_l("Who leads the letter, one name a line. They are listed, and not counted among the undersigned."),
    )
    goal = StringField(
        _l("Goal"),
        description=_l("How many signatures you hope for. Empty shows none."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 10},
    )
    goal_grows = BooleanField(_l("When it is reached, show the next round number in its place"))
    kind = RadioField(
        _l("What kind of change is this?"),
        choices=[
            SelectChoice(
                CORRECTION,
                _l("Correction: a spelling, a date. Nobody agreed to anything else; it is noted with its reason."),
            ),
            SelectChoice(
                CLARIFICATION,
                _l("Clarification: it says the same more clearly. Every signee is told by mail, and can leave."),
            ),
            SelectChoice(
                MATERIAL,
                _l("Material: it says something else. Every signee is asked by mail whether they keep their name."),
            ),
        ],
        default=CORRECTION,
        validate_choice=False,
    )
    answer_by = StringField(
        _l("Signees may answer until"),
        description=_l("For a material change: at least one day from now."),
        render_kw={"type": "datetime-local", "autocomplete": "off"},
    )

    @classmethod
    def _says(cls, file: LetterFile) -> dict[str, Any]:
        return super()._says(file) | {
            "signed_by": file.signed_by,
            "date": file.date.isoformat() if file.date else "",
            "conveners": "\n".join(file.conveners),
            "goal": str(file.goal or ""),
            "goal_grows": file.goal_grows,
        }

    def file(self, base: LetterFile) -> LetterFile:
        """`base` with everything that was typed, checked or not."""
        names = tuple(name for line in _text(self.conveners.data).split("\n") if (name := line.strip()))
        return replace(
            super().file(base),
            signed_by=self.signed_by.data or base.signed_by,
            date=self._day(),
            conveners=names,
            goal=self._goal(),
            goal_grows=bool(self.goal_grows.data),
        )

    def checked(self, base: LetterFile) -> LetterFile | None:
        """As every form of words; a day that is none is a fault too."""
        if (self.date.data or "").strip() and self._day() is None:
            self.refuse(Refusal(_NO_DAY, "date"))
        return super().checked(base)

    def change(self, letter: Letter, at: dt.datetime) -> Change | None:
        """What kind of change it is; None where somebody wrote no reason. Raises Refusal for a moment that is none."""
        reason, kind = _one_line(self.reason.data), self.kind.data or ""
        if not letter.is_readable(at) or not reason:
            return None
        material = kind == MATERIAL
        until = moment(self.answer_by.data or "", letter.deadline_zone, "answer_by") if material else None
        return Change(reason, kind, until)

    def _day(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat((self.date.data or "").strip())
        except ValueError:
            return None

    def _goal(self) -> int | None:
        typed = "".join((self.goal.data or "").replace(",", "").split())
        if not typed:
            return None
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(LARGEST_GOAL)) else 0


def _text(typed: str | None) -> str:
    """Text of several lines as a letter file has it: `\\n` at the ends of lines, and one at the end."""
    lines = (typed or "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return lines + "\n" if lines else ""


def _clean(typed: str | None) -> str:
    return _text(typed).strip()


def _one_line(typed: str | None) -> str:
    """Line ends that came with what was pasted are spaces."""
    return " ".join(part.strip() for part in _clean(typed).split("\n"))


def _index(row: Any) -> int:
    return int(row.name.rpartition("-")[2])
