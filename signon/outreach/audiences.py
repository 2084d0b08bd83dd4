"""Audiences: whom a mailing of each kind goes to, in the order of their ids, a batch at a time.

A mailing's audience has one part, or two that follow each other: who was invited and has not answered, and who
requested a signature and has not used the link. Who answered meanwhile is in none. A mailbox is in an audience once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, exists, func, insert, or_, select, text, update
from sqlalchemy.orm import aliased

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.outreach import inviting
from signon.outreach.models import INVITATION, LAST_CALL, REMINDER, UNVERIFIED, UPDATE, Invitation, Reminded
from signon.signatures.entry import Contact
from signon.signatures.models import PENDING, VERIFIED, Signature
from signon.signatures.signing import open_contact

TO_INVITE, TO_REMIND, TO_VERIFY, TO_UPDATE = "to invite", "to remind", "to verify", "to update"
PARTS = {
    INVITATION: (TO_INVITE,),
    REMINDER: (TO_REMIND,),
    UNVERIFIED: (TO_VERIFY,),
    LAST_CALL: (TO_REMIND, TO_VERIFY),
    UPDATE: (TO_UPDATE,),
}
REMIND_AFTER = timedelta(days=2)
MOST_REMINDERS = 3
_OTHER = aliased(Signature)


@dataclass(frozen=True)
class Recipient:
    """One of a part of an audience: the id of the invitation or of the signature, and what a mail to them needs.

    `asked_at` is when a signee proved the mailbox in which they want updates; None in the other parts.
    """

    id: int
    name: str
    language: str
    contact: bytes | None
    asked_at: datetime | None = None


def recipients(letter: Letter, part: str, at: datetime, *, after: int, most: int) -> list[Recipient]:
    """The next `most` of this part whose id is above `after`, by id."""
    if part in (TO_INVITE, TO_REMIND):
        query = _invited(letter, part, at)
        invited = db.session.scalars(query.where(Invitation.id > after).order_by(Invitation.id).limit(most)).all()
        return [Recipient(one.id, one.name, one.language, one.contact) for one in invited]
    query = _signed(letter, part, at).where(Signature.id > after).order_by(Signature.id).limit(most)
    asked = part == TO_UPDATE
    return [
        Recipient(one.id, one.printed_name, one.language, one.contact, one.verified_at if asked else None)
        for one in db.session.scalars(query)
    ]


def size(letter: Letter, kind: str, at: datetime) -> int:
    """How many a mailing of `kind` would go to `at` this moment, those who left or are not written to included."""
    asked = [select(func.count()).select_from(_part(letter, part, at).subquery()) for part in PARTS[kind]]
    return sum(db.session.scalar(query) or 0 for query in asked)


def open_recipient(letter: Letter, one: Recipient, keys: KeyStore) -> Contact:
    """Whom the mail goes to. Raises KeyGone after the letter's key was destroyed."""
    return open_contact(letter, one.contact, keys)


def still_asks(signature_id: int) -> bool:
    """Whether this signature is listed, and its signee wants to hear what comes of the letter."""
    listed = select(Signature.id).where(Signature.id == signature_id, Signature.state == VERIFIED)
    return db.session.scalar(listed.where(Signature.wants_updates)) is not None


def note_reminded(signature_ids: Collection[int], at: datetime) -> None:
    """A reminder of their link was kept for each of these signatures."""
    known = set(db.session.scalars(select(Reminded.signature_id).where(Reminded.signature_id.in_(signature_ids))))
    new = [{"signature_id": number, "mails": 1, "mailed_at": at} for number in signature_ids if number not in known]
    if known:
        db.session.execute(_once_more(known, at))
    if new:
        db.session.execute(insert(Reminded), new)


def _once_more(signature_ids: Collection[int], at: datetime) -> Update:
    counted = update(Reminded).where(Reminded.signature_id.in_(signature_ids))
    return counted.values(mails=Reminded.mails + 1, mailed_at=at).execution_options(synchronize_session=False)


def _part(letter: Letter, part: str, at: datetime) -> Select[Any]:
    return (_invited if part in (TO_INVITE, TO_REMIND) else _signed)(letter, part, at)


def _invited(letter: Letter, part: str, at: datetime) -> Select[Any]:
    return inviting.to_invite(letter) if part == TO_INVITE else inviting.to_remind(letter, at)


def _signed(letter: Letter, part: str, at: datetime) -> Select[Any]:
    return _to_verify(letter, at) if part == TO_VERIFY else _to_update(letter)


def _to_verify(letter: Letter, at: datetime) -> Select[Any]:
    """Requests of more than two days that wait for their link to be used, not reminded in two days nor three times.

    Anybody can type anybody's address: what was odd is left alone, and so is a mailbox under which something was
    proven, refused or requested anew on this letter.
    """
    due = and_(Reminded.mailed_at <= at - REMIND_AFTER, Reminded.mails < MOST_REMINDERS)
    return (
        select(Signature)
        .outerjoin(Reminded, Reminded.signature_id == Signature.id)
        .where(Signature.letter_id == letter.id, Signature.state == PENDING, Signature.suspicion == "")
        .where(Signature.requested_at <= at - REMIND_AFTER, or_(Reminded.signature_id.is_(None), due))
        .where(Signature.address_hash != "", ~_another((_OTHER.state != PENDING) | (_OTHER.id > Signature.id)))
    )


def _to_update(letter: Letter) -> Select[Any]:
    """Listed signees who asked to hear what comes of the letter."""
    # As the index says it: to "wants_updates = 1", which would be written for us, SQLite reads all that are listed.
    earlier = and_(_OTHER.wants_updates, _OTHER.state == VERIFIED, _OTHER.id < Signature.id)
    return select(Signature).where(
        Signature.letter_id == letter.id,
        text("signature.wants_updates"),
        Signature.state == VERIFIED,
        ~_another(earlier),
    )


def _another(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is another signature of the same mailbox on the letter, of which that is true."""
    same = (_OTHER.letter_id == Signature.letter_id, _OTHER.address_hash == Signature.address_hash)
    return exists().where(*same, _OTHER.address_hash != "", which)
