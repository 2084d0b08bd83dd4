"""What staff fill in about a campaign's demands: in each of its languages, with days, evidence and letters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from signon.campaigns.addresses import LONGEST_ADDRESS, web_address
from signon.campaigns.demanding import LONGEST_EVIDENCE, LONGEST_TEXT, LONGEST_TITLE
from signon.campaigns.models import MET, OPEN, PARTLY_MET, STATUSES, WORSE, Campaign, Demand, DemandStep
from signon.refusals import N_, Refusal
from signon.signatures.deliveries import several_lines
from signon.signatures.names import plain_text
from signon.web.forms import moment_seen
from signon.web.language import name_here
from signon.web.staff.delivery_forms import StaffForm

STATUS_NAMES = {
    OPEN: _l("Not met yet"),
    PARTLY_MET: _l("Partly met"),
    MET: _l("Met"),
    WORSE: _l("Worse than before"),
}
_NO_TITLE = N_("Please write what is asked for, in one sentence.")
_SAY_NUMBERS = N_("Please write the numbers of the demands with commas between them, such as 1, 2, 4.")


@dataclass(frozen=True)
class InLanguage:
    """The fields of one language on the page; its `number` is 0 for the campaign's own. A step has no title."""

    number: int
    language: str
    name: str
    title: Field | None
    text: Field


class InLanguages(StaffForm):
    """A form with fields for each of the campaign's languages: `title_0` and `text_0` in its own, `title_1` ... in
    others.
    """

    languages: list[str]

    def in_languages(self) -> Iterator[InLanguage]:
        """The fields, by language."""
        for number, language in enumerate(self.languages):
            title, text = self._fields.get(f"title_{number}"), self[f"text_{number}"]
            yield InLanguage(number, language, name_here(language), title, text)

    def day_or_none(self) -> date | None:
        """The day that was typed, or None for none. Raises Refusal about "day"."""
        return self.day_typed() if (self["day"].data or "").strip() else None


class DemandForm(InLanguages):
    """What is asked for, and until when."""

    seen = HiddenField()

    def checked(self) -> tuple[dict[str, dict[str, str]], date | None] | None:
        """The words by language and the day, or None with every fault beside its field. A language that is left empty
        is left out, but for the campaign's own.
        """
        words, day = {}, None
        for one in self.in_languages():
            said = {"title": "", "text": ""}
            with self.refusing():
                said["text"] = several_lines(one.text.data or "", one.text.short_name, LONGEST_TEXT)
            with self.refusing():
                said["title"] = _title(self[f"title_{one.number}"], one)
            if said["title"]:
                words[one.language] = said
        with self.refusing():
            day = self.day_or_none()
        return None if self.has_errors else (words, day)

    def seen_at(self) -> datetime:
        """The `changed_at` of the demand when the page was shown."""
        return moment_seen(self.seen.data)


class StepForm(InLanguages):
    """Where a demand stands since a day, and by what one sees it. Its fields have names of their own beside those of a
    demand's form.
    """

    status = RadioField(
        _l("Where it stands"),
        choices=[SelectChoice(status, STATUS_NAMES[status]) for status in STATUSES],
        validate_choice=False,
    )
    day = StringField(_l("Since which day"), render_kw={"type": "date", "required": True, "autocomplete": "off"})
    url = StringField(
        _l("Link to the evidence"),
        render_kw={"maxlength": LONGEST_ADDRESS, "inputmode": "url", "placeholder": "https://", "dir": "ltr"},
    )
    tells = BooleanField(_l("Publish it among the updates"), default=True)

    def checked(self) -> tuple[date, str, dict[str, str], str] | None:
        """The day, the status, the words by language and the address; None with every fault beside its field."""
        day, words, url = date.min, {}, ""
        with self.refusing():
            day = self.day_typed()
        if self.status.data not in STATUSES:
            self.refuse(Refusal(N_("Please choose where the demand stands."), "status"))
        for one in self.in_languages():
            with self.refusing():
                words[one.language] = several_lines(one.text.data or "", one.text.short_name, LONGEST_EVIDENCE)
        with self.refusing():
            url = web_address(self.url.data or "")
        return None if self.has_errors else (day, str(self.status.data), words, url)


