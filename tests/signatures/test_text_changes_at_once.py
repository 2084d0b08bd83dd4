"""While signees are asked, names are struck and put back, workers stop, and people answer at the last moment."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.mail.outbox import ASKED_ABOUT_CHANGE
from signon.signatures import bulk_striking, reviewing
from signon.signatures.editions import edition_of
from signon.signatures.judging import OBJECTED, STRUCK_BEFORE, UNANSWERED
from signon.signatures.models import HELD, STRUCK, VERIFIED
from tests import make
from tests.browser import browser
from tests.crowds import assert_counters_agree, at_once
from tests.signatures import changed
from tests.signatures.changed import ADA, BO, change_for_good, day_passes, keep, links, mails, said, work
from tests.signatures.own import agreed


@pytest.fixture
def letter(client: FlaskClient) -> Letter:
    """A letter that two organizations have signed."""
    return changed.signed_by_two(client)


def test_a_name_that_was_struck_while_the_others_were_asked_is_asked_when_it_comes_back(letter: Letter) -> None:
    bo = next(one for one in make.signatures() if one.printed_name == "Bo Guild")
    with transaction():
        reviewing.strike(letter, bo, "no such body", now(), keys=make.keys())
    change_for_good(letter)
    work()
    assert len(mails()) == 1
    bo = make.signatures(STRUCK)[0]
    with transaction():
        reviewing.undo_strike(letter, bo, now(), keys=make.keys())
        reviewing.accept(letter, bo, now())
    day_passes()
    work()
    assert len(mails()) == 2
    assert changed.newest().settled_at is None


def test_a_bulk_strike_that_is_undone_after_the_day_lists_nobody_who_did_not_answer(letter: Letter) -> None:
    pattern = bulk_striking.Pattern(words="Bo", state=bulk_striking.LISTED)
    with transaction():
        seen = bulk_striking.preview(letter, pattern, make.keys()).digest
        how = {"digest": seen, "member_id": None, "keys": make.keys(), "at": now()}
        bulk = bulk_striking.strike_all(letter, pattern, "advertising", **how)  # type: ignore[arg-type]
    change_for_good(letter)
    work()
    day_passes()
    work()
    with transaction():
        undone = bulk_striking.undo(letter, bulk.id, now())
    assert undone == bulk_striking.Undone(listed=0, held=1, left=0)
    assert {one.reason for one in make.signatures(HELD)} == {UNANSWERED}
    assert agreed(letter) == (0, 0, 0, 0)


def test_an_answer_that_races_the_end_counts_once_and_the_count_stays_right(app: Flask, letter: Letter) -> None:
    change_for_good(letter)
    work()
    ways, pages = list(links().values()), [browser(app), browser(app)]
    day_passes()

    def answer(page: FlaskClient, link: str) -> None:
        assert page.post(link, data={"authorized": "y", "text": "2"}).status_code == 303

    def settle() -> None:
        with app.app_context():
            work()

    at_once([settle, *(lambda page=page, way=way: answer(page, way) for page, way in zip(pages, ways, strict=True))])
    work()
    assert len(make.signatures(VERIFIED)) == 2
    assert_counters_agree()
    assert said().kept == 2


def test_an_answer_that_races_the_delivery_is_in_the_edition_or_comes_late(app: Flask, letter: Letter) -> None:
    change_for_good(letter)
    work()
    keep(browser(app), links()[ADA])
    bo = links()[BO]
    day_passes()
    work()

    def deliver() -> None:
        with app.app_context():
            make.delivered(db.session.get_one(Letter, letter.id), now() + timedelta(days=3))

    def answer() -> None:
        assert browser(app).post(bo, data={"authorized": "y", "text": "2"}).status_code == 303

    at_once([deliver, answer])
    db.session.rollback()
    db.session.refresh(letter)
    edition = edition_of(letter)
    assert edition is not None
    printed = sum(one.edition_id is not None for one in make.signatures(VERIFIED))
    assert edition.names == printed
    assert len(make.signatures(VERIFIED)) == 2


def test_a_worker_that_stops_between_two_bits_tells_nobody_twice(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signon.signatures.text_changes.TOLD_AT_ONCE", 1)
    monkeypatch.setattr("signon.signatures.text_answers.SETTLED_AT_ONCE", 1)
    change_for_good(letter)
    assert work() == 3
    assert sorted(links()) == [BO, ADA]
    assert len(mails()) == db.session.query(OutboxMail).filter_by(kind=ASKED_ABOUT_CHANGE).count() == 2
    day_passes()
    work()
    assert (said().silent, agreed(letter)) == (2, (0, 0, 0, 0))


def test_a_name_that_was_struck_under_the_new_text_does_not_come_back_by_an_older_link(
    letter: Letter, client: FlaskClient
) -> None:
    change_for_good(letter)
    work()
    bo = links()[BO]
    day_passes()
    work()
    make.verified(client, organization="Bo Guild")
    with transaction():
        reviewing.strike(letter, make.signatures()[-1], "no such body", now(), keys=make.keys())
    assert keep(client, bo) == 303
    held = next(one for one in make.signatures(HELD) if one.printed_name == "Bo Guild")
    assert held.reason == STRUCK_BEFORE, "staff decide"
    assert_counters_agree()


def test_who_objects_while_the_name_is_off_for_silence_keeps_it_off(client: FlaskClient) -> None:
    make.verified(client, make.letter("first-train").slug, organization="Bo Guild")
    letter = make.letter()
    make.verified(client, organization="Bo Guild", website="https://boguild.org", email="eve@boguild.org")
    object_to = f"/object/{make.newest_mail('listed').token}"
    change_for_good(letter)
    work()
    eve = links()["eve@boguild.org"]
    day_passes()
    work()
    assert "Take it off" in client.get(object_to).text
    for _ in range(2):
        assert client.post(object_to, data={"sure": "y"}).status_code == 303
    assert "The name is off the list" in client.get(object_to).text
    keep(client, eve)
    assert [one.reason for one in make.signatures(HELD)] == [OBJECTED]
    assert_counters_agree()
