"""Inviting somebody by mail: an offer, a link that scanners may open, and an account with both factors."""

import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from signon.campaigns.campaigns import named
from signon.database import db, now, transaction
from signon.mail.models import OutboxMail
from signon.mail.outbox import unseal
from signon.refusals import Refusal
from signon.staff import inviting, people
from signon.staff.members import has_authenticator, with_email
from signon.staff.models import EDITOR, OWNER, REVIEWER, StaffInvitation, StaffMember
from tests import make
from tests.cli.test_commands import signon
from tests.crowds import at_once
from tests.staff.people import Browser, browser, csrf, give_password, is_inside, person, send, sign_in

PASSWORD = "four unrelated words here"
NEW = "new@nightline.org"


def campaign_id(name: str = "Night Line") -> int:
    found = named(name)
    assert found
    return found.id


def page_of(name: str = "Night Line") -> str:
    return f"/staff/campaigns/{campaign_id(name)}/people"


def invited(owner: Browser, email: str = NEW, role: str = EDITOR, page: str = "") -> str:
    """The link in the mail that was sent."""
    page = page or page_of()
    answer = send(owner, page, to=f"{page}/invitations", email=email, role=role)
    assert answer.status_code == 303, answer.text
    return f"/staff/join/{make.newest_mail('staff_invitation').token}"


def by() -> StaffMember:
    member = with_email("ida@nightline.org")
    assert member
    return member


def test_whoever_is_invited_chooses_a_password_and_sets_up_the_app_at_the_first_sign_in(
    app: Flask, owner: Browser, stranger: Browser
) -> None:
    make.letter()
    link = invited(owner, "New@NightLine.org")
    assert "new@nightline.org" in owner.get(page_of()).text
    page = stranger.get(link)
    assert page.status_code == 200 and "Night Line" in page.text and "Set-Cookie" not in page.headers
    for typed, wrong in (
        ({"password": "short", "again": "short", "authorized": "y"}, "at least 12 characters"),
        ({"password": PASSWORD, "again": "other words", "authorized": "y"}, "do not match"),
        ({"password": PASSWORD, "again": PASSWORD}, "tick the box"),
    ):
        answer = stranger.post(link, data=typed)
        assert answer.status_code == 422 and wrong in answer.text
        assert with_email(NEW) is None, "nothing happened"
    answer = stranger.post(link, data={"password": PASSWORD, "again": PASSWORD, "authorized": "y"})
    assert answer.status_code == 303 and "Now sign in" in stranger.get(answer.location).text
    step = send(stranger, "/staff/login", email=NEW, password=PASSWORD)
    assert step.location == "/staff/authenticator" and not is_inside(stranger)
    assert "no longer works" in stranger.get(link).text, "a link works once"
    assert stranger.post(link, data={"authorized": "y"}).status_code == 404
    db.session.rollback()
    assert db.session.query(StaffInvitation).count() == 0


def test_opening_the_link_however_often_accepts_nothing(app: Flask, owner: Browser, stranger: Browser) -> None:
    make.letter()
    link = invited(owner)
    for _ in range(3):
        assert stranger.get(link).status_code == 200
    assert stranger.head(link).status_code == 200
    assert with_email(NEW) is None


def test_who_has_an_account_accepts_by_the_box_alone_and_keeps_password_and_app(
    app: Flask, owner: Browser, stranger: Browser
) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    ada = person("ada@nightline.org", OWNER, "Harbour")
    link = invited(owner, ada.email, REVIEWER)
    assert 'type="password"' not in stranger.get(link).text
    assert stranger.post(link, data={"password": PASSWORD, "again": PASSWORD}).status_code == 422
    assert stranger.post(link, data={"password": PASSWORD, "again": PASSWORD, "authorized": "y"}).status_code == 303
    assert sign_in(stranger, ada).status_code == 302, "the password and the app are what they were"
    assert stranger.get("/staff/letters/night-train").status_code == 200
    member = with_email(ada.email)
    assert member and has_authenticator(member)


