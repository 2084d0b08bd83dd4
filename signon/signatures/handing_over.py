"""Handing over: a colleague becomes the person who speaks for the signature. Nothing changes until they agree to it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from signon.database import db
from signon.keys import KeyStore
from signon.organizations.remembering import contact_of, remember, remembered
from signon.refusals import N_, Refusal
from signon.signatures import batches, counting
from signon.signatures.addresses import email_address, same_mailbox
from signon.signatures.approving import awaits_approval
from signon.signatures.delivering import forget_in_drafts
from signon.signatures.entry import LONGEST_PERSON, Contact
from signon.signatures.listing import change_state
from signon.signatures.models import SignatureToken
from signon.signatures.names import shown_text
from signon.signatures.own_entry import hold_still, may_change, refuse_unless_seen
from signon.signatures.signing import CONTACT, address_hash, open_contact
from signon.signatures.text_askings import ask_anew
from signon.signatures.tokens import ANSWER, CODE, ENTRY, HANDOVER, KEEP, VERIFY, Tokens, fingerprint
from signon.signatures.verifying import ENTRY_LASTS
from signon.signatures.ways import Found, LinkEnded, close_ways, follow, keep_ways, open_way

HANDOVER_LASTS = timedelta(days=7)
APPROVER = N_(
    "You asked this person to agree to the signature. Please choose another colleague, or wait until they have agreed."
)


@dataclass(frozen=True)
class Taken:
    """A signature that was taken over: whom to write to, and the token of their own entry, in no other place in
    clear.
    """

    to: str
    token: str


def offer(found: Found, colleague: Contact, *, keys: KeyStore, tokens: Tokens, at: datetime) -> str:
    """Open a way for `colleague` (address, name, role) to take the signature over; answers its token, seven days good.

    An offer that waits ends by it. Until the colleague agrees, all stays with whoever it is with. Raises Refusal about
    "email" for the second approver while their agreement is awaited: two people are to agree, not one twice.
    """
    letter, signature = found.letter, found.signature
    hold_still(signature)
    if not may_change(signature):
        raise LinkEnded
    approver = open_contact(letter, signature.contact, keys).approver_email
    if awaits_approval(signature) and same_mailbox(colleague.email) == same_mailbox(approver):
        raise Refusal(APPROVER, "email")
    close_ways(signature.id, HANDOVER)
    sealed = keys.seal(letter.key_name, colleague.sealable(), CONTACT)
    return open_way(signature.id, HANDOVER, tokens=tokens, at=at, lasts=HANDOVER_LASTS, contact=sealed)


def colleague(typed: dict[str, str], own_address: str) -> Contact:
    """The colleague that was typed. Raises Refusal for what is no address, for one's own, and for a missing name."""
    name, role = (
        shown_text(typed.get("representative", ""), "representative", LONGEST_PERSON),
        shown_text(typed.get("role", ""), "role", LONGEST_PERSON),
    )
    if not name:
        raise Refusal(N_("Please fill in this field."), "representative")
    address = email_address(typed.get("email", ""))
    if own_address and same_mailbox(address) == same_mailbox(own_address):
        raise Refusal(N_("This is your own address. Please write that of your colleague."), "email")
    return Contact(email=address, representative=name, role=role)


def offer_waits(found: Found, at: datetime) -> bool:
    """Whether a colleague was asked and has not answered yet."""
    waits = select(SignatureToken.id).where(
        SignatureToken.signature_id == found.signature.id,
        SignatureToken.purpose == HANDOVER,
        SignatureToken.contact.is_not(None),
        SignatureToken.expires_at > at,
    )
    return db.session.scalar(waits.limit(1)) is not None


def take_back(found: Found) -> None:
    """End the offer that waits: the colleague's link leads nowhere from now on. Twice is once."""
    close_ways(found.signature.id, HANDOVER)


def take_over(
    found: Found, token: str, *, seen: datetime, keys: KeyStore, tokens: Tokens, at: datetime
) -> Taken | None:
    """The colleague agrees: the signature is theirs. None when it was theirs already (the button pressed twice).

    Every way of whoever had it before ends, but not those of others: a second approver may still agree, and the
    organization's known address still object. The used link stays, empty, so that it can say what it did. Raises
    ChangedMeanwhile unless the signature is what the colleague has `seen` (its `changed_at`).
    """
    letter, signature = found.letter, found.signature
    counting.lock(letter.id, at)
    hold_still(signature)
    offered = follow(HANDOVER, token, tokens=tokens, at=at).contact  # anew: it may have been used meanwhile
    if offered is None:
        return None
    if not may_change(signature):
        raise LinkEnded
    refuse_unless_seen(signature, seen)
    new, old = open_contact(letter, offered, keys), open_contact(letter, signature.contact, keys)
    contact = replace(old, email=new.email, representative=new.representative, role=new.role)
    values = {
        "contact": keys.seal(letter.key_name, contact.sealable(), CONTACT),
        "address_hash": address_hash(letter, contact, keys),
        "shown_representative": "",
        "shown_role": "",
        "wants_updates": False,  # the colleague was not asked
    }
    is_printed_otherwise = bool(signature.shown_representative)
    change_state(signature, signature.state, signature.state, at, **values)
    if is_printed_otherwise:
        counting.shift(letter.id, signature.kind, at)
        batches.note_changed(signature, signature.printed_name, at)
        forget_in_drafts(letter.id, signature.id, at, only_person=True)
    _remember_instead(found, old, contact, keys, at)
    close_ways(signature.id, VERIFY, CODE, ENTRY, HANDOVER, KEEP, ANSWER)
    ask_anew(signature)  # about a changed text, at the new mailbox
    keep_ways(signature.id, {HANDOVER: fingerprint(token)}, at + HANDOVER_LASTS)
    return Taken(new.email, open_way(signature.id, ENTRY, tokens=tokens, at=at, lasts=ENTRY_LASTS))


def _remember_instead(found: Found, old: Contact, new: Contact, keys: KeyStore, at: datetime) -> None:
    """Where `old` is who the campaign would write to about its next letter, it is `new` from now on."""
    organization_id, campaign_id = found.signature.organization_id, found.letter.campaign_id
    if organization_id is None:
        return
    row, left = remembered(organization_id, campaign_id), contact_of(organization_id, campaign_id, keys)
    if row and left and same_mailbox(Contact.unsealed(left).email) == same_mailbox(old.email):
        remember(organization_id, campaign_id, new.sealable(), asked_again=row.asked_again, keys=keys, at=at)
