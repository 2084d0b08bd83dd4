"""Entering organizations in the register, with the keys by which names that look alike find each other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, delete, exists, literal, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from signon.database import db, insert_all_unless_there, insert_unless_there, is_sqlite
from signon.organizations.identity import normal_form, sort_key
from signon.organizations.likeness import keys_of
from signon.organizations.models import Alias, Organization, OrganizationKey
from signon.organizations.proof import website_domain

_AT_ONCE = 500  # rows a statement; SQLite takes 32,766 parameters


@dataclass(frozen=True)
class Known:
    """What the register knows of a name: the organization's id, and its website or ""."""

    id: int
    website: str


def known(name: str) -> Known | None:
    """The organization that certainly bears `name`, as its own or as an alias, or None."""
    identity = normal_form(name)
    return _borne([identity]).get(identity)


def _borne(identities: Collection[str]) -> dict[str, Known]:
    """Those of `identities` that are borne, by an own name rather than by an alias, with their organizations."""
    columns = (Organization.id, Organization.website)
    own = select(Organization.identity, literal(1).label("rank"), *columns).where(Organization.identity.in_(identities))
    learnt = select(Alias.identity, literal(2).label("rank"), *columns).join_from(Alias, Organization)
    found: dict[str, Known] = {}
    both = union_all(own, learnt.where(Alias.identity.in_(identities))).order_by("rank")
    for identity, _, id_, website in db.session.execute(both):
        found.setdefault(identity, Known(id_, website))
    return found


def other_spellings() -> dict[str, str]:
    """The normal forms of all aliases, each with that of the name that its organization bears itself."""
    query = select(Alias.identity, Organization.identity).join_from(Alias, Organization)
    return {alias: own for alias, own in db.session.execute(query)}  # noqa: C416 - rows are no tuples to mypy


def learn_website(organization_id: int, website: str, at: datetime) -> None:
    """Remember `website` for an organization whose website was not known; a known one is never replaced."""
    if website:
        unknown = (Organization.id == organization_id) & (Organization.website == "")
        learnt = {"website": website, "domain": website_domain(website), "changed_at": at}
        db.session.execute(update(Organization).where(unknown).values(**learnt))


