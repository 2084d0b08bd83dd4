"""Objecting: the organization's known address takes a name off that somebody else put on a letter."""

from datetime import datetime

from signon.keys import KeyStore
from signon.signatures.forgetting import forget_word_from
from signon.signatures.judging import OBJECTED
from signon.signatures.listing import unlist
from signon.signatures.models import HELD
from signon.signatures.ways import Found


def object_to(found: Found, keys: KeyStore, at: datetime) -> bool:
    """Take the name off at once and hold it, so that staff look at both sides; answers whether this call did.

    What was left with the campaign from the mailbox that signed is forgotten: it does not speak for the organization.
    """
    if not unlist(found.letter, found.signature, HELD, at, reason=OBJECTED):
        return False
    forget_word_from(found.letter, found.signature, keys)
    return True
