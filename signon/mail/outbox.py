"""The outbox: mail is a row first, in the same transaction as what it tells about; a worker with a lease sends it.

At least once: a worker that dies between the server's "yes" and our note sends again, with the same Message-ID.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, TextClause, delete, exists, func, or_, select, update

from signon.database import db, is_sqlite
from signon.keys import INSTALLATION, KeyStore
from signon.letters.models import Letter
from signon.mail.models import (
    ASKED_BY_ANYONE,
    DROPPED,
    LAPSED,
    LATER,
    QUEUED,
    QUEUES,
    REFUSED,
    SENDING,
    SENT,
    OutboxMail,
)
from signon.signatures.edition_models import Delivery
from signon.signatures.signing import Requested

# Longer than a batch can take with a slow server: a lease shorter than its batch sends twice.
LEASE = timedelta(minutes=5)
BATCH = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=5)
KEPT_AFTER = timedelta(days=7)  # the row of a mail that is about no signature, once it is done with
STAFF_NOTICE, STAFF_INVITATION = "staff_notice", "staff_invitation"
VERIFICATION, LINKS, APPROVAL, HANDOVER = ASKED_BY_ANYONE
SIGNED, LISTED = "signed", "listed"
AGAIN, DELEGATED, SURGE, OBJECTED = "again", "delegated", "surge", "objected"
HOOK_GIVEN_UP = "hook_given_up"
COVERING, QUESTION = "covering", "question"
CLARIFIED, ASKED_ABOUT_CHANGE = "clarified", "asked_about_change"
MAILING = "mailing"
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
    due_at: datetime
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
    mark: str = "",
) -> int:
    """Keep one mail of `kind`; `says` holds "to" and the mail's facts, sealed under the letter's key or the
    installation's. Its Message-ID begins with `mark`, 16 hex digits, if there is one. Answers the id of its row.
    """
    how = {"language": language, "keys": keys, "host": host, "at": at, "letter": letter}
    row = OutboxMail(**row_of(kind, says, **how, signature_id=signature_id, mark=mark))  # type: ignore[arg-type]
    db.session.add(row)
    db.session.flush()
    return row.id


def row_of(
    kind: str,
    says: dict[str, str],
    *,
    language: str,
    keys: KeyStore,
    host: str,
    at: datetime,
    letter: Letter | None,
    signature_id: int | None = None,
    mark: str = "",
) -> dict[str, Any]:
    """The columns of one mail as `keep` keeps it, for who inserts many at once."""
    key_name = letter.key_name if letter else INSTALLATION
    return {
        "letter_id": letter.id if letter else None,
        "signature_id": signature_id,
        "kind": kind,
        "language": language,
        "key_name": key_name,
        "sealed": keys.seal(key_name, json.dumps(says).encode(), _SEALED),
        "message_id": f"<{mark or secrets.token_hex(8)}{secrets.token_hex(8)}@{host}>",
        "created_at": at,
        "due_at": at,
    }


def claim(at: datetime, most: int = BATCH) -> list[Claimed]:
    """Take up to `most` mails that are due under a lease: what is owed before what anyone can ask for, what goes to
    many at last, of each the longest waiting first. The caller owns the transaction.
    """
    ids: list[int] = []
    for queue in QUEUES:
        ids += next_due(queue, at, most - len(ids)) if len(ids) < most else []
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


def next_due(which: TextClause, at: datetime, most: int) -> list[int]:
    """The ids of up to `most` mails of these kinds that are due and that no worker has."""
    free = or_(OutboxMail.state.in_((QUEUED, LATER)), (OutboxMail.state == SENDING) & (OutboxMail.lease_until < at))
    due = (
        select(OutboxMail.id)
        .where(waits(), which, free, OutboxMail.due_at <= at)
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(most)
    )
    if not is_sqlite():
        due = due.with_for_update(skip_locked=True)
    return list(db.session.scalars(due))


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


def note_unready(mail: Claimed, at: datetime) -> None:
    """What the mail carries is still being drawn: look again soon, as if it had not been claimed, for five days."""
    if at - mail.created_at > GIVE_UP_AFTER:
        _finish(mail, state=LAPSED, sealed=None)
        return
    _finish(mail, state=QUEUED, due_at=at + FIRST_WAIT, attempts=mail.attempts - 1)


def release(mail: Claimed) -> None:
    """Give a claimed mail back untried, because the worker is stopping."""
    _finish(mail, state=QUEUED)


def put_off(mail: Claimed, until: datetime) -> None:
    """A limit is reached: the mail waits, as if it had not been claimed."""
    _finish(mail, state=LATER, due_at=until, attempts=mail.attempts - 1)


def drop(mail: Claimed) -> None:
    """The mail never leaves, and what it said is erased."""
    _finish(mail, state=DROPPED, sealed=None)


def take_back(mail_id: int) -> bool:
    """Delete a mail that waits and that no worker has; answers whether there was one."""
    gone = db.session.execute(
        delete(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.state.in_((QUEUED, LATER)))
        .execution_options(synchronize_session=False)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def take_back_about(signature_id: int, since: datetime) -> int:
    """Delete the mails about a signature that were kept since then, wait, and that no worker has; answers how many."""
    about = (OutboxMail.signature_id == signature_id, OutboxMail.created_at >= since)
    gone = db.session.execute(
        delete(OutboxMail)
        .where(*about, OutboxMail.state.in_((QUEUED, LATER)))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def reseal(mail: Claimed, says: dict[str, str], keys: KeyStore) -> None:
    """Let a claimed mail say more from now on, so that every copy of it says the same."""
    sealed = keys.seal(mail.key_name, json.dumps(says).encode(), _SEALED)
    mine = (OutboxMail.id == mail.id, OutboxMail.lease_until == mail.lease_until)
    db.session.execute(
        update(OutboxMail).where(*mine).values(sealed=sealed).execution_options(synchronize_session=False)
    )


def purge(at: datetime) -> None:
    """Delete what is done with for a week and about no signature; the others go with their signature. A covering mail
    stays, without what it said: the delivery log tells by it what left and when.
    """
    done = func.coalesce(OutboxMail.sent_at, OutboxMail.due_at)
    in_the_log = exists().where(Delivery.mail_id == OutboxMail.id)
    db.session.execute(
        delete(OutboxMail)
        .where(OutboxMail.signature_id.is_(None), OutboxMail.sealed.is_(None), done < at - KEPT_AFTER, ~in_the_log)
        .execution_options(synchronize_session=False)
    )


def waits() -> ColumnElement[bool]:
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
        row.due_at,
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
