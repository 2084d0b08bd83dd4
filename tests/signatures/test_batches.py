"""In safe mode the public list and count move in batches, so that nobody can tie a signature to a visit."""

import re
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.signatures import batches, comments, counting, roll
from signon.signatures.models import CAME, LEFT, NameNews
from signon.signatures.reviewing import strike
from tests import make
from tests.signatures.own import signed
from tests.statements import recorded

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LATER = timedelta(minutes=11)


@pytest.mark.parametrize(
    ("seconds", "came", "at", "is_due"),
    [
        (5, 1, 599, False),  # one alone waits for the ten minutes to be full
        (5, 1, 600, True),
        (595, 1, 600, True),  # by the clock, not ten minutes after it came: that would tell when it did
        (5, 2, 60, False),
        (5, 3, 59, False),
        (5, 3, 60, True),  # of three nobody can say whose visit it was
        (55, 3, 60, True),
    ],
)
def test_a_batch_is_shown_by_the_clock(seconds: int, came: int, at: int, is_due: bool) -> None:
    oldest = NOON + timedelta(seconds=seconds)
    assert batches.is_batch_due(oldest, came, NOON + timedelta(seconds=at)) is is_due


def test_in_safe_mode_a_new_name_is_nowhere_in_public_until_its_batch_is_shown(client: FlaskClient) -> None:
    make.letter(safe_mode=True)
    before = public(client)
    make.verified(client)
    assert public(client) == before
    assert numbers() == (0, 1)  # in public, and to staff
    release(now() + LATER)
    assert numbers() == (1, 1)
    assert all("Night Owls Union" in page for page in public(client)[:2])
    assert public(client) != before


