"""Every page, in every width and colour, in both languages: readable by all, nothing to scroll sideways, no cookie for
strangers; no script error, nothing that the content security policy refuses, no request to another machine.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.every_page import INSIDE, ON_THE_WAY_IN, PUBLIC, Act, sign_in
from tests.journeys.sample_site import Campaign, sample_campaign
from tests.servers.browser import DESKTOP, PHONE, TABLET, Browser, ColorScheme, sideways_scroll, watch

SMALLEST = 320
WIDTHS = (SMALLEST, PHONE, TABLET, DESKTOP)
AXE = Axe().axe_script
RUN_AXE = """
    options => axe.run({ resultTypes: ["violations"], preload: false, ...options }).then(result =>
        result.violations.map(rule => `${rule.id}: ${rule.help}: ` + rule.nodes.map(node => node.html).join(" | ")))
"""
OF_COLOURS = ("color-contrast", "link-in-text-block")
OF_LAYOUT = ("target-size", "scrollable-region-focusable")
ALL_RULES = {"rules": {"target-size": {"enabled": True}}}
ON_COLOURS = {"runOnly": {"type": "rule", "values": OF_COLOURS}}
ON_THE_SIGHT = {"runOnly": {"type": "rule", "values": (*OF_COLOURS, *OF_LAYOUT)}}
BUT_COLOURS = {"rules": {**ALL_RULES["rules"], **{rule: {"enabled": False} for rule in OF_COLOURS}}}
# What is looked at, by language, width and colours. What there is to read is the same in every width and colour; dark
# colours do not know the width, and no colours the language.
LOOKS: dict[tuple[str, int], list[tuple[ColorScheme, dict[str, Any]]]] = {
    ("en", PHONE): [("light", ALL_RULES), ("dark", ON_COLOURS)],
    ("en", DESKTOP): [("light", ON_THE_SIGHT)],
    ("es", PHONE): [("light", BUT_COLOURS)],
}


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    with sample_campaign(tmp_path_factory.mktemp("campaign")) as made:
        yield made


@pytest.fixture(scope="session")
def stranger(chromium: Browser, campaign: Campaign) -> Iterator[Page]:
    """One visitor who looks at all pages, one after the other: opening a new browser for each took half the time."""
    with chromium.page(PHONE, base_url=campaign.site.url, reduced_motion="reduce") as page:
        page.add_init_script(AXE)
        yield page


@pytest.fixture(scope="session")
def owner(chromium: Browser, campaign: Campaign) -> Iterator[Page]:
    """The same of somebody who is signed in."""
    with chromium.page(PHONE, base_url=campaign.site.url, reduced_motion="reduce") as page:
        page.add_init_script(AXE)
        page.goto("/staff/login")
        sign_in(page, campaign)
        yield page


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("address", "act"), PUBLIC.values(), ids=PUBLIC)
def test_a_public_page_looks_right(
    stranger: Page, campaign: Campaign, address: str, act: Act | None, language: str
) -> None:
    stranger.context.clear_cookies()
    visit(stranger, campaign, language, address, act)
    assert stranger.context.cookies() == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("address", "act"), ON_THE_WAY_IN.values(), ids=ON_THE_WAY_IN)
def test_a_page_on_the_way_in_looks_right(
    stranger: Page, campaign: Campaign, address: str, act: Act | None, language: str
) -> None:
    stranger.context.clear_cookies()
    visit(stranger, campaign, language, address, act)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("address", "act"), INSIDE.values(), ids=INSIDE)
def test_a_page_of_the_workspace_looks_right(
    owner: Page, campaign: Campaign, address: str, act: Act | None, language: str
) -> None:
    visit(owner, campaign, language, address, act)


def visit(page: Page, campaign: Campaign, language: str, address: str, act: Act | None) -> None:
    """Come to the page and look at it. `watch` sees what goes wrong on the way."""
    troubles = watch(page)
    page.goto(("" if language == "en" else f"/{language}") + address.format(**campaign.links))
    if act is not None:
        act(page, campaign)
    expect(page.locator(f"html[lang={language}] h1")).to_have_count(1)
    look(page, language)
    assert troubles == []


def look(page: Page, language: str) -> None:
    """In every width, and with axe as `LOOKS` says."""
    faults: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{width} px: {wide} px to scroll sideways" for wide in [sideways_scroll(page)] if wide]
        for colour, options in LOOKS.get((language, width), []):
            page.emulate_media(color_scheme=colour)
            faults += [f"{width} px, {colour}: {fault}" for fault in page.evaluate(RUN_AXE, options)]
    assert not faults, "\n".join(faults)
