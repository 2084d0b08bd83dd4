"""A partner shows a letter's form and count on a site of its own, which to a browser is another origin, under a strict
policy.
"""

import time

from playwright.sync_api import Frame, Page, expect

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.outreach.partners import add
from signon.web import snippets
from signon.web.snippets import Place
from tests import make
from tests.journeys.acts import tick_and_press
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE
from tests.servers.partner import partner_site

SOON = 10  # seconds
OWLS = {
    "organization": "Night Owls Union",
    "website": "https://nightowls.org",
    "representative": "Ada Quill",
    "role": "Director",
    "email": "ada@nightowls.org",
}
PLACE = Place("framed", "Run the night train again", "", {"from": "lamp", "paper": "222222", "accent": "ffcc00"})


def framed_letter(site: Site, sites: list[str] | None) -> Letter:
    """A letter with one name and a partner, which `sites` may show."""
    with site.inside():
        letter = make.letter("framed")
        make.listed(letter, ["Lantern Society"])
        with transaction():
            add(letter, "Lamp Guild", "lamp", now())
            letter.campaign.embed_sites = sites
        return letter


def copied(site: Site, *names: str) -> str:
    """What staff give the partner to copy."""
    with site.inside():
        return "\n".join(getattr(snippets, name)(PLACE) for name in names)


def frame_of(page: Page, path: str) -> Frame:
    """The frame on `page` that shows what is at `path`, once it is there."""
    deadline = time.monotonic() + SOON
    while True:
        found = [frame for frame in page.frames if frame.parent_frame and path in frame.url]
        if found:
            return found[0]
        assert time.monotonic() < deadline, f"no frame shows {path}: {[frame.url for frame in page.frames]}"
        page.wait_for_timeout(50)


def send(frame: Frame, entry: dict[str, str]) -> None:
    for name, value in entry.items():
        frame.locator(f"[name={name}]").fill(value)
    frame.locator("form button[type=submit]").click()


def expect_to_fit(page: Page, frame: Frame) -> int:
    """The frame becomes as high as what is in it: nothing scrolls, and no room is left. That height."""
    deadline = time.monotonic() + SOON
    while True:
        shown = page.locator("iframe").first.evaluate("frame => frame.clientHeight")
        needed = frame.locator("body").evaluate("body => Math.ceil(body.getBoundingClientRect().height)")
        if abs(shown - needed) <= 1:
            return int(shown)
        assert time.monotonic() < deadline, f"the frame is {shown} px high, its content {needed} px"
        page.wait_for_timeout(50)


def test_somebody_signs_in_a_frame_on_a_partners_page(site: Site, open_page: OpenPage) -> None:
    with partner_site() as partner, open_page(PHONE) as page:
        letter = framed_letter(site, [partner.url])
        policy = f"default-src 'none'; frame-src {site.url}; script-src {site.url}; img-src {site.url}"
        body = copied(site, "form_frame_with_script", "count_frame", "badge_html")
        address = partner.show("/act", policy, body)
        page.goto(address)
        frame = frame_of(page, "/embed/framed?")
        expect(frame.get_by_role("heading", level=1)).to_have_text("Run the night train again")
        expect(frame.locator("body")).to_have_css("background-color", "rgb(34, 34, 34)")
        empty = expect_to_fit(page, frame)
        send(frame, {"organization": "Night Owls Union"})
        expect(frame.locator("[role=alert] a")).to_have_count(4)
        assert expect_to_fit(page, frame) > empty, "the sentences beside the fields need room"
        expect(frame.locator("[name=organization]")).to_have_value("Night Owls Union")
        send(frame, OWLS)
        expect(frame.get_by_role("heading", level=1)).to_have_text("Check your inbox")
        assert expect_to_fit(page, frame) < empty
        assert page.locator("iframe").first.evaluate("frame => frame.getBoundingClientRect().top") >= 0
        assert page.url == address
        page.goto(site.mail_to(OWLS["email"]).link)
        tick_and_press(page)
        expect(page.locator(".excerpt .own")).to_have_text("Night Owls Union")
        page.goto(address)
        expect(frame_of(page, "/embed/framed/count").locator(".counts dd")).to_have_text("2")
        assert "2 organizations have signed" in site.visit(f"/embed/{letter.slug}/badge.svg")
        assert page.context.cookies() == []
        with site.inside():
            assert [row.partner_id is not None for row in make.signatures("verified")] == [False, True]


def test_a_frame_needs_no_script_and_the_picture_nothing_at_all(site: Site, open_page: OpenPage) -> None:
    framed_letter(site, None)
    with partner_site() as partner, open_page(DESKTOP, javascript=False) as page:
        policy = f"default-src 'none'; frame-src {site.url}; img-src {site.url}"
        address = partner.show("/act", policy, copied(site, "badge_html", "form_frame"))
        page.goto(address)
        expect(page.locator("a img")).to_have_js_property("naturalWidth", 320)
        frame = frame_of(page, "/embed/framed?")
        send(frame, {**OWLS, "email": "grace@nightowls.org"})
        expect(frame.get_by_role("heading", level=1)).to_have_text("Check your inbox")
        page.goto(site.mail_to("grace@nightowls.org").link)
        tick_and_press(page)
        expect(page.locator(".excerpt .own")).to_have_text("Night Owls Union")


def test_a_browser_shows_no_frame_on_a_site_that_the_campaign_did_not_name(site: Site, open_page: OpenPage) -> None:
    letter = framed_letter(site, [])
    with partner_site() as partner, open_page(DESKTOP) as page:
        refused = page.context.new_page()  # the browser tells of what it refuses, as of a fault
        said: list[str] = []
        refused.on("console", lambda message: said.append(message.text))
        address = partner.show("/act", f"default-src 'none'; frame-src {site.url}", copied(site, "form_frame"))
        for named in ([], ["https://owls.example", f"{partner.url}0"]):
            said.clear()
            with site.inside(), transaction():
                db.session.merge(letter).campaign.embed_sites = named
            refused.goto(address)
            refused.wait_for_timeout(300)
            assert any("frame-ancestors" in text for text in said), said
            assert not any(frame.url.startswith(site.url) for frame in refused.frames)
