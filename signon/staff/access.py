"""Who may do what: a question answered from memberships, default no."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from signon.campaigns.models import Campaign
from signon.database import db
from signon.letters.models import Letter
from signon.staff.models import EDITOR, OWNER, REVIEWER, VIEWER, Membership, StaffMember

READ, EXPORT, REVIEW, EDIT = "read", "export", "review", "edit"
CONTACTS, MANAGE = "contacts", "manage"  # take contacts away; say who works in the campaign
ACTS = (READ, EXPORT, REVIEW, EDIT, CONTACTS, MANAGE)
_MAY: dict[str, frozenset[str]] = {
    OWNER: frozenset(ACTS),
    EDITOR: frozenset({READ, EXPORT, REVIEW, EDIT}),
    REVIEWER: frozenset({READ, EXPORT, REVIEW}),
    VIEWER: frozenset({READ}),
}


def may(member: StaffMember, act: str, campaign_id: int) -> bool:
    """Whether `member` may do `act`, one of ACTS, in the campaign."""
    return any(
        act in _MAY[membership.role]
        for membership in member.memberships
        if membership.campaign_id in (None, campaign_id)
    )


def may_somewhere(member: StaffMember, act: str) -> bool:
    """Whether `member` may do `act` in any campaign."""
    return any(act in _MAY[membership.role] for membership in member.memberships)


def may_everywhere(member: StaffMember, act: str) -> bool:
    """Whether `member` may do `act` in every campaign, and in those that are begun later."""
    return any(act in _MAY[membership.role] for membership in member.memberships if membership.campaign_id is None)


def campaign_ids(member: StaffMember, act: str) -> frozenset[int] | None:
    """The ids of the campaigns in which `member` may do `act`; None for every campaign."""
    ids = {membership.campaign_id for membership in member.memberships if act in _MAY[membership.role]}
    return None if None in ids else frozenset(number for number in ids if number is not None)


def campaigns_of(member: StaffMember, act: str) -> list[Campaign]:
    """The campaigns in which `member` may do `act`, by name."""
    ids = {membership.campaign_id for membership in member.memberships if act in _MAY[membership.role]}
    query = select(Campaign).order_by(Campaign.name)
    return list(db.session.scalars(query if None in ids else query.where(Campaign.id.in_(ids))))


def letters_of(member: StaffMember) -> list[Letter]:
    """The letters of every campaign that `member` belongs to, the newest first."""
    return list(db.session.scalars(_within_reach(member).order_by(Letter.created_at.desc(), Letter.id.desc())))


def letter_of(member: StaffMember, slug: str, act: str) -> Letter | None:
    """The letter with `slug` if `member` may do `act` there; None also for a letter of somebody else's campaign."""
    letter = db.session.scalar(_within_reach(member).where(Letter.slug == slug))
    return letter if letter is not None and may(member, act, letter.campaign_id) else None


def reviewers_of(campaign_id: int) -> list[StaffMember]:
    """Who may review in the campaign and can sign in, by address: whom a notice about its letters goes to."""
    return who_may(REVIEW, campaign_id)


def who_may(act: str, campaign_id: int) -> list[StaffMember]:
    """Who may do `act`, one of ACTS, in the campaign and can sign in, by address."""
    roles = [role for role, acts in _MAY.items() if act in acts]
    here = or_(Membership.campaign_id.is_(None), Membership.campaign_id == campaign_id)
    doing = select(Membership.member_id).where(here, Membership.role.in_(roles))
    query = select(StaffMember).where(StaffMember.active, StaffMember.id.in_(doing)).order_by(StaffMember.email)
    return list(db.session.scalars(query))


def grant(member: StaffMember, role: str, campaign_id: int | None, at: datetime) -> None:
    """Give `member` this role in the campaign (in every campaign for None), in place of the one held before."""
    for membership in member.memberships:
        if membership.campaign_id == campaign_id:
            membership.role = role
            return
    member.memberships.append(Membership(campaign_id=campaign_id, role=role, created_at=at))


def _within_reach(member: StaffMember) -> Select[Any]:
    query = select(Letter)
    ids = {membership.campaign_id for membership in member.memberships}
    return query if None in ids else query.where(Letter.campaign_id.in_(ids))
