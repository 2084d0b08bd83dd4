"""An organization keeps its name in its own hands: a second person agrees, the entry is corrected, handed over and
withdrawn, and the address that is known takes off what somebody else put there. In a browser without JavaScript.
"""

import re

from playwright.sync_api import Page, expect

from tests import make
from tests.journeys.acts import fill, press, tick_and_press
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE


def entry_of(name: str) -> dict[str, str]:
    """What the representative of an organization of this name writes."""
    home = make.home_of(name)
    return {"organization": name, "representative": "Ada Quill", "role": "Director", **home}


def organizations(site: Site, slug: str) -> int:
    """The public count."""
    found = re.search(r'"organizations":\s*(\d+)', site.visit(f"/letters/{slug}/count.json"))
    assert found
    return int(found[1])


def heading(page: Page, words: str) -> None:
    """The page is the one with this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_second_person_agrees_and_the_entry_is_corrected_and_withdrawn(site: Site, open_page: OpenPage) -> None:
    slug, entry = "agreed-by-two", entry_of("Harebell Guild")
    with site.inside():
        make.letter(slug)
    with open_page(PHONE, javascript=False) as page:
        page.goto(f"/letters/{slug}/sign")
        page.get_by_text("Must a second person agree?").click()
        fill(page, {**entry, "approver_email": "eve@harebellguild.org"})
        page.goto(site.mail_to(entry["email"]).link)
        tick_and_press(page)
        expect(page.get_by_text("Your part is done.")).to_be_visible()
        assert organizations(site, slug) == 0
        page.goto(site.link_to("eve@harebellguild.org", "/approve/"))
        press(page)  # without the tick
        heading(page, "Do you agree to this signature?")
        assert organizations(site, slug) == 0
        tick_and_press(page)
        heading(page, "You have agreed. Thank you.")
        assert organizations(site, slug) == 1
        page.goto(site.link_to(entry["email"], "/signature/"))
        page.get_by_role("link", name="Correct the entry").click()
        fill(page, {"organization": "The Harebell Guild, Inc."})
        page.goto(f"/letters/{slug}")
        expect(page.locator("ul.names bdi")).to_have_text(["The Harebell Guild, Inc."])
        page.goto(site.link_to(entry["email"], "/signature/"))
        page.get_by_role("link", name="Withdraw the signature").click()
        press(page)
        assert organizations(site, slug) == 1
        tick_and_press(page)
        assert organizations(site, slug) == 0


def test_the_known_address_takes_off_what_somebody_else_signed(site: Site, open_page: OpenPage) -> None:
    entry = entry_of("Speedwell Union")
    with site.inside():
        make.letter("known-first")
        make.letter("known-second")
    site.signed("known-first", entry)
    site.signed("known-second", {**entry, "email": "mallory@speedwellunion.org", "representative": "Mallory"})
    assert organizations(site, "known-second") == 1
    link = site.link_to(entry["email"], "/object/")
    for _ in range(3):
        site.visit(link)  # a scanner
    with open_page(DESKTOP, javascript=False) as page:
        page.goto(link)
        press(page)
        assert organizations(site, "known-second") == 1
        tick_and_press(page)
        heading(page, "The name is off the list")
    assert (organizations(site, "known-first"), organizations(site, "known-second")) == (1, 0)


def test_the_form_asks_whether_it_is_the_one_that_is_listed(site: Site, open_page: OpenPage) -> None:
    entry = entry_of("Toadflax Society")
    with site.inside():
        make.letter("asks-while-typing")
        make.letter("asked-elsewhere")
    site.signed("asked-elsewhere", entry)
    with open_page(PHONE) as page:
        page.goto("/letters/asks-while-typing/sign")
        name = page.get_by_label("Organization, as it should appear in the list")
        name.fill("Toadflax Society (TS)")
        name.press("Tab")
        page.get_by_role("button", name="Use this name").click()
        expect(name).to_have_value("Toadflax Society")
        rest = {key: value for key, value in entry.items() if key != "organization"}
        fill(page, {**rest, "email": "bea@toadflaxsociety.org"})
        page.goto(site.mail_to("bea@toadflaxsociety.org").link)
        tick_and_press(page)
    assert organizations(site, "asks-while-typing") == 1


def test_whoever_lost_the_link_asks_for_a_new_one(site: Site, open_page: OpenPage) -> None:
    entry = entry_of("Willowherb Circle")
    with site.inside():
        make.letter("lost-link")
    site.signed("lost-link", entry)
    first = site.link_to(entry["email"], "/signature/")
    with open_page(PHONE, javascript=False) as page:
        page.goto("/links")
        fill(page, {"email": entry["email"]})
        heading(page, "Check your inbox")
        assert site.sink is not None
        second = first
        for _ in range(300):
            second = site.link_to(entry["email"], "/signature/")
            if second != first:
                break
            page.wait_for_timeout(50)
        assert second != first
        page.goto(second)
        heading(page, "Your signature")
