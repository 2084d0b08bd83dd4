"""Sending: the only place that speaks SMTP. Each mail is claimed, sent and noted by itself; a stop loses none."""

import logging
import mailbox
import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.header import Header
from pathlib import Path

from flask import current_app
from flask_mail import BadHeaderError, Mail
from flask_mail import Message as SmtpMessage

from signon.database import now, transaction
from signon.keys import KeyGone, KeyStore
from signon.mail.messages import Message, compose
from signon.mail.outbox import Claimed, claim, note_delayed, note_refused, note_sent, release, unseal

log = logging.getLogger(__name__)

mail = Mail()


def send_due(keys: KeyStore, stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due until nothing is, or until `stop` says so; answers how many mails left."""
    sent = 0
    while not stop():
        with transaction():
            at = now()
            claimed = claim(at)
        if not claimed:
            break
        for number, one in enumerate(claimed):
            if stop():
                _give_back(claimed[number:])
                break
            sent += _send_one(one, keys)
    return sent


def _give_back(untried: list[Claimed]) -> None:
    with transaction():
        for one in untried:
            release(one)


def _send_one(one: Claimed, keys: KeyStore) -> bool:
    """Send one claimed mail and note what became of it; answers whether it left. No address or text is ever logged.

    Whatever is not the recipient's fault (a server that wants a login, a fault of ours) delays the mail and loses none.
    """
    if now() >= one.lease_until:
        return False  # the batch took too long: another worker has it by now
    try:
        send(compose(one, unseal(one, keys)))
        outcome = note_sent
    except Exception as fault:  # a mail that cannot be sent must not stop the worker
        outcome = note_refused if _is_for_good(fault) else note_delayed
        log.warning("mail %s %s: %s", one.message_id, outcome.__name__.removeprefix("note_"), type(fault).__name__)
    with transaction():
        outcome(one, now())
    return outcome is note_sent


def _is_for_good(fault: Exception) -> bool:
    """Whether trying again is no use: the recipient is refused, the text is, or the letter's key was destroyed."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPDataError):
        return fault.smtp_code >= 500
    return isinstance(fault, KeyGone | BadHeaderError)


def send(message: Message) -> None:
    """Hand `message` to MAIL_SERVER, or lay it into the local mailbox where there is no server (loopback only)."""
    built = SmtpMessage(subject=_header(message.subject), recipients=[message.to], body=message.text, html=message.html)
    built.msgId = message.message_id
    built.extra_headers = {"Auto-Submitted": "auto-generated"}
    if not current_app.config["MAIL_SERVER"]:
        local_mailbox().add(built.as_bytes())
        return
    with _timeout(current_app.config["MAIL_TIMEOUT"]):
        mail.send(built)


def _header(subject: str) -> str:
    """`subject` encoded and folded once, here: what Flask-Mail would encode, Python's policy folds inside a word."""
    return subject if subject.isascii() else Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")


def local_mailbox() -> mailbox.Maildir:
    """Where mail lies on a machine without MAIL_SERVER: DATA_DIR/mailbox, shown at /dev/mailbox."""
    return mailbox.Maildir(Path(current_app.config["DATA_DIR"]) / "mailbox", create=True)


@contextmanager
def _timeout(seconds: float) -> Iterator[None]:
    """Flask-Mail opens its connection without a time-out; within this block every new socket has one."""
    kept = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(kept)
