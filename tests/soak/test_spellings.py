"""One organization under twenty names, signed for by twenty people in twenty processes at the same moment."""

import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from signon import create_app
from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.signatures import verifying
from signon.signatures.verifying import Surge
from tests import make
from tests.browser import browser
from tests.crowds import all_links, assert_counters_agree
from tests.soak.figures import Tell
from tests.soak.processes import barrier, in_processes, settings_of

pytestmark = pytest.mark.soak

ROUNDS = 3
# One website; some are certainly one organization, others a person must look at.
SPELLINGS = (
    *("Night Owls Union", "NIGHT OWLS UNION", "night owls union", "Night  Owls  Union", "Night-Owls Union"),
    *("The Night Owls Union", "Night Owls Union, Inc.", "Night Owls Union Inc", "Níght Owls Unión"),
    *("Night Owls’ Union", "Night Owls Union (NOU)", "NOU", "Night Owls Union of Dayton"),
    *("Night Owls Union – Dayton Chapter", "Night Owls Union Action Fund", "Night Owl Union", "Nihgt Owls Union"),
    *("Union of Night Owls", "Night 0wls Union", "Night Owls Unïon LLC"),
)


def sign_as(which: int, settings: dict[str, Any], together: Any, links: list[list[str]]) -> list[int]:
    """In each round, press the button behind one link together with all the others; the statuses."""
    client, codes = browser(create_app(settings)), []
    for round_of_links in links:
        together.wait()
        answer = client.post(round_of_links[which], data={"authorized": "y"})
        codes += [answer.status_code, client.get(answer.location).status_code]
    return codes


def test_twenty_names_of_one_organization_signed_at_once_by_twenty_processes_list_one(house: Flask, tell: Tell) -> None:
    client = browser(house)
    slugs = ["night-train", *(make.letter(f"night-train-{number}").slug for number in range(2, ROUNDS + 1))]
    for slug in slugs:
        for number, name in enumerate(SPELLINGS):
            home = {"website": "https://nightowls.org", "email": f"desk{number}@nightowls.org"}
            assert make.send_form(client, slug, organization=name, **home).status_code == 303
    every, size = all_links(), len(SPELLINGS)
    links = [every[start : start + size] for start in range(0, len(every), size)]
    answers = in_processes(size, sign_as, settings_of(house), barrier(size), links)
    assert answers == [[303, 200] * ROUNDS] * size
    for slug in slugs:
        states = Counter(row.state for row in make.signatures() if row.letter_id == id_of(slug))
        tell(f"{slug}: {dict(sorted(states.items()))}")
        assert states["verified"] == 1
        assert states["struck"] + states["held"] == size - 1
        counted = client.get(f"/letters/{slug}/count.json").json
        assert counted is not None and counted["organizations"] == 1
    assert_counters_agree()


def id_of(slug: str) -> int:
    """The id of the letter."""
    letter = with_slug(slug)
    assert letter is not None
    return letter.id


def verify_slowly(app: Flask, link: str, at: datetime, done: threading.Event) -> None:
    """Verify at that moment, in a transaction that goes on for a while."""
    tokens, keys = app.extensions["signon.tokens"], app.extensions["signon.keys"]
    words = {"attestation": "I agree.", "same_as": None, "surge": Surge(factor=5, least=30)}
    with app.app_context(), transaction():
        found = verifying.follow_link(link.removeprefix("/verify/"), tokens=tokens, at=at)
        verifying.verify(found, keys=keys, tokens=tokens, at=at, **words)
        done.set()
        time.sleep(1)


def test_two_names_of_one_organization_signed_around_the_turn_of_a_minute_list_one(house: Flask) -> None:
    client = browser(house)
    for number, name in enumerate(("Night Owls Union", "Night Owls Union of Dayton")):
        home = {"website": "https://nightowls.org", "email": f"desk{number}@nightowls.org"}
        assert make.send_form(client, organization=name, **home).status_code == 303
    first, second = all_links()
    minute, done = now().replace(second=0, microsecond=0) + timedelta(minutes=1), threading.Event()
    slow = threading.Thread(target=verify_slowly, args=(house, first, minute - timedelta(seconds=1), done))
    slow.start()
    assert done.wait(30)
    verify_slowly(house, second, minute + timedelta(seconds=1), threading.Event())
    slow.join(30)
    assert [row.state for row in make.signatures()] == ["verified", "held"]
    assert_counters_agree()
