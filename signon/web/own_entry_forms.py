"""The forms of the own entry. Fields of the sign form are asked again as they were asked there."""

from datetime import datetime
from functools import partial
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, Form, HiddenField, StringField

from signon.signatures.entry import LONGEST_PERSON, Contact, Entry, individual_entry, organization_entry
from signon.signatures.models import FROM_IMPORT, Signature
from signon.signatures.own_entry import full_name
from signon.signatures.signee import INDIVIDUAL
from signon.web.forms import CheckedForm, IndividualForm, OrganizationForm, checked_entry, moment_seen


class SeenForm(CheckedForm):
    """A form that knows which state of the signature was before whoever fills it in."""

    seen = HiddenField()

    @classmethod
    def of(cls, signature: Signature) -> Self:
        """The empty form on a page that shows `signature` as it is now."""
        form = cls()
        form.renew(signature)
        return form

    def seen_at(self) -> datetime:
        """The signature's `changed_at` when the page was shown."""
        return moment_seen(self.seen.data)

    def renew(self, signature: Signature) -> None:
        """The signature as it is now is what is before them."""
        self.seen.data = signature.changed_at.isoformat()


class CorrectionForm(SeenForm):
    """What both kinds of correction share: the signature they are about, and what is sealed of it."""

    signature: Signature
    contact: Contact

    @classmethod
    def about(cls, signature: Signature, contact: Contact, formdata: Any = None) -> "CorrectionForm":
        """The form for `signature`, filled with what it says now, or with what was sent."""
        form = cls(formdata, data=cls.now_says(signature, contact))
        form.signature, form.contact = signature, contact
        if formdata is None:
            form.renew(signature)
        return form

    @staticmethod
    def now_says(signature: Signature, contact: Contact) -> dict[str, str]:
        """What the signature says now, by field."""
        raise NotImplementedError

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        raise NotImplementedError

    def typed(self) -> dict[str, str]:
        """What was typed, and what is not asked again: the mailbox, and who signs."""
        role = self.contact.role or "-"  # a colleague may have named none; nothing of this is changed here
        same = {"email": self.contact.email, "representative": self.contact.representative, "role": role}
        return {**same, **super().typed()}

    @property
    def needs_contact(self) -> bool:
        """Names gathered elsewhere may lack what the sign form asks for, also when they are corrected."""
        return self.signature.origin != FROM_IMPORT

    @property
    def unread(self) -> frozenset[str]:
        """The fields whose answers nobody has read: all of this form, less what is still as staff brought it."""
        says = self.now_says(self.signature, self.contact)
        typed = {name for name, text in says.items() if self.needs_contact or text != (self[name].data or "")}
        return frozenset(typed)

    def now_differs(self) -> list[tuple[str, str]]:
        """What the signature says now where that is not what was typed: label and text, for two people at once."""
        says = self.now_says(self.signature, self.contact)
        return [(str(self[name].label.text), text) for name, text in says.items() if text != (self[name].data or "")]


class OrganizationCorrection(CorrectionForm):
    """What an organization may correct. The mailbox and who signs are changed on pages of their own."""

    organization = OrganizationForm.organization
    website = OrganizationForm.website
    scope = OrganizationForm.scope
    city = OrganizationForm.city
    state = OrganizationForm.state
    sort_key = StringField(
        _l("Stands in the list as if it were called"), render_kw={"autocomplete": "off", "maxlength": 200}
    )

    @staticmethod
    def now_says(signature: Signature, contact: Contact) -> dict[str, str]:
        """What the signature says now, by field."""
        return {
            "organization": signature.printed_name,
            "website": signature.website,
            "scope": signature.scope,
            "city": signature.city,
            "state": signature.home_state,
            "sort_key": signature.own_sort_key,
        }

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        check = partial(organization_entry, unread=self.unread)
        return checked_entry(self, check, needs_contact=self.needs_contact)


class IndividualCorrection(CorrectionForm):
    """What an individual may correct."""

    name = IndividualForm.name
    shown_as = IndividualForm.shown_as
    affiliation = IndividualForm.affiliation
    country = IndividualForm.country
    postal_code = IndividualForm.postal_code

    @staticmethod
    def now_says(signature: Signature, contact: Contact) -> dict[str, str]:
        """What the signature says now, by field."""
        return {
            "name": full_name(signature, contact),
            "shown_as": signature.shown_as,
            "affiliation": signature.affiliation,
            "country": signature.country,
            "postal_code": contact.postal_code,
        }

    def typed(self) -> dict[str, str]:
        """What was typed; what the sign form does not ask for stays as staff brought it."""
        kept = {
            "city": self.signature.city,
            "state": self.signature.home_state,
            "sort_key": self.signature.own_sort_key,
        }
        return {**super().typed(), **kept}

    def entry(self) -> Entry | None:
        """The checked entry, or None with a sentence beside every field that is wrong."""
        check = partial(individual_entry, anonymous=_("Anonymous"), unread=self.unread)
        return checked_entry(self, check, needs_contact=self.needs_contact)


def correction_form(signature: Signature) -> type[CorrectionForm]:
    """The form with which this signature is corrected."""
    return IndividualCorrection if signature.kind == INDIVIDUAL else OrganizationCorrection


class RepresentativeForm(SeenForm):
    """Who signed for the organization, and whether they are shown beside its name."""

    representative = OrganizationForm.representative
    role = OrganizationForm.role
    shown = BooleanField(_l("Show my name and role beside the organization"))


class LogoForm(CheckedForm):
    """A picture to put beside the name."""

    logo = FileField(_l("Picture file"), render_kw={"accept": ".png,.jpg,.jpeg,.webp,.gif", "required": True})


class ColleagueForm(CheckedForm):
    """Who is to take the signature over."""

    representative = StringField(
        _l("Your colleague’s name"), render_kw={"autocomplete": "off", "maxlength": LONGEST_PERSON, "required": True}
    )
    role = StringField(
        _l("Their role in the organization"), render_kw={"autocomplete": "off", "maxlength": LONGEST_PERSON}
    )
    email = StringField(
        _l("Their email"),
        render_kw={"autocomplete": "off", "inputmode": "email", "type": "email", "maxlength": 254, "required": True},
    )


class TakeOverForm(SeenForm):
    """The colleague's one box, and which state of the signature they take over."""

    authorized = BooleanField(_l("I take over this signature: from now on I speak for it."))


class AskedAgainForm(Form):
    """Whether the organization wants to hear of the coalition's next letter."""

    asked_again = BooleanField(_l("Write to us when this coalition has another letter."))


class DelegationForm(CheckedForm):
    """A standing delegation: until which day, and the box under the sentence that is agreed to."""

    until = HiddenField()
    authorized = BooleanField()
