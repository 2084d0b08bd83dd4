"""People on the staff, and the way they sign in: through the pages, as everybody does."""

import html
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.campaigns.campaigns import named
from signon.database import db, now, transaction
from signon.staff.access import grant
from signon.staff.members import current_code, enrol_authenticator, enter
from signon.staff.models import OWNER
from tests.browser import Browser, browser

__all__ = ["Browser", "Person", "browser", "csrf", "give_password", "hidden", "is_inside", "person", "send", "sign_in"]


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in; `key` is the one in their authenticator app, or "" before they have one."""

    email: str
    password: str
    key: str = ""

    def code(self) -> str:
        """The code that the app shows."""
        db.session.rollback()
        code = current_code(self.email)
        assert code, "there is no authenticator yet"
        return code


def person(
    email: str = "ida@nightline.org", role: str = OWNER, campaign: str = "", *, authenticator: bool = True
) -> Person:
    """A new person on the staff with `role` in the campaign of that name, or in every one."""
    with transaction():
        member, password = enter(email, now())
        assert password, "this person is on the staff already"
        found = named(campaign) if campaign else None
        grant(member, role, found.id if found else None, now())
        key = enrol_authenticator(member) if authenticator else ""
    return Person(email, password, key)


def csrf(page: TestResponse) -> str:
    """The token against forged requests on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, f"the page has no such token: {page.status}"
    return html.unescape(found[1])


def send(browser: FlaskClient, page: str, to: str = "", **typed: str) -> TestResponse:
    """Open `page`, fill in its form and send it (`to` another address, if it says so)."""
    return browser.post(to or page, data={**hidden(browser.get(page), to or page), **typed})


def hidden(page: TestResponse, to: str) -> dict[str, str]:
    """What the form of this page that goes `to` an address sends besides what is typed into it."""
    form = re.search(rf'action="{re.escape(to)}"(.*?)</form>', page.text, re.DOTALL)
    seen = re.search(r'name="seen" value="([^"]+)"', form[1]) if form else None
    return {"csrf_token": csrf(page)} | ({"seen": html.unescape(seen[1])} if seen else {})


def give_password(browser: FlaskClient, someone: Person, **more: str) -> TestResponse:
    """The first step of signing in."""
    return send(browser, "/staff/login", email=someone.email, password=someone.password, **more)


def sign_in(browser: FlaskClient, someone: Person) -> TestResponse:
    """Both steps; the answer to the second."""
    step = give_password(browser, someone)
    assert step.status_code == 302, step.text
    return send(browser, step.location, code=someone.code())


def is_inside(browser: FlaskClient) -> bool:
    """Whether the workspace opens."""
    return browser.get("/staff/").status_code == 200
