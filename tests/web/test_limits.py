"""One visitor may knock so often and no more; who it was, nobody knows afterwards."""

import hashlib
import logging
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.signatures.suspicion import TOO_MANY
from signon.web.limits import AN_HOUR, _visitor
from signon.web.tries import Memory, Tries
from tests import make
from tests.browser import Browser, browser
from tests.installations import installation_of_its_own
from tests.staff.people import csrf, give_password, person, send
from tests.web.answers import seen
from tests.web.conftest import Setting
from tests.web.proofs import proof_for

FORM = {"code": "2222-2222"}


def from_address(app: Flask, address: str, **headers: str) -> Browser:
    """The browser of somebody at that address."""
    visiting = browser(app)
    visiting.environ_base = {**visiting.environ_base, "REMOTE_ADDR": address, **headers}
    return visiting


def test_forms_beyond_the_limit_are_asked_to_wait_and_other_visitors_are_not(app: Flask, settings: Setting) -> None:
    settings(FORMS_PER_VISITOR_AN_HOUR=3)
    busy, other = from_address(app, "192.0.2.1"), from_address(app, "192.0.2.2")
    assert [busy.post("/verify", data=FORM).status_code for _ in range(3)] == [422] * 3
    answer = busy.post("/verify", data=FORM)
    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert "Please wait a while" in answer.text
    assert busy.get("/verify").status_code == 200, "looking is not limited"
    assert other.post("/verify", data=FORM).status_code == 422


def test_an_emailed_link_works_for_a_visitor_who_has_sent_too_many_forms(app: Flask, settings: Setting) -> None:
    settings(FORMS_PER_VISITOR_AN_HOUR=1)
    make.letter()
    visitor = from_address(app, "192.0.2.1")
    assert make.send_form(visitor).status_code == 303
    assert make.send_form(visitor).status_code == 429
    assert visitor.post(make.newest_mail().link, data={"authorized": "y"}).status_code == 303
    assert len(make.signatures("verified")) == 1


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"])
def test_made_up_forwarding_headers_make_nobody_another_visitor(app: Flask, settings: Setting, header: str) -> None:
    settings(FORMS_PER_VISITOR_AN_HOUR=2)
    answers = [
        from_address(app, "192.0.2.1", **{header: f"198.51.100.{number}"}).post("/verify", data=FORM).status_code
        for number in range(100)
    ]
    assert answers == [422] * 2 + [429] * 98


def test_behind_one_trusted_proxy_the_last_address_counts_and_nothing_that_was_written_before_it(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    trusting = {"TRUSTED_PROXIES": "1", "FORMS_PER_VISITOR_AN_HOUR": "2"}
    with installation_of_its_own(request, "sqlite", tmp_path, **trusting) as app:
        said = [(f"203.0.113.{number}, 198.51.100.7", 422 if number < 2 else 429) for number in range(4)]
        for forwarded, expected in [*said, ("198.51.100.8", 422)]:
            visitor = from_address(app, "127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
            assert visitor.post("/verify", data=FORM).status_code == expected, forwarded


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "not an address", True),
    ],
)
def test_a_visitor_is_an_address_or_the_network_of_one_subscriber(app: Flask, one: str, other: str, same: bool) -> None:
    known = []
    for address in (one, other):
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            known.append(_visitor())
    assert (known[0] == known[1]) is same


def test_more_signings_than_people_send_are_answered_the_same_and_marked(app: Flask, settings: Setting) -> None:
    settings(SIGNINGS_WITHOUT_PROOF_AN_HOUR=2)
    make.letter()
    visitor = from_address(app, "192.0.2.1")
    answers = [make.send_form(visitor, organization=f"Union {number}") for number in range(3)]
    assert len({seen(answer) for answer in answers}) == 1
    assert [row.suspicion for row in make.signatures()] == ["", "", TOO_MANY]
    make.send_form(from_address(app, "192.0.2.2"), organization="Another Union")
    assert make.signatures()[-1].suspicion == ""


def test_who_has_worked_for_it_may_sign_more_often(app: Flask, settings: Setting) -> None:
    settings(SIGNINGS_WITHOUT_PROOF_AN_HOUR=1, SIGNINGS_PER_VISITOR_AN_HOUR=3, PROOF_OF_WORK=2)
    make.letter()
    visitor = from_address(app, "192.0.2.1")
    for number in range(4):
        page = visitor.get("/letters/night-train/sign")
        entry = {**make.ORGANIZATION, "organization": f"Union {number}", "proof": proof_for(page)}
        visitor.post("/letters/night-train/sign", data={**entry, "form_token": make.form_token(page)})
    assert [row.suspicion for row in make.signatures()] == ["", "", "", TOO_MANY]


def test_with_the_proof_turned_off_the_looser_limit_is_everybodys(app: Flask, settings: Setting) -> None:
    settings(SIGNINGS_WITHOUT_PROOF_AN_HOUR=1, SIGNINGS_PER_VISITOR_AN_HOUR=3, PROOF_OF_WORK=0)
    make.letter()
    for number in range(4):
        make.send_form(from_address(app, "192.0.2.1"), organization=f"Union {number}")
    assert [row.suspicion for row in make.signatures()] == ["", "", "", TOO_MANY]


