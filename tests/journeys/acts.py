"""What visitors do on more than one journey."""

from playwright.sync_api import Page


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


def names_on(page: Page) -> list[str]:
    """The names that the page lists, as they stand."""
    return page.locator("ul.names li > bdi").all_inner_texts()
