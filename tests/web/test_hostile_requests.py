"""Whatever is sent, however much of it, wherever to: a clear refusal at once, and never a fault of ours."""

import gc
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.signatures.models import FROM_FORM, Signature
from signon.signatures.tokens import APPROVE, ENTRY, HANDOVER, OBJECT, VERIFY
from signon.signatures.ways import open_way
from tests import make
from tests.browser import Browser, browser
from tests.outreach.guests import link_for
from tests.staff.people import person, sign_in
from tests.web.bodies import HOSTILE, ODD, PARTS, Body, parts

LOGO, CHECK = "own_entry.put_logo", "checking.check_file"  # they take a file
KEYED = "api.request_signature"  # asks who it is before it reads what they say


@pytest.fixture
def filled(app: Flask) -> dict[str, str]:
    """A letter with a listed signature and one that waits; a link of every kind, by the first part of its address."""
    make.letter()
    make.verified(browser(app))
    make.send_form(browser(app), organization="Waiting Union")
    (listed,) = make.signatures("verified")
    ways = {"approve": APPROVE, "object": OBJECT, "signature": ENTRY, "hand-over": HANDOVER}
    week, tokens = timedelta(days=7), app.extensions["signon.tokens"]
    with transaction():
        opened = {
            path: open_way(listed.id, purpose, tokens=tokens, at=now(), lasts=week) for path, purpose in ways.items()
        }
    invited = link_for(make.letter("circulating-train")).removeprefix("/invited/")
    return {**opened, "verify": make.newest_mail().token, "invited": invited}


