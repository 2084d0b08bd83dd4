"""Suppressing: whoever said "this was not us" is not written to again when a stranger asks.

Only a keyed hash of the mailbox is kept, for a year.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update

from signon.database import db, insert_all_unless_there
from signon.keys import INSTALLATION, KeyStore
from signon.mail.models import SuppressedAddress
from signon.signatures.addresses import same_mailbox

KEPT = timedelta(days=365)


def suppress(address: str, *, keys: KeyStore, at: datetime) -> None:
    """Let no mail but the staff's own go to this mailbox for a year from `at` on, however the address is spelled."""
    suppress_marked(mark_of(address, keys), at)


def suppress_marked(hashed: str, at: datetime) -> None:
    """The same for the mailbox that has this mark."""
    insert_all_unless_there(SuppressedAddress, [{"hash": hashed, "since": at}])
    db.session.execute(
        update(SuppressedAddress)
        .where(SuppressedAddress.hash == hashed, SuppressedAddress.since < at)
        .values(since=at)
        .execution_options(synchronize_session=False)
    )


def is_suppressed(address: str, keys: KeyStore) -> bool:
    """Whether the owner of this mailbox said that it was not them."""
    return bool(suppressed_among([address], keys))


def suppressed_among(addresses: Iterable[str], keys: KeyStore) -> set[str]:
    """Those of `addresses` whose owners said that it was not them. One query."""
    hashes = {address: mark_of(address, keys) for address in addresses}
    known = set(db.session.scalars(select(SuppressedAddress.hash).where(SuppressedAddress.hash.in_(hashes.values()))))
    return {address for address, hashed in hashes.items() if hashed in known}


def is_anybody_suppressed() -> bool:
    """Whether there is any such mailbox."""
    return bool(db.session.scalar(select(exists().where(SuppressedAddress.hash != ""))))


def purge(at: datetime) -> None:
    """Forget who was suppressed more than a year ago."""
    db.session.execute(delete(SuppressedAddress).where(SuppressedAddress.since < at - KEPT))


def mark_of(address: str, keys: KeyStore) -> str:
    """By what a mailbox is known again, and not told: a keyed hash, hex."""
    return keys.hash(INSTALLATION, same_mailbox(address), "suppressed address")
