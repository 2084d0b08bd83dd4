"""The organization, by what names it is known, and what it chose to leave with a campaign."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, BytewiseString, UtcDateTime


class Organization(Base):
    """A body that can sign, known across letters. `identity` is the normal form of its name (see `identity.py`).

    It enters the register when a signature is listed, never before: requests that nobody verified leave no trace here.
    `domain` is the registrable domain of its website, where that is its own. `name` is canonical; `printed_name` is how
    it wants to be printed where that is another spelling, `other_name` its name in another language (which is an alias
    too), `sort_key` where it stands in the register (`own_sort_key` where staff said so). `looks_like_id` is the other
    organization that it looks like most, as far as they were compared (`compared_at`, see `comparing.py`). One that was
    merged points to the survivor, and is found no more: its identity is given up (see `merging.py`). `key_name` names
    the organization's own key, made when it asks to be remembered.
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
    printed_name: Mapped[str] = mapped_column(default="")
    acronym: Mapped[str] = mapped_column(default="")
    other_name: Mapped[str] = mapped_column(default="")
    legal_status: Mapped[str] = mapped_column(default="")
    own_sort_key: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(BytewiseString, default="", index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    looks_like_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    compared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    key_name: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


# Those that wait to be compared with the others.
Index(
    "ix_organization_to_compare",
    Organization.id,
    sqlite_where=text("compared_at IS NULL AND merged_into_id IS NULL"),
    postgresql_where=text("compared_at IS NULL AND merged_into_id IS NULL"),
)


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


class Merge(Base):
    """That one organization of the register turned out to be another: what moved with it, so that it can be undone.

    `moved` is a JSON object that `merging.py` writes and reads; it holds ids and spellings, nothing personal.
    """

    __tablename__ = "merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), index=True)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Affiliates(Base):
    """Two organizations that look alike and that staff know to be two, such as a charity and its action fund. They are
    never offered to be merged again. `first_id` is the smaller.
    """

    __tablename__ = "affiliates"

    first_id: Mapped[int] = mapped_column(ForeignKey(Organization.id, ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey(Organization.id, ondelete="CASCADE"), primary_key=True)
    said_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
