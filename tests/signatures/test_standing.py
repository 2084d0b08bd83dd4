"""Word that organizations left with a campaign: each is asked once, or signed on once, and never against its will."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from signon.database import db, now, transaction
from signon.keys import KeyGone
from signon.letters import controls
from signon.mail import outbox
from signon.mail.links import public_host
from signon.organizations.models import Organization
from signon.organizations.remembering import contact_of
from signon.refusals import Refusal
from signon.signatures import reviewing
from signon.signatures.entry import organization_entry
from signon.signatures.judging import NOT_PROVEN, OBJECTED, judge_by_proof
from signon.signatures.models import FROM_MEMORY, HELD, Approach, Signature
from signon.signatures.own_entry import correct
from signon.signatures.purging import purge_requests
from signon.signatures.signing import open_contact
from signon.signatures.standing import numbers
from signon.signatures.ways import Found
from tests import make
from tests.crowds import assert_counters_agree, at_once
from tests.signatures.word import (
    MOTHS,
    OWLS,
    RIDERS,
    ask,
    contact,
    first_letter,
    found,
    here,
    inside,
    names,
    next_letter,
    organization,
    set_up,
    sign_on,
    wants_the_next,
)
from tests.statements import listed, said_by


def change(name: str, **values: object) -> None:
    """Change what the newest signature of that name says."""
    with transaction():
        newest = db.session.query(Signature.id).filter_by(printed_name=name).order_by(Signature.id.desc()).first()
        assert newest is not None
        db.session.execute(update(Signature).where(Signature.id == newest.id).values(**values))


def follow_again(client: FlaskClient, name: str) -> None:
    """The link in the mail about the next letter is followed, and the box is ticked."""
    [one] = [one for one in ask() if one.name == name]
    client.post(f"/verify/{one.requested.token}", data={"authorized": "y"})


def test_who_wants_to_hear_of_the_next_letter_is_asked_with_what_it_said_last(app: Flask) -> None:
    letter = set_up(asked=(OWLS,))
    change(OWLS, website="https://nightowls.org", city="Dayton", own_sort_key="owls", scope="local", language="es")
    [one] = ask()
    assert (one.to, one.name, one.language) == ("night@gmail.com", OWLS, "es")
    [signature] = here()
    assert (signature.state, signature.origin) == ("pending", FROM_MEMORY)
    assert signature.claimed_organization_id == organization(OWLS) and signature.organization_id is None
    said = (signature.printed_name, signature.website, signature.city, signature.scope, signature.language)
    assert said == (OWLS, "https://nightowls.org", "Dayton", "local", "es")
    assert (signature.own_sort_key, signature.sort_key) == ("owls", "owls")
    kept = open_contact(letter, signature.contact, make.keys())
    assert (kept.email, kept.representative, kept.role, kept.approver_email) == (
        contact(OWLS).email,
        "Ada Quill",
        "Director",
        "",
    )


def test_one_link_and_one_tick_sign_the_next_letter_from_the_mailbox_that_was_accepted_before(
    app: Flask, client: FlaskClient
) -> None:
    set_up(asked=(OWLS, MOTHS))
    follow_again(client, OWLS)
    signed, waits = sorted(here(), key=lambda row: row.printed_name, reverse=True)
    assert (signed.state, signed.organization_id) == ("verified", organization(OWLS))
    assert waits.state == "pending"
    assert_counters_agree()


def test_who_changes_the_name_while_it_waits_is_no_longer_taken_for_who_was_asked(
    app: Flask, client: FlaskClient
) -> None:
    letter = set_up(asked=(OWLS,), listing="reviewed")
    follow_again(client, OWLS)
    [waits] = here()
    entry = organization_entry({**make.ORGANIZATION, "organization": MOTHS}, needs_contact=True)
    with transaction():
        correct(Found(waits, letter), entry, seen=waits.changed_at, keys=make.keys(), at=now())
    [waits] = here()
    assert judge_by_proof(letter, waits, [contact(OWLS).email]).reason == NOT_PROVEN


def test_each_is_asked_once_about_a_letter_even_after_the_request_has_ended(app: Flask) -> None:
    set_up(asked=(OWLS,))
    assert names(ask()) == {OWLS}
    assert ask() == []
    with transaction():
        purge_requests(now() + timedelta(days=8))
    assert here() == []
    assert ask() == []


def test_who_said_nothing_or_left_word_with_another_campaign_is_not_asked(app: Flask) -> None:
    set_up()
    other = make.letter("harbour", campaign="Harbour")
    make.listed(other, [OWLS])
    wants_the_next(other, OWLS)
    assert ask() == []
    make.letter("harbour-next", campaign="Harbour")
    assert names(ask("harbour-next")) == {OWLS}


def test_who_is_listed_or_was_or_waits_by_its_own_word_on_this_letter_is_not_asked(app: Flask) -> None:
    letter = set_up(asked=(OWLS, MOTHS), delegated=(RIDERS,), listing="reviewed")
    make.listed(letter, [OWLS, MOTHS])
    change(MOTHS, state=HELD, reason=OBJECTED)
    assert names(sign_on()) == {RIDERS}
    assert [row.state for row in here() if row.printed_name == RIDERS] == [HELD]
    with transaction():
        db.session.query(Approach).delete()
    assert ask() == [] and sign_on() == []


@pytest.mark.parametrize("end", ["pending", "held", "struck"])
def test_a_forged_name_keeps_no_organization_from_being_asked_or_signed_on(
    app: Flask, client: FlaskClient, end: str
) -> None:
    letter = set_up(asked=(OWLS, RIDERS), delegated=(MOTHS,))
    for name in (OWLS, MOTHS, "Riders of the Harbour"):
        sent = make.send_form if end == "pending" else make.verified
        sent(client, organization=name, email="forger@gmail.com")
    change("Riders of the Harbour", claimed_organization_id=organization(RIDERS))
    if end == "struck":
        for signature in here():
            with transaction():
                reviewing.strike(letter, signature, "a forgery", now(), keys=make.keys())
    assert {row.state for row in here()} == {end}
    assert names(ask()) == {OWLS, RIDERS}
    assert names(sign_on()) == {MOTHS}


def test_a_name_that_staff_struck_from_this_letter_is_not_asked_and_not_signed_on(app: Flask) -> None:
    letter = set_up(asked=(OWLS,), delegated=(MOTHS,))
    make.listed(letter, [OWLS, MOTHS])
    for signature in here():
        with transaction():
            reviewing.strike(letter, signature, "they asked by telephone", now(), keys=make.keys())
    assert ask() == [] and sign_on() == []


def test_word_left_with_a_signature_that_staff_struck_is_not_acted_on(app: Flask) -> None:
    set_up(asked=(OWLS,), delegated=(MOTHS,))
    first = found("first-train")
    for signature in here("first-train"):
        with transaction():
            reviewing.strike(first, signature, "a forgery", now(), keys=make.keys())
    assert ask() == [] and sign_on() == []


def test_who_gave_a_delegation_need_not_be_asked_until_it_ends(app: Flask) -> None:
    set_up(asked=(OWLS,), delegated=(OWLS,))
    assert ask() == []
    assert names(ask(at=now() + timedelta(days=91))) == {OWLS}


def test_a_letter_that_is_paused_or_over_or_a_petition_asks_nobody(app: Flask) -> None:
    letter = set_up(asked=(OWLS,))
    make.petition()
    with pytest.raises(Refusal):
        ask("sunday-train")
    with transaction():
        controls.pause(letter, now())
    with pytest.raises(Refusal, match="paused"):
        ask()
    with transaction():
        controls.resume(letter)
    with transaction():
        letter.deadline_at = now() - timedelta(hours=1)
    with pytest.raises(Refusal):
        ask()
    with pytest.raises(Refusal):
        sign_on()
    assert here() == []


def test_asking_forty_says_no_more_to_the_database_than_asking_four(app: Flask) -> None:
    many = [f"Union of Line {number}" for number in range(44)]
    first = first_letter(*many)
    next_letter()
    wants_the_next(first, *many[:4])
    db.session.remove()
    few = said_by(ask)
    wants_the_next(first, *many[4:])
    db.session.remove()
    forty = said_by(ask)
    assert len(here()) == 44
    assert len(forty) <= min(len(few), 9), listed(forty)


def test_two_presses_at_once_ask_nobody_twice(app: Flask) -> None:
    wanted = [f"Union of Line {number}" for number in range(20)]
    wants_the_next(first_letter(*wanted), *wanted)
    next_letter()
    asked = at_once([partial(inside, app, ask)] * 4)
    assert sorted(asked) == [0, 0, 0, 20]
    assert len(here()) == 20


def test_the_numbers_are_of_those_that_would_be_asked_and_signed_on(app: Flask) -> None:
    letter = set_up(asked=(OWLS, RIDERS), delegated=(MOTHS,))
    assert numbers(letter, now()) == (2, 1)
    ask()
    sign_on()
    db.session.rollback()
    assert numbers(letter, now()) == (0, 0)


def test_once_a_letter_is_delivered_nothing_is_kept_of_who_was_asked(app: Flask) -> None:
    letter = set_up(asked=(OWLS,))
    ask()
    with transaction():
        purge_requests(now())
    assert db.session.query(Approach).count() == 1
    with transaction():
        letter.delivered_at = now()
        db.session.flush()
        purge_requests(now() + timedelta(seconds=1))
    assert db.session.query(Approach).count() == 0


def test_this_was_not_us_ends_the_word_that_was_left_from_the_mailbox(app: Flask, client: FlaskClient) -> None:
    letter = set_up(asked=(OWLS,))
    [one] = ask()
    with transaction():
        says = {"to": one.to, "name": one.name, "token": one.requested.token, "code": one.requested.code}
        outbox.keep(outbox.AGAIN, says, language="en", keys=make.keys(), host=public_host(), at=now(), letter=letter)
    answer = client.post(f"/verify/{one.requested.token}/not-us", data={"sure": "y"})
    assert answer.status_code == 303
    make.letter("third-train")
    assert ask("third-train") == []


def test_who_does_not_want_to_be_asked_again_says_so_on_the_page_and_its_contact_is_erased(
    app: Flask, client: FlaskClient
) -> None:
    letter = set_up(asked=(OWLS,))
    [one] = ask()
    page, key = f"/verify/{one.requested.token}/no-more", key_name(OWLS)
    assert page in client.get(f"/verify/{one.requested.token}").text
    assert client.get(page).status_code == 200 and client.post(page).status_code == 422
    assert [row.state for row in here()] == ["pending"] and key is not None
    assert client.post(page, data={"sure": "y"}, follow_redirects=True).status_code == 200
    assert here() == [] and key_name(OWLS) is None
    assert contact_of(organization(OWLS), letter.campaign_id, make.keys()) is None
    with pytest.raises(KeyGone):
        make.keys().hash(key, "anything", "anything")
    assert client.get(page).status_code == 410


def test_a_request_that_the_organization_began_itself_has_no_such_page(app: Flask, client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    link = make.newest_mail().link
    assert "/no-more" not in client.get(link).text
    assert client.post(f"{link}/no-more", data={"sure": "y"}).status_code == 410
    assert make.signatures("pending")


def key_name(name: str) -> str | None:
    """The name of the organization's own key."""
    number = organization(name)
    return db.session.scalar(select(Organization.key_name).where(Organization.id == number))
