"""At the real server: what is too large or has no end is refused at once, and others are served."""

import http.client
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests import make
from tests.journeys.sites import Site

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def open_letter(site: Site) -> str:
    """The address of the sign form of a letter."""
    with site.inside():
        make.letter("besieged-train")
    return "/letters/besieged-train/sign"


def status(site: Site, method: str, path: str, **more: object) -> int:
    """The status of the answer; 0 where the server closed the door while it was still being sent to."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    try:
        connection.request(method, path, **more)  # type: ignore[arg-type]
        return connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        return 0
    finally:
        connection.close()


def pieces(number: int) -> Iterator[bytes]:
    for _ in range(number):
        yield b"organization=" + b"x" * 16_000 + b"&"


def test_what_is_too_large_is_refused_within_a_second_and_the_next_visitor_is_served(
    site: Site, open_letter: str
) -> None:
    cookies = "; ".join(f"cookie{number}=value{number}" for number in range(5_000))
    bomb = b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n" * 20_000
    hostile: dict[str, dict[str, object]] = {
        "five thousand cookies": {"headers": {**FORM, "Cookie": cookies}, "body": b"a=b"},
        "a thousand headers": {"headers": {**FORM, **{f"X-{number}": "a" for number in range(1_000)}}, "body": b"a=b"},
        "a megabyte": {"headers": FORM, "body": b"organization=" + b"x" * 1_000_000},
        "pieces without a length": {"headers": FORM, "body": pieces(60), "encode_chunked": True},
        "a multipart bomb": {"headers": {"Content-Type": "multipart/form-data; boundary=x"}, "body": bomb},
    }
    for what, request in hostile.items():
        began = time.monotonic()
        assert status(site, "POST", open_letter, **request) in (0, 400, 413, 431), what
        assert time.monotonic() - began < 10, what
        assert status(site, "GET", open_letter) == 200, f"after {what}"
    assert status(site, "GET", open_letter, headers={"Cookie": cookies}) in (400, 431)
