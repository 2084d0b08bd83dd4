"""Sending: the only place that speaks SMTP. Each mail is claimed, sent and noted by itself; a stop loses none."""

import logging
import mailbox
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.charset import QP, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from pathlib import Path

from flask import current_app
from flask_mail import BadHeaderError, Mail
from flask_mail import Message as SmtpMessage

from signon.database import now, transaction
from signon.keys import KeyGone, KeyStore
from signon.mail.covering import NotDrawnYet
from signon.mail.limits import Limits, admit, note_nothing_there
from signon.mail.mailing_recall import is_over, note_dropped
from signon.mail.messages import Message, compose
from signon.mail.outbox import (
    LINKS,
    MAILING,
    Claimed,
    claim,
    drop,
    note_delayed,
    note_refused,
    note_sent,
    note_unready,
    release,
    reseal,
    unseal,
)
from signon.mail.renewal import WAYS, written
from signon.signatures.renewing import ways_for
from signon.signatures.switches import MAIL, is_off
from signon.signatures.tokens import Tokens

log = logging.getLogger(__name__)
_SLOWEST = 250_000  # bytes a second; a heavy mail may take so much longer than MAIL_TIMEOUT
_QUOTED = Charset("utf-8")
_QUOTED.body_encoding = QP

mail = Mail()


def send_due(keys: KeyStore, stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due until nothing is, or until `stop` says so or mail is switched off; answers how many mails left.

    What a limit puts off or drops is not sent.
    """
    sent = 0
    pace = _Pace(current_app.config["MAILS_A_SECOND"])
    halted: Callable[[], bool] = lambda: stop() or is_off(MAIL)  # noqa: E731
    while not halted():
        with transaction():
            at = now()
            claimed = claim(at)
            admitted = admit(claimed, _limits(), keys=keys, at=at)
        if not claimed:
            break
        for number, one in enumerate(admitted):
            if halted():
                _give_back(admitted[number:])
                break
            with pace:
                sent += _send_one(one, keys)
    return sent


def _limits() -> Limits:
    names = ("MAILS_PER_ADDRESS_A_DAY", "MAILS_PER_DOMAIN_AN_HOUR", "MAILS_PER_LETTER_AN_HOUR", "MAILS_AN_HOUR")
    return Limits(*(current_app.config[name] for name in names))


class _Pace:
    """At most so many mails a second by this worker, 0 for no limit: each `with` begins a gap after the last one ended.

    Counted from the end, since only then has the server had the mail: so no second of its own sees more.
    """

    def __init__(self, mails_a_second: int) -> None:
        self.gap = 1 / mails_a_second if mails_a_second else 0.0
        self.free_at = time.monotonic()

    def __enter__(self) -> None:
        time.sleep(max(0.0, self.free_at - time.monotonic()))

    def __exit__(self, *_: object) -> None:
        self.free_at = time.monotonic() + self.gap


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
        says = _what_it_says(one, keys)
        if says is None:
            return False
        send(compose(one, says))
        outcome = note_sent
    except NotDrawnYet:
        outcome = note_unready
    except Exception as fault:  # a mail that cannot be sent must not stop the worker
        outcome = note_refused if _is_for_good(fault) else note_delayed
        log.warning("mail %s %s: %s", one.message_id, outcome.__name__.removeprefix("note_"), type(fault).__name__)
    with transaction():
        outcome(one, now())
    return outcome is note_sent


def _what_it_says(one: Claimed, keys: KeyStore) -> dict[str, str] | None:
    """What the mail says. New links are opened when they are about to leave, and stay the same however often the mail
    is tried. None when it was dropped: that nothing is open under an address is told once a day, and of a mailing that
    was stopped nothing more leaves.
    """
    says = unseal(one, keys)
    if one.kind == MAILING and is_over(one, says, keys, now()):
        with transaction():
            drop(one)
            note_dropped(one, says, keys)
        return None
    if one.kind != LINKS or WAYS in says:
        return says
    tokens: Tokens = current_app.extensions["signon.tokens"]
    with transaction():
        ways = ways_for(says["to"], keys=keys, tokens=tokens, at=now())
        if not ways and not note_nothing_there(says["to"], keys=keys, at=now()):
            drop(one)
            return None
        says = {**says, WAYS: written(ways)}
        reseal(one, says, keys)
    return says


def _is_for_good(fault: Exception) -> bool:
    """Whether trying again is no use: the recipient is refused, the text is, or the letter's key was destroyed."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPDataError):
        return fault.smtp_code >= 500
    if isinstance(fault, smtplib.SMTPSenderRefused):
        return fault.smtp_code == 552  # the whole mail is too large (RFC 1870), which is told before it is sent
    return isinstance(fault, KeyGone | BadHeaderError)


def send(message: Message) -> None:
    """Hand `message` to MAIL_SERVER, or lay it into the local mailbox where there is no server (loopback only)."""
    built = _built(message)
    if not current_app.config["MAIL_SERVER"]:
        local_mailbox().add(built.as_bytes())
        return
    heavy = sum(len(file.data) for file in message.attachments)
    with _timeout(current_app.config["MAIL_TIMEOUT"] + heavy / _SLOWEST):
        mail.send(built)


class _ByHand(SmtpMessage):
    """A mail that a person wrote: its lines may be longer than mail allows (RFC 5322: 998), so that they are quoted,
    and no server on the way has a reason to change what DKIM has signed.
    """

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        return MIMEText(text or "", subtype, _QUOTED)  # type: ignore[arg-type]


class _ToMany(_ByHand):
    """One mail of a mailing, with headers that a mail program reads: Python's policy would encode a link that is longer
    than a line, and nobody would know it for one.
    """

    def _message(self) -> MIMEBase:
        message: MIMEBase = super()._message()
        message.policy = policy.SMTP.clone(refold_source="none")
        return message


def _built(message: Message) -> SmtpMessage:
    kind = _ToMany if message.unsubscribe else _ByHand if message.by_hand else SmtpMessage
    built = kind(subject=_header(message.subject), recipients=[message.to], body=message.text, html=message.html)
    built.msgId = message.message_id
    # What a person sends is no auto-generated mail (RFC 3834): whoever is away may answer so.
    built.extra_headers = {} if message.by_hand else {"Auto-Submitted": "auto-generated"}
    if message.unsubscribe:
        one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        built.extra_headers = {"List-Unsubscribe": f"<{message.unsubscribe}>", **one_click}
    built.reply_to = message.reply_to or None
    for file in message.attachments:
        built.attach(file.name, file.media_type, file.data)
    return built


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
