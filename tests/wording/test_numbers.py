"""Numbers and moments as the reader's language writes them, and on whose clock a moment is."""

import pytest
from flask import Flask
from flask_babel import force_locale

from signon.wording.numbers import date_time, long_date, number
from tests import make


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "America/New_York", "Eastern Time"),
        ("es", "America/New_York", "hora del Este"),
        ("es", "America/Los_Angeles", "hora del Pacífico"),
        ("en", "UTC", "UTC"),
        ("es", "UTC", "UTC"),
        ("es", "Etc/UTC", "hora universal coordinada"),
    ],
)
def test_the_zone_of_a_moment_is_named(app: Flask, language: str, zone: str, words: str) -> None:
    with app.test_request_context(), force_locale(language):
        said = date_time(make.moment("2027-03-31 17:00"), zone)
    assert said.endswith(f"({words})")
    assert "2027" in said


@pytest.mark.parametrize(
    ("language", "many", "day"),
    [("en", "12,345", "November 21, 2026"), ("es", "12,345", "21 de noviembre de 2026")],
)
def test_numbers_and_days_are_written_as_readers_in_the_united_states_write_them(
    app: Flask, language: str, many: str, day: str
) -> None:
    with app.test_request_context(), force_locale(language):
        assert number(12345) == many
        assert long_date(make.moment("2026-11-21").date()) == day
