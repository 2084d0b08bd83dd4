"""Comparing: which organizations of the register look like each other, found out a few at a time by the worker.

What is noted on an organization is the one it looks like most; its page looks for all of them anew. Organizations that
staff know to be two are passed over.
"""

from datetime import datetime

from sqlalchemy import Select, func, select, update

from signon.database import db
from signon.organizations.affiliates import affiliates_of
from signon.organizations.matching import Alike, alike
from signon.organizations.models import Organization

AT_ONCE = 50  # organizations in one go of the worker


def duplicates_of(organization: Organization, most: int = 5) -> list[Alike]:
    """Other organizations that may be this one, the likeliest first: their names are like its name, or its acronym or
    name in another language; none that staff know to be another.
    """
    others = {organization.id, *(one.id for one in affiliates_of(organization.id))}
    names = dict.fromkeys(filter(None, (organization.name, organization.other_name, organization.acronym)))
    found: dict[int, Alike] = {}
    for name in names:
        for like in alike(name, most + len(others)):
            if like.id not in others:
                found.setdefault(like.id, like)
    return sorted(found.values(), key=lambda like: like.likeness, reverse=True)[:most]


def compare_some() -> dict[int, int | None]:
    """Some organizations that are new or are called otherwise since, each with the one that it looks like most; empty
    when all are compared. Changes nothing, and takes its time: ask it outside of a transaction, which others wait for.
    """
    due = db.session.scalars(_due().order_by(Organization.id).limit(AT_ONCE)).all()
    return {one.id: next((like.id for like in duplicates_of(one, most=1)), None) for one in due}


def note(likes: dict[int, int | None], at: datetime) -> int:
    """Note what `compare_some` found; answers on how many organizations. Two workers at once do the same twice, to no
    harm. The caller owns the transaction.
    """
    free = _held({*likes, *filter(None, likes.values())})
    noted = {number: like for number, like in likes.items() if number in free and (like is None or like in free)}
    for number, like in noted.items():
        _note(number, like, at)
        if like is not None and like not in likes:  # likeness has no direction
            _note_too(like, number)
    return len(noted)


def compare_again(organization_id: int) -> None:
    """It is called otherwise now, or gone: it and those that were thought to be like it are compared once more."""
    stale = (Organization.id == organization_id) | (Organization.looks_like_id == organization_id)
    db.session.execute(update(Organization).where(stale).values(looks_like_id=None, compared_at=None))


def how_many_wait() -> int:
    """How many organizations wait to be compared."""
    return db.session.scalar(select(func.count()).select_from(_due().subquery())) or 0


def _due() -> Select[Organization]:
    return select(Organization).where(Organization.compared_at.is_(None), Organization.merged_into_id.is_(None))


def _held(organization_ids: set[int]) -> set[int]:
    """Those of these organizations that nobody changes at this moment; from now on nobody does. Nobody is waited for:
    whoever merges two holds them while they wait for others.
    """
    free = select(Organization.id).where(Organization.id.in_(organization_ids), Organization.merged_into_id.is_(None))
    return set(db.session.scalars(free.with_for_update(key_share=True, skip_locked=True)))


def _note(organization_id: int, like: int | None, at: datetime) -> None:
    this = update(Organization).where(Organization.id == organization_id)
    db.session.execute(this.values(looks_like_id=like, compared_at=at))


def _note_too(organization_id: int, like: int) -> None:
    lacks = (Organization.id == organization_id) & Organization.looks_like_id.is_(None)
    db.session.execute(update(Organization).where(lacks).values(looks_like_id=like))
