"""Where the mail of a test goes, and what has become of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from signon.database import db, now, transaction
from signon.mail.models import OutboxMail
from tests.servers.smtp import Delivery, SmtpSink


def point_mail_at(app: Flask, monkeypatch: pytest.MonkeyPatch, host: str, port: int, timeout: float = 5.0) -> None:
    """Let the application send to this server, as MAIL_SERVER and MAIL_PORT would."""
    for name, value in (("MAIL_SERVER", host), ("MAIL_PORT", port), ("MAIL_TIMEOUT", timeout)):
        monkeypatch.setitem(app.config, name, value)
    state = app.extensions["mail"]
    for name, value in (("server", host), ("port", port), ("suppress", False)):
        monkeypatch.setattr(state, name, value)


def deliveries(sink: SmtpSink, count: int) -> list[Delivery]:
    """What has arrived, once `count` mails have."""
    sink.wait_for(count)
    return sink.deliveries


def first(sink: SmtpSink) -> Delivery:
    """The first mail that arrived."""
    return deliveries(sink, 1)[0]


def states() -> list[str]:
    """The states of all outbox rows, oldest first."""
    db.session.rollback()
    return list(db.session.scalars(text("SELECT state FROM outbox_mail ORDER BY id")))


def hurry() -> None:
    """Let everything that waits be due now."""
    with transaction():
        db.session.query(OutboxMail).update({"due_at": now(), "lease_until": now() - timedelta(seconds=1)})