def test_inviting_again_renews_the_link_and_the_first_one_ends(app: Flask) -> None:
    make.letter()
    person()
    at = now()
    with transaction():
        _, first = inviting.invite(campaign_id(), NEW, EDITOR, by(), at)
    with pytest.raises(Refusal, match="two minutes"), transaction():
        inviting.invite(campaign_id(), NEW, EDITOR, by(), at + timedelta(seconds=1))
    with transaction():
        row, second = inviting.invite(campaign_id(), NEW, OWNER, by(), at + timedelta(hours=1))
    assert inviting.offer_of(first, at) is None
    offer = inviting.offer_of(second, at + timedelta(days=14))
    assert offer and offer.invitation.role == OWNER and row.hash not in second
    assert inviting.offer_of(second, at + timedelta(days=14, hours=2)) is None, "after two weeks it is over"


def test_an_invitation_that_was_taken_back_or_cut_leads_to_a_kind_page(
    app: Flask, owner: Browser, stranger: Browser
) -> None:
    make.letter()
    link = invited(owner)
    [row] = inviting.open_invitations(campaign_id(), now())
    assert send(owner, page_of(), to=f"{page_of()}/invitations/{row.id}/revoke").status_code == 303
    for address in (link, link[:-3], "/staff/join/x"):
        page = stranger.get(address)
        assert page.status_code == 404 and "ask the person who invited you" in page.text
    assert with_email(NEW) is None


def test_an_invitation_of_another_campaign_cannot_be_taken_back(app: Flask) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    person()
    with transaction():
        row, token = inviting.invite(campaign_id(), NEW, EDITOR, by(), now())
    visitor = browser(app)
    sign_in(visitor, person("ada@harbour.org", OWNER, "Harbour"))
    page = page_of("Harbour")
    send(visitor, page, to=f"{page}/invitations/{row.id}/revoke")
    db.session.rollback()
    assert inviting.offer_of(token, now())


def test_fifty_open_invitations_are_enough(app: Flask) -> None:
    make.letter()
    person()
    with transaction():
        for number in range(inviting.MOST_OPEN):
            inviting.invite(campaign_id(), f"p{number}@nightline.org", EDITOR, by(), now())
    with pytest.raises(Refusal, match="50 invitations"), transaction():
        inviting.invite(campaign_id(), NEW, EDITOR, by(), now())
    with transaction():
        assert inviting.invite(None, NEW, EDITOR, by(), now()), "every campaign is counted apart"


def test_a_wrong_address_and_no_role_are_said_beside_the_fields_and_nothing_is_lost(owner: Browser) -> None:
    make.letter()
    page = page_of()
    answer = send(owner, page, to=f"{page}/invitations", email="not an address", role=EDITOR)
    assert answer.status_code == 422 and 'value="not an address"' in answer.text
    assert re.search(r'value="editor"[^>]*checked|checked[^>]*value="editor"', answer.text)
    assert send(owner, page, to=f"{page}/invitations", email=NEW, role="king").status_code == 422
    answer = send(owner, page, to=f"{page}/invitations", email="ida@nightline.org", role=EDITOR)
    assert answer.status_code == 303, "ida has every campaign, and may get a role in this one"
    person("ada@nightline.org", EDITOR, "Night Line")
    answer = send(owner, page, to=f"{page}/invitations", email="ada@nightline.org", role=EDITOR)
    assert "works here already" in answer.text


def test_an_invitation_to_every_campaign_is_for_who_owns_every_campaign(app: Flask, owner: Browser) -> None:
    link = invited(owner, role=OWNER, page="/staff/everywhere/people")
    stranger = browser(app)
    assert "every campaign" in stranger.get(link).text
    stranger.post(link, data={"password": PASSWORD, "again": PASSWORD, "authorized": "y"})
    db.session.rollback()
    member = with_email(NEW)
    assert member and [(one.campaign_id, one.role) for one in member.memberships] == [(None, OWNER)]


def test_the_campaign_is_not_named_in_the_mail_where_a_letter_is_in_safe_mode(app: Flask, owner: Browser) -> None:
    make.letter(safe_mode=True)
    invited(owner)
    row = db.session.query(OutboxMail).filter_by(kind="staff_invitation").one()
    assert "Night Line" not in " ".join(unseal(row, make.keys()).values())


