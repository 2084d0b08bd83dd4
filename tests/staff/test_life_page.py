"""Staff move a letter through its life by buttons, each refusal beside its field; an embargo leaks nothing."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.letters.moments import typed
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.staff.people import Browser, csrf

PAGE = "/staff/letters/night-train/life"


def letter() -> Letter:
    """The letter, read anew."""
    db.session.rollback()
    found = with_slug("night-train")
    assert found is not None
    db.session.refresh(found)
    return found


def press(staff: Browser, do: str, **fields: str) -> TestResponse:
    """Open the page, fill in the form that `do` belongs to, and press its button."""
    page = staff.get(PAGE)
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page.text)
    sent = {"csrf_token": csrf(page), "do": do, "seen": html.unescape(seen[1]) if seen else "", **fields}
    return staff.post(PAGE, data=sent)


def test_a_letter_is_led_from_draft_to_reopened_by_its_buttons(owner: Browser, client: FlaskClient) -> None:
    make.letter(published=False)
    states = []
    for do in ("circulate", "end-circulation", "circulate", "publish", "close", "reopen"):
        assert press(owner, do).status_code == 303
        states.append(letter().state(now()))
    assert states == ["circulating", "draft", "circulating", "open", "closed", "open"]
    assert client.get("/letters/night-train").status_code == 200
    acts = [act for (act,) in db.session.query(AuditEntry.act).order_by(AuditEntry.id)]
    assert acts[-3:] == ["letter.published", "letter.closed", "letter.reopened"]


def test_an_embargoed_letter_is_as_unknown_as_one_that_is_not_there(owner: Browser, client: FlaskClient) -> None:
    make.letter(published=False)
    until = typed(now() + timedelta(days=2), "UTC")
    assert press(owner, "embargo", until=until).status_code == 303
    assert "opens by itself on" in owner.get(PAGE).text
    nowhere = client.get("/letters/day-train").text
    for path in ("", "/sign", "/signees", "/letter.pdf", "/count.json"):
        answer = client.get(f"/letters/night-train{path}")
        assert answer.status_code == 404
        assert not path or "night" not in answer.text.lower().replace("night-train", "")
    assert client.get("/letters/night-train").text.replace("night-train", "day-train") == nowhere
    assert "Run the night train" not in client.get("/").text
    with transaction():
        letter().published_at = now() - timedelta(seconds=1)
    assert client.get("/letters/night-train").status_code == 200


@pytest.mark.parametrize(
    ("do", "fields", "wrong"),
    [
        ("embargo", {"until": ""}, "until"),
        ("embargo", {"until": "2020-01-01T10:00"}, "until"),
        ("deadline", {"deadline": "2020-01-01T10:00", "zone": "UTC", "grace_hours": "24"}, "deadline"),
        ("deadline", {"deadline": "2035-03-11T02:30", "zone": "America/New_York", "grace_hours": "24"}, "deadline"),
        ("deadline", {"deadline": "2035-03-11T12:30", "zone": "Nowhere", "grace_hours": "24"}, "zone"),
        ("deadline", {"deadline": "2035-03-11T12:30", "zone": "UTC", "grace_hours": "many"}, "grace_hours"),
        ("silence", {"silence": "shrug"}, "silence"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    owner: Browser, do: str, fields: dict[str, str], wrong: str
) -> None:
    make.letter(published=False)
    answer = press(owner, do, **fields)
    assert answer.status_code == 422
    assert f'id="{wrong}-error"' in answer.text or f'id="{wrong}" aria-describedby="{wrong}-error' in answer.text
    for name, value in fields.items():
        assert name == "silence" or f'value="{value}"' in answer.text
    assert (letter().deadline_at, letter().published_at) == (None, None)


def test_a_deadline_is_set_on_the_clock_of_its_zone_and_left_as_it_is_when_only_the_grace_changes(
    owner: Browser,
) -> None:
    make.letter()
    dates = {"deadline": "2035-01-01T23:59", "zone": "America/New_York", "grace_hours": "12"}
    assert press(owner, "deadline", **dates).status_code == 303
    assert letter().deadline_at == make.moment("2035-01-02 04:59")
    assert "January 1, 2035, 11:59" in owner.get(PAGE).text
    assert press(owner, "close").status_code == 303
    closed = letter().deadline_at
    shown = typed(closed, "America/New_York")
    assert press(owner, "deadline", **{**dates, "deadline": shown, "grace_hours": "1"}).status_code == 303
    assert (letter().deadline_at, letter().grace_hours) == (closed, 1)
    stale = press(owner, "deadline", **{**dates, "seen": ""})
    assert stale.status_code == 422 and "Somebody moved the deadline meanwhile" in stale.text


def test_how_names_are_listed_silence_and_safe_mode_are_chosen_here(owner: Browser, client: FlaskClient) -> None:
    make.letter()
    for do, fields in (("listing", {"listing": "reviewed"}), ("silence", {"silence": "keep"}), ("safe", {})):
        assert press(owner, do, **fields).status_code == 303
    found = letter()
    assert (found.listing, found.silence, found.safe_mode) == ("reviewed", "keep", True)
    assert "noindex" in client.get("/letters/night-train").headers["X-Robots-Tag"]
    assert press(owner, "not-safe").status_code == 303
    assert not letter().safe_mode


def test_circulation_is_not_taken_back_once_somebody_signed(app: Flask, owner: Browser) -> None:
    made = make.letter(published=False)
    press(owner, "circulate")
    make.listed(made, ["Alder Union"])
    press(owner, "end-circulation")
    assert "Somebody has signed already" in owner.get(PAGE).text
    assert letter().state(now()) == "circulating"


def test_a_delivered_letter_shows_its_life_and_offers_no_date(owner: Browser) -> None:
    make.delivered(make.letter())
    page = owner.get(PAGE).text
    assert "its dates stay as they are" in page and 'name="deadline"' not in page
    assert press(owner, "reopen").status_code == 303
    assert letter().state(now()) == "delivered"
    assert owner.post(PAGE, data={"csrf_token": csrf(owner.get(PAGE)), "do": "explode"}).status_code == 400
