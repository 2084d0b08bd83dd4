"""Two of the staff write one letter at once, and see it grow beside the form; neither loses a word."""

from contextlib import ExitStack

from playwright.sync_api import Page, expect

from signon.letters.letters import with_slug
from signon.letters.publishing import as_file
from tests import make
from tests.journeys.acts import sign_in
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE, watch
from tests.staff.people import person

SLUG = "written-train"
EDITOR = f"/staff/letters/{SLUG}/text"


def come_in(page: Page, site: Site, email: str) -> None:
    """Enter the staff, sign in and open the editor."""
    with site.inside():
        someone = person(email)
    sign_in(page, site, someone)
    page.goto(EDITOR)


def test_two_write_at_once_with_a_live_preview_and_nothing_is_lost(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        make.listed(make.letter(SLUG, published=False), ["Alder Union", "Zinnia Circle"])
    with ExitStack() as stack:
        ida, bo = (stack.enter_context(open_page(width)) for width in (DESKTOP, PHONE))
        come_in(ida, site, "ida@nightline.example.org")
        come_in(bo, site, "bo@nightline.example.org")
        troubles = watch(ida)
        write_with_preview(ida)
        add_an_addressee(ida)
        bo.get_by_label("Title", exact=True).fill("Trains by night")
        bo.get_by_role("button", name="Save", exact=True).click()
        expect(bo.get_by_role("status").first).to_contain_text("Saved.")
        ida.keyboard.press("Control+s")
        expect(ida.get_by_role("alert").first).to_contain_text("bo@nightline.example.org saved this")
        expect(ida.locator(".differences del").first).to_have_text("Trains by night")
        expect(ida.get_by_label("Text", exact=True)).to_have_value("We, {{ undersigned }}, want **trains**.")
        ida.get_by_role("button", name="Save mine over theirs").click()
        expect(ida.get_by_role("status").first).to_contain_text("Saved.")
        assert [said for said in troubles if "409" not in said] == []
    with site.inside():
        letter = with_slug(SLUG)
        assert letter is not None
        file = as_file(letter)
    assert (file.title, file.body) == ("Run the night train again", "We, {{ undersigned }}, want **trains**.\n")
    assert [one["name"] for one in file.addressees] == ["Ada Quill", "Bo Lind"]


def write_with_preview(page: Page) -> None:
    """What is typed appears beside the form, as a page and on paper, without anything being saved."""
    shown = page.locator("[data-preview-shown]")
    page.get_by_label("Text", exact=True).fill("We, {{ undersigned }}, want **trains**.")
    expect(shown).to_contain_text("We, 2, want trains.")
    expect(shown.locator("strong")).to_have_text("trains")
    page.get_by_role("button", name="On paper").click()
    picture = shown.get_by_role("img", name="Page 1 as it would print")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") >= 700
    page.get_by_role("button", name="As a page").click()
    page.get_by_label("Title", exact=True).fill("")
    expect(shown).to_contain_text("Please give the letter a title.")
    page.get_by_label("Title", exact=True).fill("Run the night train again")
    expect(shown).not_to_contain_text("Please give the letter a title.")


def add_an_addressee(page: Page) -> None:
    """Rows come and go where they stand, and the focus goes with them."""
    names = page.locator(".addressee-row").get_by_label("Name")
    names.first.fill("Ada Quill")
    for name in ("Cleo Lind", "Bo Lind"):
        page.get_by_role("button", name="Add an addressee").click()
        expect(names.last).to_be_focused()
        page.keyboard.type(name)
    page.get_by_role("button", name="Remove this addressee").nth(1).click()
    expect(names).to_have_count(2)
    expect(page.locator("[data-preview-shown]")).to_contain_text("Bo Lind")


def test_whoever_was_signed_out_meanwhile_keeps_what_they_typed(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        make.letter(SLUG, published=False)
    with open_page(DESKTOP) as page:
        come_in(page, site, "ida@nightline.example.org")
        page.get_by_label("Title", exact=True).fill("Trains by night")
        page.context.clear_cookies()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("[data-preview-status]")).to_contain_text("You are signed out")
        expect(page.get_by_label("Title", exact=True)).to_have_value("Trains by night")