def test_what_nobody_accepted_is_deleted_after_two_weeks(app: Flask) -> None:
    make.letter()
    person()
    with transaction():
        inviting.invite(campaign_id(), NEW, EDITOR, by(), now() - timedelta(days=15))
        inviting.invite(campaign_id(), "late@nightline.org", EDITOR, by(), now())
    signon(app, "privacy", "purge")
    db.session.rollback()
    assert [row.email for row in db.session.query(StaffInvitation)] == ["late@nightline.org"]


def test_a_closed_account_cannot_be_opened_by_an_invitation(app: Flask, owner: Browser, stranger: Browser) -> None:
    make.letter()
    link = invited(owner)
    ada = person(NEW, EDITOR, authenticator=False)
    signon(app, "staff", "disable", ada.email)
    db.session.rollback()
    assert "closed" in stranger.get(link).text
    assert stranger.post(link, data={"authorized": "y"}).status_code == 409
    assert "do not match" in give_password(stranger, ada).text
    token = csrf(owner.get("/staff/account"))
    answer = owner.post(f"{page_of()}/invitations", data={"csrf_token": token, "email": ada.email, "role": EDITOR})
    assert answer.status_code == 422 and "closed" in answer.text


def test_a_password_may_have_accents_however_a_keyboard_writes_them(
    app: Flask, owner: Browser, stranger: Browser
) -> None:
    make.letter()
    chosen = "contraseña del tren número uno"
    stranger.post(invited(owner), data={"password": chosen, "again": chosen, "authorized": "y"})
    for typed in ("NFC", "NFD"):
        step = send(browser(app), "/staff/login", email=NEW, password=unicodedata.normalize(typed, chosen))
        assert step.location == "/staff/authenticator", typed


def test_who_was_removed_or_erased_does_not_come_back_by_an_earlier_offer(app: Flask) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    person()
    with transaction():
        _, here = inviting.invite(campaign_id(), NEW, EDITOR, by(), now())
        _, there = inviting.invite(campaign_id("Harbour"), NEW, EDITOR, by(), now())
    person(NEW, EDITOR, "Night Line", authenticator=False)  # by the command line meanwhile
    with transaction():
        member = with_email(NEW)
        assert member and people.remove(member, campaign_id())
    assert (inviting.offer_of(here, now()), bool(inviting.offer_of(there, now()))) == (None, True)
    signon(app, "staff", "remove", NEW, "--yes")
    db.session.rollback()
    assert inviting.offer_of(there, now()) is None and db.session.query(StaffInvitation).count() == 0


@pytest.mark.parametrize("end", [lambda who: people.remove(who, None), people.disable, people.erase])
def test_who_may_no_longer_invite_leaves_no_open_offer_behind(app: Flask, end: Callable[[StaffMember], object]) -> None:
    make.letter()
    person("otto@nightline.org")  # owns everything too
    person()
    with transaction():
        _, token = inviting.invite(campaign_id(), NEW, OWNER, by(), now())
        _, other = inviting.invite(None, "second@nightline.org", OWNER, by(), now())
    with transaction():
        end(by())
    offers = inviting.offer_of(token, now()), inviting.offer_of(other, now())
    assert offers[1] is None
    assert (offers[0] is None) is (end in (people.disable, people.erase))


def test_two_presses_at_once_are_one_and_two_offers_at_once_are_both_taken_up(app: Flask) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    person()
    with transaction():
        tokens = [inviting.invite(campaign_id(name), NEW, EDITOR, by(), now())[1] for name in ("Night Line", "Harbour")]
    chosen = {"password": PASSWORD, "again": PASSWORD, "authorized": "y"}
    presses = [partial(browser(app).post, f"/staff/join/{token}", data=chosen) for token in (*tokens, *tokens)]
    assert {answer.status_code for answer in at_once(presses)} <= {303, 404}
    member = with_email(NEW)
    assert member and len(member.memberships) == 2
