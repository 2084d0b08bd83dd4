"""Merges of organizations, as tests need them."""

from typing import Any

from sqlalchemy import select

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.organizations import comparing, editing
from signon.organizations.models import Merge, Organization
from signon.organizations.register import known_or_entered
from signon.outreach import merging
from signon.outreach.merging import Preview
from signon.signatures.entry import organization_entry
from signon.signatures.models import Signature
from tests import make
from tests.signatures.word import organization

OWLS, GUILD, MOTHS = "Night Owls Union", "Owl Guild of Dayton", "Moth Watchers League"


def merge(kept: str, gone: str, **more: Any) -> tuple[Merge, Preview]:
    """Merge the organization that is called `gone` into the one that is called `kept`."""
    ids = organization(kept), organization(gone)
    with transaction():
        return merging.merge(*ids, by=None, keys=make.keys(), at=now(), **more)


def undo(row: Merge) -> list[str]:
    """Undo a merge; what did not come back."""
    with transaction():
        return list(merging.undo(row, keys=make.keys(), at=now()).lost)


def states(slug: str = "night-train") -> dict[str, tuple[str, str]]:
    """The state of every name on a letter, and as whom it is known."""
    db.session.rollback()
    letter = with_slug(slug)
    assert letter is not None
    query = select(Signature.printed_name, Signature.state, Organization.name)
    query = query.outerjoin(Organization, Organization.id == Signature.organization_id)
    rows = db.session.execute(query.where(Signature.letter_id == letter.id))
    return {name: (state, bearer or "") for name, state, bearer in rows}


def enter(*names: str, website: str = "") -> None:
    """Enter these organizations in the register."""
    with transaction():
        for name in names:
            known_or_entered(organization_entry({"organization": name, "website": website}, needs_contact=False), now())


def settle(name: str, **facts: str) -> None:
    """Settle these facts of the organization that is called so."""
    number = organization(name)
    with transaction():
        editing.change(number, editing.Facts(name, **facts), seen=None, at=now())


def still(tables: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Contents without what says only when something was last done, or is sealed anew every time."""
    passing = {"changed_at", "left_at", "compared_at", "looks_like_id", "key_name"}
    left = {}
    for table in db.metadata.sorted_tables:
        if table.name not in ("merge", "drawing", "signon_key"):
            of_table = passing if table.name in ("organization", "counter") else {"contact"}
            places = [place for place, column in enumerate(table.columns) if column.name not in of_table]
            left[table.name] = [tuple(row[place] for place in places) for row in tables[table.name]]
    return left


def compare_all() -> int:
    """Compare the whole register, as the worker does; how many organizations were compared."""
    compared = 0
    while likes := comparing.compare_some():
        with transaction():
            compared += comparing.note(likes, now())
    return compared
