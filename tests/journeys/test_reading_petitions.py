"""A petition is read and signed on one page: the form beside the text where there is room, else below it; and a letter
is printed as a letter.
"""

from playwright.sync_api import Locator, Page, expect

from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP, PHONE

PARAGRAPH = "The night train ran for ninety years, and who works at night has no other way home.\n\n"


def place_of(locator: Locator) -> tuple[float, float, float, float]:
    """Where it is on the page: left, top, right, bottom."""
    box = locator.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def made(site: Site, slug: str) -> None:
    """A petition with a text of several screens, and some names."""
    with site.inside():
        make.listed(make.petition(slug, body=PARAGRAPH * 30, goal=10), ["Hanna Feld", "Omar Quill"])


def is_in_view(page: Page, locator: Locator) -> bool:
    """Whether the top of it is in the window."""
    height = page.viewport_size["height"] if page.viewport_size else 0
    return 0 <= place_of(locator)[1] < height


def test_the_form_stays_beside_the_text_on_a_desk_and_lies_below_it_on_a_phone(site: Site, open_page: OpenPage) -> None:
    made(site, "two-ways")
    with open_page(DESKTOP) as page:
        page.goto("/letters/two-ways")
        text, form = page.locator(".text"), page.locator("#sign")
        assert place_of(form)[0] > place_of(text)[2], "beside"
        page.mouse.wheel(0, 1_500)
        expect(page.get_by_role("button", name="Send me the link")).to_be_in_viewport()
        expect(page.get_by_role("link", name="Sign this petition")).to_be_hidden()
    with open_page(PHONE) as page:
        page.goto("/letters/two-ways")
        assert place_of(page.locator("#sign"))[1] >= place_of(page.locator(".text"))[3], "below"
        assert place_of(page.locator("#sign"))[3] <= place_of(page.locator(".people"))[1], "above the names"
        assert not is_in_view(page, page.locator("#sign"))
        page.get_by_role("link", name="Sign this petition").click()
        expect(page.get_by_label("Your name")).to_be_in_viewport()


def test_a_reader_on_a_phone_signs_without_scripts_and_corrects_a_mistake(site: Site, open_page: OpenPage) -> None:
    made(site, "by-thumb")
    with open_page(PHONE, javascript=False) as page:
        page.goto("/letters/by-thumb")
        page.get_by_role("link", name="Sign this petition").click()
        page.get_by_label("Your name").fill("Rosa Lind")
        page.get_by_label("Email", exact=True).fill("rosa")
        page.get_by_text("Your name is shown in full.").click()
        page.get_by_label("My initials only").check()
        page.get_by_label("Why I sign").fill("I work on Sundays.")
        page.get_by_role("button", name="Send me the link").click()
        expect(page.get_by_role("alert")).to_contain_text("Please check")
        expect(page.get_by_label("Why I sign")).to_have_value("I work on Sundays.")
        expect(page.get_by_label("My initials only")).to_be_checked()
        page.get_by_label("Email", exact=True).fill("rosa@lind.example")
        page.get_by_role("button", name="Send me the link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("inbox")
        page.goto(site.mail_to("rosa@lind.example").link)
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button").first.click()
        page.goto("/letters/by-thumb")
        expect(page.locator(".counts dd")).to_have_text("3")
        expect(page.locator(".people")).to_contain_text("R. L.")


def test_on_paper_a_letter_is_a_letter(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        make.listed(make.letter("on-paper", subject="Trains", salutation="Dear Minister:"), ["Lantern Society"])
    with open_page(DESKTOP) as page:
        page.goto("/letters/on-paper")
        page.emulate_media(media="print")
        for shown in (".letterhead", ".salutation", ".text", ".names", ".colophon"):
            expect(page.locator(shown)).to_be_visible()
        for hidden in (".site-head", ".page-head", ".beside", ".site-foot"):
            expect(page.locator(hidden)).to_be_hidden()
