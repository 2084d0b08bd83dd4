"""The letter and its texts."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.campaigns.models import Campaign, Demand
from signon.database import Base, UtcDateTime

ORGANIZATIONS, INDIVIDUALS, BOTH = "organizations", "individuals", "both"
SIGNED_BY = (ORGANIZATIONS, INDIVIDUALS, BOTH)
PROVEN, KNOWN, REVIEWED = "proven", "known", "reviewed"
LISTING = (PROVEN, KNOWN, REVIEWED)
# What a new text of a published letter is: see `changes.py`. The first text, and any of a draft, is no change.
CORRECTION, CLARIFICATION, MATERIAL = "correction", "clarification", "material"
CHANGES = (CORRECTION, CLARIFICATION, MATERIAL)
# What becomes of a name whose signee does not answer about a material change.
SILENCE_WITHDRAWS, SILENCE_KEEPS = "withdraw", "keep"
SILENCE = (SILENCE_WITHDRAWS, SILENCE_KEEPS)


class Letter(Base):
    """A text addressed to someone, with the dates from which its life is computed.

    `circulates_at` lets the invited read and sign it, `published_at` opens it to everybody (in the future: an embargo),
    `deadline_at` closes it, `delivered_at` ends it; a state is never stored. `revision` counts what staff saved of its
    text and facts, so that nobody overwrites what another saved meanwhile. `silence` is one of SILENCE. `key_name`
    names the letter's own key, under which the contact data of its signees is sealed. `paused_at` is set while staff
    take no new signatures, `surge_at` while a surge keeps new names for review, `calm_until` when staff said that it is
    none. `goal` is the first goal; with `goal_grows` the next one stands in its place once it is reached (see
    `signatures/goals.py`). After delivery late signees may sign until `late_until`. `layout` says how its signees stand
    on paper (see `layout.py`), `quotes` what the press may print: a list of {"text", "by"}.
    """

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id), index=True)
    key_name: Mapped[str] = mapped_column(unique=True)
    signed_by: Mapped[str] = mapped_column(default=ORGANIZATIONS)
    date: Mapped[date | None]
    conveners: Mapped[list[str]] = mapped_column(JSON, default=list)
    layout: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    quotes: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    goal: Mapped[int | None]
    goal_grows: Mapped[bool] = mapped_column(default=True)
    listing: Mapped[str] = mapped_column(default=PROVEN)
    safe_mode: Mapped[bool] = mapped_column(default=False)
    silence: Mapped[str] = mapped_column(default=SILENCE_WITHDRAWS)
    revision: Mapped[int] = mapped_column(default=1)
    revised_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    revised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deadline_zone: Mapped[str] = mapped_column(default="UTC")
    grace_hours: Mapped[int] = mapped_column(default=24)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    circulates_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    surge_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    calm_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    campaign: Mapped[Campaign] = relationship(lazy="joined")

    @property
    def is_petition(self) -> bool:
        """Signed by individuals only."""
        return self.signed_by == INDIVIDUALS

    @property
    def deadline_here(self) -> datetime | None:
        """The deadline on the letter's own zone's clock."""
        return self._here(self.deadline_at)

    @property
    def closes_here(self) -> datetime | None:
        """When signing ends or ended on that clock: late signing, else the deadline, or the delivery if that came
        first.
        """
        ends = [moment for moment in (self.deadline_at, self.delivered_at) if moment]
        return self._here(self.late_until or min(ends, default=None))

    @property
    def delivered_here(self) -> datetime | None:
        """When it was handed over, on that clock; None before that."""
        return self._here(self.delivered_at)

    def _here(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(ZoneInfo(self.deadline_zone)) if moment else None

    def is_published(self, at: datetime) -> bool:
        """Whether anyone may read it."""
        return self.published_at is not None and self.published_at <= at

    def is_circulating(self, at: datetime) -> bool:
        """Whether only those who were invited may read and sign it: until it is published, or handed over."""
        return (
            self.circulates_at is not None
            and self.circulates_at <= at
            and not self.is_published(at)
            and not self.is_delivered(at)
        )

    def is_readable(self, at: datetime) -> bool:
        """Whether somebody outside the staff may read it: everybody, or the invited."""
        return self.is_published(at) or self.is_circulating(at)

    def is_open(self, at: datetime) -> bool:
        """Whether a new signature may be requested, of the invited while it circulates: until the deadline, and after
        delivery until `late_until`.
        """
        closes = self.late_until if self.is_delivered(at) else self.deadline_at
        if closes is None:
            return self.is_readable(at) and not self.is_delivered(at)
        return self.is_readable(at) and at < closes

    def accepts_verification(self, at: datetime) -> bool:
        """Whether a link that was sent in time still works: until the deadline's grace is over (default 24 hours)."""
        if self.is_open(at):
            return True
        closed = self.late_until if self.is_delivered(at) else self.deadline_at
        return self.is_readable(at) and closed is not None and at < closed + timedelta(hours=self.grace_hours)

    def is_delivered(self, at: datetime) -> bool:
        """Whether it was handed over."""
        return self.delivered_at is not None and self.delivered_at <= at

    def state(self, at: datetime) -> str:
        """draft, circulating, open, closed or delivered, computed from the dates."""
        if self.is_delivered(at):
            return "delivered"
        if not self.is_readable(at):
            return "draft"
        if not self.is_open(at):
            return "closed"
        return "open" if self.is_published(at) else "circulating"


class LetterDemand(Base):
    """That a letter or petition asks for one of its campaign's demands; `position` is its place there, from 1."""

    __tablename__ = "letter_demand"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    demand_id: Mapped[int] = mapped_column(ForeignKey(Demand.id, ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int]


class Letterhead(Base):
    """The picture above a letter on paper: a PNG that we drew anew from what was uploaded. `alt` says what it shows."""

    __tablename__ = "letterhead"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")


class TextVersion(Base):
    """The words of a letter in one language, numbered from 1. What was published is never changed, only followed.

    A translation, to which no signature is bound, is corrected in place, with the reason.
    `change` says what a text is that followed another (one of CHANGES, or "" for a draft's and for a translation), and
    `answer_by` until when the signees of the one before are asked whether they keep their names (MATERIAL only).
    A signature binds to the authoritative version of its time; a translation bears the number of what it translates.
    `addressees` is a list of {"name", "title", "address"}, all plain text; an address may have several lines.
    """

    __tablename__ = "text_version"
    __table_args__ = (
        Index("uq_text_version_letter_number_language", "letter_id", "number", "language", unique=True),
        Index(
            "uq_text_version_authoritative",
            "letter_id",
            "number",
            unique=True,
            sqlite_where=text("authoritative"),
            postgresql_where=text("authoritative"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    number: Mapped[int]
    language: Mapped[str]
    authoritative: Mapped[bool]
    title: Mapped[str]
    addressees: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    subject: Mapped[str] = mapped_column(default="")
    salutation: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    closing: Mapped[str] = mapped_column(default="")
    signee_heading: Mapped[str] = mapped_column(default="")
    legal_footer: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    change: Mapped[str] = mapped_column(default="")
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
