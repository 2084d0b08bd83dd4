"""A language is added by its catalogue alone, also one that is written from right to left."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.sample_site import LETTER, PETITION
from tests.servers.browser import Browser
from tests.servers.web import run_command, running_app
from tests.third_language import CODE, project_with_another_language

NARROW = 320
LATIN = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"https?://\S+")
OTHER_SITES = {"WhatsApp", "Facebook", "Bluesky", "Telegram"}
CAMPAIGN = "/campaigns/doors-till-nine"
OF_A_LETTER = ("", "/signees", "/sign", "/share")
PAGES = ("/", CAMPAIGN, f"{CAMPAIGN}/demands", f"{CAMPAIGN}/press", f"/letters/{PETITION}", f"/embed/{LETTER}")
PAGES += tuple(f"/letters/{LETTER}{more}" for more in OF_A_LETTER)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample campaign, served by a project that has one catalogue more."""
    folder = project_with_another_language(tmp_path_factory.mktemp("project"))
    environment = {"DATA_DIR": str(tmp_path_factory.mktemp("data")), "PYTHONPATH": str(folder)}
    made = run_command({**environment, "PUBLIC_URL": "http://127.0.0.1"}, "demo", "--prepare-only", folder=folder)
    assert made.returncode == 0, made.stderr
    with running_app(environment, folder=folder) as url:
        yield url


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A reader whose browser asks for no language that we speak, on a narrow phone."""
    with chromium.page(NARROW, locale="de-DE", base_url=address) as page:
        yield page


@pytest.mark.parametrize("path", PAGES)
def test_every_word_of_ours_is_in_the_new_language_and_the_page_runs_from_right_to_left(page: Page, path: str) -> None:
    page.goto(f"/{CODE}{path}")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", CODE)
    expect(html).to_have_attribute("dir", "rtl")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    left = [text for text in ours(page) if LATIN.search(ADDRESS.sub("", text)) and text not in OTHER_SITES]
    assert left == [], "not given to translators, or not read from the catalogue"


def test_the_new_language_is_offered_by_its_own_name_and_leads_back(page: Page) -> None:
    page.goto(f"/letters/{LETTER}")
    page.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(re.compile(f"/{CODE}/letters/{LETTER}$"))
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


def ours(page: Page) -> list[str]:
    """The texts of the page that are not somebody else's: names, letters, and what the house is called stand apart."""
    found: list[str] = page.evaluate(
        """() => {
          const theirs = "[lang]:not(html), [dir=auto], bdi, input, textarea, option, code, time, .wordmark";
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const texts = [];
          while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement;
            const text = walker.currentNode.textContent.trim();
            if (text && !parent.closest(theirs) && !parent.closest("script, style")) texts.push(text);
          }
          return texts;
        }"""
    )
    return found
