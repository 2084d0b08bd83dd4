"""What staff fill in about an update and about a piece of press coverage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from signon.campaigns.addresses import LONGEST_ADDRESS, web_address
from signon.campaigns.coverage import LONGEST_HEADLINE, LONGEST_OUTLET, LONGEST_QUOTE, LONGEST_QUOTED, Article
from signon.campaigns.models import WRITTEN, Campaign, Coverage, Update
from signon.campaigns.updates import LONGEST_TEXT, LONGEST_TITLE, Words
from signon.letters.demands import letters_of
from signon.letters.typed import is_language
from signon.refusals import N_, Refusal
from signon.signatures.deliveries import several_lines
from signon.signatures.names import plain_text
from signon.web.doors import language
from signon.web.forms import moment_seen
from signon.web.language import name_here
from signon.web.staff.delivery_forms import StaffForm
from signon.web.staff.text_forms import language_choices
from signon.wording.news import titles_of

ALL = "all"  # what is typed where something is about no one letter
_NO_TITLE = N_("Please write in one line what happened.")
_NO_TEXT = N_("Please write what happened.")
_NO_LANGUAGE = N_("Please choose a language.")
_NO_LETTER = N_("Please choose a letter of this campaign, or all of it.")


@dataclass(frozen=True)
class InLanguage:
    """The fields of one language on the page; the first language is `needed` where words are."""

    language: str
    name: str
    needed: bool
    title: Field
    text: Field


class _AboutALetter(StaffForm):
    """A form with the choice of a letter: its `choices` are the campaign's letters, and none."""

    def letter_typed(self) -> int | None:
        """The id of the letter, or None for the whole campaign. Raises Refusal about "letter"."""
        typed = self["letter"].data or ""
        if typed not in {choice[0] for choice in self["letter"].iter_choices()}:
            raise Refusal(_NO_LETTER, "letter")
        return None if typed == ALL else int(typed)


class UpdateForm(_AboutALetter):
    """The fields of an update are `title_0` and `text_0` in the campaign's own language, `title_1` ... in others."""

    seen = HiddenField()
    letter = SelectField(_l("What it is about"), validate_choice=False, render_kw={"required": True})
    languages: list[str]
    needs_words: bool

    def in_languages(self) -> Iterator[InLanguage]:
        """The fields, by language."""
        for number, code in enumerate(self.languages):
            fields = self[f"title_{number}"], self[f"text_{number}"]
            yield InLanguage(code, name_here(code), number == 0 and self.needs_words, *fields)

    def checked(self) -> tuple[dict[str, Words], int | None] | None:
        """The words by language, and the letter; None with every fault beside its field. A language that is left empty
        is left out, but for the campaign's own where there must be words.
        """
        found, letter_id = {}, None
        for one in self.in_languages():
            title, text = one.title.data or "", one.text.data or ""
            if not one.needed and not title.strip() and not text.strip():
                continue
            with self.refusing():
                title = _filled(plain_text(title, one.title.name, LONGEST_TITLE), one.title.name, _NO_TITLE)
            with self.refusing():
                text = _filled(several_lines(text, one.text.name, LONGEST_TEXT), one.text.name, _NO_TEXT)
            found[one.language] = Words(title, text)
        with self.refusing():
            letter_id = self.letter_typed()
        return None if self.has_errors else (found, letter_id)

    def seen_at(self) -> datetime:
        """The `changed_at` of the update when the page was shown."""
        return moment_seen(self.seen.data)


