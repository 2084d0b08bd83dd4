"""How long "check your inbox" takes tells nothing: whether an address has signed, waits, is held, or wants no mail."""

import itertools
import random
import statistics
import time

import pytest
from flask import Flask

from signon.database import now, transaction
from signon.mail.suppressing import suppress
from tests import make
from tests.browser import browser
from tests.conftest import PATIENT
from tests.servers.web import running_app
from tests.soak.figures import Tell, milliseconds, percentile, rank_auc
from tests.soak.visitors import Visitor, settings_beside, sign, visiting

pytestmark = pytest.mark.soak

SUBMISSIONS, MAILBOXES = 400, 20  # in each state
WARM_UP = 40
# What the noise of a machine that does other things lets through: a quiet one shows far less.
FARTHEST = 0.010  # seconds between two medians
LEAST_AUC, MOST_AUC = 0.40, 0.60
NEVER_SEEN, PENDING, VERIFIED, HELD, SUPPRESSED = STATES = ("never seen", "pending", "verified", "held", "suppressed")


def entry_of(state: str, number: int) -> dict[str, str]:
    """What somebody types whose address is in this state, as long in each: one is held for want of a proof."""
    name = f"line{STATES.index(state)}x{number:03d}"
    home = f"other{number:04d}" if state == HELD else name
    return {"organization": f"Union of {name}", "website": f"https://{name}.org", "email": f"ada@{home}.org"}


def bring_into_their_states(house: Flask) -> None:
    """Have addresses that wait, that have signed, that are held, and that want no mail."""
    client = browser(house)
    for number in range(MAILBOXES):
        make.send_form(client, **entry_of(PENDING, number))
        for state in (VERIFIED, HELD):
            make.verified(client, **entry_of(state, number))
        with transaction():
            suppress(entry_of(SUPPRESSED, number)["email"], keys=make.keys(), at=now())
    assert len(make.signatures("verified")) == len(make.signatures("held")) == MAILBOXES


def taken(visitor: Visitor, house: Flask, state: str, number: int) -> float:
    """How many seconds the answer to one form takes, in which the address of a state is typed."""
    typed = entry_of(state, number if state == NEVER_SEEN else number % MAILBOXES)
    began = time.perf_counter()
    answer = sign(visitor, house, 0, **typed)
    seconds = time.perf_counter() - began
    assert answer.status == 303
    return seconds


def test_the_time_of_the_answer_tells_nobody_in_which_state_an_address_is(house: Flask, tell: Tell) -> None:
    bring_into_their_states(house)
    chance, times = random.Random(8), {state: list[float]() for state in STATES}
    with running_app(settings_beside(house, **PATIENT)) as address, visiting(address) as visitor:
        for number in range(-WARM_UP, 0):
            taken(visitor, house, NEVER_SEEN, 999 + number)
        for number in range(SUBMISSIONS):
            for state in chance.sample(STATES, len(STATES)):
                times[state].append(taken(visitor, house, state, number))
    for state in STATES:
        middle, slow = statistics.median(times[state]), percentile(times[state], 95)
        tell(f"{state}: median {milliseconds(middle)}, p95 {milliseconds(slow)}")
    found = [(one, other, *compared(times[one], times[other])) for one, other in itertools.combinations(STATES, 2)]
    for one, other, apart, auc in found:
        tell(f"{one} / {other}: medians {milliseconds(apart)} apart, AUC {auc:.3f}")
    assert all(apart <= FARTHEST and LEAST_AUC <= auc <= MOST_AUC for _, _, apart, auc in found)


def compared(ones: list[float], others: list[float]) -> tuple[float, float]:
    """How far the medians lie apart, in seconds, and the rank AUC."""
    return abs(statistics.median(ones) - statistics.median(others)), rank_auc(ones, others)
