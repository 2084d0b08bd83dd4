"""A hot page asks the database a fixed number of questions, however many letters and names there are."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.statements import listed, said_by

# Every request reads the database's clock first. Raising a number here makes every reader's page slower: say why.
READING = {
    "/": 4,  # clock, letters with their campaigns, counters, texts
    "/letters/night-train": 8,  # clock, letter, texts, counter, names; its demands, updates, press coverage
    "/letters/sunday-train": 10,  # those, why people sign, and whether signing is switched off: its form is on the page
    "/letters/sunday-train/signees": 6,
    "/letters/night-train/count.json": 3,  # clock, letter, counter
    "/letters/night-train/signees": 7,  # clock, letter, counter, texts, names; first letters, places
    "/api/v1/letters/night-train/count": 3,  # the same three
    "/api/v1/letters/night-train/signees": 5,  # clock, letter, counter, names of organizations, of people
    "/letters/night-train/sign": 5,  # clock, letter, clock, counter, text
}
SIGNING = 8
# The clock, the way (twice), the letter's turn (twice), the signature's own changes; then what is worth waiting for: is
# it a surge, is it a known organization or like one (which is asked to the end, whatever there is: no name shall be
# told by the time it takes), who lives at its website, was it struck, is listing switched off, was it merged into
# another meanwhile, who is to be told.
VERIFYING = 29


@pytest.mark.parametrize("path", READING)
def test_a_page_asks_no_more_than_it_needs(app: Flask, client: FlaskClient, path: str) -> None:
    for letter in (make.letter(), make.petition()):
        make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    client.get(path)
    said = said_by(lambda: client.get(path))
    assert len(said) <= READING[path], f"{path} asks {len(said)} questions:\n{listed(said)}"


def test_the_front_page_asks_the_same_for_one_letter_as_for_five(app: Flask, client: FlaskClient) -> None:
    make.letter()
    assert_no_more(client, "/", lambda: [make.letter(f"train-{number}") for number in range(4)])


@pytest.mark.parametrize("path", ["/letters/night-train", "/letters/night-train/signees"])
def test_a_list_asks_the_same_for_two_names_as_for_fifty(app: Flask, client: FlaskClient, path: str) -> None:
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    assert_no_more(client, path, lambda: make.listed(letter, [f"Union {number}" for number in range(50)]))


def assert_no_more(client: FlaskClient, path: str, grow: Callable[[], object]) -> None:
    """The page at `path` asks as much after `grow` as before it."""
    client.get(path)
    before = said_by(lambda: client.get(path))
    grow()
    after = said_by(lambda: client.get(path))
    assert len(after) == len(before), f"{path} asks once for every row:\n{listed(after)}"


def test_signing_and_verifying_say_no_more_than_they_need(app: Flask, client: FlaskClient) -> None:
    make.letter()
    make.verified(client, organization="First Union")  # whatever is done only once is done
    entry = {**make.ORGANIZATION, "form_token": make.form_token(client.get("/letters/night-train/sign"))}
    said = said_by(lambda: client.post("/letters/night-train/sign", data=entry))
    assert len(said) <= SIGNING, f"signing says {len(said)} things:\n{listed(said)}"
    link = make.newest_mail().link
    said = said_by(lambda: client.post(link, data={"authorized": "y"}))
    assert len(said) <= VERIFYING, f"verifying says {len(said)} things:\n{listed(said)}"
    assert [row.state for row in make.signatures()] == ["verified", "verified"]
