"""Comments: why people sign. Sealed until staff have read them; shown only while their signature is listed.

What somebody wrote lies in the sealed contact and nowhere else until `show` moves it to the public column. Nothing here
is ever shown of a signature that was not verified, was taken off again, or is counted without being listed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, TextClause, func, select, text

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import ORGANIZATIONS, Letter
from signon.signatures.batches import is_waiting
from signon.signatures.entry import Contact
from signon.signatures.models import ANONYMOUS, UNLISTED, VERIFIED, Signature
from signon.signatures.signing import CONTACT, open_contact

MOST_SHOWN = 20


@dataclass(frozen=True)
class WaitingComment:
    """A comment that staff still have to read, and whose it is."""

    signature: Signature
    text: str


@dataclass(frozen=True)
class ShownComment:
    """A comment that everybody reads, with the name as it is shown: "" of whoever signed anonymously."""

    signature_id: int
    name: str
    text: str


def waiting(letter: Letter, keys: KeyStore, most: int = 50) -> list[WaitingComment]:
    """The oldest comments of listed signees that wait to be read, at most `most`. Raises KeyGone after the letter's key
    was destroyed.
    """
    rows = db.session.scalars(select(Signature).where(*_waits(letter)).order_by(Signature.id).limit(most))
    return [WaitingComment(row, open_contact(letter, row.contact, keys).comment) for row in rows]


def how_many_wait(letter: Letter) -> int:
    """How many comments of listed signees wait to be read."""
    return db.session.scalar(select(func.count()).select_from(Signature).where(*_waits(letter))) or 0


def shown(letter: Letter, most: int = MOST_SHOWN) -> list[ShownComment]:
    """The comments that everybody reads, at most `most`: of the newest signatures, the newest first.

    In safe mode by name, since who signed after whom may tell more than a name does, and without those whose names are
    not shown yet. Not asked where only organizations sign.
    """
    if letter.signed_by == ORGANIZATIONS:
        return []
    order = (Signature.sort_key, Signature.id) if letter.safe_mode else (Signature.id.desc(),)
    seen = (~is_waiting(),) if letter.safe_mode else ()
    rows = db.session.execute(
        select(Signature.id, Signature.printed_name, Signature.shown_as, Signature.comment)
        .where(*_listed(letter), Signature.comment != "", *seen)
        .order_by(*order)
        .limit(most)
    )
    return [ShownComment(row.id, "" if row.shown_as == ANONYMOUS else row.printed_name, row.comment) for row in rows]


def show(letter: Letter, signature: Signature, keys: KeyStore, at: datetime) -> bool:
    """Staff have read it: from now on everybody may. Answers whether it was shown by this call.

    That it is not when the signature is no longer listed, or somebody has shown or hidden the comment before.
    """
    if not _hold(letter, signature) or not signature.comment_waits:
        return False
    signature.comment = _taken_out(letter, signature, keys)
    signature.comment_waits = False
    signature.changed_at = at
    return bool(signature.comment)


def hide(letter: Letter, signature: Signature, keys: KeyStore, at: datetime) -> bool:
    """Staff do not want it shown, or no longer: erase it for good. Answers whether there was something to erase."""
    if not _hold(letter, signature) or not (signature.comment_waits or signature.comment):
        return False
    if signature.comment_waits:
        _taken_out(letter, signature, keys)
    signature.comment = ""
    signature.comment_waits = False
    signature.changed_at = at
    return True


def _taken_out(letter: Letter, signature: Signature, keys: KeyStore) -> str:
    """The comment, taken out of the sealed contact, which is sealed anew without it."""
    contact = open_contact(letter, signature.contact, keys)
    rest: Contact = replace(contact, comment="")
    signature.contact = None if rest.is_empty else keys.seal(letter.key_name, rest.sealable(), CONTACT)
    return contact.comment


def _hold(letter: Letter, signature: Signature) -> bool:
    """Read the signature anew and keep others from changing it; whether it is still on this letter's list."""
    db.session.refresh(signature, with_for_update=True)
    listed = signature.state == VERIFIED and signature.shown_as != UNLISTED
    return listed and signature.letter_id == letter.id


def _listed(letter: Letter) -> tuple[ColumnElement[bool], ...]:
    return Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.shown_as != UNLISTED


def _waits(letter: Letter) -> tuple[ColumnElement[bool] | TextClause, ...]:
    # As the index says it: to "comment_waits = 1", which would be written for us, SQLite reads all that are listed.
    return *_listed(letter), text("signature.comment_waits")
