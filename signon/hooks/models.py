"""The webhook, and the calls that are made to it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.campaigns.models import Campaign
from signon.database import Base, UtcDateTime
from signon.staff.models import StaffMember

WAITING, HEARD, GIVEN_UP = "waiting", "heard", "given_up"


class Webhook(Base):
    """An address that is called when one of `events` happens in a campaign.

    It hears of what happened `since` then: since it was added, or called again after a pause. `secret`, with which its
    calls are signed, is sealed under the installation's key (see `secrets.py`). `failing_since` is set while no call is
    answered, `paused_at` when it was given up or staff paused it.
    """

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id), index=True)
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(JSON, default=list)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HookCall(Base):
    """One call to a webhook, kept in the transaction of what it tells, and made by the worker.

    `event_id` is the same for every webhook that hears of one event, and in every try; a webhook hears of each once.
    `about` names what it is about ("letter 3", a signee's public id): by this a newer count takes the place of one that
    waits, and a name that left is told no more. `body` is JSON of public data, erased once it was heard or given up.
    `answered` is the HTTP status of the last try, None where there was no answer. `lease_until` is set
    while one is made; `due_at` is when it was done with, once it was.
    """

    __tablename__ = "hook_call"
    __table_args__ = (
        Index(
            "ix_hook_call_due",
            "due_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_hook_call_webhook", "webhook_id", "id"),
        Index("ix_hook_call_about", "about", "webhook_id", "id"),
        Index("uq_hook_call_event", "event_id", "webhook_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey(Webhook.id, ondelete="CASCADE"))
    event_id: Mapped[str]
    event: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    state: Mapped[str] = mapped_column(default=WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
