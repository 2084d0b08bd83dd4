"""A reader on a phone: from a campaign's page to its letter, the names, what came of it, and on to somebody else.

With scripts and without them; nobody learns of the visit but the host that is read.
"""

import io
import re
from datetime import timedelta
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from playwright.sync_api import Page, Response, expect

from signon.campaigns import demanding
from signon.campaigns.models import MET
from signon.database import now, transaction
from signon.letters.demands import choose
from signon.letters.models import Letter
from signon.signatures import importing, signee_file
from tests import make
from tests.campaigns.told import ATOM, noted, written
from tests.journeys.acts import names_on
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import PHONE, sideways_scroll

SLUG, EVIDENCE = "the-night-train", "https://evidence.example.org/timetable"
PROMISED = 5_000  # milliseconds: no number is later than that
SLOW_MACHINE = 5_000  # for all that runs beside this
WATCHERS = {
    "organization": "Watchful Owls Union",
    "website": "https://owls.org",
    "email": "ada@owls.org",
    "scope": "national",
    "state": "",
}
NAMES = [
    *(f"Alder Guild {number:02}" for number in range(38)),
    "Círculo Ñandú",
    "Kayak Alliance for Northern Owls",
]


def night_line(site: Site) -> None:
    """A campaign on its day 63 of 100: a letter with forty names, a petition, a demand that was met, and news."""
    with site.inside():
        letter = make.letter(SLUG)
        make.petition()
        _list_names(letter)
        _ask(letter)
        _tell(letter)


def _list_names(letter: Letter) -> None:
    """One of them works nationwide, one in Ohio, and the others in Iowa."""
    lines = ["organization,scope,state"]
    for name in NAMES:
        lines.append(f"{name},{'national,' if name.startswith('Kayak') else 'local,OH' if 'Ñ' in name else 'local,IA'}")
    file = signee_file.read_file("\n".join(lines).encode(), letter)
    with transaction():
        importing.take_names(letter, file, keys=make.keys(), at=now(), say=lambda row: None)


def _ask(letter: Letter) -> None:
    with transaction():
        campaign, at = letter.campaign, now()
        campaign.about = {"en": "We ask for trains that run **at night**."}
        demanding.set_clock(campaign, at.date() - timedelta(days=63), 100)
        words = [{"en": {"title": title, "text": ""}} for title in ("Run it every night", "Keep the fare")]
        runs, _fare = [demanding.add(campaign, said, None, at) for said in words]
        met = {"en": "It is in the timetable."}
        demanding.note_step(runs, at.date(), MET, met, EVIDENCE, tells=True, by=None, at=at)
        choose(letter, [1, 2])


def _tell(letter: Letter) -> None:
    written(letter, "The minister has answered", text="She will **look** at it.", about=letter)
    noted(letter, "Night train asked for")


class Visit:
    """What a page's hosts were asked and answered, from when it is made."""

    def __init__(self, page: Page) -> None:
        self.documents = 0
        self.cookies: list[str] = []
        page.on("response", self._on_answer)

    def _on_answer(self, answer: Response) -> None:
        self.documents += answer.request.is_navigation_request()
        self.cookies += [value for name, value in answer.headers.items() if name == "set-cookie"]


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_follows_a_campaign_on_a_phone(site: Site, open_page: OpenPage, javascript: bool) -> None:
    night_line(site)
    with open_page(PHONE, javascript=javascript) as page:
        visit = Visit(page)
        comes_to_the_campaign(page)
        (watches if javascript else looks_again)(page, site, visit)
        searches(page)
        sees_what_became_of_it(page)
        reads_an_update(page)
        finds_the_feed(page, site)
        passes_it_on(page, site)
        assert page.context.cookies() == [] and visit.cookies == []
        if javascript:
            assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def comes_to_the_campaign(page: Page) -> None:
    """The campaign says what it is for, and how many signed each of its letters; one of them is opened."""
    page.goto("/campaigns/night-line")
    expect(page.get_by_role("heading", level=1)).to_have_text("Night Line")
    expect(page.locator(".about strong")).to_have_text("at night")
    letters = page.get_by_role("region", name="Letters and petitions").get_by_role("listitem")
    expect(letters).to_have_count(2)
    expect(letters.filter(has_text="Run the night train again").locator("dd")).to_have_text("40")
    assert sideways_scroll(page) <= 0
    page.get_by_role("link", name="Run the night train again", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Run the night train again")
    expect(page.locator(".text")).to_contain_text("We, 40 organizations, ask that the night train runs again.")


def watches(page: Page, site: Site, visit: Visit) -> None:
    """The count moves by itself while somebody signs elsewhere."""
    count, before = page.locator(".tally .counts dd"), visit.documents
    expect(count).to_have_text("40")
    site.signed(SLUG, WATCHERS)
    expect(count).to_have_text("41", timeout=PROMISED + SLOW_MACHINE)
    assert visit.documents == before, "the page was loaded again"


def looks_again(page: Page, site: Site, _visit: Visit) -> None:
    """Without scripts whoever loads the page again sees the new number."""
    count = page.locator(".tally .counts dd")
    expect(count).to_have_text("40")
    site.signed(SLUG, WATCHERS)
    page.reload()
    expect(count).to_have_text("41")


def searches(page: Page) -> None:
    """By acronym, without accents, by first letter, by state, national first."""
    page.get_by_role("link", name="Search the names").click()
    for typed, name in (("kano", "Kayak Alliance for Northern Owls"), ("nandu", "Círculo Ñandú")):
        page.get_by_label("Find a name").fill(typed)
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("heading", level=2)).to_have_text(f"1 name with “{typed}”")
        assert names_on(page) == [name]
    page.get_by_role("link", name="Show all names").click()
    page.get_by_role("navigation", name="By first letter").get_by_role("link", name="W", exact=True).click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Beginning with W")
    assert names_on(page) == ["Watchful Owls Union"]
    page.get_by_role("link", name="Show all names").click()
    page.get_by_label("Where they work").select_option("Ohio")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Ohio")
    assert names_on(page) == ["Círculo Ñandú"]
    page.get_by_role("link", name="Show all names").click()
    page.get_by_role("link", name="National first, then by state").click()
    expect(page.locator("h3.names-head")).to_have_text(["Nationwide", "Iowa", "Ohio"])
    assert len(names_on(page)) == 41
    page.get_by_role("link", name="Run the night train again").click()


