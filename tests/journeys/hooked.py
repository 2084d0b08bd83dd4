"""The pages of a campaign's webhooks, and what is pressed there."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.acts import press

_ROOM = "/staff/campaigns/1/hooks"
_LONG = "https://hooks.a-very-long-name-of-a-partner.example.org/signon/" + "unbreakable" * 8


def _add(page: Page, _campaign: Any) -> None:
    page.locator("[name=url]").fill(_LONG)
    press(page)


def _add_nothing(page: Page, _campaign: Any) -> None:
    press(page)


def _add_and_test(page: Page, campaign: Any) -> None:
    """Come to a webhook with its secret, and send it a test: the page has a call then."""
    _add(page, campaign)
    page.locator("#calls form button").click()
    page.locator("#calls table").wait_for()


HOOKED = {
    "staff webhooks": (_ROOM, None),
    "staff webhooks with errors": (_ROOM, _add_nothing),
    "staff webhook with its secret": (_ROOM, _add),
    "staff webhook with a call": (_ROOM, _add_and_test),
}
