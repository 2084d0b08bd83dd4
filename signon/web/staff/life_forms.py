"""The forms that move a letter through its life: one for each thing to decide, each sent by itself."""

from datetime import datetime
from functools import cache
from typing import Any, Self
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice

from signon.letters.models import KNOWN, PROVEN, REVIEWED, SILENCE_KEEPS, SILENCE_WITHDRAWS, Letter
from signon.letters.moments import known_zone, moment, typed
from signon.web.forms import CheckedForm

_NEAR = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "UTC")


@cache
def zones() -> tuple[str, ...]:
    """The time zones to choose from: places, those of most of our readers first."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))}
    return (*_NEAR, *sorted(places - set(_NEAR)))


def _moment(label: Any, **more: Any) -> StringField:
    return StringField(label, render_kw={"type": "datetime-local", "autocomplete": "off"}, **more)


class EmbargoForm(CheckedForm, FlaskForm):
    """Until when nobody outside the staff knows of the letter."""

    until = _moment(_l("Opens by itself on"))

    @classmethod
    def of(cls, letter: Letter) -> Self:
        """The form as the letter has it."""
        return cls(formdata=None, data={"until": typed(letter.published_at, letter.deadline_zone)})

    def moment(self, letter: Letter) -> datetime | None:
        """What was typed. Raises Refusal about until."""
        return moment(self.until.data or "", letter.deadline_zone, "until")


class DeadlineForm(CheckedForm, FlaskForm):
    """When signing ends, on whose clock, and how long links still work."""

    seen = HiddenField()
    deadline = _moment(_l("Signing ends on"), description=_l("Leave it empty for a letter without a deadline."))
    zone = StringField(
        _l("On the clock of"),
        description=_l("All dates of this letter are shown on this clock. Type a city to find it."),
        render_kw={"list": "zones", "autocomplete": "off", "required": True, "spellcheck": "false"},
    )
    grace_hours = StringField(
        _l("Grace, in hours"),
        description=_l("How long a link that was mailed before the deadline still works."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3, "required": True},
    )

    @classmethod
    def of(cls, letter: Letter) -> Self:
        """The form as the letter has it."""
        says = {
            "seen": letter.deadline_at.isoformat() if letter.deadline_at else "",
            "deadline": typed(letter.deadline_at, letter.deadline_zone),
            "zone": letter.deadline_zone,
            "grace_hours": str(letter.grace_hours),
        }
        return cls(formdata=None, data=says)

    def was(self) -> datetime | None:
        """The deadline that the form showed."""
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None

    def moment(self, letter: Letter) -> datetime | None:
        """The deadline that was typed, to the second if it was left as it is. Raises Refusal about zone or deadline."""
        zone = known_zone(self.zone.data or "", "zone")
        found = moment(self.deadline.data or "", zone, "deadline")
        as_it_is = found and letter.deadline_at and found == letter.deadline_at.replace(second=0, microsecond=0)
        return letter.deadline_at if as_it_is else found

    def hours(self) -> int | None:
        """The grace that was typed; None for what is no number."""
        said = (self.grace_hours.data or "").strip()
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else None


class ListingForm(CheckedForm, FlaskForm):
    """By which policy names are listed."""

    listing = RadioField(
        _l("When a name comes onto the list"),
        choices=[
            SelectChoice(PROVEN, _l("At once, when the mailbox is at the website’s own domain; others are held.")),
            SelectChoice(KNOWN, _l("At once only for organizations of the register; others are held.")),
            SelectChoice(REVIEWED, _l("Never at once: staff look at every name first.")),
        ],
        validate_choice=False,
    )


class SilenceForm(CheckedForm, FlaskForm):
    """What becomes of a name whose signee does not answer about a material change."""

    silence = RadioField(
        _l("If a signee does not answer about a material change"),
        choices=[
            SelectChoice(SILENCE_WITHDRAWS, _l("Their name leaves the list when the time to answer is over.")),
            SelectChoice(SILENCE_KEEPS, _l("Their name stays.")),
        ],
        validate_choice=False,
    )
