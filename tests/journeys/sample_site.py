"""The sample campaign, running, with a signature in every state that a link can lead to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.mail.sending import send_due
from signon.signatures import comments, logos, reviewing
from signon.signatures.models import Signature
from signon.staff.models import OWNER
from tests import make
from tests.journeys.answered import hand_over
from tests.journeys.guests import invite
from tests.journeys.handed_over import handed_over
from tests.journeys.own_entries import own_entries
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
