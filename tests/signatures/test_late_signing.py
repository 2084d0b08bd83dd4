"""After delivery a letter may stay open to late signees for a while; their names go to addenda."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import editions
from signon.signatures.delivering import deliver, late_days, late_signing_ends
from signon.signatures.freezing import thaw
from signon.signatures.models import Approach
from signon.signatures.purging import purge_requests
from signon.wording.readings import read_signee_list
from tests import make
from tests.signatures.handed import NAMES, names_in, numbers
from tests.signatures.own import correct
from tests.signatures.word import ask, set_up

SOON = timedelta(days=7)
LATE, GRACE, SECOND = make.moment("2026-12-01 23:59"), timedelta(hours=24), timedelta(seconds=1)


def test_late_signing_ends_thirty_days_after_delivery_at_the_latest(app: Flask) -> None:
    letter = make.letter(deadline_zone="America/New_York")
    at, month = now(), timedelta(days=30)
    first, last = late_days(letter, at)
    assert late_signing_ends(letter, first) > at
    assert at + month - timedelta(days=2) < late_signing_ends(letter, last) <= at + month
    empty = read_signee_list(letter, "en", at)
    for wrong in (at, at - SOON, at + month + timedelta(seconds=1)):
        with pytest.raises(Refusal) as refused, transaction():
            deliver(letter, empty, wrong, at)
        assert refused.value.field == "late_until"
    with transaction():
        deliver(letter, empty, at + month, at)
    assert letter.late_until == at + month


@pytest.mark.parametrize(
    ("at", "opens", "verifies"),
    [
        (LATE - SECOND, True, True),
        (LATE, False, True),
        (LATE + GRACE - SECOND, False, True),
        (LATE + GRACE, False, False),
    ],
)
def test_late_signing_ends_to_the_second_and_links_sent_in_time_work_a_day_longer(
    at: datetime, opens: bool, verifies: bool
) -> None:
    published = LATE - timedelta(days=90)
    facts = {"published_at": published, "deadline_zone": "UTC", "grace_hours": 24, "deadline_at": LATE - SOON}
    late = Letter(**facts, delivered_at=LATE - SOON, late_until=LATE)
    assert (late.is_open(at), late.accepts_verification(at), late.closes_here) == (opens, verifies, LATE)
    for over in (
        Letter(**{**facts, "deadline_at": LATE + SOON}, delivered_at=LATE - SOON),
        Letter(**{**facts, "deadline_at": None}, delivered_at=LATE - SOON),
    ):
        assert (over.is_open(at), over.accepts_verification(at), over.closes_here) == (False, False, LATE - SOON)


def test_without_late_signing_a_link_that_waits_says_that_signing_is_over(client: FlaskClient) -> None:
    letter = make.letter(deadline="2099-01-01 17:00")
    make.listed(letter, NAMES)
    make.send_form(client)
    link = make.newest_mail().link
    make.delivered(letter)
    answer = client.post(link, data={"authorized": "y"})
    assert answer.status_code == 410
    assert "Signing has ended" in answer.text
    assert numbers(letter) == (3, 0, 0, 0, 0)


def test_who_signs_late_is_listed_corrects_their_entry_and_is_printed_by_an_addendum(client: FlaskClient) -> None:
    letter = make.letter(conveners=("Zinnia Circle",))
    make.listed(letter, NAMES)
    make.send_form(client)
    before = make.newest_mail().link
    make.delivered(letter, now() + SOON)
    assert "names that come now go to an addendum" in client.get("/letters/night-train/sign").text
    assert client.post(before, data={"authorized": "y"}).status_code == 303
    link = f"/signature/{make.newest_mail('signed').token}"
    assert correct(client, link, organization="Night Owls’ Union").status_code == 303
    make.listed(letter, ["Imported Guild"])
    assert numbers(letter) == (3, 2, 0, 0, 2)
    addendum = make.addendum(letter)
    frozen = thaw(addendum.content)
    assert names_in(addendum) == ["Imported Guild", "Night Owls’ Union"]
    assert (addendum.kind, addendum.number, addendum.organizations, addendum.undersigned) == ("addendum", 1, 2, 2)
    assert frozen.letter.title == "Addendum 1: Run the night train again"
    assert "2 more signatures have come since this letter was delivered on" in frozen.letter.body
    assert frozen.letter.date == frozen.as_of.date()
    assert numbers(letter) == (3, 2, 0, 0, 0)
    assert "no longer changes" in client.get(f"{link}/correct").text
    with pytest.raises(Refusal, match="No name was listed since"):
        make.addendum(letter)
    make.listed(letter, ["Third Guild"])
    assert (make.addendum(letter).number, [row.number for row in editions.addenda_of(letter)]) == (2, [1, 2])


def test_who_was_asked_once_is_remembered_while_late_signing_is_open(app: Flask) -> None:
    letter = set_up(asked=("Night Owls Union",))
    ask()
    make.delivered(letter, now() + SOON)
    for after, left in ((timedelta(seconds=1), 1), (SOON + timedelta(seconds=1), 0)):
        with transaction():
            purge_requests(now() + after)
        assert db.session.query(Approach).count() == left
