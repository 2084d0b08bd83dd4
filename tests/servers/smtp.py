"""A real SMTP server that keeps what it is given, and the ways in which mail servers fail.

Nothing of the application is replaced: it speaks SMTP over a socket to what stands here.
"""

import email
import email.policy
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
STAGES = ("rcpt", "data")
LARGEST = 33_554_432  # bytes of a mail; the server's own usual limit


@dataclass(frozen=True)
class Delivery:
    """One accepted mail: the message, and the envelope's addresses, which are who really gets it."""

    message: EmailMessage
    sender: str
    recipients: tuple[str, ...]


class SmtpSink:
    """An SMTP server on a port of its own, which it keeps through `stop()` and `start()`."""

    def __init__(self) -> None:
        """Choose the port; nothing listens before `start()`."""
        self.host = HOST
        self.port = free_port()
        self.largest = LARGEST  # told at the start
        self.deliveries: list[Delivery] = []
        self._refusals: dict[str, list[int]] = {stage: [] for stage in STAGES}
        self._controller: Controller | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        """What was accepted, oldest first."""
        return [delivery.message for delivery in self.deliveries]

    def start(self) -> None:
        """Listen, unless it does already. Returns when connections are answered."""
        if self._controller is None:
            limit = self.largest
            self._controller = Controller(_Handler(self), hostname=self.host, port=self.port, data_size_limit=limit)
            self._controller.start()

    def stop(self) -> None:
        """Be down: connections are refused until `start()`. What was accepted stays."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def refuse_next(self, code: int, times: int = 1, stage: str = "rcpt") -> None:
        """Answer the next `times` recipients (stage "rcpt") or message bodies (stage "data") with `code`, 400 to 599.

        4xx asks to come again later, 5xx refuses for good. Refused mail is not among the messages.
        """
        if stage not in STAGES or not 400 <= code <= 599:
            raise ValueError(f"no refusal: {code} at {stage}")
        self._refusals[stage].extend([code] * times)

    def clear(self) -> None:
        """Forget what was accepted and which refusals were still to come."""
        self.deliveries.clear()
        for codes in self._refusals.values():
            codes.clear()

    def wait_for(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """The messages, once there are `count` of them; after `seconds` without, an AssertionError."""
        deadline = time.monotonic() + seconds
        while len(self.deliveries) < count:
            assert time.monotonic() < deadline, f"{len(self.deliveries)} of {count} mails after {seconds} s"
            time.sleep(0.02)
        return self.messages

    def _refusal(self, stage: str) -> str | None:
        codes = self._refusals[stage]
        return f"{codes.pop(0)} refused by the test" if codes else None


class _Handler:
    """What aiosmtpd calls, on its own thread."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        refusal = self._sink._refusal("rcpt")
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        refusal = self._sink._refusal("data")
        if refusal is None:
            self._sink.deliveries.append(_delivery(envelope))
        return refusal or "250 OK"


def _delivery(envelope: Envelope) -> Delivery:
    content: Any = envelope.content
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return Delivery(message, str(envelope.mail_from), tuple(envelope.rcpt_tos))


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """Give a started sink, and stop it at the end."""
    sink = SmtpSink()
    sink.start()
    try:
        yield sink
    finally:
        sink.stop()


@contextmanager
def silent_server() -> Iterator[tuple[str, int]]:
    """Give the (host, port) of a server that accepts every connection and never says a word."""
    held: list[socket.socket] = []
    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=_accept_all, args=(listener, held), daemon=True)
        thread.start()
        try:
            yield HOST, listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)  # ends the accept() that waits
            thread.join(5)
            for connection in held:
                connection.close()


def _accept_all(listener: socket.socket, held: list[socket.socket]) -> None:
    while True:
        try:
            held.append(listener.accept()[0])
        except OSError:
            return


def free_port() -> int:
    """A TCP port of this machine that nobody listens on at this moment."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
