"""Standing delegations: an organization is signed on once, told, and never against its will."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.letters import controls
from signon.signatures import reviewing, surges, switches
from signon.signatures.judging import ALL_REVIEWED, SURGE
from signon.signatures.models import FROM_DELEGATION, Approach
from signon.signatures.standing import PAUSED
from signon.signatures.tokens import ENTRY
from signon.signatures.ways import Found, follow
from signon.signatures.withdrawing import withdraw
from tests import make
from tests.crowds import assert_counters_agree, at_once
from tests.signatures.word import (
    MOTHS,
    OWLS,
    RIDERS,
    SENTENCE,
    ask,
    delegates,
    first_letter,
    found,
    here,
    inside,
    names,
    next_letter,
    organization,
    set_up,
    sign_on,
    tokens,
)


def test_a_standing_delegation_lists_at_once_with_the_sentence_that_was_agreed_to(app: Flask) -> None:
    set_up(delegated=(OWLS, MOTHS), conveners=(MOTHS,))
    signed = sign_on()
    assert names(signed) == {OWLS, MOTHS}
    assert {one.to for one in signed} == {"night@gmail.com", "moth@gmail.com"}
    for signature in here():
        assert (signature.state, signature.origin, signature.attestation) == ("verified", FROM_DELEGATION, SENTENCE)
        assert signature.organization_id == organization(signature.printed_name)
        assert signature.is_convener is (signature.printed_name == MOTHS)
        assert signature.verified_at is not None
    assert_counters_agree()


def test_the_link_of_who_was_signed_on_leads_to_the_own_entry(app: Flask) -> None:
    set_up(delegated=(OWLS,))
    [one] = sign_on()
    way = follow(ENTRY, one.token, tokens=tokens(), at=now() + timedelta(days=179))
    assert way.signature.id == one.signature_id


def test_a_delegation_that_has_ended_signs_nothing(app: Flask) -> None:
    set_up(delegated=(OWLS,))
    assert sign_on(at=now() + timedelta(days=90, seconds=1)) == []


def test_who_left_the_letter_again_is_not_signed_on_a_second_time(app: Flask) -> None:
    letter = set_up(delegated=(OWLS,))
    sign_on()
    [signature] = here()
    with transaction():
        withdraw(Found(signature, letter), now())
    assert here() == []
    delegates(found("first-train"), OWLS)
    assert sign_on() == []


def test_who_signed_by_itself_and_left_is_neither_asked_nor_signed_on(app: Flask) -> None:
    letter = set_up(asked=(OWLS,), delegated=(MOTHS,))
    make.listed(letter, [OWLS, MOTHS, RIDERS])
    for signature in here():
        with transaction():
            withdraw(Found(signature, letter), now())
    assert here() == []
    assert ask() == [] and sign_on() == []
    kept = {row.organization_id for row in db.session.query(Approach)}
    assert kept == {organization(OWLS), organization(MOTHS)}, "of who left no word nothing is kept"


@pytest.mark.parametrize("why", ["reviewed", "surging", "paused", "switched off"])
def test_where_new_names_are_held_those_signed_on_are_held_too(app: Flask, why: str) -> None:
    letter = set_up(delegated=(OWLS,))
    reasons = {"reviewed": ALL_REVIEWED, "surging": SURGE, "paused": PAUSED, "switched off": ALL_REVIEWED}
    with transaction():
        if why == "reviewed":
            controls.list_by(letter, "reviewed")
        elif why == "surging":
            letter.surge_at = now()
        elif why == "paused":
            controls.pause(letter, now())
        else:
            switches.turn_off(switches.LISTING, now())
    [one] = sign_on()
    [signature] = here()
    assert (one.state, signature.state, signature.reason) == ("held", "held", reasons[why])
    with transaction():
        surges.end_surge(letter, now())
        assert reviewing.accept(letter, signature, now(), signature.claimed_organization_id) == "verified"
    assert here()[0].organization_id == organization(OWLS)
    assert_counters_agree()


def test_four_presses_at_once_list_each_once(app: Flask) -> None:
    wanted = [f"Union of Line {number}" for number in range(10)]
    delegates(first_letter(*wanted), *wanted)
    next_letter()
    signed = at_once([partial(inside, app, sign_on)] * 4)
    assert sorted(signed) == [0, 0, 0, 10]
    assert {row.state for row in here()} == {"verified"} and len(here()) == 10
    assert_counters_agree()
