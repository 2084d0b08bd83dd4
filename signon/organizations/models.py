"""The organization, by what names it is known, and what it chose to leave with a campaign."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime


class Organization(Base):
    """A body that can sign, known across letters. `identity` is the normal form of its name (see `identity.py`).

    It enters the register when a signature is listed, never before: requests that nobody verified leave no trace here.
    `domain` is the registrable domain of its website, where that is its own. `key_name` names the organization's own
    key, made when it asks to be remembered.
    """

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    identity: Mapped[str] = mapped_column(unique=True)
    website: Mapped[str] = mapped_column(default="")
    domain: Mapped[str] = mapped_column(default="", index=True)
    scope: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    home_state: Mapped[str] = mapped_column(default="")
    key_name: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Alias(Base):
    """Another spelling under which an organization was listed. No identity belongs to two organizations."""

    __tablename__ = "alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), index=True)
    name: Mapped[str]
    identity: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrganizationKey(Base):
    """One of the words and short forms by which names that look alike find each other (see `likeness.py`)."""

    __tablename__ = "organization_key"
    __table_args__ = (Index("ix_organization_key_organization_id", "organization_id"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), primary_key=True)


class Remembrance(Base):
    """What an organization chose to leave with a campaign beyond one letter.

    `contact` is sealed under the organization's key. `asked_again` says whether it wants to hear of the next letter,
    `delegated_until` until when the campaign may sign it on to its letters (None: not at all), and `delegation` is the
    sentence that its representative agreed to, `delegated_at` when.
    """

    __tablename__ = "remembrance"
    __table_args__ = (
        Index("uq_remembrance_organization_campaign", "organization_id", "campaign_id", unique=True),
        Index("ix_remembrance_campaign_id", "campaign_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    contact: Mapped[bytes] = mapped_column(LargeBinary)
    asked_again: Mapped[bool] = mapped_column(default=False)
    delegated_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delegated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delegation: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
