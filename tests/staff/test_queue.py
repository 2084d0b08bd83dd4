"""The review queue: held names searched and filtered, decided by forms or by the script, and undone."""

import re

import pytest

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.organizations.models import Alias, Organization
from signon.signatures.models import Signature
from tests import make
from tests.crowds import assert_counters_agree
from tests.signatures.word import MOTHS, first_letter, organization
from tests.staff.people import Browser, csrf, hidden, send
from tests.staff.queue import JSON, PAGE, QUEUE, acts, by_script, hold, names_on, number_of, state_of
from tests.statements import listed, said_by


def test_held_names_are_found_by_a_part_of_the_name_and_by_the_reason(owner: Browser, stranger: Browser) -> None:
    first_letter()
    make.letter()
    assert "No name waits for review" in owner.get(QUEUE).text
    hold(stranger, "Ünited Riders", "Zinnia Circle")
    make.verified(stranger, organization="Moth Watcher League")
    assert names_on(owner) == ["Ünited Riders", "Zinnia Circle", "Moth Watcher League"]
    assert names_on(owner, "?q=united") == ["Ünited Riders"]
    why = "the+name+looks+like+that+of+another+organization"
    assert names_on(owner, f"?reason={why}") == ["Moth Watcher League"]
    page = owner.get(f"{QUEUE}?q=nobody").text
    assert "No held name fits what you look for." in page
    assert "own website (2)" in page and "another organization (1)" in page


def made_held(letter: Letter, names: list[str]) -> None:
    """Hold these names, which the register knows."""
    make.listed(letter, names)
    with transaction():
        db.session.query(Signature).filter_by(state="verified").update({"state": "held"})


def test_fifty_held_names_are_on_a_page_which_asks_as_much_for_fifty_as_for_two(owner: Browser) -> None:
    letter = make.letter()
    made_held(letter, ["First Union", "Second Union"])
    few = said_by(lambda: owner.get(QUEUE))
    made_held(letter, [f"Union of Line {number:02}" for number in range(50)])
    many = said_by(lambda: owner.get(QUEUE))
    assert len(many) == len(few), f"the queue asks once for every name:\n{listed(many)}"
    assert len(names_on(owner)) == 50 and names_on(owner, "?page=2") == names_on(owner, "?page=999")
    assert "Page 2 of 2" in owner.get(f"{QUEUE}?page=2").text


def test_without_a_script_a_decision_leads_back_to_the_next_name_of_the_same_search(
    owner: Browser, stranger: Browser
) -> None:
    make.letter()
    hold(stranger, "Union One", "Union Two", "Zinnia Circle")
    page = f"{QUEUE}?q=union"
    to = f"{PAGE}/signatures/{number_of('Union One')}/strike?q=union"
    fields = hidden(owner.get(page), to)
    following = str(number_of("Union Two"))
    answer = owner.post(to, data={**fields, "quick": "a test or a joke", "next": following})
    assert answer.location == f"{QUEUE}?q=union&done={number_of('Union One')}#case-{following}"
    shown = owner.get(answer.location).text
    assert "Struck: Union One" in shown and "Zinnia" not in shown and "Just decided:" in shown
    undo = re.search(r'action="([^"]+/undo[^"]*)"', shown)
    assert undo
    back = owner.post(undo[1].replace("&amp;", "&"), data={"csrf_token": csrf(owner.get(page)), "seen": "x"})
    assert back.location == f"{QUEUE}?q=union#case-{number_of('Union One')}"
    assert state_of("Union One") == "held"


def test_the_script_is_told_what_was_done_and_how_it_is_undone(owner: Browser, stranger: Browser) -> None:
    make.letter()
    hold(stranger, "Union One", "Union Two")
    code, told = by_script(owner, "Union One", "accept")
    assert (code, told["said"], told["gone"]) == (200, "On the list: Union One", True)
    code, told = by_script(owner, "Union Two", "strike", quick="advertising", reason="for lamps")
    assert (code, told["said"]) == (200, "Struck: Union Two")
    assert make.signatures("struck")[0].reason == "advertising: for lamps"
    sent = {"csrf_token": csrf(owner.get(QUEUE)), "seen": told["undo"]["seen"]}
    again = owner.post(told["undo"]["to"], data=sent, headers=JSON).json
    assert again and 'id="case-' in again["case"] and "Union Two" in again["case"]
    assert acts() == ["signature.accepted", "signature.struck", "signature.strike_undone"]


