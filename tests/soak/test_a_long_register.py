"""A register of twenty thousand organizations: finding who a name may mean, and verifying, stay quick."""

import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.organizations.likeness import likeness
from signon.organizations.matching import alike
from signon.organizations.models import Organization
from signon.organizations.register import known_or_entered_all
from signon.signatures.entry import organization_entry
from tests import make
from tests.browser import browser
from tests.conftest import DATABASES
from tests.installations import installation_of_its_own
from tests.soak import made_up
from tests.soak.figures import Tell, milliseconds, percentile

pytestmark = pytest.mark.soak

SHORT, LONG, MORE = 200, 20_000, 400
ASKED = 400  # names; half of them are misspelled ones of the register, half are new
VERIFIED = 100  # signatures in each register
SLOWEST_TO_FIND = 0.200  # seconds, for 95 of 100 names, on a machine that does other things
MOST_GROWTH = 3.0
Houses = tuple[Flask, Flask]


@pytest.fixture(params=DATABASES)
def houses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Houses]:
    """Two installations with a letter each, that are alike but for their registers."""
    folders = [tmp_path / "short", tmp_path / "long"]
    for folder in folders:
        folder.mkdir()
    with installation_of_its_own(request, request.param, folders[0]) as short:
        make.letter()
        with installation_of_its_own(request, request.param, folders[1]) as long:
            make.letter()
            yield short, long


def enter(names: list[str]) -> float:
    """Enter these organizations in the register; how many seconds that takes."""
    began = time.perf_counter()
    with transaction():
        typed = ({"organization": name, **make.home_of(name)} for name in names)
        known_or_entered_all([organization_entry(one, needs_contact=False) for one in typed], now())
    return time.perf_counter() - began


def time_to_find(name: str) -> tuple[float, set[str]]:
    """How many seconds it takes to find who `name` may mean, and who was found."""
    began = time.perf_counter()
    found = alike(name)
    return time.perf_counter() - began, {like.name for like in found}


def time_to_verify(house: Flask, name: str) -> float:
    """How many seconds the answer to the pressed button takes, for an organization that signs for the first time."""
    with house.app_context():
        client = browser(house)
        assert make.send_form(client, organization=name).status_code == 303
        link = make.newest_mail().link
        began = time.perf_counter()
        assert client.post(link, data={"authorized": "y"}).status_code == 303
        return time.perf_counter() - began


def test_twenty_thousand_organizations_in_the_register_slow_nobody_down(houses: Houses, tell: Tell) -> None:
    short, long = houses
    everybody = list(made_up.names(LONG + MORE))
    random.Random(3).shuffle(everybody)
    register, others = everybody[:LONG], everybody[LONG:]
    for house in houses:
        with house.app_context():
            size = SHORT if house is short else LONG
            tell(f"{size} organizations entered in {enter(register[:size]):.1f} s")
            assert db.session.query(Organization).count() == size
    find_all(register, others, tell)
    # In turns, so that whatever else the machine does meets both alike.
    times = [(time_to_verify(short, name), time_to_verify(long, name)) for name in others[:VERIFIED]]
    before, after = (statistics.median(column) for column in zip(*times, strict=True))
    tell(f"verifying among {SHORT}: median {milliseconds(before)}; among {LONG}: {milliseconds(after)}")
    tell(f"{after / before:.2f} times as long")
    assert after / before <= MOST_GROWTH


def find_all(register: list[str], others: list[str], tell: Tell) -> None:
    """In the register that is current, every misspelled name finds its organization, and quickly."""
    chance = random.Random(20)
    pairs = [(name, made_up.misspelled(name, chance)) for name in chance.sample(register, ASKED // 2)]
    # A slip in a short word makes another name, in a register of two as well.
    alikes = [(name, wrong) for name, wrong in pairs if likeness(name, wrong)]
    found = [time_to_find(wrong) for _, wrong in alikes]
    hits = sum(name in names for (name, _), (_, names) in zip(alikes, found, strict=True))
    times = [seconds for seconds, _ in [*found, *map(time_to_find, others[-ASKED // 2 :])]]
    middle, slow = statistics.median(times), percentile(times, 95)
    tell(f"who a name may mean, among {LONG}: median {milliseconds(middle)}, p95 {milliseconds(slow)}")
    tell(f"{hits} of {len(alikes)} names with two letters exchanged found theirs")
    assert len(alikes) >= 0.95 * len(pairs) and hits == len(alikes)
    assert slow <= SLOWEST_TO_FIND
