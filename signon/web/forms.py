"""The forms that strangers fill in. Their fields bear the names of the signee file's columns."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice

from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures.entry import Entry, individual_entry, organization_entry
from signon.signatures.models import FULL, INITIALS, UNLISTED
from signon.signatures.tokens import OldFormToken
from signon.web.doors import tokens


def _text(label: Any, *, autocomplete: str, required: bool = True, most: int = 300, **attributes: Any) -> StringField:
    kw = {"autocomplete": autocomplete, "maxlength": most, **attributes}
    if required:
        kw["required"] = True
    return StringField(label, render_kw=kw)


class PublicForm(Form):
    """A form without a session: a signed, dated token says which form it is and when it was shown."""

    form_token = HiddenField()

    @classmethod
    def shown(cls, purpose: str, **data: Any) -> "PublicForm":
        """An empty form with a fresh token for `purpose`."""
        form = cls(data=data)
        form.renew(purpose)
        return form

    def renew(self, purpose: str) -> None:
        """Give the form a fresh token and keep everything that was typed."""
        self.form_token.data = tokens().form_token(purpose)

    def showing(self, purpose: str) -> str | None:
        """The id of the showing that was sent, or None when the form was open too long or is another one."""
        try:
            return tokens().read_form_token(purpose, self.form_token.data or "")
        except OldFormToken:
            return None

    def typed(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: str(value or "") for name, value in self.data.items() if name != "form_token"}

    def refuse(self, refusal: Refusal) -> None:
        """Put the refusal's sentence beside its field."""
        field = self[refusal.field] if refusal.field in self else next(iter(self))
        field.errors = [*field.errors, gettext(refusal.sentence, **refusal.values)]


class OrganizationForm(PublicForm):
    """What an organization's representative writes."""

    organization = _text(_l("Organization, as it should appear in the list"), autocomplete="organization")
    website = _text(_l("Website"), autocomplete="url", inputmode="url", placeholder="https://")
    representative = _text(_l("Your name"), autocomplete="name", most=200)
    role = _text(_l("Your role in the organization"), autocomplete="organization-title", most=200)
    email = _text(_l("Your email at the organization"), autocomplete="email", inputmode="email", type="email", most=254)
    city = _text(_l("City"), autocomplete="address-level2", required=False, most=200)
    state = _text(_l("State"), autocomplete="address-level1", required=False, most=200)
    scope = SelectField(
        _l("Where the organization works"),
        choices=[
            SelectChoice("", _l("Please choose")),
            SelectChoice("national", _l("Nationwide")),
            SelectChoice("state", _l("In one state")),
            SelectChoice("local", _l("Locally")),
        ],
        validate_choice=False,
    )

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        return _entry(self, organization_entry, needs_contact=True)


class IndividualForm(PublicForm):
    """What a supporter writes: a city is not asked for, since beside a name it would lead to a door."""

    name = _text(_l("Your name"), autocomplete="name")
    email = _text(_l("Email"), autocomplete="email", inputmode="email", type="email", most=254)
    postal_code = _text(_l("Postal code"), autocomplete="postal-code", required=False, most=20)
    country = _text(_l("Country"), autocomplete="country-name", required=False, most=200)
    shown_as = RadioField(
        _l("How your name appears"),
        choices=[
            SelectChoice(FULL, _l("My full name")),
            SelectChoice(INITIALS, _l("My initials only")),
            SelectChoice(UNLISTED, _l("Count me, but do not list me")),
        ],
        default=FULL,
        validate_choice=False,
    )

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        return _entry(self, individual_entry, needs_contact=True)


class CodeForm(PublicForm):
    """The typed code from the mail; `letter` is the slug of the letter it was sent for, where that is known."""

    code = StringField(
        _l("Code from the email"),
        render_kw={
            "autocomplete": "one-time-code",
            "maxlength": 20,
            "required": True,
            "spellcheck": "false",
            "autocapitalize": "characters",
        },
    )
    letter = HiddenField()


class AgreementForm(Form):
    """The one box that makes a signature: the link that led here is the proof, so there is no other token."""

    authorized = BooleanField()


def form_for(letter: Letter, as_individual: bool) -> type[OrganizationForm] | type[IndividualForm]:
    """The form with which this letter is signed."""
    return IndividualForm if letter.is_petition or (as_individual and letter.signed_by == "both") else OrganizationForm


def _entry(form: PublicForm, check: Any, *, needs_contact: bool) -> Entry | None:
    """Check the whole entry; where it is refused, go on with that field left out, so that every fault is told at
    once.
    """
    typed = form.typed()
    faults: set[str] = set()
    while True:
        try:
            entry: Entry = check(typed, needs_contact=needs_contact)
        except Refusal as refusal:
            if refusal.field in faults:
                return None
            faults.add(refusal.field)
            form.refuse(refusal)
            typed[refusal.field] = _STAND_INS.get(refusal.field, "x")
            continue
        return None if faults else entry


# What takes the place of a refused answer while the others are checked; never kept.
_STAND_INS = {"email": "x@example.org", "website": "https://example.org", "scope": "", "shown_as": FULL}
