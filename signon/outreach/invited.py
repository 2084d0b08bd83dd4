"""Being invited: what a personal link leads to, and the two answers to it.

The link went to one mailbox, so whoever has it reads that mailbox: request and verification are one press here. What is
signed is judged like every other signature. Looking changes nothing and is not noted.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from signon.database import db
from signon.keys import KeyGone, KeyStore
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.organizations import remembering
from signon.outreach import leaving
from signon.outreach.inviting import contact_of
from signon.outreach.models import DECLINED, SIGNED, Invitation, InvitationLink
from signon.signatures import counting
from signon.signatures.addresses import same_mailbox
from signon.signatures.entry import Contact, Entry
from signon.signatures.models import FROM_INVITATION, VERIFIED, Signature
from signon.signatures.signing import keep_request
from signon.signatures.tokens import INVITE, Tokens, fingerprint
from signon.signatures.verifying import Outcome, ReadAnotherText, SigningOver, Surge, verify
from signon.signatures.ways import Found, LinkEnded


@dataclass(frozen=True)
class Invited:
    """What a personal link leads to: the letter, the invitation, whose mailbox it went to, and the signature that came
    of it, if there is one.
    """

    letter: Letter
    invitation: Invitation
    contact: Contact
    signature: Signature | None


def follow(token: str, *, keys: KeyStore, tokens: Tokens, at: datetime) -> Invited:
    """What the link with `token` leads to. Changes nothing. Raises BrokenToken for what is not ours; LinkEnded for a
    link that is over, and after the letter's key was destroyed.
    """
    hashed = fingerprint(tokens.check(INVITE, token))
    row = db.session.execute(
        select(Invitation, Letter, Signature)
        .join(InvitationLink, InvitationLink.invitation_id == Invitation.id)
        .join(Letter, Letter.id == Invitation.letter_id)
        .outerjoin(Signature, Signature.id == Invitation.signature_id)
        .where(InvitationLink.hash == hashed, InvitationLink.expires_at > at)
        .execution_options(populate_existing=True)  # doors follow a link again inside their transaction
    ).one_or_none()
    if row is None:
        raise LinkEnded
    try:
        return Invited(row.Letter, row.Invitation, contact_of(row.Letter, row.Invitation, keys), row.Signature)
    except KeyGone:
        raise LinkEnded from None


def sign(
    token: str,
    entry: Entry,
    *,
    read: int,
    attestation: str,
    language: str,
    surge: Surge,
    keys: KeyStore,
    tokens: Tokens,
    at: datetime,
) -> tuple[Found, Outcome] | None:
    """The invited has ticked `attestation`: `entry` is requested and verified at once, and listed or held.

    Signing twice is once: None when a signature came of the invitation before. The mailbox is the invited one, whatever
    `entry` says; `read` is the id of the text that was before them, or 0. Raises BrokenToken, LinkEnded, SigningOver
    when the letter takes no signatures, or ReadAnotherText when its text was changed meanwhile. The caller owns the
    transaction; two presses at once wait for each other.
    """
    counting.lock(follow(token, keys=keys, tokens=tokens, at=at).letter.id, at)
    invited = follow(token, keys=keys, tokens=tokens, at=at)
    letter, invitation = invited.letter, invited.invitation
    if invited.signature is not None:
        return None
    if not letter.is_open(at) or letter.is_petition:
        raise SigningOver(letter)
    if read and current_texts(letter)[0].id != read:
        raise ReadAnotherText
    number = keep_request(
        letter,
        entry,
        showing=f"invitation {invitation.id}",
        language=language,
        keys=keys,
        at=at,
        origin=FROM_INVITATION,
        claimed_organization_id=_vouched_for(invited, keys),
    )
    if number is None:
        return None
    _answer(invitation, SIGNED, signature_id=number)
    found = Found(db.session.get_one(Signature, number), letter)
    outcome = verify(found, attestation=attestation, same_as=None, surge=surge, keys=keys, tokens=tokens, at=at)
    return (found, outcome) if outcome is not None else None


def decline(invited: Invited) -> None:
    """The organization does not sign: no reminder goes to it. Declining twice is once; a signature that came of the
    invitation stays, for its own entry is where it is taken off.
    """
    if invited.signature is None:
        _answer(invited.invitation, DECLINED, Invitation.signature_id.is_(None))  # it may be signed at this moment


def stop(invited: Invited, *, keys: KeyStore, at: datetime) -> None:
    """Decline, and let nothing more of the campaign go to this mailbox. What its organization had left with the
    campaign from the same mailbox, to be asked again or signed on, ends too. The caller owns the transaction.
    """
    campaign_id, organization_id = invited.letter.campaign_id, invited.invitation.organization_id
    counting.lock(invited.letter.id, at)  # before the organization's row, as everywhere
    decline(invited)
    leaving.leave(campaign_id, leaving.mark_of(campaign_id, invited.contact.email, keys), at)
    if organization_id is not None and _left_by(invited, organization_id, keys):
        remembering.forget(organization_id, campaign_id, keys=keys)


def _answer(invitation: Invitation, state: str, *only: ColumnElement[bool], **values: object) -> None:
    mine = (Invitation.id == invitation.id, *only)
    db.session.execute(update(Invitation).where(*mine).values(state=state, **values))


def _vouched_for(invited: Invited, keys: KeyStore) -> int | None:
    """The organization of the register that this mailbox is known to speak for: it left it with the campaign itself, to
    be asked again, and stands on a list of the campaign.
    """
    organization_id, campaign_id = invited.invitation.organization_id, invited.letter.campaign_id
    if organization_id is None or not _left_by(invited, organization_id, keys):
        return None
    left = remembering.remembered(organization_id, campaign_id)
    if left is None or not left.asked_again:
        return None
    listed = select(Signature.id).join(Letter, Letter.id == Signature.letter_id)
    listed = listed.where(Letter.campaign_id == campaign_id, Signature.organization_id == organization_id)
    return organization_id if db.session.scalar(listed.where(Signature.state == VERIFIED).limit(1)) else None


def _left_by(invited: Invited, organization_id: int, keys: KeyStore) -> bool:
    """Whether it was from the invited mailbox that the organization left something with the campaign."""
    contact = remembering.contact_of(organization_id, invited.letter.campaign_id, keys)
    left = Contact.unsealed(contact).email if contact else ""
    return same_mailbox(left) == same_mailbox(invited.contact.email)
