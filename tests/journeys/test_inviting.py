"""A letter circulates: the invited read and sign it by a link of their own while everybody else finds nothing there."""

from playwright.sync_api import expect

from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.letters.publishing import publish
from tests import make
from tests.journeys.acts import fill, names_on, press
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.outreach.guests import circulating, guest, link_for
from tests.servers.browser import DESKTOP, PHONE

SLUG = "circulating-train"


def made_public(site: Site) -> None:
    """Everybody may read the letter from now on."""
    with site.inside(), transaction():
        found = with_slug(SLUG)
        assert found is not None
        publish(found, now())


def test_the_invited_sign_before_the_letter_is_public(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        letter = circulating(SLUG)
        make.listed(letter, ["Speedwell Union"])
        links = [link_for(letter, guest(name)) for name in ("Harebell Guild", "Toadflax Society")]
    for link in links:
        for _ in range(3):
            site.visit(link)  # a scanner
    with open_page(PHONE, javascript=False) as page:
        assert page.goto(f"/letters/{SLUG}").status == 404  # type: ignore[union-attr]
        page.goto(links[0])
        expect(page.get_by_text("only those who were invited can read it")).to_be_visible()
        assert names_on(page) == ["Speedwell Union"]
        press(page)  # without the tick
        expect(page.get_by_role("heading", name="Please check the following")).to_be_visible()
        page.get_by_label("I am authorized to sign for this organization").check()
        fill(page, {"city": "Dayton"})
        expect(page.get_by_role("heading", name="Signed. Thank you.")).to_be_visible()
        page.goto(site.link_to("ada@harebellguild.org", "/signature/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Your signature")
    with open_page(DESKTOP, javascript=False) as page:
        page.goto(links[1])
        page.get_by_role("link", name="Tell us, and we stop asking").click()
        page.get_by_label("We do not sign this letter.").check()
        press(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Noted. Thank you.")
        made_public(site)
        page.goto(f"/letters/{SLUG}")
        assert names_on(page) == ["Harebell Guild", "Speedwell Union"]
