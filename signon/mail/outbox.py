"""The outbox: mail is a row first, in the same transaction as what it tells about; a worker with a lease sends it.

At least once: a worker that dies between the server's "yes" and our note sends again, with the same Message-ID.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update

from signon.database import db, is_sqlite
from signon.keys import INSTALLATION, KeyStore
from signon.letters.models import Letter
from signon.mail.models import LAPSED, QUEUED, REFUSED, SENDING, SENT, OutboxMail
from signon.signatures.signing import Requested

# Longer than a batch can take with a slow server: a lease shorter than its batch sends twice.
LEASE = timedelta(minutes=5)
BATCH = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=5)
VERIFICATION = "verification"
STAFF_NOTICE = "staff_notice"
_SEALED = "outbox mail"


@dataclass(frozen=True)
class Claimed:
    """A mail that this worker may send until `lease_until`. What it says is still sealed: see `unseal`."""

    id: int
    kind: str
    language: str
    message_id: str
    letter_id: int | None
    attempts: int
    created_at: datetime
    lease_until: datetime
    key_name: str
    sealed: bytes


def keep_verification(
    letter: Letter, requested: Requested, *, to: str, name: str, language: str, keys: KeyStore, host: str, at: datetime
) -> None:
    """Keep the mail that carries a requested signature's link and code to the address that was typed."""
    keep(
        VERIFICATION,
        {"to": to, "name": name, "token": requested.token, "code": requested.code},
        language=language,
        keys=keys,
        host=host,
        at=at,
        letter=letter,
        signature_id=requested.signature_id,
    )


def keep(
    kind: str,
    says: dict[str, str],
    *,
    language: str,
    keys: KeyStore,
    host: str,
    at: datetime,
    letter: Letter | None = None,
    signature_id: int | None = None,
) -> None:
    """Keep one mail of `kind`; `says` holds "to" and the mail's facts, sealed under the letter's key or the
    installation's.
    """
    key_name = letter.key_name if letter else INSTALLATION
    db.session.add(
        OutboxMail(
            letter_id=letter.id if letter else None,
            signature_id=signature_id,
            kind=kind,
            language=language,
            key_name=key_name,
            sealed=keys.seal(key_name, json.dumps(says).encode(), _SEALED),
            message_id=f"<{secrets.token_hex(16)}@{host}>",
            created_at=at,
            due_at=at,
        )
    )
    db.session.flush()


def claim(at: datetime, most: int = BATCH) -> list[Claimed]:
    """Take up to `most` mails that are due, the longest waiting first, under a lease. The caller owns the
    transaction.
    """
    free = or_(OutboxMail.state == QUEUED, (OutboxMail.state == SENDING) & (OutboxMail.lease_until < at))
    due = (
        select(OutboxMail.id)
        .where(_waits(), free, OutboxMail.due_at <= at)
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(most)
    )
    if not is_sqlite():
        due = due.with_for_update(skip_locked=True)
    ids = list(db.session.scalars(due))
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id.in_(ids))
        .values(state=SENDING, lease_until=at + LEASE, attempts=OutboxMail.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    rows = db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.id.in_(ids))
        .order_by(OutboxMail.id)
        .execution_options(populate_existing=True)
    )
    return [_claimed(row, at + LEASE) for row in rows]


def unseal(mail: Claimed | OutboxMail, keys: KeyStore) -> dict[str, str]:
    """What the mail says: "to", and its facts. Raises KeyGone when it has left, or its letter's key was destroyed."""
    says: dict[str, str] = json.loads(keys.open(mail.key_name, mail.sealed or b"", _SEALED))
    return says


def note_sent(mail: Claimed, at: datetime) -> None:
    """The mail left: what it said is erased here."""
    _finish(mail, state=SENT, sent_at=at, sealed=None)


def note_refused(mail: Claimed, at: datetime) -> None:
    """The mail server will never take it: it is not tried again, staff see it as a number, and what it said is
    erased.
    """
    _finish(mail, state=REFUSED, sealed=None)


def note_delayed(mail: Claimed, at: datetime) -> None:
    """The mail server was not there or asked to wait: try again later, with growing gaps, for five days."""
    if at - mail.created_at > GIVE_UP_AFTER:
        _finish(mail, state=LAPSED, sealed=None)
        return
    wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 10), LONGEST_WAIT)
    _finish(mail, state=QUEUED, due_at=at + wait)


def release(mail: Claimed) -> None:
    """Give a claimed mail back untried, because the worker is stopping."""
    _finish(mail, state=QUEUED)


@dataclass(frozen=True)
class Backlog:
    """What waits in the outbox: how many mails, and the age of the oldest of them, in seconds."""

    waiting: int
    oldest_seconds: int


def backlog(at: datetime) -> Backlog:
    """The backlog `at` this moment, for readiness and for staff."""
    number, oldest = db.session.execute(select(func.count(), func.min(OutboxMail.created_at)).where(_waits())).one()
    return Backlog(number, int((at - oldest).total_seconds()) if oldest else 0)


def figures(letter: Letter) -> dict[str, int]:
    """How many of the letter's mails are in each state."""
    rows = db.session.execute(
        select(OutboxMail.state, func.count()).where(OutboxMail.letter_id == letter.id).group_by(OutboxMail.state)
    ).all()
    return dict(rows)


def _waits() -> ColumnElement[bool]:
    """What a mail says is erased when it has left or never will: what still says something waits, and is indexed."""
    return OutboxMail.sealed.is_not(None)


def _claimed(row: OutboxMail, lease_until: datetime) -> Claimed:
    return Claimed(
        row.id,
        row.kind,
        row.language,
        row.message_id,
        row.letter_id,
        row.attempts,
        row.created_at,
        lease_until,
        row.key_name,
        row.sealed or b"",
    )


def _finish(mail: Claimed, **values: object) -> None:
    """Note what became of a claimed mail, if the lease is still this worker's."""
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail.id, OutboxMail.state == SENDING, OutboxMail.lease_until == mail.lease_until)
        .values(lease_until=None, **values)
        .execution_options(synchronize_session=False)
    )
