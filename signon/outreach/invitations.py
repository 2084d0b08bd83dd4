"""Reading invitations: a letter's own, and the organizations of the register that could be invited to it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.organizations.models import Alias, Organization, Remembrance
from signon.organizations.remembering import REMEMBERED, Remembered, open_contact
from signon.outreach.inviting import Guest, signed_anyway, state_now
from signon.outreach.models import ADDED, DECLINED, INVITED, SIGNED, Invitation
from signon.signatures.entry import Contact, Entry
from signon.signatures.models import VERIFIED, Signature
from signon.signatures.names import plain_text
from signon.signatures.signee import ORGANIZATION

STATES = (ADDED, INVITED, SIGNED, DECLINED)


@dataclass(frozen=True)
class Row:
    """One invitation as staff see it: its state now, and what became of the signature ("" without one)."""

    invitation: Invitation
    state: str
    signature: str


@dataclass(frozen=True)
class Page:
    """Some of the invitations that were asked for, and how many there are of them."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True)
class Candidate:
    """An organization of the register that could be invited. `contact` is what it left with this campaign in order to
    be asked again; None when it left nothing. `is_listed` says that it is on the letter's list already.
    """

    organization: Organization
    contact: Contact | None
    is_listed: bool


def numbers(letter: Letter) -> dict[str, int]:
    """How many invitations of the letter are in each of STATES now."""
    state = _state(letter)
    query = select(state, func.count()).where(Invitation.letter_id == letter.id).group_by(state)
    found = {name: number for name, number in db.session.execute(query)}  # noqa: C416 - rows are no tuples to mypy
    return {state: found.get(state, 0) for state in STATES}


def page_of(letter: Letter, search: str = "", state: str = "", *, offset: int, limit: int) -> Page:
    """Invitations in the order of their names: those whose name contains `search` (case and accents do not count), in
    `state` if one is given.
    """
    which = [Invitation.letter_id == letter.id]
    if search.strip():
        which.append(_contains(Invitation.sort_key, Invitation.name, search))
    if state:
        which.append(_state(letter) == state)
    total = db.session.scalar(select(func.count()).select_from(Invitation).where(*which)) or 0
    rows = db.session.execute(
        select(Invitation, _state(letter), func.coalesce(Signature.state, ""))
        .outerjoin(Signature, Signature.id == Invitation.signature_id)
        .where(*which)
        .order_by(Invitation.sort_key, Invitation.id)
        .offset(offset)
        .limit(limit)
    )
    return Page([Row(*row) for row in rows], total)


def of_letter(letter: Letter, invitation_id: int) -> Invitation | None:
    """The invitation with this id if it is one to `letter`."""
    here = (Invitation.id == invitation_id) & (Invitation.letter_id == letter.id)
    return db.session.scalar(select(Invitation).where(here))


def number_of_candidates(letter: Letter, campaign_ids: Collection[int], search: str) -> int:
    """How many `candidates` there are in all."""
    query = select(func.count()).select_from(Organization).where(*_known_to(letter, campaign_ids, search))
    return db.session.scalar(query) or 0


def candidates(
    letter: Letter, campaign_ids: Collection[int], search: str, *, keys: KeyStore, offset: int, limit: int
) -> list[Candidate]:
    """Organizations that stand on a list of one of these campaigns and were not invited to `letter`, those first whose
    mailbox is known, by name; with `search`, those of whose names one contains it (case and accents do not count).
    """
    which = _known_to(letter, campaign_ids, search)
    found = _candidates(letter, select(Organization).where(*which), offset, limit)
    return [_candidate(row, keys) for row in found]


def chosen(letter: Letter, campaign_ids: Collection[int], ids: Collection[int], *, keys: KeyStore) -> list[Candidate]:
    """Those of the organizations with these `ids` that `candidates` would show."""
    which = [*_known_to(letter, campaign_ids, ""), Organization.id.in_(ids)]
    found = _candidates(letter, select(Organization).where(*which), 0, len(ids))
    return [_candidate(row, keys) for row in found]


def as_guest(candidate: Candidate, contact: Contact) -> Guest:
    """`candidate` to be invited at the mailbox in `contact`, with what the register knows of it."""
    one = candidate.organization
    entry = Entry(
        kind=ORGANIZATION,
        printed_name=one.printed_name or one.name,
        contact=Contact(email=contact.email, representative=contact.representative, role=contact.role),
        website=one.website,
        scope=one.scope,
        city=one.city,
        home_state=one.home_state,
        own_sort_key=plain_text(one.own_sort_key, "sort_key"),
    )
    return Guest(entry, one.id)


def _state(letter: Letter) -> ColumnElement[str]:
    """An invitation's state as staff see it: also who signed by the form has signed, unless they said no before."""
    waits = Invitation.state.in_((ADDED, INVITED))
    return case((and_(waits, signed_anyway(letter)), SIGNED), else_=state_now())


def _contains(key: Any, name: Any, search: str) -> ColumnElement[bool]:
    typed = search.strip()
    return or_(key.contains(fold(typed), autoescape=True), func.lower(name).contains(typed.lower(), autoescape=True))


def _known_to(letter: Letter, campaign_ids: Collection[int], search: str) -> list[ColumnElement[bool]]:
    listed = select(Signature.organization_id).join(Letter, Letter.id == Signature.letter_id)
    listed = listed.where(Letter.campaign_id.in_(campaign_ids), Signature.state == VERIFIED)
    invited = exists().where(Invitation.letter_id == letter.id, Invitation.organization_id == Organization.id)
    there = [
        Organization.merged_into_id.is_(None),
        Organization.id.in_(listed.where(Signature.organization_id.is_not(None))),
        ~invited,
    ]
    if search.strip():
        named = exists().where(
            Alias.organization_id == Organization.id, Alias.identity.contains(fold(search.strip()), autoescape=True)
        )
        own = Organization.identity.contains(fold(search.strip()), autoescape=True)
        there.append(or_(own, _contains(Organization.sort_key, Organization.name, search), named))
    return there


def _candidates(
    letter: Letter, which: Select[Organization], offset: int, limit: int
) -> Iterable[tuple[Organization, bool, Remembered | None]]:
    listed = select(Signature.organization_id).where(Signature.letter_id == letter.id, Signature.state == VERIFIED)
    is_listed = Organization.id.in_(listed.where(Signature.organization_id.is_not(None)))
    here = (Remembrance.organization_id == Organization.id) & (Remembrance.campaign_id == letter.campaign_id)
    query = which.add_columns(is_listed, *REMEMBERED).outerjoin(Remembrance, here & Remembrance.asked_again)
    by_name = (Remembrance.id.is_(None), Organization.sort_key, Organization.id)
    ordered = query.order_by(*by_name).offset(offset).limit(limit)
    for one, is_on, *left in db.session.execute(ordered):
        yield one, bool(is_on), Remembered(*left) if left[0] is not None else None


def _candidate(row: tuple[Organization, bool, Remembered | None], keys: KeyStore) -> Candidate:
    organization, is_listed, left = row
    contact = open_contact(left, keys) if left else None
    return Candidate(organization, Contact.unsealed(contact) if contact else None, is_listed)
