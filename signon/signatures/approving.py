"""The second approver: a person whom the representative named, without whose agreement nothing is listed."""

from datetime import datetime

from signon.keys import KeyStore
from signon.signatures import counting
from signon.signatures.judging import AWAITS_APPROVAL
from signon.signatures.listing import change_state
from signon.signatures.models import HELD, Signature
from signon.signatures.own_entry import hold_still, refuse_unless_seen
from signon.signatures.signing import open_contact
from signon.signatures.tokens import Tokens
from signon.signatures.verifying import Outcome, SigningOver, Surge, settle
from signon.signatures.ways import Found


def awaits_approval(signature: Signature) -> bool:
    """Whether the second approver still has to agree."""
    return signature.state == HELD and signature.reason == AWAITS_APPROVAL


def approve(
    found: Found, *, approval: str, seen: datetime, surge: Surge, keys: KeyStore, tokens: Tokens, at: datetime
) -> Outcome | None:
    """The second approver has ticked `approval`: list the signature or hold it; None when nothing waited for that.

    Either mailbox may be the one that proves the organization. Raises ChangedMeanwhile unless the signature is what the
    approver has `seen` (its `changed_at`), SigningOver as verifying does, and LinkEnded when it was deleted meanwhile.
    """
    letter, signature = found.letter, found.signature
    if not awaits_approval(signature):
        return None
    if not letter.accepts_verification(at):
        raise SigningOver(letter)
    counting.lock(letter.id, at)  # as in verifying
    hold_still(signature)
    if not awaits_approval(signature):
        return None
    refuse_unless_seen(signature, seen)
    if not change_state(signature, HELD, HELD, at, approval=approval, approved_at=at):
        return None
    contact = open_contact(letter, signature.contact, keys)
    addresses = [contact.email, contact.approver_email]
    return settle(found, addresses, came_from=HELD, surge=surge, keys=keys, tokens=tokens, at=at)