def paths(app: Flask, tokens: dict[str, str], method: str) -> Iterator[tuple[str, str]]:
    """Every address that answers `method`, with its endpoint."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            values: dict[str, Any] = {"slug": "night-train", "signature_id": 1, "version": "1", "path": "a"}
            values |= {"format": "csv", "code": "22222222", "file": "letter.pdf", "page": 1, "which": "last"}
            values |= {"answer_id": 1, "delivery_id": 1}
            values["token"] = tokens.get(rule.rule.split("/")[1], app.extensions["signon.tokens"].issue(VERIFY))
            yield adapter.build(rule.endpoint, {name: values.get(name, 1) for name in rule.arguments}), rule.endpoint


@pytest.fixture(autouse=True)
def garbage_of_this_test_only() -> Iterator[None]:
    """What thousands of tests before left in memory is not looked through while the work of an answer is measured."""
    gc.freeze()
    yield
    gc.unfreeze()


def answers(visitor: FlaskClient, path: str, body: Body) -> int:
    """The status of the answer, which must not cost a second of work (of processors, whoever else uses them)."""
    began = time.process_time()
    answer = visitor.post(path, data=body.data, content_type=body.kind, headers=list(body.headers))
    assert time.process_time() - began < 1, f"{path} cost more than a second of work"
    return answer.status_code


def test_a_hostile_body_is_refused_at_every_door_that_strangers_have(app: Flask, filled: dict[str, str]) -> None:
    before = everything()
    for path, endpoint in paths(app, filled, "POST"):
        if not endpoint.startswith("staff.") and endpoint != LOGO:
            for what, body in HOSTILE.items():
                if endpoint == CHECK and what == "a file of a megabyte":
                    continue
                refused = (400, 401, 413) if endpoint == KEYED else (400, 413)
                assert answers(browser(app), path, body) in refused, f"{what} at {path}"
    assert everything() == before


def test_an_odd_form_is_no_fault_of_ours_and_changes_nothing(app: Flask, filled: dict[str, str]) -> None:
    before = everything()
    for path, _ in paths(app, filled, "POST"):
        for what, body in ODD.items():
            assert answers(browser(app), path, body) < 500, f"{what} at {path}"
    assert everything() == before


def test_staff_who_send_the_same_see_no_fault_either(app: Flask, filled: dict[str, str]) -> None:
    inside = browser(app)
    sign_in(inside, person())
    for path, endpoint in paths(app, filled, "POST"):
        for what, body in {**HOSTILE, **ODD}.items() if endpoint.startswith("staff.") else ():
            assert answers(inside, path, body) < 500, f"{what} at {path}"


def everything() -> list[list[tuple[object, ...]]]:
    """All rows but the counts of wrong codes, which are there to count such things."""
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name != "code_tries"]
    return [sorted((tuple(row) for row in db.session.execute(table.select())), key=repr) for table in tables]


def test_where_a_picture_is_taken_a_larger_body_is_and_one_that_is_too_large_is_not(
    app: Flask, filled: dict[str, str]
) -> None:
    (path,) = [path for path, endpoint in paths(app, filled, "POST") if endpoint == LOGO]
    head, visitor = b'name="logo"; filename="a.png"', browser(app)
    assert answers(visitor, path, Body(parts(1, head, b"x" * 1_000_000), PARTS)) not in (400, 413, 500)
    assert answers(visitor, path, Body(parts(1, head, b"x" * 1_300_000), PARTS)) == 413
    for what in ("ten thousand fields", "a thousand parts", "a gzip bomb", "JSON"):
        assert answers(visitor, path, HOSTILE[what]) in (400, 413), what


def test_a_form_of_the_size_that_people_fill_in_is_taken(client: FlaskClient) -> None:
    make.petition()
    assert make.send_form(client, "sunday-train", comment="ü" * 500).status_code == 303


def test_other_methods_are_refused_everywhere(app: Flask, filled: dict[str, str]) -> None:
    visitor = browser(app)
    for path, _ in [*paths(app, filled, "GET"), *paths(app, filled, "POST"), ("/nowhere", "")]:
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "NONSENSE"):
            assert visitor.open(path, method=method).status_code in (400, 404, 405), f"{method} {path}"


def test_five_thousand_cookies_are_no_fault_of_ours(app: Flask, filled: dict[str, str]) -> None:
    cookies = "; ".join(f"cookie{number}=value{number}" for number in range(5_000))
    began = time.process_time()
    for path, _ in paths(app, filled, "GET"):
        answer = app.test_client(use_cookies=False).get(path, headers={"Cookie": cookies})
        assert answer.status_code < 500, path
    assert time.process_time() - began < 20


MADE_UP = {
    "verified": "1",
    "letter_id": "2",
    "id": "77",
    "origin": "import",
    "suspicion": "none",
    "reason": "fine",
    "shown_representative": "Mallory",
    "is_convener": "1",
    "organization_id": "1",
    "claimed_organization_id": "1",
    "identity": "another",
    "sort_key": "aaa",
    "own_sort_key": "aaa",
    "address_hash": "x",
    "contact": "x",
    "comment": "shown at once",
    "comment_waits": "",
    "attestation": "I agree",
    "approval": "I agree",
    "approved_at": "2026-01-01",
    "verified_at": "2026-01-01",
    "requested_at": "2020-01-01",
    "created_at": "2020-01-01",
    "form_id": "x",
    "kind": "individual",
    "language": "xx",
    "public_name": "Mallory",
    "authorized": "y",
}


def test_columns_that_no_form_asks_for_are_not_filled_in_by_one(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    make.send_form(client, **MADE_UP)
    plain, forged = make.signatures()
    assert forged.origin == FROM_FORM and forged.state == "pending"
    assert different(plain, forged) == set()


def different(one: Signature, other: Signature) -> set[str]:
    """The columns in which two signatures differ, but for those that every request has for itself."""
    own = {"id", "form_id", "contact", "requested_at", "changed_at"}
    columns = {column.key for column in Signature.__table__.columns}
    return {name for name in columns - own if getattr(one, name) != getattr(other, name)}


def test_the_state_of_a_form_is_where_the_organization_is_and_nothing_else(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client, state="verified")
    assert [(row.state, row.home_state) for row in make.signatures()] == [("pending", "verified")]


def test_the_page_that_verifies_takes_the_box_and_nothing_more(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    link = make.newest_mail().link
    client.post(link, data=MADE_UP | {"state": "verified", "organization": "Mallory", "printed_name": "Mallory"})
    (row,) = make.signatures()
    assert (row.printed_name, row.website, row.origin) == ("Night Owls Union", "https://nightowls.org", FROM_FORM)
    assert (row.shown_representative, row.comment, row.approval) == ("", "", "")
    assert row.attestation != "I agree"


FORGED: dict[str, dict[str, str]] = {
    "X-Forwarded-Host": {"X-Forwarded-Host": "evil.example"},
    "X-Forwarded-Proto": {"X-Forwarded-Proto": "javascript"},
    "X-Forwarded-Prefix": {"X-Forwarded-Prefix": "//evil.example"},
    "X-Forwarded-Port": {"X-Forwarded-Port": "1"},
    "Forwarded": {"Forwarded": "host=evil.example;proto=https"},
    "X-Host": {"X-Host": "evil.example"},
    "X-Original-URL": {"X-Original-URL": "/staff/"},
    "X-Rewrite-URL": {"X-Rewrite-URL": "/staff/"},
    "X-HTTP-Method-Override": {"X-HTTP-Method-Override": "DELETE"},
    "Referer": {"Referer": "https://evil.example/"},
    "Origin": {"Origin": "https://evil.example"},
}


@pytest.mark.parametrize("header", FORGED)
def test_forged_headers_change_no_page_and_no_form(client: FlaskClient, header: str) -> None:
    make.letter()
    for path in ("/", "/letters/night-train", "/letters/night-train/signees", "/staff/login"):
        assert b"evil.example" not in client.get(path, headers=FORGED[header]).data
    plain, forged = client.get("/verify"), client.get("/verify", headers=FORGED[header])
    assert (plain.status_code, sorted(plain.headers)) == (forged.status_code, sorted(forged.headers))
    page = client.get("/letters/night-train/sign")
    sent = {**make.ORGANIZATION, "form_token": make.form_token(page)}
    answer = client.post("/letters/night-train/sign", data=sent, headers=FORGED[header])
    assert answer.location == "/letters/night-train/sign/sent"
    assert len(make.signatures("pending")) == 1


@pytest.mark.parametrize("host", ["evil.example", "localhost:80@evil.example", "localhost.evil.example", "[::1", ""])
def test_a_form_that_is_sent_to_another_host_name_is_refused(client: FlaskClient, host: str) -> None:
    make.letter()
    page = client.get("/letters/night-train/sign")
    sent = {**make.ORGANIZATION, "form_token": make.form_token(page)}
    answer = client.post("/letters/night-train/sign", data=sent, headers={"Host": host})
    assert answer.status_code == 400
    assert make.signatures() == []


ELSEWHERE = ("//evil.example", "https://evil.example/", "/\\evil.example")
LEADING = ("next", "url", "redirect", "return", "return_to", "continue", "to", "back", "as", "letter", "q", "page")


def test_no_door_leads_to_another_site_whatever_it_is_asked(app: Flask, filled: dict[str, str]) -> None:
    inside = browser(app)
    sign_in(inside, person())
    led = 0
    for trick in ELSEWHERE:
        asked = dict.fromkeys(LEADING, trick)
        for visitor in (browser(app), inside):
            led += sum(stays(visitor.get, path, query_string=asked) for path, _ in paths(app, filled, "GET"))
            led += sum(
                stays(visitor.post, path, query_string=asked, data=asked)
                for path, endpoint in paths(app, filled, "POST")
                if endpoint != "security.logout"
            )
    assert led > 50, "hardly any door leads on: is this still tried?"


def stays(ask: Callable[..., Any], path: str, **what: Any) -> bool:
    """Whether the answer leads on; wherever to, it is on this site."""
    location: str = ask(path, **what).headers.get("Location", "")
    here = location.startswith(("/", "http://localhost/")) and not location.startswith(("//", "/\\"))
    assert here or not location, f"{path} leads to {location}"
    return bool(location)


def test_a_slug_that_is_no_slug_is_not_found(app: Flask, filled: dict[str, str]) -> None:
    visitor: Browser = browser(app)
    assert with_slug("night-train") is not None
    for slug in ("%00", "%ff", "../../etc/passwd", "' OR 1=1 --", "x" * 5_000, "{{7*7}}", "night-train%0a"):
        for path in ("", "/sign", "/signees", "/count.json", "/letter.pdf"):
            assert visitor.get(f"/letters/{slug}{path}").status_code in (400, 404), f"{slug!r}{path}"
