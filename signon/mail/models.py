"""The outbox row."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime
from signon.letters.models import Letter
from signon.signatures.models import Signature

QUEUED, SENDING, SENT, REFUSED, LAPSED = "queued", "sending", "sent", "refused", "lapsed"
# Over a limit: LATER waits until it is under it, DROPPED never leaves; so does what goes to a suppressed address.
LATER, DROPPED = "later", "dropped"

# What anyone can have sent to any address by typing it into a form. Kinds that are in neither list are owed: they
# follow from what was proven, or go to staff.
ASKED_BY_ANYONE = ("verification", "links", "approval", "handover")
# What goes to many at once, because staff wrote to them or changed the text: it waits for all other mail.
TO_MANY = ("mailing", "clarified", "asked_about_change")


def _among(*kinds: str) -> str:
    return "(" + ", ".join(f"'{kind}'" for kind in kinds) + ")"


# Written out, not as parameters: only then do both databases see that it is what their index says of itself.
IS_OWED = text(f"kind NOT IN {_among(*ASKED_BY_ANYONE, *TO_MANY)}")
IS_ASKED_FOR, IS_TO_MANY = text(f"kind IN {_among(*ASKED_BY_ANYONE)}"), text(f"kind IN {_among(*TO_MANY)}")
QUEUES = (IS_OWED, IS_ASKED_FOR, IS_TO_MANY)  # the first goes first
_OWED, _ASKED_FOR, _TO_MANY = (text(f"sealed IS NOT NULL AND {kinds}") for kinds in QUEUES)


class OutboxMail(Base):
    """One mail to one address, kept in the transaction of what it tells about.

    `sealed` is a JSON object (to, and what the mail says) under the key `key_name`; it is emptied once the mail has
    left
    or will never leave. `message_id` stays the same however often it is tried. `lease_until` is the moment until which
    one worker may work on it.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        # What waits, in the order in which it is sent: the next ten of a long queue are found without sorting it, and
        # what is owed without reading through a flood of what strangers asked for.
        Index("ix_outbox_mail_owed", "due_at", "id", sqlite_where=_OWED, postgresql_where=_OWED),
        Index("ix_outbox_mail_asked_for", "due_at", "id", sqlite_where=_ASKED_FOR, postgresql_where=_ASKED_FOR),
        Index("ix_outbox_mail_to_many", "due_at", "id", sqlite_where=_TO_MANY, postgresql_where=_TO_MANY),
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


class MailTally(Base):
    """How many mails went, within one hour, to one mailbox, to one domain, for one letter, or in all.

    `counted` names which: mailboxes and domains as fingerprints under the installation's key. Purged after two days.
    """

    __tablename__ = "mail_tally"

    counted: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class SuppressedAddress(Base):
    """A mailbox whose owner said "this was not us": for a year nothing goes there but what staff are sent as staff."""

    __tablename__ = "suppressed_address"

    hash: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