def test_a_name_that_leaves_is_gone_at_once_whether_it_was_shown_or_waits(client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    make.listed(letter, ["Alder", "Birch"])
    release(now() + LATER)
    make.listed(letter, ["Cedar"])
    for name in ("Birch", "Cedar"):
        take_off(letter, name)
    assert [one.name for one in roll.signees(letter, shown=True)] == ["Alder"]
    assert numbers() == (1, 1)
    assert [(one.what, named(one.signature_id)) for one in release(now() + LATER)] == [(LEFT, "Birch")]


def test_names_that_leave_do_not_fill_the_batch_of_one_that_came(app: Flask) -> None:
    letter = make.letter(safe_mode=True)
    make.listed(letter, ["Alder", "Birch"])
    release(now() + LATER)
    for name in ("Alder", "Birch"):
        take_off(letter, name)
    make.listed(letter, ["Cedar"])
    with transaction():
        for news in db.session.query(NameNews):
            news.since = NOON + timedelta(seconds=5 if news.what == CAME else -5)
    assert [batches.is_due(NOON + timedelta(seconds=later)) for later in (10, 65, 600)] == [False, False, True]


def test_the_documents_address_does_not_tell_that_somebody_signed(client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    make.listed(letter, ["Alder"])
    release(now() + LATER)
    first = client.get("/letters/night-train/letter.pdf")
    make.listed(letter, ["Birch"])
    assert client.get("/letters/night-train/letter.pdf").headers["ETag"] == first.headers["ETag"]
    release(now() + LATER)
    second = client.get("/letters/night-train/letter.pdf")
    assert second.headers["ETag"] != first.headers["ETag"]
    take_off(letter, "Birch")
    assert client.get("/letters/night-train/letter.pdf").headers["ETag"] not in (
        first.headers["ETag"],
        second.headers["ETag"],
    )


def test_outside_of_safe_mode_nothing_waits_and_nothing_is_noted(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    assert numbers() == (1, 1)
    assert db.session.query(NameNews).count() == 0


def test_a_campaign_with_listeners_hears_of_every_name_once(client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        db.session.get_one(Letter, letter.id).campaign.has_hooks = True
    make.listed(letter, ["Alder", "Birch"])
    take_off(letter, "Alder")
    told = [(one.what, named(one.signature_id)) for one in release(now())]
    assert told == [(CAME, "Birch")]  # of one that came and left before anybody heard there is nothing to tell
    assert release(now()) == []


def test_what_is_handed_over_in_safe_mode_is_shown_next(client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    make.listed(letter, ["Alder"])
    make.delivered(letter)
    assert batches.is_due(now())
    release(now())
    assert numbers() == (1, 1)


def test_who_signs_finds_out_nowhere_who_else_did_before_everybody_does(client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    make.listed(letter, ["Alder", "Zinnia"])
    release(now() + LATER)
    mine = signed(client)
    [number, of] = re.findall(r"Number (\d+) of (\d+)", client.get(mine).text)[0]
    assert (number, of) == ("2", "3"), "their own name stands among those that are shown"
    before = by_link(client, mine)
    make.listed(letter, ["Birch", "Oak"])
    assert by_link(client, mine) == before
    assert "We, 3 organizations" in before[2] and "Birch" not in before[2]
    release(now() + LATER)
    assert "Birch" in by_link(client, mine)[2]


def test_no_text_of_a_letter_in_safe_mode_counts_who_waits(client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    make.listed(letter, ["Alder", "Birch"])
    release(now() + LATER)
    make.listed(letter, ["Cedar"])
    for page in ("", "/texts?number=1"):
        assert "We, 2 organizations" in client.get(f"/letters/night-train{page}").text, page


def test_in_safe_mode_why_somebody_signed_is_told_with_the_name(client: FlaskClient) -> None:
    letter = make.petition(safe_mode=True)
    make.listed(letter, ["Rosa Lind"])
    with transaction():
        make.signatures()[0].comment = "I have no car."
    assert comments.shown(letter) == []
    release(now() + LATER)
    assert [one.name for one in comments.shown(letter)] == ["Rosa Lind"]


def test_the_count_of_many_letters_is_one_question_and_leaves_out_only_who_waits(client: FlaskClient) -> None:
    kept = make.letter("open-train", signed_by="both")
    watched = make.letter("quiet-train", signed_by="both", safe_mode=True, conveners=["Cedar"])
    empty = make.letter("new-train", safe_mode=True)
    for letter in (kept, watched):
        make.listed(letter, ["Alder"])
    release(now() + LATER)
    make.listed(watched, ["Birch", "Cedar"])
    letters, at = [kept, watched, empty], now()
    assert [one.is_delivered(at) for one in letters] == [False] * 3  # read anew after the transactions above
    with recorded() as said:
        counts = counting.shown_many(letters, at)
    assert len(said) == 1
    assert [counts[one.id].organizations for one in (kept, watched, empty)] == [1, 1, 0]
    assert counts[watched.id].undersigned == 1, "the convener who waits is no convener yet"


def by_link(client: FlaskClient, link: str) -> tuple[str, ...]:
    """What a signee reads behind the link of their own: how it stands, how it is printed, in pages and as a PDF."""
    pdf = pypdfium2.PdfDocument(client.get(f"{link}/proof.pdf").data)
    pages = [client.get(f"{link}{path}").text for path in ("", "/print")]
    return (*pages, "".join(page.get_textpage().get_text_range() for page in pdf))


def public(client: FlaskClient) -> tuple[str, ...]:
    """What anybody can read of the letter's names and numbers; moments and form tokens left out."""
    pages = [client.get(f"/letters/night-train{path}").text for path in ("", "/signees")]
    count = client.get("/letters/night-train/count.json").json or {}
    return (*pages, repr({name: value for name, value in count.items() if name != "as_of"}))


def numbers() -> tuple[int, int]:
    """How many organizations the public counts, and how many there are."""
    db.session.rollback()
    letter = with_slug("night-train")
    assert letter is not None
    return counting.shown(letter, now()).organizations, counting.read(letter, now()).organizations


def release(at: datetime) -> list[batches.Released]:
    """What the worker does at that moment."""
    db.session.rollback()
    with transaction():
        return batches.release(at)


def take_off(letter: Letter, name: str) -> None:
    """Staff strike the name."""
    one = next(signature for signature in make.signatures() if signature.printed_name == name)
    with transaction():
        strike(letter, one, "no such body", now(), keys=make.keys())


def named(signature_id: int) -> str:
    """The name of that signature."""
    return next(one.printed_name for one in make.signatures() if one.id == signature_id)
