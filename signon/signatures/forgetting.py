"""Forgetting: word that was left from a mailbox which turned out not to speak for the organization."""

from sqlalchemy import exists, select

from signon.database import db
from signon.keys import KeyGone, KeyStore
from signon.letters.models import Letter
from signon.organizations.models import Remembrance
from signon.organizations.remembering import contact_of, forget
from signon.signatures.addresses import same_mailbox
from signon.signatures.entry import Contact
from signon.signatures.models import HELD, VERIFIED, Signature
from signon.signatures.signing import open_contact


def forget_word_from(letter: Letter, signature: Signature, keys: KeyStore) -> bool:
    """End what the signature's organization left with the campaign, if it was left from this signature's own mailbox;
    answers whether there was such word. Nobody else's word ends by this. The caller owns the transaction.
    """
    organization_id = signature.organization_id or signature.claimed_organization_id
    left = contact_of(organization_id, letter.campaign_id, keys) if organization_id is not None else None
    if organization_id is None or left is None:
        return False
    try:
        mine = open_contact(letter, signature.contact, keys).email
    except KeyGone:
        return False
    if not mine or same_mailbox(mine) != same_mailbox(Contact.unsealed(left).email):
        return False
    forget(organization_id, letter.campaign_id, keys=keys)
    return True


def forget_orphaned_word(keys: KeyStore) -> None:
    """End what organizations left with a campaign in which no signature of theirs is left: nothing leads to it any
    more, neither for them nor for the campaign.
    """
    left = (
        exists()
        .where(Signature.organization_id == Remembrance.organization_id, Signature.state.in_((VERIFIED, HELD)))
        .where(Letter.id == Signature.letter_id, Letter.campaign_id == Remembrance.campaign_id)
    )
    orphans = select(Remembrance.organization_id, Remembrance.campaign_id).where(~left)
    for organization_id, campaign_id in db.session.execute(orphans.order_by(Remembrance.organization_id)).all():
        forget(organization_id, campaign_id, keys=keys)
