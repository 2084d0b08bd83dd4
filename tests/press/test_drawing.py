"""A letter's documents are drawn once for each state of it: small ones at once, large ones by the worker."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.press import GIVE_UP_AFTER, LEASE, drawing
from signon.press.drawing import SheetJob
from signon.press.worker import backlog, draw_next
from signon.signatures.drawing_models import Drawing
from signon.signatures.own_entry import Found
from signon.signatures.withdrawing import withdraw
from tests import make
from tests.browser import browser
from tests.crowds import at_once
from tests.press.documents import drawings, keep_a_drawing, press, text_of, work
from tests.staff.people import person, sign_in

PDF = "/letters/night-train/letter.pdf"
NAMES = ("Aldermoor Readers", "Zinnia Circle")


@pytest.fixture
def letter(app: Flask) -> Letter:
    """A letter with two names."""
    made = make.letter()
    make.listed(made, NAMES)
    return made


@pytest.fixture
def large(letter: Letter, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Letter:
    """The same, in a house where one name is too many to be drawn at once."""
    monkeypatch.setitem(app.config, "DRAWN_AT_ONCE", 0)
    return letter


def change(**values: Any) -> None:
    """Have the one drawing be as it would be at another time."""
    with transaction():
        db.session.execute(update(Drawing).values(**values))


def withdrawn(letter: Letter, name: str) -> None:
    """The signee takes their name off."""
    row = next(row for row in make.signatures() if row.printed_name == name)
    with transaction():
        withdraw(Found(row, letter), now())


def claimed() -> SheetJob:
    """The job of a worker that took what waits."""
    with transaction():
        job = drawing.claim(now())
    assert job is not None
    return job


def test_a_small_document_is_drawn_once_for_each_state_and_asked_for_again_by_its_etag(
    letter: Letter, client: FlaskClient
) -> None:
    first = client.get(PDF)
    assert (first.status_code, first.mimetype, first.headers["Cache-Control"]) == (200, "application/pdf", "no-cache")
    again = client.get(PDF)
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert [row.data for row in drawings()] == [first.data]
    same = client.get(PDF, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    make.listed(letter, ["Birch Society"])
    changed = client.get(PDF, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)
    assert "Birch Society" in text_of(changed.data)
    assert [row.data for row in drawings()] == [changed.data]


def test_many_who_ask_at_one_moment_get_the_same_bytes(letter: Letter, app: Flask) -> None:
    answers = at_once([partial(browser(app).get, PDF) for _ in range(20)])  # more than there are connections
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1


def test_a_large_document_is_asked_for_once_and_drawn_by_the_worker_while_the_visitor_waits(
    large: Letter, app: Flask, client: FlaskClient
) -> None:
    page = client.get(PDF)
    assert (page.status_code, page.mimetype, page.headers["Cache-Control"]) == (202, "text/html", "no-store")
    assert page.headers["Refresh"] == page.headers["Retry-After"] == "5"
    (asked,) = drawings()
    make.listed(large, ["Birch Society"])
    assert client.get(PDF).status_code == client.get(f"/es{PDF}").status_code == 202
    assert [(row.name, row.wanted, row.asked_at) for row in drawings()] == [(asked.name, asked.wanted, asked.asked_at)]
    assert client.get("/readyz").get_json()["documents_waiting"] == 1
    assert (work(app), work(app)) == (1, 0)
    drawn = client.get(PDF)
    assert (drawn.status_code, drawn.mimetype) == (200, "application/pdf")
    assert "Birch Society" in text_of(drawn.data)
    assert client.get(PDF, headers={"If-None-Match": drawn.headers["ETag"]}).status_code == 304


def test_a_large_document_that_only_lacks_the_newest_names_is_handed_out_for_a_minute_and_then_offered(
    large: Letter, app: Flask, client: FlaskClient
) -> None:
    client.get(PDF)
    work(app)
    drawn = client.get(PDF)
    make.listed(large, ["Birch Society"])
    assert client.get(PDF).data == drawn.data, "who waits on a busy letter would never be done"
    change(drawn_at=now() - timedelta(minutes=2))
    page = client.get(PDF)
    assert page.status_code == 202
    assert f'href="{PDF}?last=1">Open the last one' in page.text
    assert client.get(f"{PDF}?last=1").data == drawn.data
    work(app)
    assert "Birch Society" in text_of(client.get(f"{PDF}?last=1").data)


def test_a_name_that_is_taken_off_is_in_nothing_that_is_kept_or_offered(
    large: Letter, app: Flask, client: FlaskClient
) -> None:
    client.get(PDF)
    work(app)
    assert "Zinnia" in text_of(client.get(PDF).data)
    withdrawn(large, "Zinnia Circle")
    assert drawings() == []
    for path in (PDF, f"{PDF}?last=1"):
        page = client.get(path)
        assert page.status_code == 202 or "Zinnia" not in text_of(page.data)
        assert "Open the last one" not in page.text


def test_a_name_that_is_taken_off_while_the_document_is_drawn_is_not_kept_with_it(
    large: Letter, app: Flask, client: FlaskClient
) -> None:
    client.get(PDF)
    job = claimed()
    stamp, data = drawing.draw(drawing.sheet_of(job), now())
    withdrawn(large, "Zinnia Circle")
    client.get(PDF)  # somebody asks meanwhile
    with transaction():
        assert not drawing.keep(job, stamp, data, now())
    assert [row.data for row in drawings()] == [None]
    work(app)
    assert "Zinnia" not in text_of(client.get(PDF).data)


def test_a_worker_that_dies_leaves_a_lease_that_ends_and_a_late_one_keeps_nothing(
    large: Letter, app: Flask, client: FlaskClient
) -> None:
    client.get(PDF)
    dead = claimed()
    assert work(app) == 0
    change(lease_until=now() - timedelta(seconds=1))
    assert work(app) == 1
    drawn = client.get(PDF)
    assert drawn.status_code == 200
    with transaction():
        assert not drawing.keep(dead, "a-b", b"half", now())
    assert client.get(PDF).data == drawn.data


def test_what_cannot_be_drawn_is_tried_again_with_growing_gaps_and_then_given_up(
    large: Letter, app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get(PDF)
    change(name="fax en")  # a format that a later release may have had
    assert work(app) == 1
    assert f"could not draw letter {large.id}, fax en: ValueError" in caplog.text
    assert _gap() == timedelta(minutes=1)
    change(asked_at=now() - timedelta(hours=3), lease_until=None)
    assert work(app) == 1
    assert timedelta(hours=3) <= _gap() < timedelta(hours=3, minutes=1)
    change(asked_at=now() - GIVE_UP_AFTER, lease_until=None)
    assert work(app) == 0
    assert backlog(now()).waiting == 1, "whoever watches the machine sees it"
    assert "Aldermoor" not in caplog.text
    change(name="pdf en")
    assert client.get(PDF).status_code == 202, "whoever asks now has it tried anew"
    assert work(app) == 1


def _gap() -> timedelta:
    """How long the failed one waits for its next try, counted from the moment it failed."""
    (row,) = drawings()
    assert row.lease_until is not None
    waits: timedelta = row.lease_until - now()
    return timedelta(seconds=round(waits.total_seconds() + 0.5))


def test_drawings_that_nobody_asks_for_any_more_are_purged(letter: Letter, client: FlaskClient) -> None:
    keep_a_drawing(letter)
    for hours, left in ((23, 1), (25, 0)):
        change(asked_at=now() - timedelta(hours=hours))
        with transaction():
            drawing.purge(now())
        assert len(drawings()) == left
    client.get(PDF)
    change(asked_at=now() - timedelta(hours=23))
    client.get(PDF)
    assert drawings()[0].asked_at > now() - timedelta(minutes=1), "it is still asked for"


def test_staff_wait_for_a_large_export_as_everybody_does(large: Letter, app: Flask, client: FlaskClient) -> None:
    sign_in(client, person())
    path = "/staff/letters/night-train/export/pdf?layout=columns-3"
    page = client.get(path)
    assert (page.status_code, page.headers["Cache-Control"]) == (202, "no-store")
    work(app)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="night-train.pdf"'
    assert [row.name for row in drawings()] == ["pdf en columns-3"]


def test_a_lease_is_longer_than_a_large_document_takes() -> None:
    assert timedelta(minutes=5) <= LEASE


def test_two_workers_never_draw_the_same(large: Letter, app: Flask, client: FlaskClient) -> None:
    client.get(PDF)

    def worker(at: datetime) -> bool:
        with app.app_context():
            return draw_next(press(app))

    assert sorted(at_once([partial(worker, now())] * 3)) == [False, False, True]
