"""Somebody of the staff reviews sixty held names with the keyboard alone: without a page being loaded for each."""

import time

import pytest
from playwright.sync_api import Page, expect

from signon.database import db, now, transaction
from signon.signatures import counting
from signon.signatures.models import Signature
from tests import make
from tests.crowds import assert_counters_agree
from tests.journeys.acts import sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, watch
from tests.staff.people import Person, person

SLUG, NAMES = "queue-train", 60
SECONDS_A_NAME = 3.0  # two hundred in ten minutes
ASKED = {"organization": "Aardvark Union", "email": "ada@gmail.com"}


@pytest.fixture
def owner(site: Site) -> Person:
    """Who reviews; sixty names wait, the last of which came by the form and can be asked."""
    with site.inside():
        letter = make.letter(SLUG)
        make.listed(letter, [f"Union of Line {number:02}" for number in range(1, NAMES)])
        with transaction():
            db.session.query(Signature).update({"state": "held", "reason": "every new name is looked at"})
            counting.recount(now())
        someone = person()
    site.signed(SLUG, ASKED)
    return someone


def test_sixty_names_are_reviewed_with_the_keyboard_alone(site: Site, open_page: OpenPage, owner: Person) -> None:
    with open_page(DESKTOP) as page:
        sign_in(page, site, owner)
        troubles = watch(page)
        page.goto(f"/staff/letters/{SLUG}/review#queue")
        keys = page.keyboard
        expect(page.locator(".case").first).to_be_focused()
        _undo(page)
        began = time.monotonic()
        for number in range(3, NAMES):
            name = page.locator(".case:focus h2").inner_text()
            keys.press("a" if number % 3 else "s")
            if number % 3 == 0:
                keys.press("1")
            expect(page.locator(".case:focus h2")).not_to_have_text(name)
            expect(page.locator("h2", has_text=name)).to_have_count(0)
        seconds = (time.monotonic() - began) / (NAMES - 3)
        print(f"\n{seconds:.2f} s a name")
        assert seconds < SECONDS_A_NAME
        _ask(page)
        assert troubles == []
    with site.inside():
        states = [row.state for row in make.signatures()]
        assert (states.count("verified"), states.count("held")) == (39, 1)
        assert_counters_agree()


def _undo(page: Page) -> None:
    """Move, accept, strike in own words, undo both, and do them again; nothing works with the keys turned off."""
    keys, said, cases = page.keyboard, page.locator("[data-said]"), page.locator(".case")
    keys.press("j")
    expect(cases.nth(1)).to_be_focused()
    keys.press("k")
    keys.press("a")
    expect(said).to_contain_text("On the list: Union of Line 01. Still waiting: 59")
    keys.press("s")
    page.keyboard.type("1")
    expect(said).to_contain_text("Struck: Union of Line 02")
    for name in ("02", "01"):
        keys.press("u")
        expect(said).to_contain_text(f"Held again: Union of Line {name}")
        expect(page.locator(".case:focus h2")).to_have_text(f"Union of Line {name}")
    keys.press("s")
    page.keyboard.type("nobody knows it")
    keys.press("Enter")
    expect(said).to_contain_text("Struck: Union of Line 01")
    page.get_by_label("Use single keys inside the list").uncheck()
    cases.first.focus()
    keys.press("a")
    keys.press("s")
    expect(page.locator("details[open]")).to_have_count(0)
    page.get_by_label("Use single keys inside the list").check()
    cases.first.focus()
    keys.press("?")
    expect(page.locator("[data-help] dd", has_text="Undo what was done last")).to_be_visible()
    keys.press("a")
    expect(said).to_contain_text("On the list: Union of Line 02")


def _ask(page: Page) -> None:
    """The last name is asked: it stays, with the question in its case."""
    expect(page.locator(".case")).to_have_count(1)
    page.keyboard.press("q")
    page.keyboard.type("Who are you?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Asked: Aardvark Union")
    expect(page.locator(".case")).to_contain_text("Who are you?")
    expect(page.locator(".case")).to_be_focused()
