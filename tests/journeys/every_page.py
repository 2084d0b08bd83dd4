"""Every page that there is to see, and how one comes to it."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from signon.database import now, transaction
from signon.signatures.verifying import note_wrong_code
from signon.staff.members import current_code
from tests.journeys.acts import press
from tests.journeys.answered import HANDED
from tests.journeys.framed import FRAMED
from tests.journeys.guests import INVITED, INVITING
from tests.journeys.handed_over import HANDED_OVER
from tests.journeys.hooked import HOOKED
from tests.journeys.news import TELLING, TOLD
from tests.journeys.own_entries import OWN_ENTRY
from tests.journeys.sample_site import BUSY, LETTER, NEW, OWNERS, PETITION, Campaign

# ---- what is pressed on a page to come to the one that is meant


def send(page: Page, _campaign: Campaign) -> None:
    press(page)


def open_first_name(page: Page, _campaign: Campaign) -> None:
    page.locator(".rows .do a").first.click()


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
    page.locator("[data-act=strike] summary").last.click()
    page.locator("[data-act=strike][open] form > button").click()
    page.locator(".case-said.error:visible").wait_for()


def enter_no_demand(page: Page, _campaign: Campaign) -> None:
    page.locator("#add [type=submit]").click()


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
    **{name: (address, send if pressed else None) for name, (address, pressed) in FRAMED.items()},
    "campaign": ("/campaigns/doors-till-nine", None),
    "letter": (f"/letters/{LETTER}", None),
    "petition": (f"/letters/{PETITION}", None),
    "letter of both": ("/letters/both", None),
    "letter without names": ("/letters/nobody-yet", None),
    "letter that is over": ("/letters/over", None),
    "letter that was answered": (f"/letters/{HANDED}", None),
    "demands": ("/campaigns/doors-till-nine/demands", None),
    "signees": (f"/letters/{LETTER}/signees", None),
    "signees found": (f"/letters/{LETTER}/signees?q=night", None),
    "signees of a petition": (f"/letters/{PETITION}/signees?q=feld", None),
    "signees not found": (f"/letters/{PETITION}/signees?q=qqq", None),
    "signees by place": (f"/letters/{LETTER}/signees?order=place", None),
    "signees since the delivery": (f"/letters/{HANDED}/signees?since=delivery", None),
    "passing it on": (f"/letters/{LETTER}/share?server=social.example", None),
    "passing it on, no server": (f"/letters/{PETITION}/share?server=@", None),
    "sign form": (f"/letters/{LETTER}/sign", None),
    "sign form with errors": (f"/letters/{LETTER}/sign", send),
    "sign form of a petition": (f"/letters/{PETITION}/sign", None),
    "sign form of a petition with errors": (f"/letters/{PETITION}/sign", send),
    "sign form of both": ("/letters/both/sign?as=individual", None),
    "signing is over": ("/letters/over/sign", None),
    "signing is paused": ("/letters/paused/sign", None),
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
    "thanks, anonymous": ("{anonymous}", None),
    "already": ("{already}", None),
    "expired": ("{ended}", None),
    "new links": ("/links", None),
    "new links, asked for": ("/links/sent", None),
    "no more mail": ("{stop}", None),
    "no more mail, stopped": ("/links/stopped", None),
    "incomplete": ("/verify/cut", None),
    "not here": ("/letters/never-was", None),
    "mailbox": ("/dev/mailbox", None),
    "interface for programs": ("/api/v1/", None),
}
PUBLIC |= {name: (address, send if pressed else None) for name, (address, pressed) in OWN_ENTRY.items()}
PUBLIC |= {name: (address, None) for name, address in HANDED_OVER.items()}
PUBLIC |= {name: (address, send if pressed else None) for name, (address, pressed) in INVITED.items()}
PUBLIC |= {name: (address, None) for name, address in TOLD.items()}
PUBLIC["check, no file"] = ("/check", send)
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
    "staff review, no reason": (f"/staff/letters/{LETTER}/review", strike_without_reason),
    "staff review with evidence": (f"{BUSY}/review", None),
    "staff review, nobody waits": ("/staff/letters/nobody-yet/review", None),
    "staff striking many": (f"{BUSY}/bulk?words=guild&state=both", None),
    "staff notes": (f"{BUSY}/notes", None),
    "staff letter with evidence, a surge, and word": (BUSY, None),
    "staff names": (f"{BUSY}/signatures", None),
    "staff name with its logo": (f"{BUSY}/signatures", open_first_name),
    "staff struck names": (f"{BUSY}/struck", None),
    "staff names held by a surge": (f"{BUSY}/held/proven", None),
    "staff asking again": (f"{BUSY}/ask-again", None),
    "staff delegations": (f"{BUSY}/delegations", None),
    "staff deliveries and answers": (f"/staff/letters/{HANDED}/deliveries", None),
    "staff covering mail": (f"/staff/letters/{HANDED}/covering", None),
    **{name: (address, send if pressed else None) for name, (address, pressed) in INVITING.items()},
    "staff text": (f"{BUSY}/text", None),
    "staff languages": (f"/staff/letters/{LETTER}/translations", None),
    "staff translation": (f"{BUSY}/translations/new", None),
    "staff life": (f"{BUSY}/life", None),
    "staff figures": (f"{BUSY}/figures", None),
    "staff imports": (f"{BUSY}/imports", None),
    "staff exports": (f"{BUSY}/exports", None),
    "staff audit": (f"{BUSY}/audit", None),
    "staff mailings": (f"{BUSY}/mailings", None),
    "staff changed texts": (f"/staff/letters/{LETTER}/changed-texts", None),
    "staff demands with errors": ("/staff/campaigns/1/demands", enter_no_demand),
    "staff demand": ("/staff/campaigns/1/demands/6", None),
    **{name: (address, send if pressed else None) for name, (address, pressed) in TELLING.items()},
    "staff organizations": ("/staff/organizations", None),
    "staff people": ("/staff/people", None),
    "staff campaign": ("/staff/campaigns/1", None),
    "staff on other sites": ("/staff/campaigns/1/embedding?paper=222", None),
    **HOOKED,
    "staff partners' keys with errors": ("/staff/campaigns/1/keys", send),
    "staff new letter": ("/staff/new-letter", None),
    "staff petition": (f"/staff/letters/{PETITION}", None),
    "account": ("/staff/account", None),
    "password": ("/staff/password", None),
    "recovery codes": ("/staff/recovery-codes", None),
    "staff page that is not here": ("/staff/letters/never-was", None),
}