def test_this_machine_is_no_visitor_and_has_no_limit(app: Flask, settings: Setting) -> None:
    settings(FORMS_PER_VISITOR_AN_HOUR=1, SIGNINGS_WITHOUT_PROOF_AN_HOUR=1)
    make.letter()
    for number, address in enumerate(("127.0.0.1", "127.0.0.1", "::1", "::1", "", "unix:")):
        assert make.send_form(from_address(app, address), organization=f"Union {number}").status_code == 303
    assert {row.suspicion for row in make.signatures()} == {""}


def tried(visitor: FlaskClient, email: str) -> int:
    """The status of one wrong password."""
    token = csrf(visitor.get("/staff/login"))
    return visitor.post("/staff/login", data={"csrf_token": token, "email": email, "password": "wrong"}).status_code


def test_passwords_from_one_place_are_looked_at_so_often_a_minute(app: Flask, settings: Setting) -> None:
    settings(SIGN_IN_TRIES_PER_MINUTE=3)
    spray, someone = from_address(app, "192.0.2.1"), person()
    assert [tried(spray, f"somebody{number}@nightline.org") for number in range(5)] == [200] * 3 + [429] * 2
    assert give_password(from_address(app, "192.0.2.2"), someone).status_code == 302


@pytest.mark.parametrize("email", ["ida@nightline.org", "nobody@nightline.org"])
def test_one_account_is_limited_over_all_places_whether_it_exists_or_not(
    app: Flask, settings: Setting, email: str
) -> None:
    settings(SIGN_IN_TRIES_PER_MINUTE=4)
    person()
    answers = [tried(from_address(app, f"192.0.2.{number // 4}"), email) for number in range(8)]
    apart = [tried(from_address(app, "192.0.2.0"), email) for _ in range(4)]
    assert answers == [200] * 4 + [200] * 3 + [429], "four for all, then three for each"
    assert apart == [429] * 4, "and the limit of each place stays"


def test_nobody_can_keep_the_owner_of_an_account_out_by_trying_it_without_end(app: Flask, settings: Setting) -> None:
    settings(SIGN_IN_TRIES_PER_MINUTE=5)
    someone = person()
    for number in range(60):
        tried(from_address(app, f"198.51.100.{number % 6}"), someone.email)
    owner = from_address(app, "192.0.2.2")
    assert tried(owner, someone.email) == 200, "and one typing mistake is free"
    assert give_password(owner, someone).status_code == 302


def test_a_password_that_is_asked_for_again_is_limited_too(app: Flask, settings: Setting) -> None:
    visitor, someone = from_address(app, "192.0.2.1"), person()
    step = give_password(visitor, someone)
    send(visitor, step.location, code=someone.code())
    settings(SIGN_IN_TRIES_PER_MINUTE=2)
    page = csrf(visitor.get("/staff/password"))
    changed = {"csrf_token": page, "password": "wrong", "new_password": "x" * 20, "new_password_confirm": "x" * 20}
    answers = [visitor.post("/staff/password", data=changed).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_a_window_that_is_over_begins_anew() -> None:
    tries, second = Tries(), timedelta(seconds=1)
    assert [tries.count("form", "a", 2, second) for _ in range(3)] == [True, True, False]
    assert tries.seconds_left("form", "a", 2, second) == 1
    assert tries.count("another form", "a", 2, second), "another kind is counted apart"
    time.sleep(1.05)
    assert tries.count("form", "a", 2, second)


def test_everybody_is_somebody_else_tomorrow_and_to_another_process() -> None:
    first, other = Tries()._alone, Tries()._alone
    today = first.known_as("192.0.2.1")
    assert first.known_as("192.0.2.1") == today
    assert other.known_as("192.0.2.1") != today
    first.day -= 1  # it was yesterday that the key was made
    assert first.known_as("192.0.2.1") != today


def test_memory_forgets_what_no_longer_counts_and_stays_small_in_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signon.web.tries._MOST", 50)
    memory = Memory()
    for number in range(500):
        memory.incr(f"visitor {number}", 3600)
    assert 0 < memory.reset() <= 50
    monkeypatch.setattr("signon.web.tries._SWEEP", 0.0)
    memory.incr("short", -1)
    memory.incr("long", 3600)
    assert memory.reset() == 1


def test_a_visitor_who_is_asked_to_wait_is_named_in_no_log(
    app: Flask, settings: Setting, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "sqlalchemy", "flask", "werkzeug", "signon", "limits"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    settings(FORMS_PER_VISITOR_AN_HOUR=1, SIGN_IN_TRIES_PER_MINUTE=1)
    visitor = from_address(app, "203.0.113.77")
    assert [visitor.post("/verify", data=FORM).status_code for _ in range(2)] == [422, 429]
    assert [tried(visitor, "wren@nightline.org") for _ in range(2)] == [200, 429]
    tries = app.extensions["signon.tries"]
    kept = repr(tries._alone.limiter.storage._counts)
    for word in ("203.0.113.77", "wren@nightline.org"):
        for form in (word, hashlib.sha256(word.encode()).hexdigest(), hashlib.md5(word.encode()).hexdigest()):
            assert form not in caplog.text
            assert form not in kept
    assert tries._alone.known_as("203.0.113.77") in kept, "the search does not even find what is there"
    assert tries._alone.known_as("203.0.113.77") not in caplog.text


def test_so_many_visitors_at_once_are_counted_in_no_time() -> None:
    tries = Tries()
    for number in range(50_000):
        tries.count("form", str(number), 3, AN_HOUR)
    began = time.process_time()
    for number in range(1_000):
        tries.count("form", str(number), 3, AN_HOUR)
    assert time.process_time() - began < 0.5, "counting one visitor goes through all of them"
