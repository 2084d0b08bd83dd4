"""Handing a letter over at a terminal."""

from datetime import timedelta

from flask import Flask

from signon.database import db, now
from signon.press import files
from signon.signatures import editions
from tests import make
from tests.cli.test_commands import signon


def test_a_letter_is_delivered_and_the_last_line_is_the_code(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    day = (now() + timedelta(days=9)).date()
    done = signon(app, "letter", "deliver", "night-train", "--late-until", f"{day}")
    db.session.refresh(letter)
    edition = editions.edition_of(letter)
    assert edition is not None
    assert done.stdout.splitlines() == [
        f"delivered: 2 undersigned, 2 names, SHA-256 {edition.sha256}",
        edition.code,
    ]
    assert letter.late_until == make.moment(f"{day} 23:59")
    assert [file.format for file in files.files_of(edition, now())] == ["pdf", "docx", "xlsx", "csv", "json"]
    again = signon(app, "letter", "deliver", "night-train")
    assert (again.exit_code, "delivered already" in again.output) == (1, True)


def test_what_came_since_is_added_and_nothing_is_refused_with_a_sentence(app: Flask) -> None:
    letter = make.letter()
    early = signon(app, "letter", "addendum", "night-train")
    assert (early.exit_code, "not delivered yet" in early.output) == (1, True)
    make.delivered(letter)
    make.listed(letter, ["Zinnia Circle", "Marks \U00012000"])
    done = signon(app, "letter", "addendum", "night-train")
    (addendum,) = editions.addenda_of(letter)
    assert done.stdout.splitlines() == [f"addendum 1: 2 names, SHA-256 {addendum.sha256}", addendum.code]
    assert "\U00012000" in done.stderr
    for command in ("deliver", "addendum"):
        assert "There is no letter nowhere." in signon(app, "letter", command, "nowhere").output
