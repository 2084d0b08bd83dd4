"""What visitors do on more than one journey."""

from playwright.sync_api import Page

from signon.staff.members import current_code
from tests.journeys.sites import Site
from tests.staff.people import Person


def fill(page: Page, entry: dict[str, str]) -> None:
    """Type `entry` into the fields of the form that is open, and send it."""
    for name, value in entry.items():
        field = page.locator(f"[name={name}]")
        if name == "scope":
            field.select_option(value)
        else:
            field.fill(value)
    press(page)


def press(page: Page) -> None:
    """Send the page's first form as it stands."""
    page.locator("main form button[type=submit]").first.click()


def tick_and_press(page: Page) -> None:
    """What makes a signature, on the page that the link or the code leads to."""
    page.get_by_role("checkbox").check()
    press(page)


def sign_in(page: Page, site: Site, someone: Person) -> None:
    """Come into the workspace, by password and one-time code."""
    page.goto("/staff/login")
    page.locator("[name=email]").fill(someone.email)
    page.locator("[name=password]").fill(someone.password)
    press(page)
    with site.inside():
        page.locator("[name=code]").fill(current_code(someone.email) or "")
    press(page)
    page.wait_for_url("**/staff/")


def names_on(page: Page) -> list[str]:
    """The names that the page lists, as they stand."""
    return page.locator("ul.names li > bdi").all_inner_texts()
