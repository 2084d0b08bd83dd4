"""The organization's known address: who hears of it when somebody else puts the organization's name on a letter."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from signon.database import db
from signon.keys import KeyGone, KeyStore
from signon.letters.models import Letter
from signon.organizations.remembering import contact_of
from signon.signatures.addresses import same_mailbox
from signon.signatures.entry import Contact
from signon.signatures.models import VERIFIED, Signature
from signon.signatures.signing import open_contact

_LOOKED_AT = 5  # earlier signatures; the contacts of older ones may be erased


@dataclass(frozen=True)
class KnownAddress:
    """Where to write to, and in which language."""

    address: str
    language: str


def known_address(letter: Letter, signature: Signature, signed_by: list[str], keys: KeyStore) -> KnownAddress | None:
    """The address that is known for a listed signature's organization in this campaign, unless it signed itself.

    That is the one it left with the campaign, else the one that its newest signature on another of the campaign's
    letters was proven with, while that is kept; the first that did not sign now. None where there is none.
    """
    if signature.organization_id is None:
        return None
    mine = {same_mailbox(address) for address in signed_by if address}
    for found in _known_addresses(letter, signature, keys):
        if same_mailbox(found.address) not in mine:
            return found
    return None


def _known_addresses(letter: Letter, signature: Signature, keys: KeyStore) -> Iterator[KnownAddress]:
    left_with = _left_with(letter, signature, keys)
    if left_with is not None:
        yield left_with
    yield from _signed_before(letter, signature, keys)


def _left_with(letter: Letter, signature: Signature, keys: KeyStore) -> KnownAddress | None:
    left = contact_of(signature.organization_id or 0, letter.campaign_id, keys)
    address = Contact.unsealed(left).email if left else ""
    return KnownAddress(address, signature.language) if address else None


def _signed_before(letter: Letter, signature: Signature, keys: KeyStore) -> Iterator[KnownAddress]:
    rows = db.session.execute(
        select(Signature, Letter)
        .join(Letter, Letter.id == Signature.letter_id)
        .where(Signature.organization_id == signature.organization_id, Signature.state == VERIFIED)
        .where(Signature.letter_id != letter.id, Letter.campaign_id == letter.campaign_id)
        .where(Signature.contact.is_not(None))
        .order_by(Signature.verified_at.desc(), Signature.id.desc())
        .limit(_LOOKED_AT)
    ).all()
    for earlier, its_letter in rows:
        try:
            address = open_contact(its_letter, earlier.contact, keys).email
        except KeyGone:
            continue
        if address:
            yield KnownAddress(address, earlier.language)
