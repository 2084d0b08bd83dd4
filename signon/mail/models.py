"""The outbox row."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime
from signon.letters.models import Letter
from signon.signatures.models import Signature

QUEUED, SENDING, SENT, REFUSED, LAPSED = "queued", "sending", "sent", "refused", "lapsed"

_WAITING = text("sealed IS NOT NULL")


class OutboxMail(Base):
    """One mail to one address, kept in the transaction of what it tells about.

    `sealed` is a JSON object (to, and what the mail says) under the key `key_name`; it is emptied once the mail has
    left
    or will never leave. `message_id` stays the same however often it is tried. `lease_until` is the moment until which
    one worker may work on it.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        # What waits, in the order in which it is sent: the next ten of a long queue are found without sorting it.
        Index("ix_outbox_mail_waiting", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey(Letter.id), index=True)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    language: Mapped[str]
    key_name: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
