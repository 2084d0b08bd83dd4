"""Inviting: which organizations are asked to sign a letter, by a personal link to one mailbox of theirs.

Who opened a link is not known, and not asked. What is kept of the mailbox is sealed under the letter's key.
"""

from collections import Counter as Tally
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, delete, or_, select, update
from sqlalchemy import insert as insert_rows
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from signon.database import db, is_sqlite
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.organizations.identity import normal_form
from signon.organizations.likeness import certain_form
from signon.organizations.models import Alias, Organization
from signon.outreach import leaving
from signon.outreach.models import ADDED, DECLINED, INVITED, SIGNED, Invitation, InvitationLink
from signon.refusals import N_, Refusal
from signon.signatures.entry import Contact, Entry
from signon.signatures.models import HELD, VERIFIED, Signature
from signon.signatures.signee import ORGANIZATION
from signon.signatures.signing import CONTACT, address_hash, open_contact
from signon.signatures.tokens import INVITE, Tokens, fingerprint

LINK_LASTS = timedelta(days=90)  # at least: a deadline that is put off must not end links that were mailed
REMIND_AFTER = timedelta(days=2)
MOST_MAILS = 4  # the invitation, and three reminders at most
# What becomes of one who is to be invited.
NEW, TWICE, ALREADY_INVITED, ALREADY_LISTED, HAS_LEFT = "new", "twice", "invited", "listed", "left"
_AT_ONCE = 500  # hashes a statement; SQLite takes 32,766 parameters


@dataclass(frozen=True)
class Guest:
    """An organization that is to be invited: its checked entry, whose contact has an email address, and which one of
    the register it is, where staff said so.
    """

    entry: Entry
    organization_id: int | None = None


def refuse_unless_signable(letter: Letter) -> None:
    """Raises Refusal for a petition: only people sign it, and it is organizations that are invited."""
    if letter.is_petition:
        raise Refusal(N_("Only people sign this petition, so no organization can be invited to sign it."))


def sort_out(letter: Letter, guests: Sequence[Guest], *, keys: KeyStore) -> list[str]:
    """What `add` would make of each of `guests`, in their order: ALREADY_LISTED (the organization), HAS_LEFT (its
    mailbox wants no more of the campaign), ALREADY_INVITED (its mailbox), TWICE (its mailbox stands above in `guests`),
    or NEW. A few statements, however many there are.
    """
    hashes = [address_hash(letter, guest.entry.contact, keys) for guest in guests]
    marks = [leaving.mark_of(letter.campaign_id, guest.entry.contact.email, keys) for guest in guests]
    is_listed, invited, left = _Listed.on(letter), _known_hashes(letter, hashes), _left(letter, marks)
    seen: set[str] = set()
    outcomes = []
    for guest, hashed, mark in zip(guests, hashes, marks, strict=True):
        reasons = {
            ALREADY_LISTED: is_listed.has(guest),
            HAS_LEFT: mark in left,
            ALREADY_INVITED: hashed in invited,
            TWICE: hashed in seen,
        }
        outcomes.append(next((outcome for outcome, holds in reasons.items() if holds), NEW))
        seen.add(hashed)
    return outcomes


def add(letter: Letter, guests: Sequence[Guest], *, keys: KeyStore, at: datetime) -> Mapping[str, int]:
    """Keep an invitation for each of `guests` that is NEW; answers how many there were of each outcome. No mail is
    asked for. Raises Refusal for a petition. The caller owns the transaction.
    """
    refuse_unless_signable(letter)
    outcomes = sort_out(letter, guests, keys=keys)
    new = [guest for guest, outcome in zip(guests, outcomes, strict=True) if outcome == NEW]
    rows = [_row(letter, guest, keys, at) for guest in new]
    if rows:  # somebody else may invite the same mailbox at this moment
        insert = sqlite_insert if is_sqlite() else postgresql_insert
        statement = insert(Invitation.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]
        db.session.execute(statement, rows)  # prepared once for all rows
    return Tally(outcomes)


def remove(invitation: Invitation) -> None:
    """Take an invitation back, with its links; nothing is mailed about it. Raises Refusal for one that was answered:
    a "no" is kept, so that nobody asks again by mistake. The caller owns the transaction.
    """
    waits = Invitation.state.in_((ADDED, INVITED))
    gone = db.session.execute(
        delete(Invitation).where(Invitation.id == invitation.id, waits).execution_options(synchronize_session=False)
    )
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise Refusal(N_("This organization has answered. Its answer is kept, so that nobody asks it again."))


def new_links(letter: Letter, invitation_ids: Collection[int], *, tokens: Tokens, at: datetime) -> Mapping[int, str]:
    """A new link's token for each of these invitations to `letter`, by invitation. One statement."""
    issued = {number: tokens.issue(INVITE) for number in invitation_ids}
    ends = link_ends(letter, at)
    rows = [
        {"hash": fingerprint(token), "invitation_id": number, "expires_at": ends} for number, token in issued.items()
    ]
    if rows:
        db.session.execute(insert_rows(InvitationLink), rows)
    return issued


def link_ends(letter: Letter, at: datetime) -> datetime:
    """Until when a link made now works: 90 days, or until the deadline's grace is over where that is later."""
    closes = letter.late_until or letter.deadline_at
    least = at + LINK_LASTS
    return max(closes + timedelta(hours=letter.grace_hours), least) if closes else least