class CoverageForm(_AboutALetter):
    """What an outlet published."""

    outlet = StringField(
        _l("Who published it"),
        render_kw={"maxlength": LONGEST_OUTLET, "required": True, "dir": "auto", "autocomplete": "off"},
    )
    day = StringField(_l("Day"), render_kw={"type": "date", "required": True, "autocomplete": "off"})
    headline = StringField(
        _l("Headline"), render_kw={"maxlength": LONGEST_HEADLINE, "dir": "auto", "autocomplete": "off"}
    )
    url = StringField(
        _l("Link"),
        render_kw={"maxlength": LONGEST_ADDRESS, "inputmode": "url", "placeholder": "https://", "dir": "ltr"},
    )
    language = SelectField(_l("In which language"), validate_choice=False, render_kw={"required": True})
    quote = TextAreaField(_l("A quote"), render_kw={"maxlength": LONGEST_QUOTE, "rows": 3, "dir": "auto"})
    quoted = StringField(
        _l("Who said it"), render_kw={"maxlength": LONGEST_QUOTED, "dir": "auto", "autocomplete": "off"}
    )
    letter = SelectField(_l("What it is about"), validate_choice=False, render_kw={"required": True})
    tells = BooleanField(_l("Publish it among the updates"), default=True)

    def checked(self) -> Article | None:
        """What was typed, or None with every fault beside its field."""
        found: dict[str, Any] = {"language": self.language.data or "", "letter_id": None, "published_on": date.min}
        if not is_language(found["language"]):
            self.refuse(Refusal(_NO_LANGUAGE, "language"))
        for name, most in (("outlet", LONGEST_OUTLET), ("headline", LONGEST_HEADLINE), ("quoted", LONGEST_QUOTED)):
            with self.refusing():
                found[name] = plain_text(self[name].data or "", name, most)
        with self.refusing():
            found["published_on"] = self.day_typed()
        with self.refusing():
            found["url"] = web_address(self.url.data or "")
        with self.refusing():
            found["quote"] = _one_line_of(several_lines(self.quote.data or "", "quote", LONGEST_QUOTE))
        with self.refusing():
            found["letter_id"] = self.letter_typed()
        return None if self.has_errors else Article(**found)


def update_form(campaign: Campaign, at: datetime, typed: Any = None, row: Update | None = None) -> UpdateForm:
    """The form as it was sent (`typed`), or filled with what `row` says; empty for a new one."""
    words: Mapping[str, Any] = row.words if row else {}
    languages = list(dict.fromkeys((campaign.language, *current_app.config["LANGUAGES"], *words)))
    needs_words = row is None or row.kind == WRITTEN
    fields: dict[str, Any] = {}
    data: dict[str, str] = {"letter": about(row)}
    for number, code in enumerate(languages):
        kw = {"lang": code, "dir": "auto", "autocomplete": "off", "required": number == 0 and needs_words}
        fields[f"title_{number}"] = StringField(_l("What happened"), render_kw={**kw, "maxlength": LONGEST_TITLE})
        fields[f"text_{number}"] = TextAreaField(_l("Text"), render_kw={**kw, "maxlength": LONGEST_TEXT, "rows": 10})
        said = words.get(code, {})
        data |= {f"title_{number}": said.get("title", ""), f"text_{number}": said.get("text", "")}
    if row is not None:
        data["seen"] = row.changed_at.isoformat()
    form: UpdateForm = type("UpdateFormOfACampaign", (UpdateForm,), fields)(typed, data=data)
    form.languages, form.needs_words = languages, needs_words
    form.letter.choices = _letters(campaign, at)
    return form


def coverage_form(campaign: Campaign, at: datetime, typed: Any = None, row: Coverage | None = None) -> CoverageForm:
    """The form as it was sent (`typed`), or filled with what was noted; of today for a new one."""
    data: dict[str, Any] = {"day": at.date().isoformat(), "language": campaign.language, "letter": ALL}
    if row is not None:
        names = ("outlet", "headline", "url", "language", "quote", "quoted")
        data = {name: getattr(row, name) for name in names}
        data |= {"day": row.published_on.isoformat(), "letter": about(row)}
    form = CoverageForm(typed, data=data)
    form.language.choices = language_choices(data["language"])
    form.letter.choices = _letters(campaign, at)
    return form


def about(row: Update | Coverage | None) -> str:
    """What stands in the field of the letter."""
    return str(row.letter_id) if row is not None and row.letter_id is not None else ALL


def _letters(campaign: Campaign, at: datetime) -> Sequence[SelectChoice]:
    titles = titles_of(letters_of(campaign), language(), at)
    return [SelectChoice(ALL, _("The whole campaign")), *(SelectChoice(str(number), title) for number, title in titles)]


def _filled(text: str, field: str, sentence: str) -> str:
    if not text:
        raise Refusal(sentence, field)
    return text


def _one_line_of(text: str) -> str:
    return " ".join(text.split())
