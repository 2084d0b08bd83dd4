"""What staff keep beside a letter's signatures: questions, answers about a changed text, imports, bulk strikes, notes
and tags, and the figures of past days.
"""

import datetime as dt
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime
from signon.letters.models import Letter, TextVersion
from signon.signatures.models import Signature
from signon.staff.models import StaffMember

# What a signee said about a changed text; "" while they have not. TOLD: they were not asked, only told. UNREACHED:
# there is no mailbox to ask, so staff say what they know. (Who withdraws leaves no row: an asking counts them.)
KEPT, SILENT, TOLD, UNREACHED = "kept", "silent", "told", "unreached"


class TextAsking(Base):
    """How far the signees of earlier texts were told of this one: signatures up to `last_id` have their TextAnswer row
    and their mail. `told_at` is when the last was, `settled_at` when nothing is left to do, or a newer asking took
    over.

    It is about the changes from the text number `since` on. Whoever is bound to a text before the number `asks_before`
    is asked until `answer_by`, and `silence` (one of SILENCE) decides about who does not answer; the others, and all
    where `asks_before` is None, are only told. `withdrew` counts those who took their name off meanwhile.
    """

    __tablename__ = "text_asking"

    text_version_id: Mapped[int] = mapped_column(ForeignKey(TextVersion.id), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), index=True)
    total: Mapped[int] = mapped_column(default=0)
    told: Mapped[int] = mapped_column(default=0)
    last_id: Mapped[int] = mapped_column(default=0)
    since: Mapped[int] = mapped_column(default=0)
    asks_before: Mapped[int | None]
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    silence: Mapped[str] = mapped_column(default="")
    withdrew: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TextAnswer(Base):
    """That a signee was told of a changed text, and what they said: KEPT, SILENT, TOLD, UNREACHED, or "" so far."""

    __tablename__ = "text_answer"

    text_version_id: Mapped[int] = mapped_column(ForeignKey(TextVersion.id), primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), primary_key=True)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


Index("ix_text_answer_signature_id", TextAnswer.signature_id)
Index("ix_text_answer_answer", TextAnswer.text_version_id, TextAnswer.answer)


class Question(Base):
    """What staff asked a signee whose signature is held, and what came back: sealed under the letter's key. One at a
    time for each signature: a new one takes its place.
    """

    __tablename__ = "question"

    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), primary_key=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BulkStrike(Base):
    """Many names struck at once by a pattern, until it is undone. `pattern` says which, as `bulk_striking.py` reads it;
    it is sealed under the letter's key, since it may name a mailbox's domain.
    """

    __tablename__ = "bulk_strike"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), index=True)
    pattern: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Mapped[str]
    number: Mapped[int]
    struck_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    struck_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BulkStruck(Base):
    """One name of a bulk strike, with the state and the reason that it had before."""

    __tablename__ = "bulk_struck"

    bulk_strike_id: Mapped[int] = mapped_column(ForeignKey(BulkStrike.id, ondelete="CASCADE"), primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), primary_key=True)
    came_from: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


Index("ix_bulk_struck_signature_id", BulkStruck.signature_id)


class SigneeImport(Base):
    """Names gathered elsewhere that somebody of the staff brings: judged line by line, looked at, then listed.

    `file` is the signee file and `judged` what its lines are (see `import_jobs.py`), both sealed under the letter's key
    until it is done with; `choices` says what staff chose for single lines (a JSON object, line number to "own", "same"
    or "leave"). `done` counts the lines that were judged, or listed, so far. `source` says where the names come from,
    in the staff's words ("paper, at the assembly in May").
    """

    __tablename__ = "signee_import"
    __table_args__ = (
        Index(
            "ix_signee_import_works",
            "id",
            sqlite_where=text("state IN ('judging', 'listing')"),
            postgresql_where=text("state IN ('judging', 'listing')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), index=True)
    source: Mapped[str]
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    judged: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    rows: Mapped[int]
    choices: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    state: Mapped[str]
    done: Mapped[int] = mapped_column(default=0)
    totals: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    imported_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Note(Base):
    """What somebody of the staff wrote down about a letter, or about one signature of it: sealed under its key."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), index=True)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), index=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    written_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Tag(Base):
    """A word that staff put on a letter, or on one signature of it, to find it by."""

    __tablename__ = "tag"
    __table_args__ = (
        Index(
            "uq_tag_letter",
            "letter_id",
            "word",
            unique=True,
            sqlite_where=text("signature_id IS NULL"),
            postgresql_where=text("signature_id IS NULL"),
        ),
        Index("uq_tag_signature", "signature_id", "word", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), index=True)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"))
    word: Mapped[str]


class DayFigure(Base):
    """How many signatures of a letter were requested, and how many verified, on one day of the letter's own zone."""

    __tablename__ = "day_figure"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    requested: Mapped[int] = mapped_column(default=0)
    verified: Mapped[int] = mapped_column(default=0)


class LetterFigures(Base):
    """A letter's figures as they were counted last, since a long list is not counted for everybody who looks."""

    __tablename__ = "letter_figures"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    counted: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
