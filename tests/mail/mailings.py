"""Mailings as tests want them: written, sent off, and worked on by a worker whose clock the test sets."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import current_app

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail import mailings, outbox
from signon.mail.models import OutboxMail
from signon.outreach import inviting, mailing
from signon.outreach.inviting import Guest
from signon.outreach.mailing import Words
from signon.outreach.models import INVITATION, Mailing
from signon.signatures.entry import Contact, Entry
from signon.signatures.models import Signature
from signon.signatures.signee import ORGANIZATION
from tests import make
from tests.mail.covering import colleague

WORDS = {"en": Words("Will {{ organization }} sign?", "Hello {{ organization }},\n\nplease:\n\n{{ link }}\n\nIda")}


def invite(letter: Letter, names: Sequence[str], language: str = "") -> None:
    """Invite organizations of these names, each at a mailbox of its own; nothing is mailed."""
    entries = [
        Entry(ORGANIZATION, name, Contact(email=make.home_of(name)["email"]), language=language) for name in names
    ]
    with transaction():
        inviting.add(letter, [Guest(entry) for entry in entries], keys=make.keys(), at=now())


def drafted(letter: Letter, kind: str = INVITATION, words: Mapping[str, Words] = WORDS) -> Mailing:
    """A draft of somebody on the staff."""
    by = colleague(f"ida{now().timestamp()}@nightline.org")
    with transaction():
        return mailing.draft(letter, kind, words, by=by, at=now())


def sent_off(
    letter: Letter, kind: str = INVITATION, words: Mapping[str, Words] = WORDS, at: datetime | None = None
) -> Mailing:
    """A mailing that was sent off `at` that moment, of which the worker has kept no mail yet."""
    by = colleague(f"ida{now().timestamp()}@nightline.org")
    with transaction():
        moment = at or now()
        row = mailing.draft(letter, kind, words, by=by, at=moment)
        total = mailings.reach(letter, kind, make.keys(), moment).gets_it
        mailing.send(letter, row, total=total, seen=row.changed_at, by=by, at=moment)
    return row


def step(at: datetime | None = None) -> bool:
    """What a worker does once."""
    db.session.rollback()
    return mailings.work_due(make.keys(), current_app.extensions["signon.tokens"], "x", at or now())


def work(at: datetime | None = None) -> None:
    """What a worker does until there is nothing more to do."""
    while step(at):
        pass


def kept() -> list[dict[str, str]]:
    """What the mails of mailings that wait in the outbox say, in their order."""
    db.session.rollback()
    rows = db.session.query(OutboxMail).filter_by(kind=outbox.MAILING).order_by(OutboxMail.id).populate_existing()
    return [outbox.unseal(row, make.keys()) for row in rows if row.sealed is not None]


def to() -> list[str]:
    """Whom they go to."""
    return [says["to"] for says in kept()]


def requested_ago(days: float) -> None:
    """Let every request be so many days old."""
    with transaction():
        for row in db.session.query(Signature).filter_by(state="pending"):
            row.requested_at = now() - timedelta(days=days)