def sees_what_became_of_it(page: Page) -> None:
    """Each demand of the letter, by what one sees that it was met, and how much of the time is over."""
    ledger = page.get_by_role("region", name="What became of the demands")
    expect(ledger).to_contain_text("Day 63 of 100")
    expect(ledger).to_contain_text("1 of 2 met")
    first, second = ledger.get_by_role("listitem").filter(has=page.locator("h3")).all()
    expect(first).to_contain_text("Met")
    expect(first).to_contain_text("It is in the timetable.")
    expect(first.get_by_role("link", name="Evidence")).to_have_attribute("href", EVIDENCE)
    expect(second).to_contain_text("Keep the fare")
    ledger.get_by_role("link", name="Every demand, step by step").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What became of the demands")
    expect(page.get_by_role("link", name="Evidence")).to_have_attribute("rel", "noopener noreferrer")
    page.go_back()


def reads_an_update(page: Page) -> None:
    """What staff wrote about the letter stands on its page, and whole on a page of its own; beside it the press."""
    expect(page.get_by_role("region", name="In the press")).to_contain_text("Night train asked for")
    page.get_by_role("link", name="The minister has answered").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The minister has answered")
    expect(page.locator(".update .text strong")).to_have_text("look")
    page.get_by_role("link", name="Night Line").first.click()
    expect(page.get_by_role("region", name="Updates")).to_contain_text("Demand 1 is met")


def finds_the_feed(page: Page, site: Site) -> None:
    """A program finds it in the head of the page, a reader below the updates; it is Atom, and says what was read."""
    link = page.get_by_role("link", name="Feed")
    address = link.get_attribute("href")
    expect(page.locator("link[rel=alternate][type='application/atom+xml']")).to_have_attribute("href", str(address))
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = Xml.parse(io.BytesIO(answer.body())).getroot()
    assert feed.tag == f"{ATOM}feed" and feed.findtext(f"{ATOM}title")
    entries = {one.findtext(f"{ATOM}title", ""): one for one in feed.findall(f"{ATOM}entry")}
    entry = entries["The minister has answered"]
    assert any("Demand 1 is met" in title for title in entries)
    assert "<strong>look</strong>" in entry.findtext(f"{ATOM}content", "")
    address = next(one.get("href", "") for one in entry.findall(f"{ATOM}link"))
    assert "The minister has answered" in site.visit(address)


def passes_it_on(page: Page, site: Site) -> None:
    """Links that carry the title and the address, and nothing of the reader; a QR code from our own host."""
    page.goto(f"/letters/{SLUG}")
    page.get_by_role("link", name="More ways, QR code, flyer").click()
    address = f"{site.url}/letters/{SLUG}"
    expect(page.get_by_label("Address of this page")).to_have_value(address)
    ways = page.locator(".share-ways a").evaluate_all("ways => ways.map(way => way.href)")
    assert len(ways) >= 6
    for way in ways:
        said = [value for _name, value in parse_qsl(urlsplit(way).query)] or [unquote(way)]
        assert any(address in value for value in said), way
        assert re.search(r"utm_|clid|ref=|from=|source=", unquote(way)) is None, way
    code = page.locator("img.qr")
    expect(code).to_have_js_property("complete", value=True)
    expect(code).not_to_have_js_property("naturalWidth", 0)
    expect(code).to_have_attribute("alt", f"QR code of {address}")
