"""Crowds of whole processes: one link pressed by eight at once, and forty writers on one SQLite file."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon import create_app
from signon.database import db, now, transaction
from signon.mail.models import OutboxMail
from signon.mail.sending import send_due
from signon.signatures.purging import purge_requests
from tests import make
from tests.browser import browser
from tests.crowds import all_links, assert_counters_agree
from tests.soak.processes import barrier, flag, in_processes, running, settings_of

pytestmark = pytest.mark.soak

PRESSERS, LINKS = 8, 200
WRITERS, FORMS, READERS = 40, 50, 4
SLOWEST = 2.0  # seconds, for 99 of 100 answers while all forty write without a pause


def visitor(settings: dict[str, Any]) -> FlaskClient:
    """A browser at an application of this process."""
    return browser(create_app(settings))


def press(_which: int, settings: dict[str, Any], together: Any, links: list[str]) -> list[int]:
    """Press the button behind every link, each together with all the others."""
    client, codes = visitor(settings), []
    for link in links:
        together.wait()
        codes.append(client.post(link, data={"authorized": "y"}, follow_redirects=True).status_code)
    return codes


def test_two_hundred_links_pressed_by_eight_processes_at_once_are_two_hundred_names(house: Flask) -> None:
    client = browser(house)
    for number in range(LINKS):
        make.send_form(client, organization=f"Union of Line {number}")
    answers = in_processes(PRESSERS, press, settings_of(house), barrier(PRESSERS), all_links())
    assert answers == [[200] * LINKS] * PRESSERS
    assert [row.state for row in make.signatures()] == ["verified"] * LINKS
    count = client.get("/letters/night-train/count.json").json
    assert count is not None
    assert count["organizations"] == LINKS
    assert_counters_agree()


def write(which: int, settings: dict[str, Any], together: Any) -> list[tuple[int, float]]:
    """Send fifty forms after a first one, one after the other; the status of each, and how many seconds it took."""
    client = visitor(settings)
    tokens = client.application.extensions["signon.tokens"]
    answers = []
    for number in range(-1, FORMS):
        if number == 0:
            together.wait()
            answers.clear()  # the first form found a process that had just begun; how long that takes is not asked
        token = tokens.form_token("sign night-train", datetime.now(UTC))
        entry = {**make.ORGANIZATION, "organization": f"Union {which} of Line {number}", "form_token": token}
        began = time.perf_counter()
        status = client.post("/letters/night-train/sign", data=entry).status_code
        answers.append((status, time.perf_counter() - began))
    return answers


def read(settings: dict[str, Any], over: Any) -> None:
    """Look at the letter and its count until it is over; a page that fails ends this process in disgrace."""
    client = visitor(settings)
    while not over.is_set():
        for path in ("", "/count.json", "/signees"):
            assert client.get(f"/letters/night-train{path}").status_code == 200
        time.sleep(0.5)


def send_and_purge(settings: dict[str, Any], over: Any) -> None:
    """The mail worker, and the purge that a clock starts, in one process."""
    app = create_app(settings)
    with app.app_context():
        while not over.is_set():
            send_due(app.extensions["signon.keys"], over.is_set)
            with transaction():
                purge_requests(now())
            db.session.remove()
            time.sleep(0.2)


def test_forty_processes_writing_two_thousand_forms_never_meet_a_locked_database(house: Flask) -> None:
    settings, over, together = settings_of(house), flag(), barrier(WRITERS)
    with running(send_and_purge, settings, over) as worker:
        readers = [running(read, settings, over) for _ in range(READERS)]
        reading = [reader.__enter__() for reader in readers]
        answers = [one for writer in in_processes(WRITERS, write, settings, together) for one in writer]
        over.set()
        for process in (*reading, worker):
            process.join(60)
            assert process.exitcode == 0, "a reader or the worker failed"
    assert {status for status, _ in answers} == {303}
    assert len(make.signatures("pending")) == WRITERS * (1 + FORMS)
    assert db.session.query(OutboxMail).count() == WRITERS * (1 + FORMS)
    taken = sorted(seconds for _, seconds in answers)
    assert taken[len(taken) * 99 // 100] <= SLOWEST, f"median {taken[len(taken) // 2]:.2f} s, slowest {taken[-1]:.2f} s"
    assert_counters_agree()
