"""Change requests: what a signee would like to have printed otherwise, in their own words, until it is delivered.

What they can correct by themselves they correct (see `own_entry.py`); this is for the rest: a spelling that staff
settled, a place in the list, two entries that should be one. Sealed as everything else that a signee writes to staff.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures.models import ChangeRequest, Signature
from signon.signatures.names import plain_text
from signon.signatures.own_entry import DELIVERED, hold_still, may_change, was_printed
from signon.signatures.ways import Found

MOST_WORDS = 500  # characters
_SEALED_AS = "change request"


@dataclass(frozen=True)
class WaitingRequest:
    """A change that a signee asked for, and that staff have not seen to yet."""

    signature: Signature
    words: str
    asked_at: datetime


def ask_for_change(found: Found, words: str, keys: KeyStore, at: datetime) -> None:
    """Keep what the signee would like to have printed otherwise; it takes the place of what they asked before.

    Raises Refusal about "words" when there are none or too many, and when the name was printed in an edition; LinkEnded
    when it was withdrawn meanwhile.
    """
    letter, signature = found.letter, found.signature
    said = plain_text(words, "words", MOST_WORDS)
    if not said:
        raise Refusal(N_("Please write what should be printed otherwise."), "words")
    hold_still(signature)
    if was_printed(signature) or not may_change(signature):
        raise Refusal(DELIVERED)
    row = db.session.get(ChangeRequest, signature.id) or ChangeRequest(signature_id=signature.id)
    row.words, row.asked_at = keys.seal(letter.key_name, said.encode(), _SEALED_AS), at
    db.session.add(row)
    db.session.flush()


def settle(letter: Letter, signature_id: int, *, seen: datetime) -> bool:
    """Staff have seen to what was asked at the moment `seen`; answers whether that still waited. What the signee asked
    for since waits on.
    """
    of_this_letter = select(Signature.id).where(Signature.letter_id == letter.id)
    this_one = (ChangeRequest.signature_id == signature_id, ChangeRequest.asked_at == seen)
    done = db.session.execute(delete(ChangeRequest).where(*this_one, ChangeRequest.signature_id.in_(of_this_letter)))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def waits(signature: Signature) -> bool:
    """Whether a change of it was asked for that staff have not seen to."""
    return db.session.get(ChangeRequest, signature.id, populate_existing=True) is not None


def waiting(letter: Letter, keys: KeyStore, most: int = 50) -> list[WaitingRequest]:
    """The letter's change requests, the oldest first, at most `most`. Raises KeyGone after its key was destroyed."""
    rows = db.session.execute(
        select(ChangeRequest, Signature)
        .join(Signature, Signature.id == ChangeRequest.signature_id)
        .where(Signature.letter_id == letter.id)
        .order_by(ChangeRequest.asked_at, ChangeRequest.signature_id)
        .limit(most)
    ).all()
    return [WaitingRequest(signature, _opened(letter, row, keys), row.asked_at) for row, signature in rows]


def how_many_wait(letter: Letter) -> int:
    """How many change requests of the letter staff have not seen to."""
    of_this_letter = select(Signature.id).where(Signature.letter_id == letter.id)
    waits = select(func.count()).select_from(ChangeRequest).where(ChangeRequest.signature_id.in_(of_this_letter))
    return db.session.scalar(waits) or 0


def asked(found: Found, keys: KeyStore) -> str:
    """What this signee asked for and staff have not seen to; "" for nothing."""
    row = db.session.get(ChangeRequest, found.signature.id)
    return _opened(found.letter, row, keys) if row else ""


def _opened(letter: Letter, row: ChangeRequest, keys: KeyStore) -> str:
    return keys.open(letter.key_name, row.words, _SEALED_AS).decode()
