"""A reader on a phone passes a letter on, with and without scripts; no other site hears of it before they choose."""

import json
from urllib.parse import unquote

from playwright.sync_api import expect

from signon.database import now, transaction
from signon.outreach import partners
from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import PHONE

DEVICE_SHARES = """
    Object.defineProperty(navigator, "share", { value: async what => {
        document.documentElement.dataset.shared = JSON.stringify(what) } });
"""


def test_a_reader_passes_a_letter_on_from_a_phone(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        letter = make.letter("passed-on")
        with transaction():
            partners.add(letter, "Night Owls", "owls", now())
    with open_page(PHONE) as page:
        page.add_init_script(DEVICE_SHARES)
        page.goto("/letters/passed-on?from=owls")
        chat = unquote(page.get_by_role("link", name="WhatsApp").get_attribute("href") or "")
        assert chat.startswith("https://wa.me/?text=Run the night train again http") and chat.endswith("/passed-on")
        page.get_by_role("button", name="Share …").click()
        shared = json.loads(page.locator("html").get_attribute("data-shared") or "{}")
        assert (shared["title"], shared["url"].partition("/letters")[2]) == ("Run the night train again", "/passed-on")
        page.get_by_role("link", name="More ways, QR code, flyer").click()
        expect(page.locator("img.qr")).to_have_js_property("complete", value=True)
        page.locator(".share-picture").scroll_into_view_if_needed()
        expect(page.locator(".share-picture")).to_have_js_property("naturalWidth", 1200)
        expect(page.locator("img.qr")).not_to_have_js_property("naturalWidth", 0)
    with open_page(PHONE, javascript=False) as page:
        page.goto("/letters/passed-on/share")
        expect(page.get_by_role("button", name="Share …")).to_be_hidden()
        page.get_by_label("Your Mastodon server").fill("social.example")
        page.get_by_role("button", name="Make the link").click()
        post = page.get_by_role("link", name="Post it on social.example").get_attribute("href") or ""
        assert unquote(post).startswith("https://social.example/share?text=Run the night train again http")
