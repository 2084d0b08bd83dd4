"""Unlearning: what the register learnt of an organization by one press of the staff is forgotten when it is undone."""

from datetime import datetime

from sqlalchemy import delete, select, update

from signon.database import db
from signon.organizations.identity import normal_form
from signon.organizations.models import Alias, Organization


def unlearn_alias(name: str, learnt_at: datetime) -> bool:
    """Forget the other spelling `name` that was learnt at that moment; answers whether there was one.

    The keys by which likenesses are found stay: by them a name is shown to staff, and never listed.
    """
    which = (Alias.identity == normal_form(name), Alias.created_at == learnt_at)
    return bool(db.session.execute(delete(Alias).where(*which)).rowcount)  # type: ignore[attr-defined]


def unlearn_website(organization_id: int, learnt_at: datetime) -> None:
    """Forget the website that an organization, which the register knew before, got at that moment."""
    got_it_then = (Organization.changed_at == learnt_at, Organization.created_at != learnt_at)
    db.session.execute(
        update(Organization).where(Organization.id == organization_id, *got_it_then).values(website="", domain="")
    )


def entered_at(organization_id: int) -> datetime | None:
    """When the register entered the organization; None when there is none."""
    return db.session.scalar(select(Organization.created_at).where(Organization.id == organization_id))
