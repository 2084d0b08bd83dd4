"""The forms that strangers fill in. Their fields bear the names of the signee file's columns."""

from datetime import UTC, datetime
from functools import partial
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from signon.database import now
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures.entry import (
    LONGEST_AFFILIATION,
    LONGEST_COMMENT,
    LONGEST_PERSON,
    Entry,
    individual_entry,
    organization_entry,
)
from signon.signatures.models import ANONYMOUS, FULL, INITIALS, UNLISTED
from signon.signatures.tokens import OldFormToken, Showing
from signon.web import proof_of_work
from signon.web.doors import tokens


def _text(label: Any, *, autocomplete: str, required: bool = True, most: int = 300, **attributes: Any) -> StringField:
    kw = {"autocomplete": autocomplete, "maxlength": most, **attributes}
    if attributes.get("inputmode") in ("url", "email"):
        kw["dir"] = "ltr"  # addresses run from left to right in every language
    if required:
        kw["required"] = True
    return StringField(label, render_kw=kw)


class CheckedForm(Form):
    """A form whose answers an act or a check may refuse."""

    def typed(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: str(value or "") for name, value in self.data.items() if name != "form_token"}

    def refuse(self, refusal: Refusal) -> None:
        """Put the refusal's sentence beside its field."""
        field = self[refusal.field] if refusal.field in self else next(iter(self))
        field.errors = [*field.errors, gettext(refusal.sentence, **refusal.values)]


class PublicForm(CheckedForm):
    """A form without a session: a signed, dated token says which form it is and when it was shown.

    `at` is the request's moment; the clock is read where a door leaves it out.
    """

    form_token = HiddenField()

    @classmethod
    def shown(cls, purpose: str, at: datetime | None = None, **data: Any) -> Self:
        """An empty form with a fresh token for `purpose`."""
        form = cls(data=data)
        form.renew(purpose, at)
        return form

    def renew(self, purpose: str, at: datetime | None = None) -> None:
        """Give the form a fresh token and keep everything that was typed."""
        self.form_token.data = tokens().form_token(purpose, at or now())

    def showing(self, purpose: str, at: datetime | None = None) -> Showing | None:
        """The showing that was sent, or None when the form was open too long or is another one."""
        try:
            return tokens().read_form_token(purpose, self.form_token.data or "", at or now())
        except OldFormToken:
            return None


class SignForm(PublicForm):
    """A form with which a letter is signed. It carries what tells programs from people: a field that people do not
    see, named like nothing that a browser fills in by itself, and a proof of work.
    """

    subject = StringField(_l("Please leave this empty"), render_kw={"autocomplete": "off", "tabindex": "-1"})
    proof = HiddenField()
    wants_updates = BooleanField(_l("Tell me by email what comes of this"))

    def renew(self, purpose: str, at: datetime | None = None) -> None:
        """As every form; with a challenge for this showing."""
        at = at or now()
        super().renew(purpose, at)
        showing = self.showing(purpose, at)
        self.proof.data = ""
        if showing is not None and proof_of_work.is_asked_for():
            self.proof.render_kw = {"data-challenge": proof_of_work.challenge(purpose, showing)}

    def typed(self) -> dict[str, str]:
        """What was typed of an entry."""
        return {name: value for name, value in super().typed().items() if name not in ("subject", "proof")}


class OrganizationForm(SignForm):
    """What an organization's representative writes."""

    organization = _text(_l("Organization, as it should appear in the list"), autocomplete="organization")
    website = _text(_l("Website"), autocomplete="url", inputmode="url", placeholder="https://")
    representative = _text(_l("Your name"), autocomplete="name", most=LONGEST_PERSON)
    role = _text(_l("Your role in the organization"), autocomplete="organization-title", most=LONGEST_PERSON)
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
    approver_email = _text(
        _l("Email of a second person who must agree"),
        autocomplete="off",
        inputmode="email",
        type="email",
        required=False,
        most=254,
    )

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        return checked_entry(self, organization_entry, needs_contact=True)


class IndividualForm(SignForm):
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
            SelectChoice(ANONYMOUS, _l("Anonymously, without a name")),
            SelectChoice(UNLISTED, _l("Count me, but do not list me")),
        ],
        default=FULL,
        validate_choice=False,
    )
    affiliation = _text(
        _l("Organization or profession, for identification only"),
        autocomplete="off",
        required=False,
        most=LONGEST_AFFILIATION,
    )
    comment = TextAreaField(
        _l("Why I sign"), render_kw={"autocomplete": "off", "maxlength": LONGEST_COMMENT, "rows": 3}
    )

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        return checked_entry(self, partial(individual_entry, anonymous=gettext("Anonymous")), needs_contact=True)


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
    """The one box that makes a signature: the link that led here is the proof, so there is no other token.

    `same_as` asks "are you this one?" where the name looks like that of an organization on a public list. `text` is the
    id of the letter's text that they read.
    """

    text = HiddenField()
    authorized = BooleanField()
    same_as = RadioField(_l("Is it one of these?"), validate_choice=False)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Ask whether the organization is one of `choices`, each a value and a label."""
        self.same_as.choices = [SelectChoice(value, label) for value, label in choices]

    def read(self) -> int:
        """The id of the text that was before them; 0 where the form does not say."""
        return row_id(self.text.data)

    def chosen(self, among: list[int]) -> int | None:
        """The id that was chosen, if it is one that was offered."""
        typed = self.same_as.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 and int(typed) in among else None


def row_id(typed: str | None) -> int:
    """The id that a hidden field sends; 0 for nothing that is one."""
    said = typed or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def moment_seen(typed: str | None) -> datetime:
    """The moment that a hidden field says: as of when the page showed what it showed. For what is no moment, one before
    anything was, so that nothing is as it was seen then.
    """
    try:
        return datetime.fromisoformat(typed or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


TICK = _l("Please tick the box.")


class RefusalForm(Form):
    """The one box of a page that takes something away, or says "this was not us": the emailed link is the proof."""

    sure = BooleanField()


def form_for(letter: Letter, as_individual: bool) -> type[OrganizationForm] | type[IndividualForm]:
    """The form with which this letter is signed."""
    return IndividualForm if letter.is_petition or (as_individual and letter.signed_by == "both") else OrganizationForm


def checked_entry(form: CheckedForm, check: Any, *, needs_contact: bool) -> Entry | None:
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
_STAND_INS = {
    "email": "x@example.org",
    "website": "https://example.org",
    "shown_as": FULL,
    "scope": "",
    "approver_email": "",
}
