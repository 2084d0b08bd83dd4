"""Which organizations of the register may be the one that bears this name?"""

from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import ratio
from sqlalchemy import case, func, null, select, union_all

from signon.database import db
from signon.organizations.identity import normal_form
from signon.organizations.likeness import Likeness, keys_of, likeness
from signon.organizations.models import Alias, Organization, OrganizationKey

_MOST_CANDIDATES = 100  # organizations whose names are looked at, those first that share most keys


@dataclass(frozen=True)
class Alike:
    """An organization of the register whose name, or one of whose aliases, is like the name that was asked for."""

    id: int
    name: str
    website: str
    likeness: Likeness


def alike(name: str, most: int = 5) -> list[Alike]:
    """The organizations that certainly or likely bear `name`, the best first, at most `most` of them.

    Two statements, whatever the size of the register and whatever there is; it is never read through.
    """
    known, spellings = _names_of(_candidates(name))
    best: dict[int, tuple[Likeness, float]] = {}
    for id_, spelling, is_acronym in spellings:
        like = _like_acronym(name, spelling) if is_acronym else likeness(name, spelling)
        if like:
            best[id_] = max(best.get(id_, (like, 0.0)), (like, ratio(normal_form(name), normal_form(spelling))))
    ranked = sorted(best, key=lambda id_: (best[id_], -id_), reverse=True)
    return [Alike(id_, *known[id_], best[id_][0]) for id_ in ranked[:most]]


def _like_acronym(name: str, acronym: str) -> Likeness:
    """A name that is somebody's acronym may be theirs, and is as often somebody else's too: a person must be asked."""
    return Likeness.LIKELY if likeness(name, acronym) == Likeness.CERTAIN else Likeness.NONE


def _candidates(name: str) -> list[int]:
    is_weak = OrganizationKey.key.like("%+%") | OrganizationKey.key.like("%-%")
    shared = func.sum(case((is_weak, 1), else_=3))
    query = (
        select(OrganizationKey.organization_id)
        .where(OrganizationKey.key.in_(sorted(keys_of(name))))
        .group_by(OrganizationKey.organization_id)
        .order_by(shared.desc(), OrganizationKey.organization_id)
        .limit(_MOST_CANDIDATES)
    )
    return list(db.session.scalars(query))


def _names_of(ids: list[int]) -> tuple[dict[int, tuple[str, str]], list[tuple[int, str, bool]]]:
    """The names and websites of these organizations by id, and all that they are called, with whether it is an acronym:
    their names, aliases and acronyms.
    """
    own = select(Organization.id, Organization.name, Organization.website, Organization.acronym)
    learnt = select(Alias.organization_id, Alias.name, null(), null()).where(Alias.organization_id.in_(ids))
    known: dict[int, tuple[str, str]] = {}
    spellings: list[tuple[int, str, bool]] = []
    rows: list[Any] = list(db.session.execute(union_all(own.where(Organization.id.in_(ids)), learnt)))
    for id_, name, website, acronym in rows:
        spellings.append((id_, name, False))
        if website is not None:
            known[id_] = (name, website)
        if acronym:
            spellings.append((id_, acronym, True))
    return known, spellings
