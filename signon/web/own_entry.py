"""The own entry: whoever signed comes here by an emailed link, sees how their signature stands, and changes it.

Importing this hangs every one of its doors on the blueprint in `own_entry_doors`.
"""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _

from signon.database import db, now
from signon.letters.letters import current_texts
from signon.letters.models import TextVersion
from signon.signatures import counting, logos, roll
from signon.signatures.approving import awaits_approval
from signon.signatures.entry import Contact
from signon.signatures.handing_over import offer_waits
from signon.signatures.judging import DUPLICATE
from signon.signatures.models import VERIFIED
from signon.signatures.own_entry import NAME_CHANGED, WEBSITE_CHANGED, may_change, was_printed
from signon.signatures.ways import Found
from signon.web import (
    own_entry_correcting,
    own_entry_handing_over,
    own_entry_leaving,
    own_entry_logo,
    own_entry_next,
    own_entry_proof,
    own_entry_updates,
)
from signon.web.language import name_here
from signon.web.own_entry_doors import contact_of, entry_of, name_of, own_entry, page

__all__ = [
    "own_entry",
    "own_entry_correcting",
    "own_entry_handing_over",
    "own_entry_leaving",
    "own_entry_logo",
    "own_entry_next",
    "own_entry_proof",
    "own_entry_updates",
]


@dataclass(frozen=True)
class SignedText:
    """The text that was signed: its number and language, and whether another one took its place since."""

    number: int
    language: str
    was_corrected: bool


@own_entry.get("/signature/<token>")
def entry(token: str) -> Response:
    """How the signature stands, what is kept of whoever signed, and what they can do about it."""
    found, at = entry_of(token), now()
    letter, signature = found.letter, found.signature
    contact = contact_of(found)
    return page(
        "entry.html",
        found,
        token,
        name=name_of(signature, contact),
        place=roll.place_of(letter, signature, counting.shown(letter, at)),
        awaits_approval=awaits_approval(signature),
        was_changed=signature.reason in (NAME_CHANGED, WEBSITE_CHANGED),
        is_duplicate=signature.reason == DUPLICATE,
        may_change=may_change(signature),
        is_printed=signature.shown_as in own_entry_proof.PRINTED,
        is_delivered=was_printed(signature),
        is_in_register=signature.state == VERIFIED and signature.organization_id is not None,
        may_end_delegation=own_entry_next.may_end(found),
        offer_waits=offer_waits(found, at),
        has_logo=logos.logo_of(signature) is not None,
        text=_signed_text(found),
        kept=_kept(contact),
        saved="saved" in request.args,
    )


def _signed_text(found: Found) -> SignedText:
    signed = db.session.get_one(TextVersion, found.signature.text_version_id)
    was_corrected = current_texts(found.letter)[0].number > signed.number
    return SignedText(signed.number, name_here(signed.language), was_corrected)


def _kept(contact: Contact) -> list[tuple[str, str]]:
    """What is sealed of whoever signed: a label and what it says."""
    said = [
        (_("Name"), contact.representative or contact.full_name),
        (_("Role"), contact.role),
        (_("Email"), contact.email),
        (_("Second person who must agree"), contact.approver_email),
        (_("Postal code"), contact.postal_code),
        (_("Comment, not read by staff yet"), contact.comment),
    ]
    return [(label, text) for label, text in said if text]
