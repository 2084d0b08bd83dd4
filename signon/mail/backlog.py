"""What waits in the outbox, and what became of a letter's mails, in numbers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select, union_all

from signon.database import db
from signon.letters.models import Letter
from signon.mail.models import IS_TO_MANY, LATER, QUEUES, OutboxMail
from signon.mail.outbox import waits


@dataclass(frozen=True)
class Backlog:
    """What waits in the outbox to be sent: how many mails, and the age of the oldest of them, in seconds. What a limit
    put off counts from when it is due.
    """

    waiting: int
    oldest_seconds: int


def backlog(at: datetime) -> Backlog:
    """The backlog `at` this moment, for readiness and for staff."""
    since = case((OutboxMail.state == LATER, OutboxMail.due_at), else_=OutboxMail.created_at)
    overdue = or_(OutboxMail.state != LATER, OutboxMail.due_at <= at)
    # Each queue has its index.
    each = (select(since.label("since")).where(waits(), queue, overdue) for queue in QUEUES)
    waiting = union_all(*each).subquery()
    number, oldest = db.session.execute(select(func.count(), func.min(waiting.c.since))).one()
    return Backlog(number, int((at - oldest).total_seconds()) if oldest else 0)


def figures(letter: Letter) -> dict[str, int]:
    """How many of the letter's mails are in each state."""
    rows = db.session.execute(
        select(OutboxMail.state, func.count()).where(OutboxMail.letter_id == letter.id).group_by(OutboxMail.state)
    ).all()
    return dict(rows)


def to_many_due(at: datetime, most: int) -> int:
    """How many of the mails that go to many are due, counted up to `most`."""
    due = select(OutboxMail.id).where(waits(), IS_TO_MANY, OutboxMail.due_at <= at).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(due)) or 0