class Described(Protocol):
    """What the register wants to know of an organization when it enters: plain text, of which only the name must be
    there.
    """

    @property
    def printed_name(self) -> str: ...
    @property
    def website(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def home_state(self) -> str: ...


def known_or_entered(described: Described, at: datetime) -> int:
    """The id of the organization that bears this name, entered `at` this moment when the register does not know it
    yet.
    """
    return known_or_entered_all([described], at)[normal_form(described.printed_name)]


def known_or_entered_all(described: Sequence[Described], at: datetime) -> dict[str, int]:
    """The ids of many organizations by normal form, the unknown ones entered with their keys: a few statements,
    however many there are.
    """
    ids: dict[str, int] = {}
    # In one order for everybody: two who enter the same organizations at once wait for each other, never in a circle.
    ordered = sorted(((normal_form(one.printed_name), one) for one in described), key=lambda pair: pair[0])
    for start in range(0, len(ordered), _AT_ONCE):
        batch = dict(ordered[start : start + _AT_ONCE])
        ids.update({identity: found.id for identity, found in _borne(batch).items()})
        unknown = {identity: one for identity, one in batch.items() if identity not in ids}
        if unknown:
            ids.update(_entered(unknown, at))
    return ids


def _entered(unknown: dict[str, Described], at: datetime) -> dict[str, int]:
    insert_all_unless_there(Organization, [_row(identity, one, at) for identity, one in unknown.items()])
    # Asked again: another writer may have entered some in between.
    ids = {identity: found.id for identity, found in _borne(unknown).items()}
    _enter_keys((ids[identity], one.printed_name) for identity, one in unknown.items())
    return ids


def learn_alias(organization_id: int, name: str, at: datetime) -> bool:
    """Remember `name` as another spelling of an organization's name; answers whether it was new to the register.

    A spelling that an organization bears already, this one or another, stays with whom it belongs to.
    """
    if known(name) is not None:
        return False
    identity = normal_form(name)
    values = {"organization_id": organization_id, "name": name, "identity": identity, "created_at": at}
    if insert_unless_there(Alias, **values) is None:
        return False
    _enter_keys([(organization_id, name)])
    return True


def complete() -> int:
    """Enter what an older version did not keep: keys of organizations that have none, the domains of websites, and
    where organizations stand in the register. One that was merged into another is left alone.

    Answers how many organizations it looked at. What is there is left alone, so that it may be called at any time.
    """
    has_keys = exists().where(OrganizationKey.organization_id == Organization.id)
    lacks = ~has_keys | ((Organization.domain == "") & (Organization.website != "")) | (Organization.sort_key == "")
    lacks &= Organization.merged_into_id.is_(None)
    seen, last = 0, 0
    while batch := db.session.scalars(_after(last).where(lacks).limit(_AT_ONCE)).all():
        aliases = select(Alias.organization_id, Alias.name).where(Alias.organization_id.in_([one.id for one in batch]))
        learnt = [(row.organization_id, row.name) for row in db.session.execute(aliases)]
        _enter_keys([*((one.id, one.name) for one in batch), *learnt])
        for one in batch:
            one.domain = website_domain(one.website)
            one.sort_key = sort_key(one.name, one.own_sort_key)
        seen, last = seen + len(batch), batch[-1].id
    return seen


def _after(last: int) -> Select[Any]:
    return select(Organization).where(Organization.id > last).order_by(Organization.id)


def standing(organization_id: int) -> int:
    """The id of the organization that this one turned out to be, itself where it was never merged. Nobody merges that
    one until the transaction ends: what is kept about it now stays with it.
    """
    held = select(Organization.merged_into_id).where(Organization.id == organization_id)
    merged_into = db.session.scalar(held.with_for_update(read=True, key_share=True))
    return organization_id if merged_into is None else standing(merged_into)


def standing_all(organization_ids: Collection[int]) -> dict[int, int]:
    """`standing` of many: a few statements, however many there are, and one more for those that were merged."""
    found: dict[int, int] = {}
    ordered = sorted(set(organization_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        held = select(Organization.id, Organization.merged_into_id).order_by(Organization.id)
        held = held.where(Organization.id.in_(ordered[start : start + _AT_ONCE]))
        rows = db.session.execute(held.with_for_update(read=True, key_share=True)).all()
        found |= {id_: id_ if merged_into is None else standing(merged_into) for id_, merged_into in rows}
    return found


def renew_keys(organization_id: int) -> None:
    """Enter the keys of all that this organization is called anew; none of one that was merged into another."""
    db.session.execute(delete(OrganizationKey).where(OrganizationKey.organization_id == organization_id))
    own = select(Organization.name, Organization.acronym).where(Organization.id == organization_id)
    row = db.session.execute(own.where(Organization.merged_into_id.is_(None))).one_or_none()
    if row is not None:
        learnt = db.session.scalars(select(Alias.name).where(Alias.organization_id == organization_id))
        names = [name for name in (*row, *learnt) if name]
        _enter_keys((organization_id, name) for name in names)


def _enter_keys(names: Iterable[tuple[int, str]]) -> None:
    """Enter the keys of these spellings, each with its organization's id; one statement, prepared once for all rows."""
    rows = [{"organization_id": id_, "key": key} for id_, name in names for key in sorted(keys_of(name))]
    insert = sqlite_insert if is_sqlite() else postgresql_insert
    db.session.execute(insert(OrganizationKey.__table__).on_conflict_do_nothing(), rows)  # type: ignore[arg-type]


def _row(identity: str, described: Described, at: datetime) -> dict[str, object]:
    return {
        "name": described.printed_name,
        "identity": identity,
        "sort_key": sort_key(described.printed_name),
        "website": described.website,
        "domain": website_domain(described.website),
        "scope": described.scope,
        "city": described.city,
        "home_state": described.home_state,
        "created_at": at,
    }
