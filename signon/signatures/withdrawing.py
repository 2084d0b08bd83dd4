"""Withdrawing: the signee takes their own name off.

Nothing is left of a name that was never handed over. What was handed over cannot be called back, so a name that stands
in an edition or an addendum stays beside it, marked as withdrawn, and nothing personal is kept.
"""

from datetime import datetime

from sqlalchemy import delete, select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.signatures import counting, logos
from signon.signatures.delivering import forget_in_drafts
from signon.signatures.forgetting import forget_word_from
from signon.signatures.judging import OBJECTED
from signon.signatures.listing import change_state, read_anew, unlist
from signon.signatures.models import ANONYMOUS, HELD, STRUCK, UNLISTED, WITHDRAWN, ChangeRequest, Signature
from signon.signatures.signee import ORGANIZATION
from signon.signatures.staff_models import Note, Question, Tag
from signon.signatures.standing import leave_alone
from signon.signatures.text_askings import note_withdrawal
from signon.signatures.tokens import ANSWER, APPROVE, CODE, HANDOVER, KEEP, OBJECT, VERIFY
from signon.signatures.ways import Found, close_ways

# What a withdrawn signature no longer tells of anybody. The printed name stays: it is in what was handed over.
_ERASED: dict[str, object] = {
    "contact": None,
    "address_hash": "",
    "shown_representative": "",
    "shown_role": "",
    "affiliation": "",
    "comment": "",
    "comment_waits": False,
}


def withdraw(found: Found, at: datetime) -> None:
    """Take the signature off its letter, and off the count if it was listed. Withdrawing twice is withdrawing once.

    The row is deleted, with its ways, mails and logo. A name that an edition or addendum bears becomes "withdrawn", and
    an organization's that staff struck, or its known address objected to, stays so, to be known if it comes again; of
    each all that is personal is erased. Drafts forget the name. The caller owns the transaction.
    """
    letter, signature = found.letter, found.signature
    counting.lock(letter.id, at)
    if not read_anew(signature):
        return
    note_withdrawal(signature)
    forget_in_drafts(letter.id, signature.id, at)
    unlist(letter, signature, WITHDRAWN, at)
    if signature.organization_id is not None:
        leave_alone(letter, signature.organization_id)
    is_known_again = signature.kind == ORGANIZATION and (signature.state == STRUCK or signature.reason == OBJECTED)
    if is_known_again or signature.edition_id is not None:
        _erase(signature, at)
    else:
        db.session.execute(delete(Signature).where(Signature.id == signature.id))
        db.session.expunge(signature)


def deny(found: Found, keys: KeyStore, at: datetime) -> None:
    """Withdraw, and end what was left with the campaign from the same mailbox: whoever has it did not sign, or wants to
    hear no more.
    """
    counting.lock(found.letter.id, at)  # before the organization's row, as everywhere
    forget_word_from(found.letter, found.signature, keys)
    withdraw(found, at)


def _erase(signature: Signature, at: datetime) -> None:
    is_printed = signature.edition_id is not None
    state = WITHDRAWN if is_printed and signature.state == HELD else signature.state
    change_state(signature, signature.state, state, at, **_ERASED)
    close_ways(signature.id, VERIFY, CODE, APPROVE, OBJECT, HANDOVER, ANSWER, KEEP)
    logos.remove(signature.id)
    for told in (ChangeRequest, Question, Note, Tag):
        db.session.execute(delete(told).where(told.signature_id == signature.id))


def withdrawn_names(letter: Letter, most: int = 200) -> list[str]:
    """The names in its edition and addenda that were taken off again by their signees, in printed order."""
    hidden = (UNLISTED, ANONYMOUS)  # they were never printed
    return list(
        db.session.scalars(
            select(Signature.printed_name)
            .where(Signature.letter_id == letter.id, Signature.state == WITHDRAWN, Signature.edition_id.is_not(None))
            .where(Signature.shown_as.not_in(hidden))
            .order_by(Signature.kind.desc(), Signature.sort_key, Signature.id)
            .limit(most)
        )
    )
