"""A name that changes while staff look at it is neither listed nor struck by what they decided before."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.signatures import reviewing
from signon.signatures.own_entry import ChangedMeanwhile
from tests import make
from tests.crowds import assert_counters_agree, at_once
from tests.signatures.own import correct, forms, only, signed
from tests.signatures.word import MOTHS, first_letter, organization
from tests.staff.people import Browser, hidden, send

PAGE = "/staff/letters/night-train"
QUEUE = f"{PAGE}/review"
OTHER = "Aldermoor Readers"
LOOK_AGAIN = "changed while you looked. Please look again."


@pytest.fixture
def link(stranger: Browser) -> str:
    """The way to the own entry of a held signature."""
    make.letter()
    return signed(stranger, email="ada@gmail.com")


def opened(owner: Browser, act: str, page: str = QUEUE) -> tuple[str, dict[str, str]]:
    """Staff open the page; where its button `act` leads for the newest signature, and what it sends."""
    to = f"{PAGE}/signatures/{make.signatures()[-1].id}/{act}"
    return to, hidden(owner.get(page), to)


def pressed(owner: Browser, button: tuple[str, dict[str, str]], **typed: str) -> TestResponse:
    """Press the button of a page that was opened before."""
    to, fields = button
    answer = owner.post(to, data={**fields, **typed})
    assert answer.status_code == 303
    return owner.get(answer.location)


def test_a_held_name_that_was_changed_is_not_accepted_before_somebody_looks_again(
    owner: Browser, stranger: Browser, link: str
) -> None:
    button = opened(owner, "accept")
    correct(stranger, link, organization=OTHER)
    page = pressed(owner, button).text
    assert f"{OTHER} {LOOK_AGAIN}" in page
    assert only().state == "held"
    assert f"On the list: {OTHER}" in pressed(owner, opened(owner, "accept")).text
    assert_counters_agree()


def test_who_signed_counts_as_a_change_too(owner: Browser, stranger: Browser, link: str) -> None:
    button = opened(owner, "accept")
    fields = forms(stranger.get(f"{link}/representative"))[0][1]
    stranger.post(f"{link}/representative", data={**fields, "representative": "Eve Else"})
    assert LOOK_AGAIN in pressed(owner, button).text
    assert only().state == "held"


def test_the_same_organization_is_said_of_the_name_that_was_seen_and_of_no_other(
    owner: Browser, stranger: Browser
) -> None:
    first_letter()
    make.letter()
    link = signed(stranger, organization="Moth Watcher League")
    moths = str(organization(MOTHS))
    button = opened(owner, "accept")
    correct(stranger, link, organization="Moths Watcher League")
    assert LOOK_AGAIN in pressed(owner, button, same_as=moths).text
    assert make.signatures()[-1].state == "held"
    pressed(owner, opened(owner, "accept"), same_as=moths)
    assert make.signatures()[-1].organization_id == organization(MOTHS)


def test_a_held_name_that_was_changed_is_not_struck_and_the_page_shows_what_it_says_now(
    owner: Browser, stranger: Browser, link: str
) -> None:
    to, fields = opened(owner, "strike")
    correct(stranger, link, organization=OTHER)
    assert LOOK_AGAIN in pressed(owner, (to, fields), reason="no such body").text
    assert only().state == "held"
    again = owner.post(to, data={**fields, "reason": ""})
    assert again.status_code == 422 and OTHER in again.text
    assert f"Struck: {OTHER}" in pressed(owner, (to, hidden(again, to)), reason="no such body").text
    assert only().state == "struck"


@pytest.mark.parametrize(("name", "state"), [("NIGHT OWLS UNION", "verified"), (OTHER, "held")])
def test_a_listed_name_that_was_changed_is_not_struck(owner: Browser, stranger: Browser, name: str, state: str) -> None:
    make.letter()
    link = signed(stranger)
    button = opened(owner, "strike", f"{PAGE}/signatures/{only().id}")
    correct(stranger, link, organization=name)
    page = pressed(owner, button, reason="no such body").text
    assert f"{name} {LOOK_AGAIN}" in page and "Strike this name" in page
    assert only().state == state


def test_what_a_colleague_listed_meanwhile_is_not_struck_from_a_page_that_calls_it_held(
    owner: Browser, link: str
) -> None:
    accept, strike = opened(owner, "accept"), opened(owner, "strike")
    pressed(owner, accept)
    assert LOOK_AGAIN in pressed(owner, strike, reason="no such body").text
    assert only().state == "verified"


def test_a_form_that_does_not_say_when_it_was_shown_does_nothing(owner: Browser, link: str) -> None:
    never = ("", "x", "2026", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00\0")
    for act in ("accept", "strike"):
        to, fields = opened(owner, act)
        for seen in never:
            assert LOOK_AGAIN in pressed(owner, (to, {**fields, "seen": seen}), reason="no such body").text, repr(seen)
            assert only().state == "held", repr(seen)


def test_accepting_and_correcting_at_one_moment_never_lists_what_nobody_saw(
    app: Flask, stranger: Browser, link: str
) -> None:
    seen = only().changed_at
    fields = forms(stranger.get(f"{link}/correct"))[0][1]
    save = partial(app.test_client().post, f"{link}/correct", data={**fields, "organization": OTHER})
    acts: list[Callable[[], object]] = [partial(accept, app, seen), save, partial(accept, app, seen)]
    at_once(acts)
    assert (only().state, only().printed_name) in {("verified", "Night Owls Union"), ("held", OTHER)}
    assert_counters_agree()


def accept(app: Flask, seen: datetime) -> None:
    """Somebody accepts the one held name, as it was when they looked."""
    with app.app_context():
        signature, letter = only(), with_slug("night-train")
        assert letter is not None
        with suppress(ChangedMeanwhile), transaction():
            reviewing.accept(letter, signature, now(), seen=seen)


# ---- many at once, after a surge


def test_what_a_surge_held_and_was_changed_or_came_since_waits_when_the_others_are_listed(
    owner: Browser, stranger: Browser
) -> None:
    letter = make.letter()
    with transaction():
        letter.surge_at = now()
    make.verified(stranger, organization="Harbour Choir")
    link = signed(stranger, organization="Plain Guild")
    page = f"{PAGE}/held/proven"
    button = page, hidden(owner.get(page), page)
    correct(stranger, link, organization="Painted Guild")
    make.verified(stranger, organization="Late Guild")
    answer = pressed(owner, button).text
    assert "1 name is on the list now." in answer and "Some names came or changed while you looked" in answer
    assert [row.printed_name for row in make.signatures("verified")] == ["Harbour Choir"]
    answer = pressed(owner, (page, hidden(owner.get(page), page))).text
    assert "2 names are on the list now." in answer and "while you looked" not in answer
    assert len(make.signatures("verified")) == 3
    assert_counters_agree()


@pytest.mark.parametrize("seen", ["", "x", "0001-01-01T00:00:00+14:00"])
def test_a_press_for_many_that_does_not_say_when_they_were_counted_lists_nobody(
    owner: Browser, stranger: Browser, seen: str
) -> None:
    letter = make.letter()
    with transaction():
        letter.surge_at = now()
    make.verified(stranger, organization="Harbour Choir")
    answer = send(owner, f"{PAGE}/held/proven", seen=seen)
    assert "Some names came or changed while you looked" in owner.get(answer.location).text
    assert make.signatures("verified") == []
