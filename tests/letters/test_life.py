"""The life of a letter is its dates: each act moves one, and refuses what would make no sense."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask

from signon.database import db, transaction
from signon.letters import life
from signon.letters.models import SILENCE_KEEPS, Letter
from signon.refusals import Refusal
from tests import make

NOW = make.moment("2027-03-01 12:00")
DAY = timedelta(days=1)


def lived(letter: Letter, at: datetime, act: Callable[[], object]) -> str:
    """What `act` makes of the letter's state at that moment, or the field and the words with which it refuses."""
    try:
        with transaction():
            act()
    except Refusal as refusal:
        return f"{refusal.field}: {refusal}"
    db.session.refresh(letter)
    return letter.state(at)


def deadline(letter: Letter, at: datetime | None, seen: datetime | None = None, **more: object) -> Callable[[], object]:
    """The act of setting a deadline as the form does."""
    facts = {"zone": "America/New_York", "grace_hours": 24, **more}
    return lambda: life.set_deadline(letter, at, facts["zone"], facts["grace_hours"], NOW, seen=seen)  # type: ignore[arg-type]


def test_a_letter_circulates_is_taken_back_and_opens(app: Flask) -> None:
    letter = make.letter(published=False)
    assert "circulate" in lived(letter, NOW, lambda: life.end_circulation(letter, 0, NOW))
    assert lived(letter, NOW, lambda: life.circulate(letter, NOW)) == "circulating"
    assert "signed already" in lived(letter, NOW, lambda: life.end_circulation(letter, 1, NOW))
    assert lived(letter, NOW, lambda: life.end_circulation(letter, 0, NOW)) == "draft"
    assert lived(letter, NOW, lambda: life.circulate(letter, NOW)) == "circulating"
    assert lived(letter, NOW, lambda: life.publish(letter, NOW)) == "open"
    for act in (life.publish, life.circulate, life.end_embargo):
        assert "published already" in lived(letter, NOW, lambda act=act: act(letter, NOW))  # type: ignore[misc]


def test_an_embargo_opens_the_letter_by_itself_and_can_be_ended_before(app: Flask) -> None:
    letter = make.letter(published=False)
    assert lived(letter, NOW, lambda: life.embargo(letter, None, NOW)).startswith("until:")
    assert "is over" in lived(letter, NOW, lambda: life.embargo(letter, NOW, NOW))
    assert lived(letter, NOW, lambda: life.embargo(letter, NOW + DAY, NOW)) == "draft"
    assert letter.state(NOW + DAY) == "open"
    assert "opens only after" in lived(letter, NOW, deadline(letter, NOW + DAY / 2))
    assert lived(letter, NOW, deadline(letter, NOW + 2 * DAY)) == "draft"
    assert "after its deadline" in lived(letter, NOW, lambda: life.embargo(letter, NOW + 2 * DAY, NOW))
    assert lived(letter, NOW + DAY, lambda: life.end_embargo(letter, NOW)) == "draft"


def test_a_deadline_is_set_moved_and_removed_and_nobody_moves_one_unseen(app: Flask) -> None:
    letter = make.letter()
    soon, later = NOW + DAY, NOW + 2 * DAY
    assert "is over" in lived(letter, NOW, deadline(letter, NOW))
    assert lived(letter, NOW, deadline(letter, soon, zone="Mars/Base")).startswith("zone:")
    for hours in (None, -1, 337):
        assert lived(letter, NOW, deadline(letter, soon, grace_hours=hours)).startswith("grace_hours:")
    assert lived(letter, soon, deadline(letter, soon)) == "closed"
    assert letter.deadline_zone == "America/New_York"
    assert "meanwhile" in lived(letter, NOW, deadline(letter, later))
    assert lived(letter, soon, deadline(letter, later, seen=soon)) == "open"
    assert lived(letter, later, deadline(letter, None, seen=later)) == "open"


def test_closing_now_moves_the_deadline_keeps_the_grace_and_can_be_undone(app: Flask) -> None:
    letter = make.letter()
    assert lived(letter, NOW, lambda: life.close(letter, NOW)) == "closed"
    assert letter.accepts_verification(NOW + timedelta(hours=23))
    assert not letter.accepts_verification(NOW + timedelta(hours=24))
    assert "not open" in lived(letter, NOW, lambda: life.close(letter, NOW))
    assert lived(letter, NOW, deadline(letter, NOW, seen=NOW, grace_hours=1)) == "closed"
    assert lived(letter, NOW, lambda: life.reopen(letter, NOW)) == "open"
    assert "not closed" in lived(letter, NOW, lambda: life.reopen(letter, NOW))


def test_a_draft_past_its_deadline_needs_a_later_one_before_it_opens(app: Flask) -> None:
    letter = make.letter(published=False, deadline="2027-02-01 12:00")
    for act in (life.publish, life.circulate):
        assert "set a later one" in lived(letter, NOW, lambda act=act: act(letter, NOW))  # type: ignore[misc]


def test_the_policy_for_silence_stays_while_signees_are_asked(app: Flask) -> None:
    letter = make.letter()
    assert lived(letter, NOW, lambda: life.set_silence(letter, "shrug", False, NOW)).startswith("silence:")
    assert "being asked" in lived(letter, NOW, lambda: life.set_silence(letter, SILENCE_KEEPS, True, NOW))
    assert lived(letter, NOW, lambda: life.set_silence(letter, SILENCE_KEEPS, False, NOW)) == "open"
    assert letter.silence == SILENCE_KEEPS


def test_after_delivery_no_date_moves_but_safe_mode_can_be_turned_on(app: Flask) -> None:
    letter = make.letter(at=NOW - DAY)
    with transaction():
        letter.delivered_at = NOW
    for act in (life.close, life.reopen, life.publish, life.circulate):
        assert "delivered" in lived(letter, NOW, lambda act=act: act(letter, NOW))  # type: ignore[misc]
    assert "delivered" in lived(letter, NOW, deadline(letter, NOW + DAY))
    assert lived(letter, NOW, lambda: life.set_safe_mode(letter, True)) == "delivered"
    assert letter.safe_mode
