"""Entering organizations in the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select, update

from signon.database import db, insert_all_unless_there
from signon.organizations.identity import normal_form
from signon.organizations.models import Organization

_AT_ONCE = 500  # rows a statement; SQLite takes 32,766 parameters


@dataclass(frozen=True)
class Known:
    """What the register knows of a name: the organization's id, and its website or ""."""

    id: int
    website: str


def known(name: str) -> Known | None:
    """The organization that is certainly called `name`, or None."""
    query = select(Organization.id, Organization.website).where(Organization.identity == normal_form(name))
    row = db.session.execute(query).one_or_none()
    return Known(*row) if row else None


def learn_website(organization_id: int, website: str) -> None:
    """Remember `website` for an organization whose website was not known; a known one is never replaced."""
    unknown = (Organization.id == organization_id) & (Organization.website == "")
    db.session.execute(update(Organization).where(unknown).values(website=website))


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
    """The ids of many organizations by normal form, the unknown ones entered: a few statements, however many there
    are.
    """
    ids: dict[str, int] = {}
    # In one order for everybody: two who enter the same organizations at once wait for each other, never in a circle.
    ordered = sorted(((normal_form(one.printed_name), one) for one in described), key=lambda pair: pair[0])
    for start in range(0, len(ordered), _AT_ONCE):
        batch = dict(ordered[start : start + _AT_ONCE])
        insert_all_unless_there(Organization, [_row(identity, one, at) for identity, one in batch.items()])
        found = select(Organization.identity, Organization.id).where(Organization.identity.in_(batch))
        ids.update((identity, number) for identity, number in db.session.execute(found).all())
    return ids


def _row(identity: str, described: Described, at: datetime) -> dict[str, object]:
    return {
        "name": described.printed_name,
        "identity": identity,
        "website": described.website,
        "scope": described.scope,
        "city": described.city,
        "home_state": described.home_state,
        "created_at": at,
    }
