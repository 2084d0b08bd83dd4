"""What staff did, one entry an act, each sealed to the one before it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime
from signon.letters.models import Letter


class AuditEntry(Base):
    """One act. Entries of a campaign make a chain (`chain` is the campaign's id, 0 for what concerns the installation)
    and are numbered from 1; `hash` is keyed, and covers the entry and the `hash` before it.

    What it is about is told by ids, and by facts that are about no person (`facts`): whoever is erased is erased here
    too. `member_id` is the number of the StaffMember, whose account may be gone; it is empty where the command line or
    a worker acted: `who` says which.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("uq_audit_entry_chain_number", "chain", "number", unique=True),
        Index("ix_audit_entry_letter", "letter_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    member_id: Mapped[int | None] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(default="")
    act: Mapped[str]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey(Letter.id))
    signature_id: Mapped[int | None]
    organization_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    hash: Mapped[str]


class AuditHead(Base):
    """The last entry of a chain: whoever cuts off its end, or adds to it, has to change this row too."""

    __tablename__ = "audit_head"

    chain: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")
