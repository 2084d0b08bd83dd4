"""Reach: which organizations of the register somebody of the staff sees, and which they may change.

The register is one for all campaigns. An organization is seen by those in whose campaigns it is or was on a letter or
invited. It is changed only by those who may edit in every campaign in which it stands: its website is what mailboxes
are proven against, on all letters, and so who changes it decides who may sign in its name everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, false, func, or_, select, true

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.identity import fold, normal_form
from signon.organizations.models import Alias, Organization
from signon.organizations.states import state_name
from signon.outreach.models import Invitation
from signon.signatures.entry import SCOPES
from signon.signatures.models import VERIFIED, Signature
from signon.staff.access import EDIT, READ, campaign_ids
from signon.staff.models import StaffMember

NOWHERE = "none"  # a scope that was not said


@dataclass(frozen=True)
class Wanted:
    """Which organizations are looked for: whose name contains `search`, who have the facts that are not empty, and with
    `alike` those that look like another.
    """

    search: str = ""
    scope: str = ""
    states: tuple[str, ...] = ()
    alike: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether nothing narrows the list."""
        return self == Wanted()


@dataclass(frozen=True)
class Place:
    """A signature of an organization, with its letter."""

    signature: Signature
    letter: Letter


def organizations(member: StaffMember, wanted: Wanted, offset: int, limit: int) -> tuple[list[Organization], int]:
    """Organizations in reach of `member` in the order of the register, and how many there are in all."""
    where = [Organization.merged_into_id.is_(None), _in_reach(member), *_filters(wanted)]
    rows = select(Organization).where(*where).order_by(Organization.sort_key, Organization.id)
    total = db.session.scalar(select(func.count()).select_from(Organization).where(*where)) or 0
    return list(db.session.scalars(rows.offset(offset).limit(limit))), total


def states(member: StaffMember) -> dict[str, tuple[str, ...]]:
    """The states that organizations in reach of `member` are in, in order, each with how it is written there."""
    where = (Organization.merged_into_id.is_(None), Organization.home_state != "", _in_reach(member))
    found: dict[str, tuple[str, ...]] = {}
    for written in sorted(db.session.scalars(select(Organization.home_state).where(*where).distinct())):
        name = state_name(written)
        found[name] = (*found.get(name, ()), written)
    return dict(sorted(found.items(), key=lambda state: fold(state[0])))


def organization(member: StaffMember, organization_id: int) -> Organization | None:
    """The organization with this id, or the one that it was merged into; None also when it is not in reach."""
    found = db.session.get(Organization, organization_id) if organization_id < 2**31 else None
    while found is not None and found.merged_into_id is not None:
        found = db.session.get(Organization, found.merged_into_id)
    if found is None or db.session.scalar(select(true()).where(_reaches(member, READ, found.id))) is None:
        return None
    return found


def some(member: StaffMember, organization_ids: Iterable[int]) -> dict[int, Organization]:
    """Those of these organizations that `member` sees, by id. One statement."""
    where = (Organization.id.in_(list(organization_ids)), _in_reach(member))
    return {one.id: one for one in db.session.scalars(select(Organization).where(*where))}


def listed_on(member: StaffMember, organization_ids: Iterable[int]) -> dict[int, int]:
    """On how many lists of the member's campaigns each of these organizations stands; 0 is not there. One statement."""
    ids = campaign_ids(member, READ)
    mine = true() if ids is None else Letter.campaign_id.in_(ids)
    query = select(Signature.organization_id, func.count()).join(Letter, Letter.id == Signature.letter_id)
    query = query.where(Signature.organization_id.in_(list(organization_ids)), Signature.state == VERIFIED, mine)
    rows = db.session.execute(query.group_by(Signature.organization_id))
    return {number: listed for number, listed in rows if number is not None}


def may_change(member: StaffMember, organization_id: int) -> bool:
    """Whether `member` may edit in every campaign in which the organization is or was on a letter or invited."""
    ids = campaign_ids(member, EDIT)
    if ids is None:
        return True
    elsewhere = or_(*_stands(organization_id, Letter.campaign_id.not_in(ids)))
    is_in_reach = _reaches(member, EDIT, organization_id)
    return db.session.scalar(select(true()).where(is_in_reach, ~elsewhere)) is not None


def campaigns_of(organization_id: int) -> list[int]:
    """The ids of the campaigns in which the organization is or was on a letter or invited."""
    signed = select(Letter.campaign_id).join(Signature, Signature.letter_id == Letter.id)
    invited = select(Letter.campaign_id).join(Invitation, Invitation.letter_id == Letter.id)
    both = signed.where(Signature.organization_id == organization_id).union(
        invited.where(Invitation.organization_id == organization_id)
    )
    return sorted(db.session.scalars(both))


def places(member: StaffMember, organization_id: int, most: int = 50) -> tuple[list[Place], int]:
    """Where the organization is or was on a letter of the member's campaigns, the newest first; and on how many lists
    of other campaigns it stands.
    """
    ids = campaign_ids(member, READ)
    mine = true() if ids is None else Letter.campaign_id.in_(ids)
    there = select(Signature, Letter).join(Letter, Letter.id == Signature.letter_id)
    there = there.where(Signature.organization_id == organization_id, mine)
    rows = db.session.execute(there.order_by(Letter.id.desc(), Signature.id.desc()).limit(most))
    elsewhere = select(func.count()).select_from(Signature).join(Letter, Letter.id == Signature.letter_id)
    listed = (Signature.organization_id == organization_id, Signature.state == VERIFIED)
    others = 0 if ids is None else db.session.scalar(elsewhere.where(*listed, Letter.campaign_id.not_in(ids)))
    return [Place(*row) for row in rows], others or 0


def _in_reach(member: StaffMember) -> ColumnElement[bool]:
    return _reaches(member, READ, Organization.id)


def _reaches(member: StaffMember, act: str, organization_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    ids = campaign_ids(member, act)
    return true() if ids is None else or_(*_stands(organization_id, Letter.campaign_id.in_(ids)))


def _stands(organization_id: int | SQLColumnExpression[int], where: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """That it is or was on a letter such as this, or invited to it."""
    such = select(Letter.id).where(where)
    return [
        exists().where(of.organization_id == organization_id, of.letter_id.in_(such)) for of in (Signature, Invitation)
    ]


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.search.strip():
        found.append(_is_called(wanted.search))
    if wanted.scope in SCOPES:
        found.append(Organization.scope == wanted.scope)
    elif wanted.scope:
        found.append(Organization.scope == "" if wanted.scope == NOWHERE else false())
    if wanted.states:
        found.append(Organization.home_state.in_(wanted.states))
    if wanted.alike:
        found.append(Organization.looks_like_id.is_not(None))
    return found


def _is_called(search: str) -> ColumnElement[bool]:
    """That the name, another spelling (how it is printed, and its name in another language, are some), the acronym or
    the domain contains it; case and accents do not count, but for an acronym's accents.
    """
    folded, plain = normal_form(search), search.strip().lower()
    learnt = exists().where(Alias.organization_id == Organization.id, Alias.identity.contains(folded, autoescape=True))
    return or_(
        Organization.identity.contains(folded, autoescape=True),
        Organization.domain.contains(plain, autoescape=True),
        and_(Organization.acronym != "", func.lower(Organization.acronym).contains(plain, autoescape=True)),
        learnt,
    )
