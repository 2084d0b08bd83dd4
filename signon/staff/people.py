"""Who works where: the people of a campaign and of the whole installation, changed so that somebody always owns it.

`campaign_id` is a campaign's, or None for every campaign (those begun later too).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_security.proxies import _datastore
from sqlalchemy import ColumnElement, Select, delete, func, or_, select

from signon.campaigns.models import Campaign
from signon.database import db
from signon.refusals import N_, Refusal
from signon.staff.access import grant
from signon.staff.models import OWNER, Membership, StaffInvitation, StaffMember

PAGE = 50  # people


@dataclass(frozen=True)
class People:
    """Some people, by address, and how many there are in all."""

    members: list[StaffMember]
    total: int


def people_of(campaign_id: int, typed: str, page: int) -> People:
    """Who may do anything in the campaign, by it or by every campaign; `typed` is a part of the address, or ""."""
    here = or_(Membership.campaign_id.is_(None), Membership.campaign_id == campaign_id)
    return _found(select(StaffMember).where(StaffMember.id.in_(select(Membership.member_id).where(here))), typed, page)


def accounts(typed: str, page: int) -> People:
    """Everybody who has an account; `typed` is a part of the address, or ""."""
    return _found(select(StaffMember), typed, page)


def person_of(campaign_id: int | None, member_id: int) -> StaffMember | None:
    """The person with this number, read anew, if they work in the campaign itself; for None, whoever has an account."""
    member = db.session.get(StaffMember, member_id, populate_existing=True)
    if member is None or campaign_id is None or membership_of(member, campaign_id) is not None:
        return member
    return None


def membership_of(member: StaffMember, campaign_id: int | None) -> Membership | None:
    """What `member` is in the campaign itself (for None, in every campaign), or None."""
    return next((one for one in member.memberships if one.campaign_id == campaign_id), None)


def change_role(member: StaffMember, campaign_id: int | None, role: str, at: datetime) -> bool:
    """Give `member` this role; answers whether it was another one. Raises Refusal when nobody would own it then."""
    _hold(member)
    before = membership_of(member, campaign_id)
    if before is not None and before.role == role:
        return False
    if before is not None and before.role == OWNER:
        _keep_an_owner(member, campaign_id, "role")
        _end_offers_by(member, StaffInvitation.campaign_id.is_not_distinct_from(campaign_id))
    grant(member, role, campaign_id, at)
    db.session.flush()
    return True


def remove(member: StaffMember, campaign_id: int | None) -> bool:
    """Take `member` out of the campaign; answers whether they were in it. Raises Refusal when nobody would own it then.

    Their next request is refused there; when it was all they had, every session of theirs ends.
    """
    _hold(member)
    before = membership_of(member, campaign_id)
    if before is None:
        return False
    if before.role == OWNER:
        _keep_an_owner(member, campaign_id, "sure")
    db.session.execute(delete(Membership).where(Membership.id == before.id))
    here = StaffInvitation.campaign_id.is_not_distinct_from(campaign_id)
    _end_offers(member, here)
    _end_offers_by(member, here)
    db.session.refresh(member, ["memberships"])
    if not member.memberships:
        _datastore.set_uniquifier(member)
    db.session.flush()
    return True


def disable(member: StaffMember) -> bool:
    """Close the account and end every session of it at once; answers whether it was open. Nothing of it is lost."""
    was_open = member.active
    member.active = False
    _end_offers_by(member)
    _datastore.set_uniquifier(member)
    db.session.flush()
    return was_open


def enable(member: StaffMember) -> bool:
    """Open the account again; answers whether it was closed."""
    was_closed, member.active = not member.active, True
    db.session.flush()
    return was_closed


def may_be_disabled(member: StaffMember) -> None:
    """Raise Refusal when closing this account would leave the installation without an owner."""
    membership = membership_of(member, None)
    if membership is not None and membership.role == OWNER:
        _keep_an_owner(member, None, "sure")


def erase(member: StaffMember) -> None:
    """Delete the account with its passkeys, what it may do and what it is offered; what the person did stays, without
    saying who.
    """
    _end_offers(member)
    _end_offers_by(member)
    db.session.execute(delete(StaffMember).where(StaffMember.id == member.id))


def unowned() -> list[str]:
    """The names of campaigns that nobody owns who could sign in."""
    owners = _owners().subquery()
    if db.session.scalar(select(func.count()).select_from(owners).where(owners.c.campaign_id.is_(None))):
        return []
    owned = select(owners.c.campaign_id)
    return list(db.session.scalars(select(Campaign.name).where(Campaign.id.not_in(owned)).order_by(Campaign.name)))


def _hold(member: StaffMember) -> None:
    """Hold what `member` may do, and with it all owners' memberships (in one order for everybody), and read it anew."""
    theirs = or_(Membership.member_id == member.id, Membership.role == OWNER)
    db.session.execute(select(Membership.id).where(theirs).order_by(Membership.id).with_for_update()).all()
    db.session.refresh(member, ["memberships"])


def _keep_an_owner(member: StaffMember, campaign_id: int | None, field: str) -> None:
    """Raise Refusal unless somebody else owns the campaign, or every one. Owners are held until the transaction ends,
    so that two of them cannot remove each other, or close each other's accounts, at once.
    """
    wanted = (None, campaign_id)
    held = select(Membership.id).where(Membership.role == OWNER).order_by(Membership.id).with_for_update()
    db.session.execute(held).all()
    # Asked anew: whoever was waited for may have closed an account, which is another row than those that are held.
    owners = db.session.execute(_owners()).all()
    if any(owner != member.id and campaign in wanted for owner, campaign in owners):
        return
    if campaign_id is None:
        raise Refusal(N_("Nobody else looks after the whole installation. Make another person owner first."), field)
    raise Refusal(N_("Nobody else owns this campaign. Make another person owner first."), field)


def _end_offers_by(member: StaffMember, *where: ColumnElement[bool]) -> None:
    """End the open offers that `member` made: who may no longer say who works here has no way to say it later."""
    db.session.execute(delete(StaffInvitation).where(StaffInvitation.invited_by == member.id, *where))


def _end_offers(member: StaffMember, *where: ColumnElement[bool]) -> None:
    """An offer that this person had not accepted is no way back in."""
    db.session.execute(delete(StaffInvitation).where(StaffInvitation.email == member.email.lower(), *where))


def _owners() -> Select[int, int | None]:
    """Who owns what, of those who can sign in."""
    query = select(Membership.member_id, Membership.campaign_id).join(StaffMember)
    return query.where(Membership.role == OWNER, StaffMember.active)


def _found(query: Select[Any], typed: str, page: int) -> People:
    found = query.where(StaffMember.email.icontains(typed, autoescape=True)) if typed else query
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.scalars(found.order_by(StaffMember.email).offset((page - 1) * PAGE).limit(PAGE))
    return People(list(rows), total)
