"""What was handed over and what came of it: editions, their files, the delivery log and the addressee's answer."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime
from signon.letters.models import Letter, TextVersion
from signon.staff.models import StaffMember

DRAFT, EDITION, ADDENDUM = "draft", "edition", "addendum"
_FOR_GOOD = text("kind <> 'draft'")
# How a letter was handed over.
BY_MAIL, BY_PORTAL, BY_HAND, BY_POST = "mail", "portal", "hand", "post"
WAYS = (BY_MAIL, BY_PORTAL, BY_HAND, BY_POST)


class Edition(Base):
    """A letter and its signees, frozen at one moment. An edition and its addenda are never changed.

    `number` is 0 for the edition that was delivered and counts its addenda from 1; drafts, which staff keep to compare
    with, are counted apart from them. `code` is the short name by which anybody finds it. `content` is the
    frozen signee list (see `freezing.py`) and `sha256` its hash in hex; `names` counts the names printed in it.
    """

    __tablename__ = "edition"
    __table_args__ = (
        Index(
            "uq_edition_letter_number",
            "letter_id",
            "number",
            unique=True,
            sqlite_where=_FOR_GOOD,
            postgresql_where=_FOR_GOOD,
        ),
        Index("ix_edition_letter_kind", "letter_id", "kind", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    text_version_id: Mapped[int] = mapped_column(ForeignKey(TextVersion.id))
    kind: Mapped[str]
    number: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    organizations: Mapped[int]
    individuals: Mapped[int]
    undersigned: Mapped[int]
    names: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EditionFile(Base):
    """One document drawn from an edition: asked for, then drawn once and kept as bytes.

    `data` is empty until it is drawn; `lease_until` is set while a worker draws it. `sha256` is that of `data`.
    """

    __tablename__ = "edition_file"
    __table_args__ = (
        Index("ix_edition_file_sha256", "sha256"),
        Index(
            "ix_edition_file_asked",
            "asked_at",
            sqlite_where=text("drawn_at IS NULL"),
            postgresql_where=text("drawn_at IS NULL"),
        ),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id, ondelete="CASCADE"), primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Delivery(Base):
    """One handing over of an edition: to whom, how and when, with the receipt that staff were given.

    `contact` is the address that the covering mail went to, sealed under the letter's key; empty for the other ways.
    `mail_id` is the row of a covering mail that was sent from here: it tells what became of it.
    """

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id), index=True)
    addressee: Mapped[str]
    way: Mapped[str]
    delivered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_mail.id", ondelete="SET NULL"), index=True)
    receipt: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    receipt_name: Mapped[str] = mapped_column(default="")
    receipt_type: Mapped[str] = mapped_column(default="")
    noted_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Answer(Base):
    """What an addressee answered, and on which day. It is public from `public_at` on, when staff have said so."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), index=True)
    addressee: Mapped[str]
    answered_on: Mapped[date]
    text: Mapped[str]
    public_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
