"""Whoever shows the count of a letter shows the same: its page, its campaign's, what partners frame, and the API."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.signatures import batches
from signon.signatures.models import Signature
from signon.signatures.reviewing import strike
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make

SLUG = "counted-everywhere"
PAGES = (f"/letters/{SLUG}", f"/embed/{SLUG}", f"/embed/{SLUG}/count", "/campaigns/night-line", "/")
API = f"/api/v1/letters/{SLUG}"
PROGRAMS = (f"/letters/{SLUG}/count.json", f"{API}/count", API, "/api/v1/letters")
LATER = timedelta(minutes=11)  # by then the next batch in safe mode is due
Numbers = tuple[int, int]


def in_words(text: str) -> Numbers:
    """Organizations and people, as a picture says them."""
    said = re.search(r"(\d+) organizations? ha(?:s|ve) signed; (\d+) (?:person has|people have) signed", text)
    assert said, text
    return int(said[1]), int(said[2])


def on_page(text: str) -> Numbers:
    """Organizations and people, as a page's list of counts has them."""
    [counts] = re.findall(r'<dl class="counts">(.*?)</dl>', text, re.DOTALL)
    numbers = re.findall(r"<dd>(?:<span[^>]*>)?(\d+)<", counts)
    assert len(numbers) == 2, counts
    return int(numbers[0]), int(numbers[1])


def for_programs(said: dict[str, Any]) -> Numbers:
    """Organizations and people, wherever in an answer the one letter's count stands."""
    [said] = said.get("items", [said])
    said = said.get("count", said)
    return said["organizations"], said["individuals"]


def everywhere(client: FlaskClient) -> dict[str, Numbers]:
    """What each address says."""
    found = {path: on_page(client.get(path).text) for path in PAGES}
    found |= {path: for_programs(client.get(path).json or {}) for path in PROGRAMS}
    badge = f"/embed/{SLUG}/badge.svg"
    return found | {badge: in_words(client.get(badge).text)}


def signed(name: str) -> Signature:
    """The signature of that name."""
    return next(one for one in make.signatures() if one.printed_name == name)


def sign(client: FlaskClient, organization: str, person: str) -> None:
    """An organization signs, and a person."""
    make.verified(client, SLUG, organization=organization)
    email = f"{person.split()[0].lower()}@lind.example"
    make.verified(client, SLUG, **{"name": person, "email": email, "as": "individual"})


def take_off(letter: Letter, withdrawn: str, struck: str) -> None:
    """One takes its name off; staff strike another."""
    with transaction():
        withdraw(Found(signed(withdrawn), letter), now())
    with transaction():
        strike(letter, signed(struck), "no such body", now(), keys=make.keys())


@pytest.mark.parametrize("safe_mode", [False, True])
def test_page_embed_badge_and_api_say_the_same_number_after_every_act(client: FlaskClient, safe_mode: bool) -> None:
    letter = make.letter(SLUG, signed_by="both", safe_mode=safe_mode)

    def shown() -> Numbers:
        """The one number that all of them show."""
        numbers = everywhere(client)
        assert len(set(numbers.values())) == 1, numbers
        return next(iter(numbers.values()))

    def next_batch() -> None:
        with transaction():
            assert bool(batches.release(now() + LATER)) is safe_mode
        db.session.rollback()

    assert shown() == (0, 0)
    make.listed(letter, ["Alder Union", "Birch Guild"])
    sign(client, "Cedar Choir", "Rosa Lind")
    assert shown() == ((0, 0) if safe_mode else (3, 1))
    next_batch()
    assert shown() == (3, 1)
    sign(client, "Dogwood Forum", "Omar Quill")
    take_off(letter, withdrawn="Alder Union", struck="Birch Guild")
    assert shown() == ((1, 1) if safe_mode else (2, 2)), "who leaves is gone at once; who came waits for a batch"
    next_batch()
    assert shown() == (2, 2)
    take_off(letter, withdrawn="Cedar Choir", struck="Omar Quill")
    assert shown() == (1, 1)
