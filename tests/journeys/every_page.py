"""Every page that there is to see, and how one comes to it; the sample campaign, with a signature in every state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Page

from signon.database import now, transaction
from signon.mail.sending import send_due
from signon.signatures.verifying import note_wrong_code
from signon.staff.members import current_code
from signon.staff.models import OWNER
from tests import make
from tests.journeys.acts import press
from tests.journeys.sites import Site, running_site
from tests.staff.people import person

LETTER, PETITION = "doors-till-nine", "open-on-sundays"
# What is long and cannot be broken: at most 60 letters a word are taken.
LONG_WORD = "Nachtzugschlafwagenschaffnerinnenunterstützungsvereinskasse"
LONG = {
    "organization": f"{LONG_WORD}, Committee for Reading Rooms, Night Schools and Open Archives (CRRNSOA)",
    "website": "https://www.committee-for-reading-rooms-and-night-schools.example.org",
    "email": "office@a-very-long-name-of-a-mail-provider.example.com",
    "representative": LONG_WORD,
    "role": "Executive Director and Coordinator",
}
OWLS = {"organization": "Night Owls Union", "website": "https://nightowls.org", "scope": "local"}
NEW, OWNERS = "new@nightline.example.org", "owner@nightline.example.org"


@dataclass
class Campaign:
    """A running site with the sample campaign: the links that were mailed, by what they lead to, and passwords."""

    site: Site
    links: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)


@contextmanager
def sample_campaign(folder: Path) -> Iterator[Campaign]:
    """The sample campaign, served over SQLite: what a page looks like does not depend on the database."""
    with running_site(f"sqlite:///{folder}/signon.db", folder, mail_leaves=False) as site:
        made = site.app.test_cli_runner().invoke(args=["demo", "--prepare-only"])
        assert made.exit_code == 0, made.output
        campaign = Campaign(site)
        with site.inside():
            _make_letters()
            _sign(campaign, site.app.test_client())
            for email in (NEW, OWNERS):
                someone = person(email, OWNER, authenticator=email == OWNERS)
                campaign.passwords[email] = someone.password
            send_due(make.keys())
        yield campaign


def _make_letters() -> None:
    make.letter("nobody-yet", title="A letter that nobody has signed")
    make.letter("over", title="A letter whose time is over", deadline="2024-01-31 17:00")
    both = make.letter("both", title="A letter of organizations and people", signed_by="both")
    make.listed(both, [LONG_WORD, "Night Owls Union"])


def _sign(campaign: Campaign, browser: FlaskClient) -> None:
    """A signature in every state that a link can lead to."""
    states = {
        "pending": (LETTER, {**OWLS, "email": "ada@nightowls.org"}, False),
        "listed": (LETTER, {**OWLS, "email": "grace@nightowls.org"}, True),
        "already": (LETTER, {**OWLS, "email": "linus@nightowls.org"}, True),
        "held": (LETTER, {**OWLS, "organization": "Moth Watchers League", "email": "moths@owlmail.org"}, True),
        "held, long": (LETTER, LONG, True),
        "unlisted": (PETITION, {"name": "Rosa Lind", "email": "rosa@lind.org", "shown_as": "unlisted"}, True),
        "person": (PETITION, {"name": "Omar Quill", "email": "omar@quill.org"}, False),
    }
    for state, (slug, entry, agrees) in states.items():
        assert make.send_form(browser, slug, **entry).status_code == 303
        link = campaign.links[state] = make.newest_mail().link
        if agrees:
            assert browser.post(link, data={"authorized": "y"}).status_code == 303
    campaign.links["ended"] = f"/verify/{campaign.site.app.extensions['signon.tokens'].issue('verify')}"


# ---- what is pressed on a page to come to the one that is meant


def send(page: Page, _campaign: Campaign) -> None:
    press(page)


def type_wrong_code(page: Page, campaign: Campaign) -> None:
    page.locator("[name=code]").fill("ABCD2345")
    press(page)


def type_too_many_codes(page: Page, campaign: Campaign) -> None:
    """Ten wrong codes in this minute and in the next, should it begin meanwhile; then one more."""
    with campaign.site.inside():
        for minute in range(2):
            for _ in range(10):
                with transaction():
                    note_wrong_code("", now() + timedelta(minutes=minute))
    type_wrong_code(page, campaign)


def strike_without_reason(page: Page, _campaign: Campaign) -> None:
    page.locator("details.strike summary").last.click()
    page.locator("details.strike button").last.click()


def give_password(page: Page, campaign: Campaign, email: str = OWNERS) -> None:
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(campaign.passwords[email])
    press(page)


def give_first_password(page: Page, campaign: Campaign) -> None:
    give_password(page, campaign, NEW)


def ask_for_key(page: Page, campaign: Campaign) -> None:
    give_first_password(page, campaign)
    press(page)


def sign_in(page: Page, campaign: Campaign) -> None:
    """Come all the way in, from the sign-in page."""
    give_password(page, campaign)
    with campaign.site.inside():
        page.locator("[name=code]").fill(current_code(OWNERS) or "")
    press(page)
    page.wait_for_url("**/staff/")


# ---- the pages: the address, and what is pressed there

Act = Callable[[Page, Campaign], None]

PUBLIC: dict[str, tuple[str, Act | None]] = {
    "front page": ("/", None),
    "letter": (f"/letters/{LETTER}", None),
    "petition": (f"/letters/{PETITION}", None),
    "letter of both": ("/letters/both", None),
    "letter without names": ("/letters/nobody-yet", None),
    "letter that is over": ("/letters/over", None),
    "signees": (f"/letters/{LETTER}/signees", None),
    "signees found": (f"/letters/{LETTER}/signees?q=night", None),
    "signees not found": (f"/letters/{PETITION}/signees?q=qqq", None),
    "sign form": (f"/letters/{LETTER}/sign", None),
    "sign form with errors": (f"/letters/{LETTER}/sign", send),
    "sign form of a petition": (f"/letters/{PETITION}/sign", None),
    "sign form of a petition with errors": (f"/letters/{PETITION}/sign", send),
    "sign form of both": ("/letters/both/sign?as=individual", None),
    "signing is over": ("/letters/over/sign", None),
    "check your inbox": (f"/letters/{LETTER}/sign/sent", None),
    "code": ("/verify", None),
    "wrong code": ("/verify", type_wrong_code),
    "too many codes": ("/verify", type_too_many_codes),
    "verify": ("{pending}", None),
    "verify without the tick": ("{pending}", send),
    "verify as a person": ("{person}", None),
    "thanks": ("{listed}", None),
    "thanks, held": ("{held}", None),
    "thanks, held, with a long name": ("{held, long}", None),
    "thanks, not shown": ("{unlisted}", None),
    "already": ("{already}", None),
    "expired": ("{ended}", None),
    "incomplete": ("/verify/cut", None),
    "not here": ("/letters/never-was", None),
    "mailbox": ("/dev/mailbox", None),
}
ON_THE_WAY_IN: dict[str, tuple[str, Act | None]] = {
    "sign in": ("/staff/login", None),
    "wrong password": ("/staff/login", send),
    "code from the app": ("/staff/login", give_password),
    "authenticator": ("/staff/login", give_first_password),
    "authenticator's key": ("/staff/login", ask_for_key),
}
INSIDE: dict[str, tuple[str, Act | None]] = {
    "staff letters": ("/staff/", None),
    "staff letter": (f"/staff/letters/{LETTER}", None),
    "staff letter, no reason": (f"/staff/letters/{LETTER}", strike_without_reason),
    "staff petition": (f"/staff/letters/{PETITION}", None),
    "account": ("/staff/account", None),
    "password": ("/staff/password", None),
    "recovery codes": ("/staff/recovery-codes", None),
    "staff page that is not here": ("/staff/letters/never-was", None),
}
