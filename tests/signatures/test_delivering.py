"""What is handed over is frozen; what comes later is told apart from it; nobody is lost between the two."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.layout import arrange
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import Layout
from signon.press import files
from signon.refusals import Refusal
from signon.signatures import counting, editions, objecting
from signon.signatures.edition_models import Edition
from signon.signatures.freezing import sha256, thaw
from signon.signatures.models import ChangeRequest, Counter
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdrawn_names
from signon.wording.readings import read_signee_list
from tests import make
from tests.crowds import assert_counters_agree, at_once
from tests.signatures.handed import NAMES, named, names_in, numbers, strike, take_off
from tests.signatures.own import signed

SURE = {"sure": "y"}
SOON = timedelta(days=7)


def test_delivery_freezes_what_is_listed_at_that_moment_and_nothing_else(client: FlaskClient) -> None:
    letter = make.letter(conveners=("Zinnia Circle",), deadline="2099-01-01 17:00")
    make.listed(letter, NAMES)
    make.verified(client, organization="Held Guild", email="ada@gmail.com")
    make.send_form(client, organization="Waiting Guild")
    edition = make.delivered(letter)
    frozen = thaw(edition.content)
    assert frozen == read_signee_list(letter, "en", frozen.as_of)
    assert names_in(edition) == list(NAMES)
    assert "We, 2 organizations" in frozen.letter.body
    assert (edition.kind, edition.number, edition.names, edition.organizations) == ("edition", 0, 3, 3)
    assert (edition.individuals, edition.undersigned, edition.sha256) == (0, 2, sha256(edition.content))
    assert (letter.delivered_at, letter.late_until, letter.state(now())) == (edition.made_at, None, "delivered")
    assert frozen.as_of == edition.made_at
    assert len(edition.code) == 8
    assert not set(edition.code) - set("23456789ABCDEFGHJKMNPQRSTWXY")
    printed = {row.printed_name for row in make.signatures() if row.edition_id == edition.id}
    assert printed == set(NAMES)
    assert [row.state for row in make.signatures() if row.edition_id is None] == ["held", "pending"]
    assert client.get("/letters/night-train/sign").text.count("Signing has ended")
    assert [file.format for file in files.files_of(edition, now())] == ["pdf", "docx", "xlsx", "csv", "json"]


def test_a_draft_is_not_delivered_and_no_letter_twice(app: Flask) -> None:
    with pytest.raises(Refusal, match="draft"):
        make.delivered(make.letter("draft-train", published=False))
    letter = make.letter()
    make.listed(letter, NAMES)
    edition = make.delivered(letter)
    make.listed(letter, ["Late Guild"])
    with pytest.raises(Refusal, match="already"):
        make.delivered(letter)
    assert [row.id for row in db.session.query(Edition)] == [edition.id]
    assert named("Late Guild").edition_id is None
    db.session.refresh(letter)
    assert letter.delivered_at == edition.made_at


def test_numbers_that_do_not_agree_with_the_names_are_not_frozen(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    with transaction():
        db.session.get_one(Counter, letter.id).unlisted += 1
    with pytest.raises(Refusal, match="signon recount"):
        make.delivered(letter)
    db.session.rollback()
    assert db.session.query(Edition).count() == 0
    assert not db.session.get_one(Letter, letter.id, populate_existing=True).is_delivered(now())
    with transaction():
        counting.recount(now())
    assert names_in(make.delivered(letter)) == list(NAMES)


def test_there_is_no_addendum_to_a_letter_that_was_not_delivered(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    with pytest.raises(Refusal, match="not delivered yet"):
        make.addendum(letter)


def test_the_numbers_add_up_whatever_becomes_of_the_names(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, (*NAMES, "Struck Guild", "Objecting Guild"))
    link = signed(client)
    make.delivered(letter, now() + SOON)
    make.listed(letter, ["Late Guild", "Fleeting Guild", "Doubtful Guild"])
    assert numbers(letter) == (6, 3, 0, 0, 3)
    client.post(f"{link}/withdraw", data=SURE)
    strike(letter, "Struck Guild")
    take_off(letter, "Fleeting Guild")
    assert numbers(letter) == (6, 2, 1, 1, 2)
    make.addendum(letter)
    take_off(letter, "Late Guild")
    strike(letter, "Doubtful Guild")
    assert numbers(letter) == (6, 2, 2, 2, 0)
    with transaction():
        assert objecting.object_to(Found(named("Objecting Guild"), letter), make.keys(), now())
    assert numbers(letter) == (6, 2, 2, 3, 0)
    take_off(letter, "Objecting Guild")
    take_off(letter, "Struck Guild")
    assert numbers(letter) == (6, 2, 3, 2, 0)
    assert withdrawn_names(letter) == ["Late Guild", "Night Owls Union", "Objecting Guild"]
    signed(client)  # whoever withdrew may sign again, and comes since
    assert numbers(letter) == (6, 3, 3, 2, 1)
    assert_counters_agree()


def test_people_without_a_name_are_counted_at_delivery_and_their_withdrawal_too(client: FlaskClient) -> None:
    letter = make.petition()
    links = [
        signed(client, "sunday-train", email=f"rosa{number}@lind.example", shown_as=way)
        for number, way in enumerate(("full", "anonymous", "unlisted"))
    ]
    edition = make.delivered(letter, now() + SOON)
    assert (edition.names, edition.individuals, edition.undersigned) == (1, 3, 3)
    assert all(row.edition_id == edition.id for row in make.signatures())
    for link in links[1:]:
        client.post(f"{link}/withdraw", data=SURE)
    assert numbers(letter) == (3, 0, 2, 0, 0)
    assert withdrawn_names(letter) == []
    signed(client, "sunday-train", email="ben@lind.example", shown_as="unlisted")
    with pytest.raises(Refusal, match="No name"):
        make.addendum(letter)
    signed(client, "sunday-train", email="cleo@lind.example", shown_as="anonymous")
    assert (make.addendum(letter).names, numbers(letter)) == (0, (3, 2, 2, 0, 0))


def test_the_text_keeps_the_number_that_was_handed_over_wherever_it_is_read(client: FlaskClient) -> None:
    letter = make.letter(conveners=("Zinnia Circle",))
    make.listed(letter, NAMES)
    make.delivered(letter, now() + SOON)
    make.listed(letter, ["Late Guild", "Later Guild"])
    assert "We, 2 organizations" in client.get("/letters/night-train").text
    count = client.get("/letters/night-train/count.json").json
    assert count is not None
    assert (count["organizations"], count["undersigned"]) == (5, 2)
    said = read_signee_list(letter, "en", now())
    assert (said.undersigned, said.organizations, len(said.signees)) == (2, 5, 5)
    assert "We, 2 organizations" in said.letter.body
    other = make.letter("open-train")
    make.listed(other, NAMES)
    assert {one.undersigned for one in counting.read_many([letter, other], now()).values()} == {2, 3}


def test_wishes_about_the_print_end_when_it_is_handed_over(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    make.verified(client, organization="Held Guild", email="ada@gmail.com")
    with transaction():
        for name in ("Willow Guild", "Held Guild"):
            db.session.add(ChangeRequest(signature_id=named(name).id, words=b"sealed", asked_at=now()))
    make.delivered(letter)
    assert [wish.signature_id for wish in db.session.query(ChangeRequest)] == [named("Held Guild").id]


def test_a_name_that_comes_at_the_moment_of_delivery_is_in_the_edition_or_came_since(
    app: Flask, client: FlaskClient
) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    leaving = signed(client, organization="Leaving Guild")
    links = []
    for number in range(4):
        make.send_form(client, organization=f"Racing Guild {number}")
        links.append(make.newest_mail().link)

    def deliver_now() -> None:
        with app.app_context():
            make.delivered(db.session.get_one(Letter, letter.id), now() + SOON)

    post = app.test_client().post
    presses = [partial(post, link, data={"authorized": "y"}) for link in links]
    at_once([*presses[:2], deliver_now, *presses[2:], partial(post, f"{leaving}/withdraw", data=SURE)])
    db.session.rollback()
    db.session.refresh(letter)
    edition = editions.edition_of(letter)
    assert edition is not None
    listed = make.signatures("verified")
    assert len(listed) == 7
    printed = {row.printed_name for row in make.signatures() if row.edition_id == edition.id}
    assert printed == set(names_in(edition))
    at_delivery, since, withdrawn, taken_off, unprinted = numbers(letter)
    assert (at_delivery + since - withdrawn, since, taken_off) == (7, unprinted, 0)
    assert withdrawn == ("Leaving Guild" in printed)
    assert_counters_agree()
    if unprinted:
        assert set(names_in(make.addendum(letter))) == {row.printed_name for row in listed} - printed


def test_what_staff_change_while_a_delivery_waits_is_in_the_edition(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)

    def change_it() -> None:
        with app.app_context(), transaction():
            arrange(db.session.get_one(Letter, letter.id), Layout(columns=3), [], now())

    at_once([change_it])  # after `letter` was read here, as by a delivery that waits for its turn
    assert letter.layout == {}
    before = now()
    assert thaw(make.delivered(letter).content).letter.layout.columns == 3
    with pytest.raises(Refusal, match="was delivered"):
        arrange(letter, Layout(columns=2), [], before)  # as by somebody who waited while it was handed over


def test_a_letter_that_was_delivered_keeps_its_text(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    make.delivered(letter)
    with pytest.raises(Refusal, match="was delivered"):
        make.letter(body="We, {{ undersigned }}, say something else.\n", published=False)
    assert db.session.query(TextVersion).count() == 1