@pytest.mark.parametrize("meanwhile", ["changed", "accepted"])
def test_the_script_is_told_that_a_name_changed_meanwhile(owner: Browser, stranger: Browser, meanwhile: str) -> None:
    make.letter()
    hold(stranger, "Union One")
    to = f"{PAGE}/signatures/{number_of('Union One')}/strike"
    fields = hidden(owner.get(QUEUE), to)
    if meanwhile == "accepted":
        by_script(owner, "Union One", "accept")
    else:
        with transaction():
            make.signatures("held")[0].changed_at = now()
    answer = owner.post(to, data={**fields, "reason": "no"}, headers=JSON)
    assert answer.status_code == 409 and answer.json
    assert "changed while you looked" in answer.json["said"] and answer.json["gone"] is (meanwhile == "accepted")
    assert state_of("Union One") == ("verified" if meanwhile == "accepted" else "held")
    assert owner.post(to, data={**fields, "reason": " "}, headers=JSON).status_code == 422


def test_an_acceptance_is_taken_back_with_its_mail_and_what_the_register_learnt(
    owner: Browser, stranger: Browser
) -> None:
    first_letter()
    make.letter()
    make.verified(stranger, organization="Moth Watcher League")
    with transaction():
        db.session.query(Organization).filter_by(name=MOTHS).update({"website": "", "domain": ""})
    db.session.rollback()
    mails = db.session.query(OutboxMail).count()
    _code, told = by_script(owner, "Moth Watcher League", "accept", same_as=str(organization(MOTHS)))
    assert (db.session.query(Alias).count(), db.session.get_one(Organization, organization(MOTHS)).website) != (0, "")
    sent = {"csrf_token": csrf(owner.get(QUEUE)), "seen": told["undo"]["seen"]}
    assert owner.post(told["undo"]["to"], data={**sent, "seen": "2026-01-01"}, headers=JSON).status_code == 409
    assert owner.post(told["undo"]["to"], data=sent, headers=JSON).status_code == 200
    db.session.rollback()
    assert state_of("Moth Watcher League") == "held"
    assert db.session.query(OutboxMail).count() == mails, "the mail that it is listed does not leave"
    assert db.session.query(Alias).count() == 0
    assert db.session.query(Organization.website).filter_by(name=MOTHS).scalar() == ""
    assert owner.post(told["undo"]["to"], data=sent, headers=JSON).status_code == 409, "undoing twice is undoing once"
    assert_counters_agree()


def test_a_name_that_was_handed_over_is_not_held_again(owner: Browser, stranger: Browser) -> None:
    letter = make.letter()
    hold(stranger, "Union One")
    _code, told = by_script(owner, "Union One", "accept")
    make.delivered(letter)
    sent = {"csrf_token": csrf(owner.get(QUEUE)), "seen": told["undo"]["seen"]}
    answer = owner.post(told["undo"]["to"], data=sent, headers=JSON)
    assert answer.status_code in (409, 422) and state_of("Union One") == "verified"


def test_what_was_struck_before_stands_in_the_case(owner: Browser, stranger: Browser) -> None:
    make.letter()
    hold(stranger, "Union One")
    send(owner, QUEUE, to=f"{PAGE}/signatures/{number_of('Union One')}/strike", reason="nobody knows it")
    make.verified(stranger, organization="Union One")
    page = owner.get(QUEUE).text
    assert "Struck before" in page and "nobody knows it" in page and "Dayton, OH" in page


def test_the_letters_page_has_a_number_and_a_link(owner: Browser, stranger: Browser) -> None:
    make.letter()
    hold(stranger, "Union One", "Union Two")
    page = owner.get(PAGE).text
    assert "2 names wait for somebody to look at them." in page and f'href="{QUEUE}"' in page and "Union" not in page
