"""Making one call over HTTP: ten seconds in all, no redirects, no proxy, and hardly a look at what is answered."""

import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from signon.hooks.addresses import Place, Unreachable, place_of, reachable

SECONDS = 10.0  # for one call, from connecting to the answer's status
_MOST_READ = 1024  # bytes of an answer, which say nothing to us


@dataclass(frozen=True)
class Answer:
    """The HTTP status that was answered; None where nobody answered in time."""

    status: int | None

    @property
    def is_heard(self) -> bool:
        """Whether the call was taken."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def wants_no_more(self) -> bool:
        """410 Gone: the address is not to be called again."""
        return self.status == http.client.GONE


def call(url: str, body: bytes, headers: dict[str, str], *, here: bool, seconds: float = SECONDS) -> Answer:
    """POST `body` (JSON) to `url`, and answer what came of it; nothing is raised. `here` allows loopback."""
    try:
        place = place_of(url)
        connection = _Pinned(place, reachable(place, here=here), seconds)
    except (Unreachable, ValueError):
        return Answer(None)
    # A socket's own time-out begins anew with every byte: this one does not.
    over = threading.Timer(seconds, connection.cut)
    over.start()
    try:
        return Answer(_posted(connection, place, body, headers))
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(None)
    finally:
        over.cancel()
        connection.close()


def _posted(connection: "_Pinned", place: Place, body: bytes, headers: dict[str, str]) -> int | None:
    """The status that was answered in time; what follows it is let in, so that nobody is cut off who is brief."""
    ours = {"Host": place.as_header, "Content-Type": "application/json", "User-Agent": "Signon", "Connection": "close"}
    connection.request("POST", place.path, body, {**ours, **headers})
    with connection.getresponse() as response:
        status = None if connection.is_cut else response.status  # what ends in the middle of a header may look whole
        with suppress(OSError, http.client.HTTPException):
            response.read(_MOST_READ)
        return status


class _Pinned(http.client.HTTPConnection):
    """A connection to one of these numeric addresses, secured for the name that stands in the URL."""

    def __init__(self, place: Place, numbers: list[str], seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self.place, self.numbers, self.is_cut = place, numbers, False
        self.line: socket.socket | None = None  # which `sock` is no more once the headers are read
        self.until = time.monotonic() + seconds

    def connect(self) -> None:
        """Connect there and nowhere else."""
        self.sock = self.line = self._connected()
        self.sock.settimeout(self.timeout)
        if self.place.is_secure:
            secured = _security().wrap_socket(self.sock, server_hostname=self.place.host, do_handshake_on_connect=False)
            self.sock = self.line = secured  # first, so that a handshake can be cut too
            secured.do_handshake()

    def _connected(self) -> socket.socket:
        """The first address that answers: many hosts have one of the new internet that not everybody can reach."""
        fault = OSError("no time left")
        for left, number in zip(range(len(self.numbers), 0, -1), self.numbers, strict=True):
            patience = (self.until - time.monotonic()) / left
            if patience <= 0:
                break
            try:
                return socket.create_connection((number, self.place.port), patience)
            except OSError as refused:
                fault = refused
        raise fault

    def cut(self) -> None:
        """End it from another thread: what waits for an answer gets an error."""
        self.is_cut = True
        if self.line is not None:
            with suppress(OSError):  # it is closed already
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)  # of a secured one only what lies below


@cache
def _security() -> ssl.SSLContext:
    return ssl.create_default_context()
