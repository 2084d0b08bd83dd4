"""Who works where: roles change, people go, and somebody always owns a campaign."""

import threading
import time
from functools import partial

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.refusals import Refusal
from signon.staff import people
from signon.staff.access import MANAGE, campaigns_of, may_everywhere
from signon.staff.audit_models import AuditEntry
from signon.staff.members import with_email
from signon.staff.models import EDITOR, OWNER, REVIEWER, VIEWER, Passkey, StaffMember
from tests import make
from tests.cli.test_commands import signon
from tests.crowds import at_once
from tests.filled import a_passkey
from tests.staff.people import Browser, Person, browser, csrf, give_password, is_inside, person, send, sign_in
from tests.staff.test_inviting import campaign_id, page_of


def account(someone: Person) -> StaffMember:
    db.session.rollback()
    found = with_email(someone.email)
    assert found
    return found


def inside(app: Flask, someone: Person) -> Browser:
    visitor = browser(app)
    assert sign_in(visitor, someone).status_code == 302
    return visitor


def test_the_list_says_who_works_here_as_what_and_whether_both_factors_are_there(owner: Browser) -> None:
    make.letter()
    person("ada@nightline.org", REVIEWER, "Night Line", authenticator=False)
    text = owner.get(page_of()).text
    for words in ("ida@nightline.org", "Owner in every campaign", "ada@nightline.org", "Reviewer", "Not yet", "(you)"):
        assert words in text


def test_whoever_is_removed_is_refused_at_the_next_request(app: Flask, owner: Browser) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    ada = person("ada@nightline.org", EDITOR, "Night Line")
    with transaction():
        people.change_role(account(ada), campaign_id("Harbour"), VIEWER, now())
    hers, number = inside(app, ada), account(ada).id
    door = "/staff/letters/night-train/layout"
    assert hers.get(door).status_code == 200
    assert send(owner, page_of(), to=f"{page_of()}/{number}/remove").status_code == 303
    assert hers.get(door).status_code == 404
    assert is_inside(hers), "the other campaign is still open"
    page = page_of("Harbour")
    send(owner, page, to=f"{page}/{number}/remove")
    assert not is_inside(hers), "nothing is left: the session ended"


def test_a_lower_role_holds_from_the_next_request_on(app: Flask, owner: Browser) -> None:
    make.letter()
    ada = person("ada@nightline.org", EDITOR, "Night Line")
    hers, number = inside(app, ada), account(ada).id
    answer = send(owner, page_of(), to=f"{page_of()}/{number}/role", role=VIEWER)
    assert answer.status_code == 303
    assert hers.get("/staff/letters/night-train/layout").status_code == 404
    db.session.rollback()
    entry = db.session.query(AuditEntry).filter_by(act="staff.role_changed").one()
    assert entry.facts == {"role": VIEWER} and entry.chain == campaign_id()


def test_the_last_owner_of_a_campaign_stays(app: Flask) -> None:
    make.letter()
    ada = person("ada@nightline.org", OWNER, "Night Line")
    hers, number = inside(app, ada), account(ada).id
    for act, typed in (("role", {"role": EDITOR, "sure": "y"}), ("remove", {"sure": "y"})):
        answer = send(hers, page_of(), to=f"{page_of()}/{number}/{act}", **typed)
        assert answer.status_code == 422 and "Nobody else owns this campaign" in answer.text
    person("closed@nightline.org", OWNER)
    signon(app, "staff", "disable", "closed@nightline.org")
    answer = send(hers, page_of(), to=f"{page_of()}/{number}/role", role=EDITOR, sure="y")
    assert answer.status_code == 422, "an account that is closed owns nothing"
    person("ida@nightline.org", OWNER)
    answer = send(hers, page_of(), to=f"{page_of()}/{number}/role", role=EDITOR, sure="y")
    assert answer.status_code == 303 and answer.location == "/staff/"
    assert hers.get(page_of()).status_code == 404


