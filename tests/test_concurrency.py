"""Many people at one moment: nobody is listed twice, nobody is lost, and the count is the number of names."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from signon.database import db, is_sqlite, now, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.organizations.models import Organization
from signon.organizations.register import known_or_entered
from signon.signatures import reviewing
from signon.signatures.entry import organization_entry
from signon.signatures.listing import DUPLICATE
from signon.signatures.models import Signature
from tests import make
from tests.crowds import PATIENCE, all_links, assert_counters_agree, at_once

# Spellings that are certainly one organization: case, accents, quotes, dashes and spaces do not count.
SPELLINGS = ("Night Owls’ Union", "NIGHT OWLS' UNION", "night  owls' union", "Níght Owls' Unión", "Night Owls´ Union ")


def press(app: Flask, link: str) -> TestResponse:
    """Somebody ticks the box on the page that `link` leads to and presses the button."""
    return app.test_client().post(link, data={"authorized": "y"})


def count(client: FlaskClient, slug: str = "night-train") -> tuple[int, int]:
    """The public count, as (organizations, individuals)."""
    numbers = client.get(f"/letters/{slug}/count.json").json
    assert numbers is not None
    return numbers["organizations"], numbers["individuals"]


def statuses(answers: list[TestResponse]) -> set[int]:
    """The different status codes among the answers."""
    return {answer.status_code for answer in answers}


def test_one_link_pressed_by_eight_at_once_lists_one_name_and_thanks_them_all(app: Flask, client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    answers = at_once([partial(press, app, make.newest_mail().link)] * 8)
    assert statuses(answers) == {303}
    pages = [client.get(answer.location) for answer in answers]
    assert statuses(pages) == {200}
    assert {page.text for page in pages} == {pages[0].text}
    assert [row.state for row in make.signatures()] == ["verified"]
    assert count(client) == (1, 0)
    assert_counters_agree()


def test_the_link_and_the_typed_code_used_at_once_list_one_name(app: Flask, client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    mail = make.newest_mail()
    code = {"code": mail.code, "authorized": "y"}
    type_code = partial(app.test_client().post, "/verify", data=code)
    answers = at_once([partial(press, app, mail.link), type_code] * 4)
    assert statuses(answers) == {200, 303}
    assert count(client) == (1, 0)
    assert_counters_agree()


def test_one_organization_spelled_in_many_ways_by_twenty_people_at_once_is_listed_once(
    app: Flask, client: FlaskClient
) -> None:
    make.letter()
    for number in range(20):
        name = SPELLINGS[number % len(SPELLINGS)]
        home = {"website": "https://nightowls.org", "email": f"person{number}@nightowls.org"}
        make.send_form(client, organization=name, **home)
    answers = at_once([partial(press, app, link) for link in all_links()])
    assert statuses(answers) == {303}
    assert statuses([client.get(answer.location) for answer in answers]) == {200}
    rows = make.signatures()
    assert sorted(row.state for row in rows) == ["struck"] * 19 + ["verified"]
    assert {row.reason for row in rows if row.state == "struck"} == {DUPLICATE}
    assert db.session.query(Organization).count() == 1
    assert count(client) == (1, 0)
    assert_counters_agree()


def test_one_person_with_many_spellings_of_an_address_is_counted_once(app: Flask, client: FlaskClient) -> None:
    make.petition()
    for number in range(10):
        make.send_form(client, "sunday-train", email=f"Rosa+{number}@lind.example" if number else "rosa@LIND.example")
    answers = at_once([partial(press, app, link) for link in all_links()])
    assert statuses(answers) == {303}
    assert sorted(row.state for row in make.signatures()) == ["struck"] * 9 + ["verified"]
    assert count(client, "sunday-train") == (0, 1)
    assert_counters_agree()


def test_twenty_organizations_at_once_on_two_letters_are_all_listed_and_counted(
    app: Flask, client: FlaskClient
) -> None:
    make.letter()
    make.letter("other-train")
    for number in range(10):
        for slug in ("night-train", "other-train"):
            make.send_form(client, slug, organization=f"Union of Line {number}")
    assert statuses(at_once([partial(press, app, link) for link in all_links()])) == {303}
    assert {row.state for row in make.signatures()} == {"verified"}
    assert db.session.query(Organization).count() == 10
    assert (count(client), count(client, "other-train")) == ((10, 0), (10, 0))
    assert_counters_agree()


def test_an_organization_that_comes_in_by_another_letter_while_it_is_judged_is_listed_on_both(
    app: Flask, client: FlaskClient
) -> None:
    make.letter()
    make.letter("other-train")
    make.send_form(client)
    make.send_form(client, "other-train")
    here, there = all_links()
    with once_after("FROM organization_key", partial(press, app, there)):
        assert press(app, here).status_code == 303
    assert [row.state for row in make.signatures()] == ["verified", "verified"]
    assert db.session.query(Organization).count() == 1


@contextmanager
def once_after(words: str, act: Callable[[], object]) -> Iterator[None]:
    """Somebody else does `act`, once, between the next statement with these words and the one after it.

    On SQLite, where one writer waits for the other, `act` ends only after the transaction in between.
    """
    others: list[threading.Thread] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if words in statement and not others:
            others.append(threading.Thread(target=act, daemon=True))
            others[0].start()
            others[0].join(0 if is_sqlite() else PATIENCE)

    event.listen(db.engine, "after_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", look)
    assert others, f"nobody said {words!r}"
    others[0].join(PATIENCE)
    assert not others[0].is_alive(), "somebody is still waiting"


def test_a_form_sent_twice_within_one_moment_is_one_signature_and_one_mail(app: Flask, client: FlaskClient) -> None:
    make.letter()
    for pair in range(1, 11):
        token = make.form_token(client.get("/letters/night-train/sign"))
        entry = {**make.ORGANIZATION, "organization": f"Union of Line {pair}", "form_token": token}
        send = partial(app.test_client().post, "/letters/night-train/sign", data=entry)
        first, second = at_once([send, send])
        assert (first.status_code, first.location, first.data) == (303, second.location, second.data)
        assert len(make.signatures()) == pair
        assert db.session.query(OutboxMail).count() == pair


def test_sixteen_people_sending_forms_at_once_are_all_kept(app: Flask, client: FlaskClient) -> None:
    make.letter()
    forms = [make.form_token(client.get("/letters/night-train/sign")) for _ in range(64)]

    def send_four(number: int) -> list[int]:
        visitor, codes = app.test_client(), []
        for place in range(4):
            form_token = forms[4 * number + place]
            entry = {**make.ORGANIZATION, "organization": f"Union {number} of Line {place}", "form_token": form_token}
            codes.append(visitor.post("/letters/night-train/sign", data=entry).status_code)
        return codes

    answers = at_once([partial(send_four, number) for number in range(16)])
    assert answers == [[303] * 4] * 16, "somebody was told that the database is locked"
    assert len(make.signatures("pending")) == 64
    assert db.session.query(OutboxMail).count() == 64


def test_staff_who_accept_and_strike_one_held_name_at_once_count_it_once_or_not_at_all(
    app: Flask, client: FlaskClient
) -> None:
    make.letter()
    make.verified(client, email="ada@gmail.com")
    [held] = make.signatures("held")
    at_once([partial(accept, app, held.id)] * 6)
    assert count(client) == (1, 0)
    at_once([partial(strike, app, held.id)] * 6)
    assert count(client) == (0, 0)
    make.verified(client, email="bob@gmail.com")
    [held] = make.signatures("held")
    at_once([partial(accept, app, held.id), partial(strike, app, held.id)] * 3)
    assert [row.state for row in make.signatures()] == ["struck", "struck"]
    assert count(client) == (0, 0)
    assert_counters_agree()


def test_two_who_bring_the_same_names_in_opposite_order_never_wait_for_each_other_in_a_circle(app: Flask) -> None:
    make.letter()
    make.letter("other-train")
    held = threading.Event()

    def hold_the_middle() -> None:
        with app.app_context(), transaction():
            known_or_entered(organization_entry({"organization": "Middle Union"}, needs_contact=False), now())
            held.set()
            time.sleep(0.5)  # long enough for both to come as far as this name

    def bring_when_held(names: list[str], slug: str) -> None:
        held.wait(PATIENCE)
        bring(app, names, slug)

    names = ["Alder Union", "Middle Union", "Birch Union"]
    there, back = partial(bring_when_held, names, "night-train"), partial(bring_when_held, names[::-1], "other-train")
    at_once([hold_the_middle, there, back])
    assert db.session.query(Organization).count() == 3
    assert len(make.signatures("verified")) == 6
    assert_counters_agree()


def test_names_come_and_go_at_once_and_the_count_is_still_the_number_of_names(app: Flask, client: FlaskClient) -> None:
    make.letter(conveners=("Listed Union 1",))
    bring(app, [f"Listed Union {number}" for number in range(6)])
    for number in range(6):
        make.send_form(client, organization=f"Union of Line {number}")
    listed = [row.id for row in make.signatures("verified")]
    acts = [partial(strike, app, signature_id) for signature_id in [*listed, *listed]]
    acts += [partial(bring, app, [f"Brought Union {number}", "Brought by Two"]) for number in range(2)]
    acts += [partial(press, app, link) for link in all_links()]
    answers = at_once(acts)
    assert statuses([answer for answer in answers if answer]) == {303}
    assert count(client) == (6 + 3, 0)
    assert {row.state for row in make.signatures()} == {"struck", "verified"}
    assert_counters_agree()


def strike(app: Flask, signature_id: int) -> None:
    """Somebody on the staff strikes the name."""
    with app.app_context(), transaction():
        reviewing.strike(*_read(signature_id), "no such body", now(), keys=make.keys())


def accept(app: Flask, signature_id: int) -> None:
    """Somebody on the staff accepts the held name."""
    with app.app_context(), transaction():
        reviewing.accept(*_read(signature_id), now())


def bring(app: Flask, names: list[str], slug: str = "night-train") -> None:
    """Somebody on the staff imports names."""
    with app.app_context():
        letter = with_slug(slug)
        assert letter is not None
        make.listed(letter, names)


def _read(signature_id: int) -> tuple[Letter, Signature]:
    letter = with_slug("night-train")
    assert letter is not None
    signature = reviewing.of_letter(letter, signature_id)
    assert signature is not None
    return letter, signature
