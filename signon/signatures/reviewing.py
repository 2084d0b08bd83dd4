"""Review: staff look at a held signature and accept it, or strike a name with a reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.entry import Contact
from signon.signatures.listing import change_state, list_signature
from signon.signatures.models import HELD, STRUCK, UNLISTED, VERIFIED, Signature
from signon.signatures.signing import open_contact


@dataclass(frozen=True)
class HeldSignature:
    """A signature that waits for the staff's look, with the contact that proves or does not prove it."""

    signature: Signature
    contact: Contact


def held(letter: Letter, keys: KeyStore, most: int = 200) -> list[HeldSignature]:
    """The oldest held signatures of `letter`, at most `most`, with their contacts opened."""
    rows = db.session.scalars(
        select(Signature)
        .where(Signature.letter_id == letter.id, Signature.state == HELD)
        .order_by(Signature.requested_at, Signature.id)
        .limit(most)
    )
    return [HeldSignature(row, open_contact(letter, row.contact, keys)) for row in rows]


def figures(letter: Letter) -> dict[str, int]:
    """How many of the letter's signatures are in each state; a state without any is not there. For staff pages."""
    rows = db.session.execute(
        select(Signature.state, func.count()).where(Signature.letter_id == letter.id).group_by(Signature.state)
    ).all()
    return {state: number for state, number in rows}  # noqa: C416 - rows are no tuples to mypy


def of_letter(letter: Letter, signature_id: int) -> Signature | None:
    """The signature with this id if it is on `letter`, else None: another letter's ids lead nowhere."""
    return db.session.scalar(select(Signature).where(Signature.id == signature_id, Signature.letter_id == letter.id))


def accept(letter: Letter, signature: Signature, at: datetime) -> str:
    """List a held signature; answers its state afterwards, "struck" when the organization is on the list already."""
    if signature.state != HELD:
        return signature.state
    return list_signature(letter, signature, came_from=HELD, at=at)


def strike(letter: Letter, signature: Signature, reason: str, at: datetime) -> None:
    """Take a held or listed name off, for a `reason` that staff can read later. Raises Refusal without one."""
    if not reason.strip():
        raise Refusal(N_("Please write why the name is struck."), "reason")
    counting.lock(letter.id, at)
    db.session.refresh(signature)  # what was read before the lock may have been changed by whoever held it
    before = signature.state
    if before not in (HELD, VERIFIED):
        return
    if change_state(signature, before, STRUCK, at, reason=reason.strip()) and before == VERIFIED:
        unlisted = int(signature.shown_as == UNLISTED)
        counting.shift(letter.id, signature.kind, -1, at, conveners=-int(signature.is_convener), unlisted=-unlisted)
