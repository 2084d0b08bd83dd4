"""Visitors of a real web server, each from an address of their own: quick, without cookies and scripts."""

import http.client
import ipaddress
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask

from tests import make
from tests.servers.smtp import Delivery, SmtpSink

Done = TypeVar("Done")
_FIRST_ADDRESS = ipaddress.IPv4Address("198.18.0.0")  # of a network for such tests (RFC 2544)
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_OPEN_FOR = timedelta(seconds=20)  # how long a person has the form before it is sent


@dataclass(frozen=True)
class Answer:
    """What the server answered: the headers as they came, and how many seconds it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def location(self) -> str:
        """The path that the answer leads to."""
        return urlsplit(dict(self.headers)["Location"]).path


class Visitor:
    """One connection to the server at `address`; used by one thread at a time."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self._answer("GET", path)

    def post(self, path: str, form: dict[str, str], comes_from: int = 0) -> Answer:
        """Send a form, as the visitor of this number: a trusted proxy says which address that is."""
        return self._answer(
            "POST", path, urlencode(form), {**_FORM, "X-Forwarded-For": str(_FIRST_ADDRESS + comes_from)}
        )

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _answer(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        try:
            self._connection.request(method, path, body, headers or {})
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server hung up on a connection that rested, before it had read anything.
            self._connection.close()
            self._connection.request(method, path, body, headers or {})
            answer = self._connection.getresponse()
        return Answer(answer.status, tuple(answer.getheaders()), answer.read().decode())


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """A visitor who hangs up at the end."""
    visitor = Visitor(address)
    try:
        yield visitor
    finally:
        visitor.close()


def together(threads: int, address: str, act: Callable[[Visitor, int], Done], numbers: range) -> list[Done]:
    """What `act(visitor, number)` answers for each of `numbers`, by so many visitors at the same time."""

    def share(first: int) -> list[Done]:
        with visiting(address) as visitor:
            return [act(visitor, number) for number in numbers[first::threads]]

    with ThreadPoolExecutor(threads) as pool:
        return [one for done in pool.map(share, range(threads)) for one in done]


def sign(visitor: Visitor, app: Flask, comes_from: int, slug: str = "night-train", **typed: str) -> Answer:
    """Send the sign form of a letter, in which `typed` was typed, a while after it was shown."""
    shown_at = datetime.now(UTC) - _OPEN_FOR
    token = app.extensions["signon.tokens"].form_token(f"sign {slug}", shown_at)
    entry = {**make.ORGANIZATION, **typed, "form_token": token}
    return visitor.post(f"/letters/{slug}/sign", entry, comes_from)


def settings_beside(app: Flask, sink: SmtpSink | None = None, **settings: str) -> dict[str, str]:
    """The environment in which other programs are the same installation behind one proxy, with the limits that an
    installation has by itself, and whose mail goes to `sink`.
    """
    uri = str(app.config["SQLALCHEMY_DATABASE_URI"])
    mail = {"MAIL_SERVER": sink.host, "MAIL_PORT": str(sink.port)} if sink else {}
    return {"DATABASE_URL": uri, "DATA_DIR": str(app.config["DATA_DIR"]), "TRUSTED_PROXIES": "1", **mail, **settings}


def link_in(delivery: Delivery, path: str = "/verify/") -> str:
    """The path of the link that a mail leads to; "" when it has none that begins with `path`."""
    body: Any = delivery.message.get_body(("plain",))
    words = body.get_content().split()
    return next((urlsplit(word).path for word in words if urlsplit(word).path.startswith(path)), "")