def test_two_owners_cannot_remove_each_other_at_once(app: Flask) -> None:
    make.letter()
    numbers = [account(person(f"{name}@nightline.org", OWNER, "Night Line")).id for name in ("ada", "bo")]
    here, start, refused = campaign_id(), threading.Barrier(2), []
    db.session.remove()

    def go(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    member = people.person_of(here, number)
                    assert member
                    people.remove(member, here)
            except Refusal:
                refused.append(number)

    threads = [threading.Thread(target=go, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert people.people_of(here, "", 1).total == 1


def test_nobody_lowers_or_removes_themselves_by_accident(app: Flask, owner: Browser) -> None:
    make.letter()
    person("bo@nightline.org", OWNER)
    number = account(Person("ida@nightline.org", "")).id
    page = "/staff/everywhere/people"
    for act, typed in (("role", {"role": VIEWER}), ("remove", {})):
        answer = send(owner, f"{page}/{number}", to=f"{page}/{number}/{act}", **typed)
        assert answer.status_code == 422 and "your own account" in answer.text
        assert 'aria-invalid="true"' in answer.text
    assert may_everywhere(account(Person("ida@nightline.org", "")), MANAGE)


def test_a_role_in_every_campaign_is_changed_only_by_who_owns_every_campaign(app: Flask) -> None:
    make.letter()
    ida = person()
    hers = inside(app, person("ada@nightline.org", OWNER, "Night Line"))
    text, number = hers.get(page_of()).text, account(ida).id
    assert "Owner in every campaign" in text and f"/people/{number}" not in text
    assert hers.get(f"{page_of()}/{number}").status_code == 404
    assert send(hers, page_of(), to=f"{page_of()}/{number}/remove", sure="y").status_code == 404
    assert hers.get("/staff/everywhere/people").status_code == 404
    assert send(hers, page_of(), to=f"/staff/everywhere/people/{number}/remove", sure="y").status_code == 404


def test_closing_an_account_ends_every_session_and_opening_it_brings_nothing_back_but_the_sign_in(
    app: Flask, owner: Browser
) -> None:
    make.letter()
    ada = person("ada@nightline.org", EDITOR, "Night Line")
    hers, page = inside(app, ada), f"/staff/everywhere/people/{account(ada).id}"
    assert send(owner, page, to=f"{page}/close").status_code == 303
    assert not is_inside(hers)
    assert "do not match" in give_password(browser(app), ada).text
    assert "Account closed" in owner.get("/staff/everywhere/people").text
    send(owner, page, to=f"{page}/open")
    assert not is_inside(hers), "the old session stays ended"
    assert is_inside(inside(app, ada))
    mine = f"/staff/everywhere/people/{account(Person('ida@nightline.org', '')).id}"
    assert send(owner, mine, to=f"{mine}/close").status_code == 400, "not one's own"


def test_people_with_one_campaign_come_straight_to_it(app: Flask, owner: Browser) -> None:
    make.letter()
    hers = inside(app, person("ada@nightline.org", OWNER, "Night Line"))
    assert hers.get("/staff/people").location == page_of()
    text = owner.get("/staff/people").text
    assert page_of() in text and "/staff/everywhere/people" in text
    assert "Night Line" not in owner.get("/staff/people?q=harbour").text


def test_an_owner_on_an_empty_database_reads_how_to_begin(app: Flask, owner: Browser) -> None:
    assert "begins with its first letter" in owner.get("/staff/people").text
    assert campaigns_of(account(Person("ida@nightline.org", "")), MANAGE) == []


def test_accounts_are_found_by_a_part_of_the_address_and_come_in_pages(app: Flask, owner: Browser) -> None:
    with transaction():
        for number in range(people.PAGE + 1):
            row = StaffMember(
                email=f"p{number:02}@nightline.org", active=True, fs_uniquifier=f"{number}", created_at=now()
            )
            db.session.add(row)
    page = "/staff/everywhere/people"
    assert "Page 1 of 2" in owner.get(page).text
    assert "p50@nightline.org" in owner.get(f"{page}?page=2").text
    found = owner.get(f"{page}?q=P07").text
    assert "p07@nightline.org" in found and "p08@nightline.org" not in found
    assert "Show everybody" in owner.get(f"{page}?q=%25").text, "a sign that means anything to a database is a sign"
    assert owner.get(f"{page}?page=3").status_code == 404


def test_at_a_terminal_accounts_are_closed_opened_and_erased(app: Flask) -> None:
    make.letter()
    ada = person("ada@nightline.org", OWNER, "Night Line")
    with transaction():
        member = account(ada)
        member.webauthn.append(a_passkey())
    hers = inside(app, ada)
    closed = signon(app, "staff", "disable", "ADA@nightline.org")
    assert closed.exit_code == 0 and "owns Night Line" in closed.output
    assert not is_inside(hers)
    assert signon(app, "staff", "enable", ada.email).exit_code == 0
    assert is_inside(inside(app, ada))
    assert signon(app, "staff", "remove", "--yes", ada.email).exit_code == 0
    db.session.rollback()
    assert with_email(ada.email) is None and db.session.query(Passkey).count() == 0
    for command in ("disable", "enable"):
        assert "Nobody on the staff" in signon(app, "staff", command, ada.email).output


@pytest.mark.parametrize("role", ["", "king"])
def test_a_role_that_is_none_is_refused_beside_the_field(owner: Browser, role: str) -> None:
    make.letter()
    ada = person("ada@nightline.org", EDITOR, "Night Line")
    answer = send(owner, page_of(), to=f"{page_of()}/{account(ada).id}/role", role=role)
    assert answer.status_code == 422 and "choose a role" in answer.text


def test_two_owners_cannot_close_each_others_accounts_at_once(app: Flask) -> None:
    numbers = [account(person(f"{name}@nightline.org")).id for name in ("ada", "bo")]
    start, refused = threading.Barrier(2), []
    db.session.remove()

    def close(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    someone = db.session.get_one(StaffMember, number)
                    people.may_be_disabled(someone)
                    time.sleep(0.2)  # the other one is at this place too by now, or waits for its turn
                    people.disable(someone)
            except Refusal as refusal:
                refused.append(refusal)

    threads = [threading.Thread(target=close, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    db.session.rollback()
    assert [one.active for one in people.accounts("", 1).members].count(True) == 1


def test_somebody_whose_role_changes_while_another_removes_them_is_no_fault(app: Flask, owner: Browser) -> None:
    make.letter()
    ada, other = person("ada@nightline.org", EDITOR, "Night Line"), inside(app, person("bo@nightline.org"))
    place = f"{page_of()}/{account(ada).id}"
    deeds: list[tuple[Browser, str, dict[str, str]]] = [(owner, "role", {"role": VIEWER}), (other, "remove", {})]
    presses = [
        partial(one.post, f"{place}/{act}", data={"csrf_token": csrf(one.get(page_of())), **typed})
        for one, act, typed in deeds
    ]
    db.session.remove()
    assert {answer.status_code for answer in at_once(presses)} <= {303, 404}
