"""What staff fill in about a delivery: that it was done, the covering mail that does it, and what was answered."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.mail.covering import Covering
from signon.mail.covering_words import LONGEST_SUBJECT, LONGEST_TEXT, body, subject_line
from signon.refusals import N_, Refusal
from signon.signatures.addresses import email_address
from signon.signatures.deliveries import (
    LONGEST_ADDRESSEE,
    LONGEST_ANSWER,
    LONGEST_NOTE,
    answer_text,
    named,
    several_lines,
)
from signon.signatures.edition_models import BY_HAND, BY_MAIL, BY_PORTAL, BY_POST, Edition
from signon.signatures.receipts import MOST_PICTURE_BYTES, receipt
from signon.web.forms import CheckedForm
from signon.wording.numbers import long_date, number

_FIRST_YEAR = 1900  # of a day that somebody may mean


def _line(label: Any, most: int, required: bool = True, **attributes: Any) -> StringField:
    kw = {"maxlength": most, "autocomplete": "off", **attributes}
    return StringField(label, render_kw={**kw, "required": True} if required else kw)


def _lines(label: Any, most: int, rows: int, required: bool = True) -> TextAreaField:
    kw = {"maxlength": most, "rows": rows, "dir": "auto", "autocomplete": "off"}
    return TextAreaField(label, render_kw={**kw, "required": True} if required else kw)


def document_name(edition: Edition) -> str:
    """What an edition is called where staff choose among several."""
    if not edition.number:
        return str(_("The edition that was delivered"))
    which = _("Addendum %(number)s", number=number(edition.number))
    return f"{which} ({long_date(edition.made_at.date())})"


def addressees_of(letter: Letter) -> list[str]:
    """Who the letter is written to, to be chosen from."""
    return [to["name"] for to in current_texts(letter)[0].addressees]


class StaffForm(CheckedForm):
    """A form in which every field is checked by itself, so that all faults are told at once."""

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong with a field."""
        return any(field.errors for field in self)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """What is refused inside is told beside its field."""
        try:
            yield
        except Refusal as refusal:
            self.refuse(refusal)

    def day_typed(self) -> date:
        """The day that was typed. Raises Refusal about "day"."""
        try:
            typed = date.fromisoformat((self["day"].data or "").strip())
        except ValueError:
            typed = date.min
        if typed.year < _FIRST_YEAR:
            raise Refusal(N_("Please write a day, such as 2026-11-21."), "day")
        return typed


class DeliveryForm(StaffForm):
    """What was handed over to whom, how and when."""

    edition = SelectField(_l("What"), coerce=int, validate_choice=False, render_kw={"required": True})
    addressee = _line(_l("To whom"), LONGEST_ADDRESSEE, list="addressees")
    way = RadioField(
        _l("How"),
        choices=[
            SelectChoice(BY_HAND, _l("By hand")),
            SelectChoice(BY_POST, _l("By post")),
            SelectChoice(BY_PORTAL, _l("Through a form or portal")),
            SelectChoice(BY_MAIL, _l("By email, from elsewhere")),
        ],
        default=BY_HAND,
        validate_choice=False,
    )
    day = _line(_l("Day"), 10, type="date")
    clock = _line(_l("Time"), 8, type="time")
    note = _lines(_l("Note, for staff only"), LONGEST_NOTE, 3, required=False)
    receipt = FileField(_l("Receipt"), render_kw={"accept": ".pdf,.png,.jpg,.jpeg"})

    def moment(self, zone: str) -> datetime:
        """The moment that was typed, on the clock of `zone`. Raises Refusal about "day" or "clock"."""
        day = self.day_typed()
        try:
            clock = time.fromisoformat((self.clock.data or "").strip()).replace(tzinfo=None)
        except ValueError:
            raise Refusal(N_("Please write a time, such as 14:30."), "clock") from None
        return datetime.combine(day, clock, ZoneInfo(zone))

    def checked(self, zone: str, file: FileStorage | None) -> dict[str, Any] | None:
        """What `note_delivery` wants to know, or None when something is wrong, with every fault beside its field."""
        found: dict[str, Any] = {"way": self.way.data or ""}
        with self.refusing():
            found["addressee"] = named(self.addressee.data or "")
        with self.refusing():
            found["at"] = self.moment(zone)
        with self.refusing():
            found["note"] = several_lines(self.note.data or "", "note", LONGEST_NOTE)
        with self.refusing():
            if file is not None and file.filename:
                found["receipt"] = receipt(file.stream.read(MOST_PICTURE_BYTES + 1), file.filename)
        return None if self.has_errors else found


class CoveringForm(StaffForm):
    """The covering mail, in the words of whoever sends it."""

    editions = SelectMultipleField(
        _l("Documents"),
        coerce=int,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    addressee = _line(_l("To whom"), LONGEST_ADDRESSEE, list="addressees")
    to = _line(_l("Their email address"), 254, type="email")
    reply_to = _line(_l("Answers go to"), 254, type="email")
    subject = _line(_l("Subject"), LONGEST_SUBJECT, dir="auto")
    text = _lines(_l("Text"), LONGEST_TEXT, 14)

    def checked(self, handed_over: Sequence[Edition]) -> tuple[list[Edition], str, Covering] | None:
        """What is to go to which addressee with which mail, or None with every fault beside its field."""
        editions, addressee, mail = [], "", {}
        with self.refusing():
            editions = _chosen(handed_over, self.editions.data or [])
        with self.refusing():
            addressee = named(self.addressee.data or "")
        for name, check in _CHECKS.items():
            with self.refusing():
                mail[name] = check(self[name].data or "")
        return None if self.has_errors else (editions, addressee, Covering(**mail))


_CHECKS: dict[str, Callable[[str], str]] = {
    "to": partial(email_address, field="to"),
    "reply_to": partial(email_address, field="reply_to"),
    "subject": subject_line,
    "text": body,
}


class AnswerForm(StaffForm):
    """Who answered, when, and what; its fields have names of their own beside those of a delivery."""

    def __init__(self, formdata: MultiDict[str, str] | None = None, **more: Any) -> None:
        super().__init__(formdata, prefix="answer", **more)

    addressee = _line(_l("Who answered"), LONGEST_ADDRESSEE, list="addressees")
    day = _line(_l("Day"), 10, type="date")
    text = _lines(_l("What they answered"), LONGEST_ANSWER, 8)

    def checked(self) -> tuple[str, date, str] | None:
        """Who answered when and what, or None with every fault beside its field."""
        addressee, day, text = "", date.min, ""
        with self.refusing():
            addressee = named(self.addressee.data or "")
        with self.refusing():
            day = self.day_typed()
        with self.refusing():
            text = answer_text(self.text.data or "")
        return None if self.has_errors else (addressee, day, text)


def _chosen(editions: Sequence[Edition], ids: Sequence[int | None]) -> list[Edition]:
    """Those of `editions` that were chosen, in their own order. Raises Refusal about "editions" for none."""
    found = [edition for edition in editions if edition.id in ids]
    if not found:
        raise Refusal(N_("Please choose what is handed over."), "editions")
    return found
