"""A campaign from an empty database to the delivered letter: all that staff do is done in the browser."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Page

from tests.journeys import campaign_begun as begun
from tests.journeys import campaign_ended as ended
from tests.journeys import campaign_run as run
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE, sideways_scroll

# What staff open on the way home, and what everybody does.
ON_A_PHONE = ["", "/text", "/life", "/review", "/signatures", "/invitations", "/changed-texts", "/figures", "/exports"]


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
def test_two_staff_run_the_whole_life_of_a_letter(site: Site, open_page: OpenPage) -> None:
    with ExitStack() as stack:
        owner, reviewer = (stack.enter_context(open_page(DESKTOP, accept_downloads=True)) for _ in range(2))
        guest = stack.enter_context(open_page(PHONE))
        begun.owner_comes_in(owner, site)
        begun.draft_is_written(owner)
        begun.colleague_is_invited(owner, reviewer, site)
        begun.organizations_are_invited(owner)
        begun.letter_circulates(owner, site)
        begun.guest_signs(guest, site)
        begun.letter_is_published(owner, guest)
        run.proven_sign(site)
        run.names_are_imported(owner)
        run.text_is_corrected(owner)
        run.text_says_something_else(owner)
        run.signees_answer(guest, site)
        run.asking_ends(owner, guest)
        run.held_sign(site)
        run.held_are_reviewed(reviewer)
        ended.spellings_are_merged(owner)
        ended.name_is_noted(owner)
        ended.figures_are_seen(owner)
        ended.signing_ends(owner, guest)
        ended.list_is_taken_away(owner, guest)
        ended.letter_is_handed_over(owner, guest)
        ended.everything_is_on_record(owner)
        pages_fit_a_phone(owner)
    assert site.command("audit", "verify")  # a broken chain ends it badly


def pages_fit_a_phone(page: Page) -> None:
    """Nothing has to be scrolled sideways, with all that the campaign left on the pages."""
    page.set_viewport_size({"width": PHONE, "height": 740})
    for room in ON_A_PHONE:
        page.goto(f"{begun.STAFF}{room}")
        assert sideways_scroll(page) == 0, room
