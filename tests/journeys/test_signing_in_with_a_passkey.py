"""A person adds a passkey, signs in with it alone and in place of the code, and removes it."""

from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from signon.database import db
from signon.mail.models import OutboxMail
from signon.mail.outbox import STAFF_NOTICE
from tests.journeys.conftest import OpenPage
from tests.journeys.sites import Site
from tests.staff.people import Person, person

LETTERS = "Letters"


def test_a_passkey_stands_for_password_and_code(site: Site, open_page: OpenPage) -> None:
    with site.inside():
        ida = person()
    here = site.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number
    with open_page(base_url=here) as page:
        device = page.context.new_cdp_session(page)
        key = authenticator(device)
        sign_in(page, site, ida)
        add_passkey(page, "my laptop")
        with site.inside():
            assert db.session.query(OutboxMail).filter_by(kind=STAFF_NOTICE).count() == 1, "it is told by mail"
        sign_out(page)
        page.get_by_role("link", name="Sign in with a passkey").click()
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(LETTERS)
        sign_out(page)
        type_password(page, ida)
        page.get_by_role("link", name="Use a passkey instead").click()
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(LETTERS)
        sign_out(page)
        a_device_that_does_not_ask_who_uses_it_opens_nothing(page, device, key)
        remove_passkey(page, site, ida)


def authenticator(device: CDPSession) -> str:
    """A device with a fingerprint reader, on which somebody always puts the right finger."""
    device.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return str(added["authenticatorId"])


def type_password(page: Page, someone: Person) -> None:
    page.goto("/staff/login")
    page.get_by_label("Email").fill(someone.email)
    page.get_by_label("Password").fill(someone.password)
    page.keyboard.press("Enter")


def sign_in(page: Page, site: Site, someone: Person) -> None:
    type_password(page, someone)
    with site.inside():
        code = someone.code()
    page.locator("[name=code]").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(LETTERS)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def add_passkey(page: Page, name: str) -> None:
    page.goto("/staff/account")
    page.get_by_role("link", name="Sign in without password and code").click()
    page.get_by_label("What to call it").fill(name)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("status")).to_contain_text(f"The passkey {name} is added")
    expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()


def a_device_that_does_not_ask_who_uses_it_opens_nothing(page: Page, device: CDPSession, key: str) -> None:
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("You can try again")
    page.goto("/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def remove_passkey(page: Page, site: Site, ida: Person) -> None:
    sign_in(page, site, ida)
    page.goto("/staff/passkeys")
    page.get_by_role("button", name="Remove my laptop").click()
    expect(page.get_by_role("status")).to_contain_text("signs in no more")
    expect(page.get_by_text("You have none so far.")).to_be_visible()
