"""The campaign, and what it keeps beside its letters: demands, press coverage, updates.

What is said to the public is kept as a map from a language to its words: {"en": "...", "es": "..."}. Whoever reads in
a language that is not there gets the campaign's own.
"""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime

# What became of a demand.
OPEN, PARTLY_MET, MET, WORSE = "open", "partly_met", "met", "worse"
STATUSES = (OPEN, PARTLY_MET, MET, WORSE)
# What an update tells: what staff wrote, that a demand moved, that the press wrote, that a letter was handed over.
WRITTEN, DEMAND_MOVED, COVERED, DELIVERED = "written", "demand", "coverage", "delivered"
UPDATES = (WRITTEN, DEMAND_MOVED, COVERED, DELIVERED)


class Campaign(Base):
    """A coalition's effort. Its name is unique on an installation: staff and letter files know it by that.

    `about` says what it is for and `joining` how one joins (Markdown by language); `join_url` is where. `accent` is its
    colour ("#rrggbb", or ""). Its demands are counted from the day `clock_from`, for `clock_days` days. `embed_sites`
    are the origins whose pages may show its forms in a frame: None for all, an empty list for none. `has_hooks` is set
    while a webhook listens.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="en")
    about: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    joining: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    join_url: Mapped[str] = mapped_column(default="")
    legal_footer: Mapped[str] = mapped_column(default="")
    accent: Mapped[str] = mapped_column(default="")
    clock_from: Mapped[dt.date | None]
    clock_days: Mapped[int | None]
    embed_sites: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    has_hooks: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Demand(Base):
    """One thing asked for, numbered within its campaign, and asked for by any of its letters and petitions.

    `words` maps a language to {"title", "text"}: one sentence, and what belongs to it (plain text, may be empty).
    `due_on` is the last day on which it is met in time; None for the end of the campaign's clock. `status` is that of
    its newest step.
    """

    __tablename__ = "demand"
    __table_args__ = (Index("uq_demand_campaign_number", "campaign_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id))
    number: Mapped[int]
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    due_on: Mapped[dt.date | None]
    status: Mapped[str] = mapped_column(default=OPEN)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class DemandStep(Base):
    """That a demand came to a status on a day, and by what one sees it: words by language, and an address."""

    __tablename__ = "demand_step"
    __table_args__ = (Index("ix_demand_step_demand", "demand_id", "on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    demand_id: Mapped[int] = mapped_column(ForeignKey(Demand.id, ondelete="CASCADE"))
    on: Mapped[dt.date]
    status: Mapped[str]
    words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    url: Mapped[str] = mapped_column(default="")
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Coverage(Base):
    """What an outlet published about a campaign, or about one of its letters. All plain text; `quote` may be empty."""

    __tablename__ = "coverage"
    __table_args__ = (Index("ix_coverage_campaign", "campaign_id", "published_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    outlet: Mapped[str]
    headline: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    published_on: Mapped[dt.date]
    language: Mapped[str]
    quote: Mapped[str] = mapped_column(default="")
    quoted: Mapped[str] = mapped_column(default="")
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Update(Base):
    """What a campaign tells those who follow it, of one of UPDATES: on its page, in its feed, by mail to who asked.

    `words` maps a language to {"title", "text"} (Markdown); the other kinds may go without, and are told by what they
    point to. A draft has no `published_at`.
    """

    __tablename__ = "campaign_update"
    __table_args__ = (Index("ix_campaign_update_campaign", "campaign_id", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    kind: Mapped[str] = mapped_column(default=WRITTEN)
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    demand_step_id: Mapped[int | None] = mapped_column(ForeignKey(DemandStep.id, ondelete="CASCADE"), index=True)
    coverage_id: Mapped[int | None] = mapped_column(ForeignKey(Coverage.id, ondelete="CASCADE"), index=True)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
