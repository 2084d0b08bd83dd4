"""A person joins the staff, signs in for the first time, reviews what was held, and takes the signee list away."""

from pathlib import Path

from passlib.totp import TOTP
from playwright.sync_api import Locator, Page, expect

from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.documents import names_in_csv, out_of_order, text_of_pdf
from tests.journeys.sites import Site
from tests.servers.browser import DESKTOP

SLUG = "night-train-review"
EMAIL = "ida@nightline.example.org"
# Their addresses are not at their websites' own domains: both are held.
HELD = [
    {"organization": "Moth Watchers League", "website": "https://moths.org", "email": "grace@owlmail.org"},
    {"organization": "Win a free night out", "website": "https://prizes.org", "email": "linus@owlmail.org"},
]


def test_staff_sign_in_review_and_hand_over_the_list(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        make.listed(make.letter(SLUG), ["Ästhetes of the Night", "Night Owls Union", "Zug & Zeit e. V."])
    site.signed(SLUG, *HELD)
    password = added_by_command(site)
    with open_page(DESKTOP, accept_downloads=True) as page:
        sign_in_for_the_first_time(page, password)
        row = page.locator("table.rows tr", has=page.locator(f"a[href='/staff/letters/{SLUG}']"))
        expect(row).to_contain_text("Night Line")
        row.get_by_role("link", name="Run the night train again").click()
        review(page)
        names = ["Ästhetes of the Night", "Moth Watchers League", "Night Owls Union", "Zug & Zeit e. V."]
        assert names_in_csv(downloaded(page, page.get_by_role("link", name="CSV"))) == names
        for layout in ("three columns", "one column"):
            pdf = downloaded(page, page.get_by_role("link", name=f"PDF, {layout}"))
            assert out_of_order(text_of_pdf(pdf), names) == []
        sign_out(page)


def added_by_command(site: Site) -> str:
    """The first password, as the command prints it."""
    printed = site.command("staff", "add", EMAIL, "--role", "owner").splitlines()
    [password] = [line.removeprefix("password: ") for line in printed if line.startswith("password: ")]
    return password


def sign_in_for_the_first_time(page: Page, password: str) -> None:
    """Neither password nor setting up the authenticator app opens the workspace; the code does."""
    page.goto("/staff/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show me the key").click()
    key = page.locator("code.secret").inner_text()
    page.locator("[name=code]").fill(TOTP(key=key).generate().token)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Letters")


def review(page: Page) -> None:
    """One name is accepted; the other is struck, once there is a reason."""
    page.get_by_role("link", name="Review them").click()
    held = page.locator("#queue .case")
    expect(held).to_have_count(2)
    good, doubtful = (held.filter(has_text=entry["organization"]) for entry in HELD)
    expect(good).to_contain_text("owlmail.org")
    good.get_by_role("button", name="Accept").click()
    expect(page.locator("[data-said]")).to_contain_text("Moth Watchers League")
    expect(held).to_have_count(1)
    strike(doubtful, "")
    reason = doubtful.get_by_label("Reason")
    expect(reason).to_be_visible()
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(doubtful.locator(".error")).to_be_visible()
    expect(reason).to_be_focused()
    reason.fill("Not an organization")
    reason.press("Enter")
    expect(held).to_have_count(0)
    expect(page.get_by_text("No name waits for review.")).to_be_visible()
    page.get_by_role("link", name=SLUG).click()


def strike(row: Locator, reason: str) -> None:
    row.locator("[data-act=strike] summary").click()
    row.get_by_label("Reason").fill(reason)
    row.get_by_role("button", name="Strike this name").click()


def downloaded(page: Page, link: Locator) -> bytes:
    """The file that the link gives."""
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()


def sign_out(page: Page) -> None:
    """The workspace is closed afterwards, and going back does not show it again."""
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
