"""A disk that is full: nobody is told that something was kept which was not, and all goes on once there is room."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from signon.database import db
from signon.mail.models import OutboxMail
from tests import make
from tests.browser import browser
from tests.crowds import all_links, assert_counters_agree
from tests.installations import installation_of_its_own

PLENTY = 2**30  # pages; as much as SQLite can


class Disk:
    """The room that SQLite has: every connection of the application may let the file grow to `pages`."""

    def __init__(self, app: Flask) -> None:
        """Plenty of room to begin with."""
        self.app = app
        self.pages = PLENTY
        event.listen(db.engine, "checkout", self._limit)

    def fill(self) -> None:
        """Leave no room beyond what the file has."""
        db.session.rollback()
        self.pages = db.session.scalar(text("PRAGMA page_count")) or 0
        db.session.rollback()

    def clear(self) -> None:
        """Leave as much room as ever is needed."""
        self.pages = PLENTY

    def _limit(self, connection: Any, *_more: Any) -> None:
        """Tell a connection, as it is taken from the pool, how far it may go."""
        connection.execute(f"PRAGMA max_page_count = {self.pages}").close()


@pytest.fixture
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """The disk of an application that runs on SQLite, inside its context, with a letter."""
    with installation_of_its_own(request, "sqlite", tmp_path) as app:
        make.letter()
        yield Disk(app)


def signings(app: Flask, number: int) -> list[tuple[int, str]]:
    """What as many visitors are told, as (status, page), each with a name that takes much room."""
    visitor = browser(app)
    answers = []
    for place in range(number):
        sent = make.send_form(visitor, organization=f"{place} " + "Night Owls Union " * 16)
        page = visitor.get(sent.location) if sent.status_code == 303 else sent
        answers.append((sent.status_code, page.text))
    return answers


def test_a_full_disk_is_said_honestly_and_what_was_promised_before_is_there(disk: Disk) -> None:
    kept = signings(disk.app, 2)
    disk.fill()
    answers = signings(disk.app, 30)
    refused = [page for status, page in answers if status != 303]
    assert {status for status, _ in answers} <= {303, 503}
    assert refused, "the disk was not full"
    for page in refused:
        assert "We could not save this" in page
        assert "inbox" not in page
    promised = len(kept) + len(answers) - len(refused)
    assert len(make.signatures("pending")) == promised
    assert db.session.query(OutboxMail).count() == promised
    assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_reading_goes_on_while_the_disk_is_full_and_signing_as_soon_as_there_is_room(disk: Disk) -> None:
    signings(disk.app, 1)
    link = make.newest_mail().link
    disk.fill()
    assert [status for status, _ in signings(disk.app, 30)][-1] == 503
    visitor = browser(disk.app)
    for path in ("/", "/letters/night-train", "/letters/night-train/count.json", "/letters/night-train/sign", link):
        assert visitor.get(path).status_code == 200
    disk.clear()
    assert [status for status, _ in signings(disk.app, 1)] == [303]
    assert visitor.post(link, data={"authorized": "y"}).status_code == 303
    assert visitor.get(link).status_code == 200
    assert_counters_agree()


def test_a_link_used_while_the_disk_is_full_lists_nobody_and_works_later(disk: Disk) -> None:
    signings(disk.app, 30)
    links = all_links()
    disk.fill()
    visitor = browser(disk.app)
    answers = [visitor.post(link, data={"authorized": "y"}) for link in links]
    refused = [link for link, answer in zip(links, answers, strict=True) if answer.status_code == 503]
    assert refused, "the disk was not full"
    assert {answer.status_code for answer in answers} <= {303, 503}
    assert "We could not save this" in answers[-1].text
    assert len(make.signatures("verified")) == len(links) - len(refused)
    disk.clear()
    assert {visitor.post(link, data={"authorized": "y"}).status_code for link in refused} == {303}
    assert len(make.signatures("verified")) == len(links)
    assert_counters_agree()
