"""Affiliates: two organizations that look alike and are two, such as a charity and its action fund."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, delete, or_, select, update

from signon.database import db, insert_unless_there
from signon.organizations.models import Affiliates, Organization


def say_two(one: int, other: int, *, by: int | None, at: datetime) -> bool:
    """Staff (the member `by`) know that these are two organizations: neither is offered as the other's duplicate again.

    Answers whether that was new. It changes nothing about who may bear which name: a name that either certainly bears
    is still only its own.
    """
    first, second = sorted((one, other))
    if first == second:
        return False
    row = {"first_id": first, "second_id": second, "said_by": by, "said_at": at}
    db.session.execute(
        update(Organization)
        .where(_looks_like(one, other) | _looks_like(other, one))
        .values(looks_like_id=None, compared_at=None)
    )
    return insert_unless_there(Affiliates, **row) is not None


def take_back(one: int, other: int) -> bool:
    """They may be one organization after all; answers whether it was said that they are two."""
    db.session.execute(update(Organization).where(Organization.id.in_((one, other))).values(compared_at=None))
    return bool(db.session.execute(delete(Affiliates).where(_pair(one, other))).rowcount)  # type: ignore[attr-defined]


def are_two(one: int, other: int) -> bool:
    """Whether staff know that these are two organizations."""
    return db.session.scalar(select(Affiliates.first_id).where(_pair(one, other))) is not None


def affiliates_of(organization_id: int) -> list[Organization]:
    """The organizations that this one was said not to be, in the order of the register."""
    of = or_(Affiliates.first_id == organization_id, Affiliates.second_id == organization_id)
    other = case((Affiliates.first_id == organization_id, Affiliates.second_id), else_=Affiliates.first_id)
    query = select(Organization).where(Organization.id.in_(select(other).where(of)))
    standing = query.where(Organization.merged_into_id.is_(None))
    return list(db.session.scalars(standing.order_by(Organization.sort_key, Organization.id)))


def _pair(one: int, other: int) -> ColumnElement[bool]:
    first, second = sorted((one, other))
    return (Affiliates.first_id == first) & (Affiliates.second_id == second)


def _looks_like(one: int, other: int) -> ColumnElement[bool]:
    return (Organization.id == one) & (Organization.looks_like_id == other)
