"""Every page that there is to see, and how one comes to it; the sample campaign, with a signature in every state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Page

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.mail.sending import send_due
from signon.signatures import comments, logos, reviewing
from signon.signatures.models import Signature
from signon.signatures.verifying import note_wrong_code
from signon.staff.members import current_code
from signon.staff.models import OWNER
from tests import make
from tests.journeys.acts import press
from tests.journeys.answered import HANDED, hand_over
from tests.journeys.guests import INVITED, INVITING, invite
from tests.journeys.handed_over import HANDED_OVER, handed_over
from tests.journeys.own_entries import OWN_ENTRY, own_entries
from tests.journeys.sites import Site, running_site
from tests.signatures.pictures import picture
from tests.signatures.word import delegates, wants_the_next
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
HANNA = {
    "name": "Hanna Feld",
    "email": "hanna@feld.org",
    "country": LONG_WORD,
    "affiliation": f"Professor of Comparative Literature, {LONG_WORD}",
    "comment": f"{'Because the reading room is where I learned to read. ' * 6}{LONG_WORD * 2}",
}
BUSY = "/staff/letters/busy"
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
            campaign.links |= handed_over(site, LONG_WORD) | invite(site.app.test_client(), LONG_WORD)
            for email in (NEW, OWNERS):
                someone = person(email, OWNER, authenticator=email == OWNERS)
                campaign.passwords[email] = someone.password
            send_due(make.keys())
        yield campaign


def _make_letters() -> None:
    make.letter("nobody-yet", title="A letter that nobody has signed")
    make.letter("over", title="A letter whose time is over", deadline="2024-01-31 17:00")
    paused = make.letter("paused", title="A letter that nobody can sign for now")
    with transaction():
        paused.paused_at = now()
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
        "anonymous": (PETITION, {**HANNA, "email": "shy@feld.org", "shown_as": "anonymous"}, True),
        "with a comment": (PETITION, HANNA, True),
        "person": (PETITION, {"name": "Omar Quill", "email": "omar@quill.org"}, False),
    }
    for state, (slug, entry, agrees) in states.items():
        assert make.send_form(browser, slug, **entry).status_code == 303
        link = campaign.links[state] = make.newest_mail().link
        if agrees:
            assert browser.post(link, data={"authorized": "y"}).status_code == 303
    campaign.links |= own_entries(browser, LETTER, PETITION)
    _show_comments()
    _be_busy(browser)
    hand_over(LONG_WORD)
    campaign.links["ended"] = f"/verify/{campaign.site.app.extensions['signon.tokens'].issue('verify')}"
    campaign.links["stop"] = f"/links/stop/{campaign.site.app.extensions['signon.tokens'].vouch('stop mail', 'a' * 64)}"


def _be_busy(browser: FlaskClient) -> None:
    """A letter with much to review: names like others, a surge, a struck one, a comment; and two who left word."""
    earlier = make.letter("earlier", title="An earlier letter")
    make.listed(earlier, [f"{LONG_WORD} of the Harbour", "Asking Guild", "Trusting Guild"])
    busy = make.letter("busy", title="A letter with much to review", signed_by="both")
    make.listed(busy, [LONG_WORD, "Struck Guild"])
    make.verified(browser, "busy", organization=f"{LONG_WORD} of the Harbor")
    make.verified(browser, "busy", organization="Careful Guild", approver_email=LONG["email"])
    make.verified(browser, "busy", **{**HANNA, "as": "individual"})
    with transaction():
        struck = db.session.query(Signature).filter_by(printed_name="Struck Guild").one()
        reviewing.strike(busy, struck, f"no such body: {LONG_WORD}", now(), keys=make.keys())
        busy.surge_at = now()
    make.verified(browser, "busy", organization="Surging Guild")
    with transaction():
        for name in ("Surging Guild", LONG_WORD):
            row = db.session.query(Signature).filter_by(letter_id=busy.id, printed_name=name).one()
            logos.put(row, logos.drawn_anew(picture(size=(480, 240))))
    wants_the_next(earlier, "Asking Guild")
    delegates(earlier, "Trusting Guild")


def _show_comments() -> None:
    petition = with_slug(PETITION)
    assert petition is not None
    for waiting in comments.waiting(petition, make.keys()):
        with transaction():
            comments.show(petition, waiting.signature, make.keys(), now())


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
    "letter that was answered": (f"/letters/{HANDED}", None),
    "signees": (f"/letters/{LETTER}/signees", None),
    "signees found": (f"/letters/{LETTER}/signees?q=night", None),
    "signees of a petition": (f"/letters/{PETITION}/signees?q=feld", None),
    "signees not found": (f"/letters/{PETITION}/signees?q=qqq", None),
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
}
PUBLIC |= {name: (address, send if pressed else None) for name, (address, pressed) in OWN_ENTRY.items()}
PUBLIC |= {name: (address, None) for name, address in HANDED_OVER.items()}
PUBLIC |= {name: (address, send if pressed else None) for name, (address, pressed) in INVITED.items()}
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
    "staff organizations": ("/staff/organizations", None),
    "staff people": ("/staff/people", None),
    "staff new letter": ("/staff/new-letter", None),
    "staff petition": (f"/staff/letters/{PETITION}", None),
    "account": ("/staff/account", None),
    "password": ("/staff/password", None),
    "recovery codes": ("/staff/recovery-codes", None),
    "staff page that is not here": ("/staff/letters/never-was", None),
}
