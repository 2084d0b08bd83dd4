"""What staff fill in to invite organizations."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField, StringField
from wtforms.fields import SelectChoice

from signon.outreach.invitations import Candidate, as_guest
from signon.outreach.inviting import ALREADY_INVITED, ALREADY_LISTED, HAS_LEFT, NEW, TWICE, Guest
from signon.refusals import N_, Refusal
from signon.signatures.addresses import email_address
from signon.signatures.entry import Contact, Entry, organization_entry
from signon.web.forms import CheckedForm, checked_entry
from signon.web.language import own_name

# What is said beside a field, of one who is not invited; and of a line of a file.
_REFUSED = {
    ALREADY_LISTED: (N_("This organization is on the letter’s list already."), "organization"),
    HAS_LEFT: (N_("This mailbox asked to get nothing more of the campaign."), "email"),
    ALREADY_INVITED: (N_("This mailbox is invited already."), "email"),
}
OUTCOMES = {
    NEW: _l("will be invited"),
    ALREADY_LISTED: _l("on the list already"),
    ALREADY_INVITED: _l("its mailbox is invited already"),
    TWICE: _l("its mailbox stands above in the file"),
    HAS_LEFT: _l("its mailbox asked to get nothing more of the campaign"),
}


def _line(label: Any, most: int = 200, **attributes: Any) -> StringField:
    return StringField(label, render_kw={"maxlength": most, "autocomplete": "off", **attributes})


class InvitationForm(CheckedForm):
    """One organization, by hand."""

    organization = _line(_l("Organization"), 300, required=True, dir="auto")
    email = _line(_l("Email to write to"), 254, required=True, type="email", inputmode="email")
    representative = _line(_l("Person to write to"), 100, dir="auto")
    role = _line(_l("Their role"), 100, dir="auto")
    website = _line(_l("Website"), 300, inputmode="url")
    scope = SelectField(
        _l("Where the organization works"),
        choices=[
            SelectChoice("", _l("Not known")),
            SelectChoice("national", _l("Nationwide")),
            SelectChoice("state", _l("In one state")),
            SelectChoice("local", _l("Locally")),
        ],
        validate_choice=False,
    )
    city = _line(_l("City"), dir="auto")
    state = _line(_l("State"), dir="auto")
    language = SelectField(_l("Language of the mail"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = [SelectChoice(code, own_name(code)) for code in current_app.config["LANGUAGES"]]
        self.language.choices = [SelectChoice("", _l("The letter’s own")), *spoken]

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        return checked_entry(self, _with_mailbox, needs_contact=False)

    def refuse_for(self, outcome: str) -> None:
        """Say beside its field why this organization is not invited."""
        self.refuse(Refusal(*_REFUSED[outcome]))


class InvitationFileForm(CheckedForm):
    """A file of many."""

    file = FileField(_l("CSV file"), render_kw={"accept": ".csv,text/csv", "required": True})


class KnownForm:
    """The organizations of one page of the register, as they were ticked, with the mailboxes that were typed for those
    of whom none is known. `errors` are sentences by organization id.
    """

    def __init__(self, typed: Mapping[str, str] | None = None, ticked: Sequence[str] = ()) -> None:
        self.typed = {name.removeprefix("email_"): value.strip() for name, value in (typed or {}).items()}
        self.chosen = {number for number in ticked if _is_id(number)}
        self.chosen |= {number for number, value in self.typed.items() if _is_id(number) and value}
        self.errors: dict[int, Refusal] = {}

    @property
    def ids(self) -> list[int]:
        """The organizations that were ticked, or for which a mailbox was typed."""
        return [int(number) for number in self.chosen]

    def guests(self, candidates: Sequence[Candidate]) -> list[Guest]:
        """The chosen ones of `candidates` to be invited; where one lacks a mailbox, `errors` says so."""
        found = []
        for candidate in candidates:
            try:
                found.append(as_guest(candidate, candidate.contact or self._typed_for(candidate)))
            except Refusal as refusal:
                self.errors[candidate.organization.id] = refusal
        return found

    def _typed_for(self, candidate: Candidate) -> Contact:
        return Contact(email=email_address(self.typed.get(str(candidate.organization.id), "")))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _with_mailbox(typed: dict[str, str], *, needs_contact: bool) -> Entry:
    entry = organization_entry(typed, needs_contact=needs_contact)
    if not entry.contact.email:
        raise Refusal(N_("Please fill in this field."), "email")
    return entry
