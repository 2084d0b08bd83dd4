"""How a campaign begins, from an empty database: staff, a draft, invitations, circulation, publication."""

import urllib.error

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from tests import make
from tests.journeys.acts import names_on
from tests.journeys.sites import Site

OWNER, REVIEWER = "ida@ferryline.example.org", "otto@ferryline.example.org"
PASSWORD = "four unrelated harbour words"
SLUG = "open-the-ferry-again"
LETTER, STAFF = f"/letters/{SLUG}", f"/staff/letters/{SLUG}"
CONVENERS = ["Ferry Riders League", "Harbour Workers Union"]
TEXT = """We, the {{ undersigned }} undersigned organizations, ask that the **night ferry** runs agian.

1. Run it every night.
2. Keep the fare.
"""
GUESTS = ["Alder Island Clinic", "Beacon Street School", "Cormorant Society"]
GUEST_FILE = "organization,representative,role,scope,website,email\n" + "".join(
    f"{name},Ada Quill,Director,local,{','.join(make.home_of(name).values())}\n" for name in GUESTS
)


def told(page: Page, sentence: str) -> None:
    """The page says what was done."""
    expect(page.get_by_role("status").filter(has_text=sentence).first).to_be_visible()


def at_heading(page: Page, heading: str) -> None:
    """The page with this heading is shown."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def room(page: Page, name: str, heading: str) -> None:
    """Go to another room of the letter by its menu."""
    page.goto(STAFF)
    page.get_by_role("navigation", name="This letter").get_by_role("link", name=name, exact=True).click()
    at_heading(page, heading)


def sign_in_for_the_first_time(page: Page, email: str, password: str) -> None:
    """Password, the key for the authenticator app, and its first code."""
    page.goto("/staff/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show me the key").click()
    key = page.locator("code.secret").inner_text()
    page.locator("[name=code]").fill(TOTP(key=key).generate().token)
    page.keyboard.press("Enter")
    at_heading(page, "Letters")


def owner_comes_in(page: Page, site: Site) -> None:
    """One command is all that is ever typed elsewhere; the workspace it opens is empty, and says how to begin."""
    printed = site.command("staff", "add", OWNER, "--role", "owner").splitlines()
    [password] = [line.removeprefix("password: ") for line in printed if line.startswith("password: ")]
    sign_in_for_the_first_time(page, OWNER, password)
    expect(page.locator("main")).to_contain_text("There is no letter in your campaigns yet.")


def draft_is_written(page: Page) -> None:
    """A campaign and its letter begin on one page; what is typed is seen as a page and on paper."""
    page.get_by_role("link", name="New letter").click()
    page.get_by_label("Title").fill("Open the ferry again")
    page.get_by_label("Name of the new campaign").fill("Ferry Line")
    page.get_by_role("button", name="Begin the draft").click()
    told(page, "The draft is there, and only staff see it.")
    addressee = page.locator(".addressee-row")
    addressee.get_by_label("Name").fill("Ada Quill")
    addressee.get_by_label("Office or title").fill("Minister of Harbours")
    page.get_by_label("Salutation").fill("Dear Minister Quill:")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Conveners").fill("\n".join(CONVENERS))
    shown = page.locator("[data-preview-shown]")
    expect(shown).to_contain_text("Dear Minister Quill:")
    expect(shown.locator("strong")).to_have_text("night ferry")
    page.get_by_role("button", name="On paper").click()
    expect(shown.get_by_role("img", name="Page 1 as it would print")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    told(page, "Saved.")


def colleague_is_invited(owner: Page, colleague: Page, site: Site) -> None:
    """A reviewer joins by an emailed link, reads the letter, and finds no way to change it."""
    owner.get_by_role("link", name="People", exact=True).click()
    owner.get_by_role("link", name="Ferry Line").click()
    owner.get_by_label("Email").fill(REVIEWER)
    owner.get_by_label("Reviewer:").check()
    owner.get_by_role("button", name="Send the invitation").click()
    told(owner, f"The invitation goes to {REVIEWER}.")
    colleague.goto(site.link_to(REVIEWER, "/staff/join/"))
    at_heading(colleague, "You are invited")
    expect(colleague.locator("main")).to_contain_text("Ferry Line")
    colleague.get_by_label("Password", exact=True).fill(PASSWORD)
    colleague.get_by_label("Password once more").fill(PASSWORD)
    colleague.get_by_label("Yes, I want to work here.").check()
    colleague.get_by_role("button", name="Accept").click()
    at_heading(colleague, "You are in")
    sign_in_for_the_first_time(colleague, REVIEWER, PASSWORD)
    colleague.get_by_role("link", name="Open the ferry again").click()
    at_heading(colleague, "Open the ferry again")
    rooms = colleague.get_by_role("navigation", name="This letter")
    expect(rooms.get_by_role("link", name="Review")).to_be_visible()
    expect(rooms.get_by_role("link", name="Text", exact=True)).to_have_count(0)
    assert colleague.request.get(f"{STAFF}/text").status == 404


def organizations_are_invited(page: Page) -> None:
    """From a file, each line seen before anything is kept; a line without a mailbox is told."""
    room(page, "Invitations", "Invitations")
    page.get_by_role("link", name="Invite from a file").click()
    file = f"{GUEST_FILE}Dune Guild,,,,,\n"
    page.get_by_label("CSV file").set_input_files(
        {"name": "guests.csv", "mimeType": "text/csv", "buffer": file.encode()}
    )
    page.get_by_role("button", name="Look at it first").click()
    left_out = page.get_by_role("table", name="Left out")
    expect(left_out).to_contain_text("Dune Guild")
    expect(left_out).to_contain_text("There is no email address in this line.")
    page.get_by_role("button", name="Add 3 organizations").click()
    told(page, "3 organizations added.")


def letter_circulates(page: Page, site: Site) -> None:
    """The letter circulates, and the invited are written to; strangers find nothing."""
    room(page, "Life", "Life of the letter")
    page.get_by_text("Circulate it first among organizations you invite").click()
    page.get_by_role("button", name="Begin circulation").click()
    told(page, "The letter circulates.")
    room(page, "Mailings", "Mailings")
    page.locator("tr", has_text="each with a personal link").get_by_role("link").click()
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.locator("main")).to_contain_text("3 recipients get it.")
    page.get_by_role("button", name="Send it to 3 recipients").click()
    expect(page.locator("main")).to_contain_text("3 emails went out.", timeout=20_000)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        site.visit(LETTER)


def guest_signs(guest: Page, site: Site) -> None:
    """An invited organization reads the letter by its own link, ticks one box, and has signed."""
    guest.goto(site.link_to(make.home_of(GUESTS[0])["email"], "/invited/"))
    at_heading(guest, "Open the ferry again")
    expect(guest.locator("#organization")).to_have_value(GUESTS[0])
    guest.get_by_role("checkbox", name="I am authorized").check()
    guest.get_by_role("button", name="Sign for the organization").click()
    expect(guest.get_by_role("heading", name="Signed. Thank you.")).to_be_visible()


def letter_is_published(owner: Page, guest: Page) -> None:
    """Everybody finds the letter, with the name it had by then."""
    room(owner, "Invitations", "Invitations")
    expect(owner.locator("tr", has_text=GUESTS[0])).to_contain_text("Signed")
    room(owner, "Life", "Life of the letter")
    owner.get_by_role("button", name="Publish now").click()
    told(owner, "Published.")
    guest.goto(LETTER)
    at_heading(guest, "Open the ferry again")
    assert GUESTS[0] in names_on(guest)
    expect(guest.locator("article")).to_contain_text("We, the 1 undersigned organizations")
