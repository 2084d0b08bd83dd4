"""The public watches a letter: its count moves while it is looked at, rests while it is not, and needs no script.

Where only the minutes are long, the browser's own clock is moved on; the first test waits as a reader would.
"""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE

COUNT = re.compile(r"/count\.json$")
SOON = 30_000  # milliseconds: the page asks every five seconds, and a machine that runs all tests at once is slow


def entry(name: str) -> dict[str, str]:
    """What an organization types; its mailbox is at its website's domain, so it is listed at once."""
    host = f"{name.lower().replace(' ', '-')}.org"
    return {"organization": name, "website": f"https://{host}", "email": f"office@{host}"}


def test_the_open_page_counts_up_while_others_sign(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        make.listed(make.letter("watched"), ["Lantern Society"])
    with open_page(PHONE) as page:
        documents: list[str] = []
        page.on("request", lambda asked: documents.extend([asked.url] if asked.is_navigation_request() else []))
        page.goto("/letters/watched")
        count = page.locator(".counts dd")
        expect(count).to_have_text("1")
        site.signed("watched", entry("Watchful Owls Union"))
        expect(count).to_have_text("2", timeout=SOON)
        assert len(documents) == 1, "the page was loaded again"
        assert "Watchful Owls Union" in site.visit("/letters/watched/signees?q=OWLS")


def test_a_petition_shows_how_far_it_is_and_moves_on(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        petition = make.petition("watched-petition", goal=4)
        make.listed(petition, ["Rosa Lind"])
    with open_page(DESKTOP) as page:
        asking = Asking(page)
        page.goto("/letters/watched-petition")
        bar = page.get_by_role("progressbar")
        expect(bar).to_have_attribute("max", "4")
        expect(bar).to_have_attribute("value", "1")
        expect(page.locator(".progress")).to_contain_text("Goal: 4")
        with site.inside():
            make.listed(petition, ["Omar Quill"])
        asking.wait(seconds=6)
        expect(bar).to_have_js_property("value", 2)
        expect(page.locator(".counts dd")).to_have_text("2")


def test_a_page_in_the_background_asks_nothing_and_catches_up(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        letter = make.letter("in-background")
    with open_page(DESKTOP) as page:
        asking = Asking(page)
        page.goto("/letters/in-background")
        put_in_background(page, True)
        assert asking.wait(seconds=60) == 0
        with site.inside():
            make.listed(letter, ["Lantern Society"])
        put_in_background(page, False)
        assert asking.wait(seconds=1) == 1
        expect(page.locator(".counts dd")).to_have_text("1")


def test_without_the_server_the_number_stays_and_the_page_asks_less_often(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        letter = make.letter("server-away")
        make.listed(letter, ["Lantern Society", "Night Owls Union"])
    with open_page(DESKTOP) as page:
        asking = Asking(page)
        page.goto("/letters/server-away")
        every_five = [asking.wait(seconds=5) for _ in range(9)]
        assert all(every_five), "no number is more than five seconds late"
        assert sum(every_five) <= 12, "about every four seconds"
        note = page.locator("[data-count-stale]")
        expect(note).to_be_hidden()
        page.route(COUNT, lambda route: route.abort())
        assert asking.wait(seconds=45) == 3, "after 4, 8 and 16 seconds"
        expect(page.locator(".counts dd")).to_have_text("2")
        expect(note).to_have_text(re.compile(r"The count of \d+:\d\d\s[AP]M: a newer one cannot be read"))
        page.unroute(COUNT)
        with site.inside():
            make.listed(letter, ["Östra Railway Friends"])
        asking.wait(seconds=45)
        expect(page.locator(".counts dd")).to_have_text("3")
        expect(note).to_be_hidden()


class Asking:
    """How often a page asks for its count; made before the page is opened, whose clock it moves from then on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._asked = self._ended = 0
        page.clock.install()
        page.on("request", self._on_request)
        page.on("requestfinished", self._on_end)
        page.on("requestfailed", self._on_end)

    def wait(self, seconds: int) -> int:
        """Let `seconds` pass on the page's clock, which stands still while the server answers; how often it asked."""
        before = self._asked
        for _ in range(seconds):
            self._page.clock.run_for(1_000)
            self._page.wait_for_timeout(5)
            while self._ended < self._asked:
                self._page.wait_for_timeout(5)
        return self._asked - before

    def _on_request(self, request: Request) -> None:
        self._asked += bool(COUNT.search(request.url))

    def _on_end(self, request: Request) -> None:
        self._ended += bool(COUNT.search(request.url))


def put_in_background(page: Page, hidden: bool) -> None:
    """Tell the page what a browser with a window tells it when another tab is chosen; this one has no window."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_without_javascript_the_count_is_a_plain_number(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        make.listed(make.letter("plain-number"), ["Lantern Society", "Night Owls Union"])
    with open_page(PHONE, javascript=False) as page:
        page.goto("/letters/plain-number")
        expect(page.locator(".counts")).to_have_text(re.compile(r"^\s*Organizations\s*2\s*$"))
        expect(page.locator("[data-copy]")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_name_is_found_without_its_accents(site: Site, open_page: OpenPage, javascript: bool) -> None:
    slug = f"search-{javascript}".lower()
    with site.inside():
        make.listed(make.letter(slug), ["Círculo Ñandú", "Lantern Society", "Łódź Night Readers"])
    with open_page(PHONE, javascript=javascript) as page:
        page.goto(f"/letters/{slug}")
        page.get_by_role("link", name="Search the names").click()
        expect(page.locator("ul.names li")).to_have_count(3)
        page.get_by_label("Find a name").fill("circulo nandu")
        page.keyboard.press("Enter")
        expect(page.locator("ul.names li bdi")).to_have_text(["Círculo Ñandú"])
        expect(page.get_by_label("Find a name")).to_have_value("circulo nandu")
