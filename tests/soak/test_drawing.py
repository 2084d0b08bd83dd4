"""Workers that draw at the same time, and workers that are killed while they draw: one whole artefact of each file."""

import random
import time
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from signon import create_app
from signon.database import db, transaction
from signon.letters.letters import with_slug
from signon.press import Press
from signon.press.worker import draw_due
from signon.signatures.edition_models import Edition, EditionFile
from tests import make
from tests.soak.figures import Tell
from tests.soak.processes import begun, in_processes, kill, settings_of

pytestmark = pytest.mark.soak

NAMES, KILLS, WORKERS = 5_000, 10, 4
FORMATS = 5


def draw_all(_which: int, settings: dict[str, Any]) -> int:
    """A worker of its own draws until nothing waits; how many documents it tried."""
    app = create_app(settings)
    with app.app_context():
        return draw_due(Press.of(app.config))


def work(settings: dict[str, Any]) -> None:
    """The drawing worker, until it is killed."""
    app = create_app(settings)
    with app.app_context():
        while True:
            draw_due(Press.of(app.config))
            db.session.remove()
            time.sleep(0.02)


def handed_over(slug: str) -> Edition:
    """A letter with many names, delivered: its files wait to be drawn."""
    letter = with_slug(slug) or make.letter(slug)
    make.listed(letter, (f"Union of Line {number}" for number in range(NAMES)))
    return make.delivered(letter)


def files() -> list[EditionFile]:
    """All files there are, read anew."""
    db.session.rollback()
    return db.session.query(EditionFile).populate_existing().all()


def assert_whole() -> None:
    """Every file was drawn, and is what its hash says."""
    assert all(file.sha256 == sha256(file.data or b"").hexdigest() for file in files())
    assert not any(file.lease_until for file in files())


def test_workers_in_several_processes_draw_each_file_once(house: Flask) -> None:
    handed_over("night-train")
    assert sum(in_processes(WORKERS, draw_all, settings_of(house))) == FORMATS
    assert_whole()


def test_workers_that_are_killed_while_they_draw_leave_nothing_half(house: Flask, tell: Tell) -> None:
    chance, settings = random.Random(4), settings_of(house)
    handed_over("night-train")
    for _ in range(KILLS):
        worker = begun(work, settings)
        deadline = time.monotonic() + 60
        while not any(file.lease_until for file in files()) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.5)
        kill(worker)
        assert all((file.data is None) is (file.drawn_at is None) for file in files())
        let_leases_end()
    drawn_meanwhile = sum(file.drawn_at is not None for file in files())
    assert draw_due(Press.of(house.config)) == FORMATS - drawn_meanwhile
    assert_whole()
    tell(f"{KILLS} workers killed while they drew {NAMES} names; {drawn_meanwhile} of {FORMATS} files they finished")


def let_leases_end() -> None:
    """The leases of the dead end; once all files are drawn, all are to be drawn anew."""
    with transaction():
        db.session.query(EditionFile).filter(EditionFile.drawn_at.is_(None)).update({"lease_until": None})
        done = db.session.query(EditionFile).filter(EditionFile.drawn_at.is_not(None))
        if done.count() == FORMATS:
            done.update({"drawn_at": None, "data": None, "sha256": ""})
