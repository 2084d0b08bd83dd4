"""What everybody reads of a letter that was delivered."""

from datetime import timedelta

from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.signatures import reviewing
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make

NAMES = ("Aldermoor Readers", "Leaving Guild", "Struck Guild", "Zinnia Circle")
LETTER = "/letters/night-train"


def in_one_line(text: str) -> str:
    """`text` with every run of spaces and line ends as one space."""
    return " ".join(text.split())


def test_the_page_says_how_many_at_delivery_how_many_since_and_how_many_left(client: FlaskClient) -> None:
    letter = make.letter(conveners=("Zinnia Circle",), deadline_zone="America/New_York")
    make.listed(letter, NAMES)
    assert "at delivery" not in client.get(LETTER).text
    edition = make.delivered(letter)
    delivered = make.moment("2026-11-04 03:00")  # the day before on the letter's own clock
    with transaction():
        letter.delivered_at = delivered
    page = in_one_line(client.get(LETTER).text)
    assert "4 at delivery on November 3, 2026." in page
    assert "Delivered on November 3, 2026." in page
    assert "Sign this letter" not in page
    make.listed(letter, ["Late Guild", "Later Guild"])
    rows = {row.printed_name: row for row in make.signatures()}
    with transaction():
        withdraw(Found(rows["Leaving Guild"], letter), now())
        reviewing.strike(letter, rows["Struck Guild"], "no such body", now(), keys=make.keys())
    addendum = make.addendum(letter)
    page = in_one_line(client.get(LETTER).text)
    assert "4 at delivery on November 3, 2026, 2 since, 1 withdrawn, 1 taken off." in page
    assert "We, 3 organizations" in page
    for path in (
        f"/editions/{edition.code}",
        f"/editions/{edition.code}/letter.pdf",
        f"/editions/{addendum.code}/letter.pdf",
    ):
        assert f'href="{path}"' in page, path
    assert "Leaving Guild" in client.get(f"{LETTER}/signees").text


def test_late_signees_are_told_where_their_name_goes_until_the_day_that_was_set(client: FlaskClient) -> None:
    letter = make.letter(deadline="2026-01-01 12:00")
    make.listed(letter, NAMES)
    assert make.delivered(letter, now() + timedelta(days=5)).undersigned == 4
    with transaction():
        letter.late_until = make.moment("2099-12-01 23:59")
    page = in_one_line(client.get(LETTER).text)
    assert "Open to late signees until December 1, 2099, 11:59" in page
    assert "Sign this letter" in page
    assert "names that come now go to an addendum" in client.get(f"{LETTER}/sign").text
    assert "open until December 1, 2099" in in_one_line(client.get("/").text)
    with transaction():
        letter.late_until = make.moment("2026-02-01 23:59")
    assert "late signees" not in client.get(LETTER).text
    assert "Signatures were collected until February 1, 2026" in client.get(f"{LETTER}/sign").text


def test_a_letter_delivered_before_its_deadline_says_that_signing_ended_that_day(client: FlaskClient) -> None:
    letter = make.letter(deadline="2099-01-01 12:00")
    make.delivered(letter)
    with transaction():
        letter.delivered_at = make.moment("2026-11-04 03:00")
    db.session.rollback()
    assert "Signatures were collected until November 4, 2026" in client.get(f"{LETTER}/sign").text
    assert "2099" not in client.get(LETTER).text
