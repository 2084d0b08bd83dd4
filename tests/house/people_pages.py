"""The pages of the people who work with letters: who they are, how they are invited, and their passkeys."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.campaigns.campaigns import named
from signon.database import transaction
from signon.staff.members import with_email
from signon.staff.models import EDITOR, REVIEWER
from tests import make
from tests.browser import Browser
from tests.filled import a_passkey
from tests.staff.people import person, send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
CAMPAIGN, ALL = "Peopled Line", "/staff/everywhere/people"
PASSWORD = {"password": "four unrelated words here", "again": "four unrelated words here"}


def people_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to; `stranger` is invited."""
    make.letter("peopled-train", campaign=CAMPAIGN)
    campaign = named(CAMPAIGN)
    assert campaign
    here = f"/staff/campaigns/{campaign.id}/people"
    yield "staff.people", "the campaigns", owner.get("/staff/people")
    yield "staff.people", "none like that", owner.get("/staff/people?q=zzz")
    yield "staff.campaign_people", "nobody invited", owner.get(here)
    wrong = send(owner, here, to=f"{here}/invitations", email="nobody")
    yield "staff.campaign_invite", "no address, no role", wrong
    yield "staff.all_invite", "no role", send(owner, ALL, to=f"{ALL}/invitations", email="x@lind.example")
    yield from _invited(owner, stranger, here)
    yield from _one_person(owner, here)
    yield from _passkeys(owner, stranger)


def _invited(owner: Browser, stranger: Browser, here: str) -> Iterator[Shown]:
    assert send(owner, here, to=f"{here}/invitations", email="scribe@lind.example", role=EDITOR).status_code == 303
    yield "staff.campaign_people", "one invited", owner.get(here)
    link = f"/staff/join/{make.newest_mail('staff_invitation').token}"
    yield "joining.join", "a new person", stranger.get(link)
    yield "joining.accept", "a short password", stranger.post(link, data={"password": "x", "authorized": "y"})
    yield "joining.accept", "the box is not ticked", stranger.post(link, data=PASSWORD)
    answer = stranger.post(link, data={**PASSWORD, "authorized": "y"})
    yield "joining.joined", "what comes next", stranger.get(answer.location)
    yield "joining.join", "used already", stranger.get(link)
    person("ada@lind.example", REVIEWER, "Night Line")
    assert send(owner, here, to=f"{here}/invitations", email="ada@lind.example", role=EDITOR).status_code == 303
    known = f"/staff/join/{make.newest_mail('staff_invitation').token}"
    yield "joining.join", "somebody who has an account", stranger.get(known)
    with transaction():
        ada = with_email("ada@lind.example")
        assert ada
        ada.active = False
    yield "joining.join", "an account that is closed", stranger.get(known)


def _one_person(owner: Browser, here: str) -> Iterator[Shown]:
    scribe, ada = with_email("scribe@lind.example"), with_email("ada@lind.example")
    me = with_email("owner@nightline.org")
    assert scribe and ada and me
    yield "staff.campaign_person", "an editor", owner.get(f"{here}/{scribe.id}")
    yield "staff.campaign_role", "no role", send(owner, here, to=f"{here}/{scribe.id}/role", role="king")
    yield "staff.all_people", "all accounts", owner.get(ALL)
    yield "staff.all_people", "nobody found", owner.get(f"{ALL}?q=zzz")
    yield "staff.all_person", "without a role everywhere", owner.get(f"{ALL}/{scribe.id}")
    yield "staff.all_person", "a closed account", owner.get(f"{ALL}/{ada.id}")
    yield "staff.all_person", "oneself", owner.get(f"{ALL}/{me.id}")
    yield "staff.all_role", "the box is not ticked", send(owner, ALL, to=f"{ALL}/{me.id}/role", role=EDITOR)
    yield "staff.all_remove", "the box is not ticked", send(owner, ALL, to=f"{ALL}/{me.id}/remove")


def _passkeys(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    yield "security.wan_register", "no passkey", owner.get("/staff/passkeys")
    yield "security.wan_register", "no name", send(owner, "/staff/passkeys", name="")
    yield "security.wan_register", "the device asks", send(owner, "/staff/passkeys", name="my telephone")
    with transaction():
        me = with_email("owner@nightline.org")
        assert me
        me.webauthn.append(a_passkey())
    yield "security.wan_register", "one passkey", owner.get("/staff/passkeys")
    yield "security.wan_signin", "the button", stranger.get("/staff/passkey")
    yield "security.wan_signin", "the device asks", send(stranger, "/staff/passkey")
