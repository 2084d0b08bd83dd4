"""A real program that is called by webhooks, and the ways in which such programs fail."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Heard:
    """One call: its headers, by names in lower case, and its body."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """The body as JSON."""
        said: dict[str, Any] = json.loads(self.body)
        return said


@dataclass
class Receiver:
    """An HTTP server that keeps what it is told. It answers with `answers`, one after the other, then with 204.

    An answer is a status; or SLOW, for one that comes a byte at a time and never ends; or ENDLESS, for a whole one with
    a text that comes so; or a redirect, as an address.
    """

    url: str
    heard: list[Heard] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)

    def wait_for(self, count: int, seconds: float = 10) -> list[Heard]:
        """What was heard, once there is so much; after `seconds` without, an AssertionError."""
        deadline = time.monotonic() + seconds
        while len(self.heard) < count:
            assert time.monotonic() < deadline, f"{len(self.heard)} of {count} calls after {seconds} s"
            time.sleep(0.02)
        return self.heard


SLOW, ENDLESS = "slow", "endless"


@contextmanager
def hook_receiver(secured: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Give a receiver that listens, and stop it at the end; a `secured` one is called "localhost"."""
    with ThreadingHTTPServer((HOST, 0), _Handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever calls may hang up
        place = f"http://{HOST}" if secured is None else "https://localhost"
        receiver = Receiver(f"{place}:{server.server_address[1]}/hooks?from=signon")
        if secured is not None:
            server.socket = secured.wrap_socket(server.socket, server_side=True)
        server.receiver = receiver  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver.heard.append(Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        answer = receiver.answers.pop(0) if receiver.answers else 204
        if answer in (SLOW, ENDLESS):
            self._drip(b"X-Slow: " if answer == SLOW else b"\r\n")
        elif isinstance(answer, int):
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send_response(307)
            self.send_header("Location", answer)
            self.end_headers()

    def _drip(self, first: bytes) -> None:
        """What goes on for ever behind `first`: each byte comes well before anybody's patience with one byte ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + first)
        try:
            while True:
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass  # whoever called has hung up

    def log_message(self, *_: object) -> None:
        """Say nothing."""
