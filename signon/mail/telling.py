"""Telling: who hears by mail of what became of a signature. Rows of the outbox, in the transaction of the act."""

from datetime import datetime

from signon.keys import KeyStore
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.mail.outbox import APPROVAL, LISTED, OBJECTED, SIGNED, SURGE, keep
from signon.signatures.models import Signature
from signon.signatures.signing import open_contact
from signon.signatures.verifying import Outcome
from signon.signatures.ways import Found
from signon.staff.access import reviewers_of


def tell_of(found: Found, outcome: Outcome, *, keys: KeyStore, host: str, at: datetime) -> None:
    """Keep the mails that follow from `outcome`: the representative's own link, the second approver's question, the
    notice to the organization's known address, and the staff's warning of a surge.
    """
    letter, signature = found.letter, found.signature
    contact = open_contact(letter, signature.contact, keys)
    name = signature.printed_name
    mails = []
    if contact.email and outcome.entry:
        state = "approval" if outcome.approver else outcome.state
        says = {"to": contact.email, "name": name, "token": outcome.entry, "state": state}
        mails.append((SIGNED, signature.language, says))
    if outcome.approver:
        says = {"to": outcome.approver, "name": name, "representative": contact.representative}
        mails.append((APPROVAL, signature.language, {**says, "token": outcome.approval}))
    if outcome.notice is not None:
        says = {"to": outcome.notice.address, "name": name, "token": outcome.objection}
        mails.append((LISTED, outcome.notice.language, says))
    for kind, language, says in mails:
        keep(kind, says, language=language, keys=keys, host=host, at=at, letter=letter, signature_id=signature.id)
    if outcome.surge_began:
        tell_staff(SURGE, letter, keys=keys, host=host, at=at)


def tell_staff_of_objection(letter: Letter, signature: Signature, *, keys: KeyStore, host: str, at: datetime) -> None:
    """Keep the mails that tell the staff that an organization's known address took its name off."""
    tell_staff(OBJECTED, letter, name=signature.printed_name, keys=keys, host=host, at=at)


def tell_staff(kind: str, letter: Letter, *, keys: KeyStore, host: str, at: datetime, **facts: str) -> None:
    """Keep a mail of `kind` to everybody who reviews the letter, in the language that its text is written in."""
    language = current_texts(letter)[0].language
    for member in reviewers_of(letter.campaign_id):
        says = {"to": member.email, **facts}
        keep(kind, says, language=language, keys=keys, host=host, at=at, letter=letter)