def to_invite(letter: Letter) -> Select[Invitation]:
    """The invitations to `letter` whose mail was not asked for yet, without organizations that are on the list by now;
    unordered, for the caller to narrow.
    """
    return select(Invitation).where(
        Invitation.letter_id == letter.id, Invitation.state == ADDED, ~signed_anyway(letter)
    )


def to_remind(letter: Letter, at: datetime) -> Select[Invitation]:
    """Those invited who have not answered, were not written to for two days, and had three reminders at most; without
    organizations that are on the list by now.
    """
    return select(Invitation).where(
        Invitation.letter_id == letter.id,
        Invitation.state == INVITED,
        Invitation.mailed_at <= at - REMIND_AFTER,
        Invitation.mails < MOST_MAILS,
        ~signed_anyway(letter),
    )


def signed_anyway(letter: Letter) -> ColumnElement[bool]:
    """That the invited mailbox or organization signed `letter` without using its link, and is listed or waits for
    review. Never NULL.
    """
    there = (Signature.letter_id == letter.id, Signature.state.in_((VERIFIED, HELD)))
    mailboxes = select(Signature.address_hash).where(*there, Signature.address_hash != "")
    names = select(Signature.identity).where(*there, Signature.kind == ORGANIZATION, Signature.state == VERIFIED)
    organizations = select(Signature.organization_id).where(*there, Signature.organization_id.is_not(None))
    return or_(
        Invitation.address_hash.in_(mailboxes),
        Invitation.identity.in_(names),
        Invitation.organization_id.is_not(None) & Invitation.organization_id.in_(organizations),
    )


def state_now() -> ColumnElement[str]:
    """An invitation's state. Whoever signed and took the name off again has declined, and is not asked again."""
    left = (Invitation.state == SIGNED) & Invitation.signature_id.is_(None)
    return case((left, DECLINED), else_=Invitation.state)


def contact_of(letter: Letter, invitation: Invitation, keys: KeyStore) -> Contact:
    """Whom the invitation goes to. Raises KeyGone after the letter's key was destroyed."""
    return open_contact(letter, invitation.contact, keys)


def note_mailed(invitation_ids: Collection[int], at: datetime) -> None:
    """A mail with a link was kept for each of these: they are invited now, and were written to once more."""
    now_invited = case((Invitation.state == ADDED, INVITED), else_=Invitation.state)
    db.session.execute(
        update(Invitation)
        .where(Invitation.id.in_(invitation_ids))
        .values(mails=Invitation.mails + 1, mailed_at=at, state=now_invited)
        .execution_options(synchronize_session=False)
    )


def purge(at: datetime) -> None:
    """Delete links whose time is over."""
    db.session.execute(delete(InvitationLink).where(InvitationLink.expires_at <= at))


@dataclass(frozen=True)
class _Listed:
    """The organizations on a letter's list: their ids, and everything they are called."""

    ids: Collection[int | None]
    certain: Collection[str]
    normal: Collection[str]

    @classmethod
    def on(cls, letter: Letter) -> "_Listed":
        listed = (Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.kind == ORGANIZATION)
        rows = db.session.execute(select(Signature.organization_id, Signature.identity).where(*listed)).all()
        ids = select(Signature.organization_id).where(*listed)
        own = select(Organization.identity).where(Organization.id.in_(ids))
        learnt = select(Alias.identity).where(Alias.organization_id.in_(ids))
        normal = frozenset(db.session.scalars(own.union(learnt)))
        return cls({row.organization_id for row in rows} - {None}, {row.identity for row in rows}, normal)

    def has(self, guest: Guest) -> bool:
        name = guest.entry.printed_name
        if not self.certain:
            return False
        is_known = guest.organization_id is not None and guest.organization_id in self.ids
        return is_known or certain_form(name) in self.certain or normal_form(name) in self.normal


def _known_hashes(letter: Letter, hashes: Sequence[str]) -> set[str]:
    """Those of `hashes` that an invitation to the letter has already."""
    return {found for batch in _batches(hashes) for found in db.session.scalars(_with_hashes(letter, batch))}


def _left(letter: Letter, marks: Sequence[str]) -> set[str]:
    """Those of `marks` whose owners want no more of the letter's campaign."""
    return {mark for batch in _batches(marks) for mark in leaving.left_since(letter.campaign_id, batch)}


def _with_hashes(letter: Letter, hashes: Sequence[str]) -> Select[str]:
    here = Invitation.letter_id == letter.id
    return select(Invitation.address_hash).where(here, Invitation.address_hash.in_(hashes))


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def _row(letter: Letter, guest: Guest, keys: KeyStore, at: datetime) -> dict[str, object]:
    entry = guest.entry
    return {
        "letter_id": letter.id,
        "organization_id": guest.organization_id,
        "name": entry.printed_name,
        "identity": certain_form(entry.printed_name),
        "sort_key": entry.sort_key,
        "website": entry.website,
        "scope": entry.scope,
        "city": entry.city,
        "home_state": entry.home_state,
        "language": entry.language,
        "contact": keys.seal(letter.key_name, entry.contact.sealable(), CONTACT),
        "address_hash": address_hash(letter, entry.contact, keys),
        "state": ADDED,
        "mails": 0,
        "created_at": at,
    }
