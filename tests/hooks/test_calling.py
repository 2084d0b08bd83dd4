"""A call goes to the public internet, to the address that was looked at, once, and not for long; and it is signed."""

import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from signon.hooks import addresses, calling
from signon.hooks.addresses import Unreachable, checked_url, place_of, reachable
from signon.hooks.calling import call
from signon.hooks.signing import Secrets, headers_of, new_secret
from signon.refusals import Refusal
from tests.hooks.certified import certified
from tests.servers.hooks import ENDLESS, SLOW, Receiver, hook_receiver
from tests.servers.smtp import free_port, silent_server

AT = datetime(2026, 3, 1, tzinfo=UTC)
INSIDE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.0.192",
    "192.88.99.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "3fff::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
]
WRONG = [
    "",
    "hooks.example",
    "ftp://hooks.example/",
    "https://",
    "https://user:word@hooks.example/",
    "https://hooks.example/#there",
    "https://hooks.example/ there",
    "https://hooks.example/\r\nHost: x",
    "https://hooks.example:99999/",
    "https://intern/",
    "https://localhost/",
    "https://box.localhost/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://127.1/",
    "https://[::1]/",
    "http://hooks.example/",
    "https://hooks.example/" + "x" * 1000,
    *(f"https://[{number}]/" if ":" in number else f"https://{number}/" for number in INSIDE),
]


@pytest.mark.parametrize("url", WRONG)
def test_an_address_that_is_none_or_lies_inside_a_network_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_url(url, here=False)
    assert refused.value.field == "url"


def test_public_addresses_are_taken_as_they_are_and_ones_own_machine_only_by_developers() -> None:
    for url in ("https://hooks.example/signon?key=1", "https://bücher.example:8443/", "https://[2606:4700::1]/"):
        assert checked_url(f" {url} ", here=False) == url
    for url in ("http://localhost:8000/", "http://127.0.0.1:8000/hooks", "https://hooks.example/"):
        assert checked_url(url, here=True) == url
    assert place_of("https://bücher.example/a?b=c").as_header == "xn--bcher-kva.example"


@pytest.mark.parametrize("numbers", [[number] for number in INSIDE] + [["8.8.8.8", "10.0.0.1"], []])
def test_a_name_that_leads_inside_is_never_connected_to(numbers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _resolver([numbers]))
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    assert call("https://hooks.example/", b"{}", {}, here=False).status is None


def test_a_name_that_means_something_else_a_moment_later_leads_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []

    def connect(address: Any, *_: Any) -> socket.socket:
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", _resolver([["8.8.8.8"], ["127.0.0.1"]]))
    monkeypatch.setattr(socket, "create_connection", connect)
    assert call("https://hooks.example/", b"{}", {}, here=False).status is None
    assert connected == [("8.8.8.8", 443)]


def test_a_name_that_nobody_has_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        reachable(place_of("https://hooks.invalid/"), here=False)
    assert addresses.reachable(place_of("http://127.0.0.1:1/"), here=True) == ["127.0.0.1"]


def test_a_call_arrives_whole_with_its_headers() -> None:
    with hook_receiver() as receiver:
        answer = call(receiver.url, '{"name":"Ünion"}'.encode(), {"webhook-id": "evt_1"}, here=True)
        assert answer.is_heard and answer.status == 204
        [heard] = receiver.heard
    assert heard.path == "/hooks?from=signon" and heard.said == {"name": "Ünion"}
    assert heard.headers["content-type"] == "application/json" and heard.headers["webhook-id"] == "evt_1"
    assert heard.headers["host"] == receiver.url.split("/")[2]


def test_only_a_yes_in_time_is_a_yes_and_redirects_are_not_followed() -> None:
    with hook_receiver() as receiver:
        receiver.answers = [200, 299, 400, 410, 503, receiver.url, SLOW]
        answers = [_called(receiver) for _ in range(6)]
        began = time.monotonic()
        slow = _called(receiver, seconds=0.3)
        assert time.monotonic() - began < 2
        assert len(receiver.heard) == 7
        receiver.answers = [ENDLESS]
        began = time.monotonic()
        assert _called(receiver, seconds=0.3).is_heard, "what is said beside the status is nobody's business"
        assert time.monotonic() - began < 2
    assert [answer.is_heard for answer in answers] == [True, True, False, False, False, False]
    assert [answer.wants_no_more for answer in answers] == [False, False, False, True, False, False]
    assert slow.status is None


def test_nobody_there_or_nobody_who_speaks_is_no_answer() -> None:
    assert call(f"http://127.0.0.1:{free_port()}/", b"{}", {}, here=True).status is None
    with silent_server() as (host, port):
        assert call(f"http://{host}:{port}/", b"{}", {}, here=True, seconds=0.2).status is None
        assert call(f"https://{host}:{port}/", b"{}", {}, here=True, seconds=0.2).status is None


def test_the_next_address_of_a_name_is_tried_where_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with hook_receiver() as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", _resolver([["127.0.0.2", "127.0.0.1"]]))
        assert call(receiver.url.replace("127.0.0.1", "localhost"), b"{}", {}, here=True).is_heard


def test_a_program_must_prove_that_the_name_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = []
    for name, is_trusted in (("localhost", True), ("localhost", False), ("other.example", True)):
        file = tmp_path / f"{name}.pem"
        secured = certified(name, file)
        monkeypatch.setenv("SSL_CERT_FILE", str(file) if is_trusted else "")
        calling._security.cache_clear()
        with hook_receiver(secured) as receiver:
            statuses.append(_called(receiver).status)
            assert len(receiver.heard) == (statuses[-1] is not None)
    calling._security.cache_clear()
    assert statuses == [204, None, None]


def test_a_signature_is_that_of_the_specifications_own_example() -> None:
    moment = datetime.fromtimestamp(1614265330, UTC)
    secret, event_id = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert headers_of(event_id, b'{"test": 2432232314}', (secret,), moment) == {
        "webhook-id": event_id,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_renewed_secret_works_beside_the_old_one_for_a_day() -> None:
    first = Secrets(new_secret())
    second = first.renewed(AT)
    assert second.current != first.current and len(second.current) == len("whsec_") + 44
    assert second.valid(AT + timedelta(hours=23)) == (second.current, first.current)
    assert second.valid(AT + timedelta(hours=24)) == (second.current,)
    signatures = headers_of("evt_1", b"{}", second.valid(AT), AT)["webhook-signature"].split(" ")
    assert len(signatures) == 2 and all(one.startswith("v1,") for one in signatures)


def _called(receiver: Receiver, seconds: float = 5) -> Any:
    return call(receiver.url, b"{}", {}, here=True, seconds=seconds)


def _resolver(answers: list[list[str]]) -> Any:
    """A name server that says each of `answers` once; numbers are what they are."""
    waiting, usual = list(answers), socket.getaddrinfo

    def resolve(host: str, port: int, *more: Any, **named: Any) -> list[Any]:
        if host[0].isdigit():
            return usual(host, port, *more, **named)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in waiting.pop(0)]

    return resolve