class ClockForm(StaffForm):
    """From which day the demands are counted, and for how many days."""

    begins = StringField(_l("First day"), render_kw={"type": "date", "autocomplete": "off"})
    days = StringField(_l("How many days"), render_kw={"inputmode": "numeric", "maxlength": 5, "autocomplete": "off"})

    def checked(self) -> tuple[date | None, int | None] | None:
        """The day and the number of days, each None when it is empty; None with every fault beside its field."""
        begins, days = None, (self.days.data or "").strip()
        with self.refusing():
            begins = self._day()
        if days and not re.fullmatch("[0-9]{1,5}", days):
            self.refuse(Refusal(N_("Please write a number."), "days"))
        return None if self.has_errors else (begins, int(days) if days else None)

    def _day(self) -> date | None:
        typed = (self.begins.data or "").strip()
        try:
            day = date.fromisoformat(typed) if typed else None
        except ValueError:
            day = date.min
        if day is not None and not 1900 <= day.year < 2200:
            raise Refusal(N_("Please write a day, such as 2026-11-21."), "begins")
        return day


def numbers_typed(typed: str) -> list[int]:
    """ "1, 2, 4" as numbers; none for nothing. Raises Refusal."""
    parts = [part.strip() for part in re.split("[,;]", typed) if part.strip()]
    if not all(re.fullmatch("[0-9]{1,4}", part) for part in parts):
        raise Refusal(_SAY_NUMBERS)
    return [int(part) for part in parts]


def demand_form(campaign: Campaign, typed: Any = None, demand: Demand | None = None) -> DemandForm:
    """The form as it was sent (`typed`), or filled with what `demand` says; empty for a new one."""
    languages = _languages_of(campaign, demand.words if demand else {})
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    for number, language in enumerate(languages):
        about = {"lang": language, "dir": "auto", "autocomplete": "off"}
        needed = {"required": True} if number == 0 else {}
        fields[f"title_{number}"] = StringField(
            _l("What is asked for"), render_kw={**about, **needed, "maxlength": LONGEST_TITLE}
        )
        fields[f"text_{number}"] = TextAreaField(
            _l("More about it"), render_kw={**about, "maxlength": LONGEST_TEXT, "rows": 3}
        )
        said = demand.words.get(language, {}) if demand else {}
        data |= {f"title_{number}": said.get("title", ""), f"text_{number}": said.get("text", "")}
    fields["day"] = StringField(_l("Due on"), render_kw={"type": "date", "autocomplete": "off"})
    if demand is not None:
        data |= {"seen": demand.changed_at.isoformat(), "day": demand.due_on.isoformat() if demand.due_on else ""}
    form: DemandForm = type("DemandFormOfACampaign", (DemandForm,), fields)(typed, data=data)
    form.languages = languages
    return form


def step_form(campaign: Campaign, today: date, typed: Any = None, step: DemandStep | None = None) -> StepForm:
    """The form as it was sent (`typed`), or filled with what `step` says; of `today` for a new one."""
    languages = _languages_of(campaign, step.words if step else {})
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"day": today.isoformat(), "tells": True}
    for number, language in enumerate(languages):
        about = {"lang": language, "dir": "auto", "autocomplete": "off", "maxlength": LONGEST_EVIDENCE, "rows": 3}
        fields[f"text_{number}"] = TextAreaField(_l("What happened"), render_kw=about)
        if step is not None:
            data[f"text_{number}"] = step.words.get(language, "")
    if step is not None:
        data |= {"day": step.on.isoformat(), "status": step.status, "url": step.url}
    form: StepForm = type("StepFormOfACampaign", (StepForm,), fields)(typed, data=data, prefix="step")
    form.languages = languages
    return form


def _languages_of(campaign: Campaign, words: Mapping[str, Any]) -> list[str]:
    """The languages in which a campaign is told of: its own first, then the installation's, then any others there."""
    spoken: Sequence[str] = current_app.config["LANGUAGES"]
    return list(dict.fromkeys((campaign.language, *spoken, *words)))


def _title(field: Field, one: InLanguage) -> str:
    """Raises Refusal for a text without its title, too."""
    title = plain_text(field.data or "", field.short_name, LONGEST_TITLE)
    if not title and (one.number == 0 or (one.text.data or "").strip()):
        raise Refusal(_NO_TITLE, field.short_name)
    return title
