"""When far more names than usual arrive, new ones are held until staff have looked."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from signon.database import db, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.signatures.models import LetterTally
from signon.signatures.purging import purge_requests
from signon.signatures.surges import begin_if_surging, end_surge, is_surging, least_for, note_verified
from tests import make
from tests.statements import listed, said_by

NOON = make.moment("2026-11-21 12:00")
LEAST, FACTOR = 30, 5
MANY = 100  # far more than that


@pytest.fixture
def letter(app: Flask) -> Letter:
    """A letter that was published long ago."""
    return make.letter(at=NOON - timedelta(days=60))


def verify(letter: Letter, number: int, at: datetime, *, factor: float = FACTOR, least: int = LEAST) -> int:
    """That many are verified one after the other, at `at`; how often a surge was said to begin."""
    begun = 0
    with transaction():
        for _ in range(number):
            note_verified(letter, at)
            begun += begin_if_surging(letter, at, least=least, factor=factor)
    return begun


def usually(letter: Letter, number: int, until: datetime, hours: int = 24) -> None:
    """`number` are verified every ten minutes in the `hours` before `until`."""
    moments = [until - window * timedelta(minutes=10) for window in range(1, hours * 6 + 1)]
    with transaction():
        db.session.add_all(LetterTally(letter_id=letter.id, minute=minute, verified=number) for minute in moments)


def asked_anew() -> Letter:
    """The letter as the database has it."""
    db.session.rollback()
    db.session.expire_all()
    found = with_slug("night-train")
    assert found is not None
    return found


def test_a_quiet_letter_bears_so_many_names_in_ten_minutes_and_not_one_more(letter: Letter) -> None:
    assert verify(letter, LEAST, NOON) == 0
    assert not is_surging(letter, NOON)
    assert verify(letter, 1, NOON) == 1
    assert is_surging(letter, NOON)
    assert is_surging(asked_anew(), NOON)


def test_staff_are_told_once_of_one_surge(letter: Letter) -> None:
    assert verify(letter, MANY, NOON) == 1
    assert verify(letter, MANY, NOON + timedelta(minutes=5)) == 0


def test_names_that_come_over_an_hour_are_no_surge(letter: Letter) -> None:
    for minute in range(60):
        assert verify(letter, 3, NOON + timedelta(minutes=minute)) == 0


def test_a_letter_that_many_sign_all_day_bears_so_many_times_that(letter: Letter) -> None:
    usually(letter, 20, NOON)
    assert verify(letter, FACTOR * 20, NOON) == 0
    assert verify(letter, 1, NOON) == 1


def test_the_names_of_before_yesterday_do_not_make_more_names_usual(letter: Letter) -> None:
    usually(letter, 20, NOON - timedelta(hours=25))
    assert verify(letter, LEAST + 1, NOON) == 1


def test_a_surge_on_one_letter_is_none_on_another(letter: Letter) -> None:
    other = make.letter("other-train", at=NOON - timedelta(days=60))
    verify(letter, LEAST + 1, NOON)
    assert verify(other, LEAST, NOON) == 0
    assert not is_surging(other, NOON)


def test_a_surge_ends_by_itself_when_an_hour_brought_no_more_than_usual(letter: Letter) -> None:
    verify(letter, LEAST + 1, NOON)
    verify(letter, 1, NOON + timedelta(minutes=59))
    assert is_surging(letter, NOON + timedelta(minutes=59))
    verify(letter, 1, NOON + timedelta(minutes=61))
    assert not is_surging(letter, NOON + timedelta(minutes=61))
    assert not is_surging(asked_anew(), NOON + timedelta(minutes=61))


def test_a_flood_that_goes_on_for_a_day_does_not_become_the_usual(letter: Letter) -> None:
    verify(letter, LEAST + 1, NOON)
    usually(letter, 2 * LEAST, NOON + timedelta(hours=23), hours=22)
    verify(letter, 1, NOON + timedelta(hours=23))
    assert is_surging(letter, NOON + timedelta(hours=23))


def test_a_surge_after_which_nobody_comes_is_ended_by_the_hourly_purge(letter: Letter) -> None:
    verify(letter, LEAST + 1, NOON)
    for minutes, surging in ((30, True), (59, True), (75, False)):
        at = NOON + timedelta(minutes=minutes)
        with transaction():
            purge_requests(at)
        assert is_surging(asked_anew(), at) is surging


def test_what_staff_call_no_surge_is_none_for_a_day(letter: Letter) -> None:
    verify(letter, LEAST + 1, NOON)
    with transaction():
        end_surge(letter, NOON)
    assert not is_surging(asked_anew(), NOON)
    assert verify(letter, MANY, NOON + timedelta(hours=23)) == 0
    assert verify(letter, MANY, NOON + timedelta(hours=25)) == 1


def test_a_factor_of_nought_turns_the_breaker_off(letter: Letter) -> None:
    assert verify(letter, MANY, NOON, factor=0) == 0
    assert not is_surging(letter, NOON)
    verify(letter, MANY, NOON)
    assert is_surging(letter, NOON)
    verify(letter, 1, NOON, factor=0)
    assert not is_surging(asked_anew(), NOON)


def test_of_two_who_see_the_surge_at_once_one_tells_the_staff(letter: Letter) -> None:
    verify(letter, LEAST, NOON)
    stale = Letter(**{name: getattr(letter, name) for name in ("id", "signed_by", "surge_at", "calm_until")})
    with transaction():
        note_verified(letter, NOON)
        assert begin_if_surging(letter, NOON, least=LEAST, factor=FACTOR)
        assert not begin_if_surging(stale, NOON, least=LEAST, factor=FACTOR)
    assert is_surging(stale, NOON)


def test_people_come_in_greater_numbers_than_organizations_and_all_at_once_on_the_first_day(app: Flask) -> None:
    kinds = {"organizations": 30, "individuals": 300, "both": 300}
    for signed_by, least in kinds.items():
        old = Letter(signed_by=signed_by, published_at=NOON - timedelta(hours=24))
        new = Letter(signed_by=signed_by, published_at=NOON - timedelta(hours=23))
        for letter, times in ((old, 1), (new, 10)):
            assert least_for(letter, NOON, organizations=30, individuals=300) == least * times


def test_a_verification_costs_two_small_statements(letter: Letter) -> None:
    usually(letter, 1, NOON)
    with transaction():
        said = said_by(lambda: note_verified(letter, NOON))
        said += said_by(lambda: begin_if_surging(letter, NOON, least=LEAST, factor=FACTOR))
    assert len(said) == 2, listed(said)


def test_counts_of_two_days_ago_are_forgotten(letter: Letter) -> None:
    verify(letter, 1, NOON - timedelta(days=2, minutes=2))
    verify(letter, 1, NOON - timedelta(days=1))
    with transaction():
        purge_requests(NOON)
    assert [row.minute for row in db.session.query(LetterTally)] == [NOON - timedelta(days=1)]
