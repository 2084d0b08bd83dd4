"""Objecting: the organization's known address takes a name off that somebody else put on a letter."""

from datetime import datetime

from signon.keys import KeyStore
from signon.signatures import counting
from signon.signatures.forgetting import forget_word_from
from signon.signatures.judging import OBJECTED, UNANSWERED
from signon.signatures.listing import change_state, read_anew, unlist
from signon.signatures.models import HELD, VERIFIED, Signature
from signon.signatures.ways import Found


def can_object(signature: Signature) -> bool:
    """Whether the name is on the list, or would come back to it by one press of whoever signed: silence about a changed
    text took it off.
    """
    return signature.state == VERIFIED or (signature.state == HELD and signature.reason == UNANSWERED)


def object_to(found: Found, keys: KeyStore, at: datetime) -> bool:
    """Take the name off at once and hold it, so that staff look at both sides; answers whether this call did. A name
    that silence took off stays off for this reason.

    What was left with the campaign from the mailbox that signed is forgotten: it does not speak for the organization.
    """
    letter, signature = found.letter, found.signature
    counting.lock(letter.id, at)
    if not read_anew(signature) or not can_object(signature):
        return False
    if not unlist(letter, signature, HELD, at, reason=OBJECTED):
        change_state(signature, HELD, HELD, at, reason=OBJECTED)
    forget_word_from(letter, signature, keys)
    return True
