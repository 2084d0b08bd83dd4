"""The files of an edition are drawn once from what was frozen, whole or not at all, and are the same bytes for good."""

import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.press import GIVE_UP_AFTER, files
from signon.press.files import FileJob
from signon.press.worker import draw_at_once, draw_next
from signon.signatures.edition_models import Edition, EditionFile
from tests import make
from tests.crowds import at_once
from tests.press.documents import files_by_format, press, text_of, work

NAMES = ["Aldermoor Readers", "Willow Guild", "Zinnia Circle"]
ALL = {"pdf", "docx", "xlsx", "csv", "json"}


@pytest.fixture
def edition(app: Flask) -> Edition:
    """What was handed over of a letter with three names; its files are asked for."""
    letter = make.letter()
    make.listed(letter, NAMES)
    return make.delivered(letter)


def claimed(edition: Edition) -> FileJob:
    """The job of a worker that took one of the edition's files."""
    with transaction():
        job = files.claim(now(), edition.id)
    assert job is not None
    return job


def change(**values: object) -> None:
    """Have the files that wait be as they would be at another time."""
    with transaction():
        db.session.execute(update(EditionFile).where(EditionFile.drawn_at.is_(None)).values(**values))


def test_a_small_edition_is_drawn_at_once_in_every_format_and_never_again(app: Flask, edition: Edition) -> None:
    draw_at_once(edition, press(app))
    drawn = files_by_format(edition)
    assert set(drawn) == ALL
    data = {format: row.data or b"" for format, row in drawn.items()}
    assert {format: row.sha256 for format, row in drawn.items()} == {
        format: sha256(content).hexdigest() for format, content in data.items()
    }
    assert [one["name"] for one in json.loads(data["json"])["signees"]] == NAMES
    words = " ".join(text_of(data["pdf"]).split())
    assert all(name in words for name in NAMES) and f"localhost/e/{edition.code}" in words
    assert any(f"localhost/e/{edition.code}" in one.text for one in Document(BytesIO(data["docx"])).paragraphs)
    with transaction():
        files.ask(edition, now())
    draw_at_once(edition, press(app))
    assert {format: row.data for format, row in files_by_format(edition).items()} == data
    listed = files.files_of(edition, now())
    assert [(one.format, one.size, one.given_up) for one in listed] == [
        (format, len(data[format]), False) for format in ("pdf", "docx", "xlsx", "csv", "json")
    ]


def test_what_is_signed_withdrawn_or_corrected_later_changes_no_file(
    app: Flask, edition: Edition, client: FlaskClient
) -> None:
    job = claimed(edition)
    first = files.draw(job, press(app), now())
    with transaction():
        db.session.execute(update(EditionFile).values(lease_until=None))
        letter = with_slug("night-train")
        assert letter is not None
        letter.layout = {"columns": 3}
    assert files.draw(job, press(app), now()) == first


def test_a_large_edition_waits_for_the_worker(app: Flask, edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DRAWN_AT_ONCE", 2)
    draw_at_once(edition, press(app))
    assert not any(row.data for row in files_by_format(edition).values())
    assert not any(one.drawn_at or one.size or one.sha256 for one in files.files_of(edition, now()))
    assert work(app) == len(ALL)
    assert all(row.data for row in files_by_format(edition).values())


def test_many_workers_at_one_moment_make_one_artefact_of_each(app: Flask, edition: Edition) -> None:
    def worker() -> int:
        drawn = 0
        with app.app_context():
            while draw_next(press(app)):
                drawn += 1
        return drawn

    assert sum(at_once([worker] * 4)) == len(ALL)
    assert all(row.sha256 == sha256(row.data or b"").hexdigest() for row in files_by_format(edition).values())


def test_a_worker_that_dies_leaves_nothing_half_and_one_that_is_late_changes_nothing(
    app: Flask, edition: Edition
) -> None:
    dead = claimed(edition)
    assert work(app) == len(ALL) - 1
    left = files_by_format(edition)[dead.format]
    assert (left.data, left.sha256, left.drawn_at) == (None, "", None)
    change(lease_until=now() - timedelta(seconds=1))
    assert work(app) == 1
    kept = files_by_format(edition)[dead.format]
    with transaction():
        assert not files.keep(dead, b"late", now())
        files.put_off(dead, now())
    row = files_by_format(edition)[dead.format]
    assert (row.data, row.sha256, row.lease_until) == (kept.data, kept.sha256, None)


def test_what_was_tampered_with_is_not_drawn_and_once_it_is_whole_again_it_can_be_asked_for_anew(
    app: Flask, edition: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    whole = db.session.scalars(select(Edition.content)).one()
    _write(edition, whole.replace(b"Willow Guild", b"Oak Alliance"))
    assert work(app) == len(ALL)
    assert "could not draw edition 1, pdf: Damaged" in caplog.text
    assert "Alliance" not in caplog.text
    assert work(app) == 0, "it waits a while before it is tried again"
    change(asked_at=now() - GIVE_UP_AFTER, lease_until=None)
    assert work(app) == 0, "after a day nobody tries any more"
    assert all(one.given_up for one in files.files_of(edition, now())), "staff are told"
    _write(edition, whole)
    with transaction():
        files.ask(edition, now())
    assert not any(one.given_up for one in files.files_of(edition, now()))
    assert work(app) == len(ALL)
    assert "Willow Guild" in text_of(files_by_format(edition)["pdf"].data or b"")


def _write(edition: Edition, content: bytes) -> None:
    with transaction():
        db.session.execute(update(Edition).where(Edition.id == edition.id).values(content=content))


def test_a_copy_is_known_by_its_hash_and_a_draft_is_not(app: Flask, edition: Edition) -> None:
    other = make.letter("late-train")
    make.listed(other, ["Oak Alliance"])
    draft = make.draft(other)
    for made in (edition, draft):
        with transaction():
            files.ask(made, now())
        draw_at_once(made, press(app))
    known = files.with_sha256(files_by_format(edition)["docx"].sha256)
    assert known is not None and (known[0].id, known[1]) == (edition.id, "docx")
    assert files.with_sha256(files_by_format(draft)["pdf"].sha256) is None
    assert "/e/" not in text_of(files_by_format(draft)["pdf"].data or b"")
    assert files.with_sha256("0" * 64) is None
