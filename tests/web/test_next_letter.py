"""What an organization leaves with a coalition beyond one letter, agreed to word for word, and how it ends that."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters import controls
from signon.letters.models import Letter
from signon.organizations.models import Remembrance
from signon.organizations.remembering import contact_of
from signon.signatures.entry import Contact
from tests import make
from tests.signatures.own import correct, forms, signed
from tests.signatures.word import OWLS, SENTENCE, delegates, first_letter, here, next_letter, organization, sign_on
from tests.signatures.word import wants_the_next as wants

TICK, SURE = {"authorized": "y"}, {"sure": "y"}


def left(letter: Letter) -> Remembrance | None:
    """What the one organization left with the letter's campaign, read anew."""
    db.session.rollback()
    (row,) = db.session.query(Remembrance).populate_existing().all() or [None]
    assert row is None or row.campaign_id == letter.campaign_id
    return row


def test_who_ticks_it_is_asked_again_and_who_takes_the_tick_away_is_forgotten(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    client.post(f"{link}/next", data={"asked_again": "y"})
    row = left(letter)
    assert row is not None
    assert row.asked_again
    kept = contact_of(row.organization_id, letter.campaign_id, make.keys())
    assert kept is not None
    assert Contact.unsealed(kept).email == "ada@nightowls.org"
    assert "checked" in client.get(f"{link}/next").text
    client.post(f"{link}/next", data={})
    assert left(letter) is None


def test_a_standing_delegation_keeps_the_sentence_word_for_word_until_its_day(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    page = client.get(f"{link}/delegation?months=6")
    ((path, fields),) = forms(page)
    assert client.post(path, data=fields).status_code == 422
    assert left(letter) is None
    client.post(path, data={**fields, **TICK})
    row = left(letter)
    assert row is not None
    assert row.delegated_until is not None
    assert row.delegated_until.date().isoformat() == fields["until"]
    assert row.delegation in page.text.replace("&#34;", '"')
    assert "“Night Line” may sign “Night Owls Union” on to its letters" in row.delegation
    assert not row.asked_again
    page = client.get(f"{link}/next")
    assert row.delegation in page.text
    assert client.post(f"{link}/delegation/end", data=SURE).status_code == 303
    assert left(letter) is None


def test_ending_one_wish_leaves_the_other(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    until = forms(client.get(f"{link}/delegation"))[0][1]["until"]
    for act, data in (("next", {"asked_again": "y"}), ("delegation", {"until": until, **TICK}), ("next", {})):
        client.post(f"{link}/{act}", data=data)
    row = left(letter)
    assert row is not None
    assert (row.asked_again, row.delegated_until is not None) == (False, True)
    for act, data in (("next", {"asked_again": "y"}), ("delegation/end", SURE)):
        client.post(f"{link}/{act}", data=data)
    row = left(letter)
    assert row is not None
    assert (row.asked_again, row.delegated_until) == (True, None)


@pytest.mark.parametrize("until", ["", "x", "2020-01-01", "9999-12-31", "0001-01-01", "2026-13-01"])
def test_a_day_that_cannot_be_chosen_is_agreed_to_by_nobody(client: FlaskClient, until: str) -> None:
    make.letter()
    link = signed(client)
    assert client.post(f"{link}/delegation", data={"until": until, **TICK}).status_code in (303, 422)
    assert db.session.query(Remembrance).count() == 0


@pytest.mark.parametrize("months", ["1", "24", "0", "-3", "x", "999999"])
def test_the_days_that_may_be_chosen_lie_within_two_years(client: FlaskClient, months: str) -> None:
    letter = make.letter()
    link = signed(client)
    ((path, fields),) = forms(client.get(f"{link}/delegation?months={months}"))
    assert client.post(path, data={**fields, **TICK}).status_code == 303
    row = left(letter)
    assert row is not None
    assert row.delegated_until is not None
    assert datetime.now(UTC) < row.delegated_until < datetime.now(UTC) + timedelta(days=733)


def test_who_is_not_on_the_list_speaks_for_no_organization_beyond_the_letter(client: FlaskClient) -> None:
    make.letter()
    link = signed(client, email="ada@gmail.com")
    assert "The next letter" not in client.get(link).text
    for path, data in (("next", {"asked_again": "y"}), ("delegation", {"until": "2027-01-01", **TICK})):
        assert client.get(f"{link}/{path}").location == link
        assert client.post(f"{link}/{path}", data=data).location == link
    client.post(f"{link}/delegation/end", data=SURE)
    assert db.session.query(Remembrance).count() == 0


# ---- signed on by its standing delegation, and held


@pytest.fixture(params=["reviewed", "surging"])
def held(app: Flask, request: pytest.FixtureRequest) -> tuple[Letter, str]:
    """The next letter, on which new names are held, and the link that is mailed to whoever is signed on to it."""
    first_letter()
    letter = next_letter()
    delegates(letter, OWLS)
    with transaction():
        if request.param == "reviewed":
            controls.list_by(letter, "reviewed")
        else:
            letter.surge_at = now()
    [one] = sign_on()
    assert one.state == "held"
    return letter, f"/signature/{one.token}"


def test_who_is_held_after_being_signed_on_ends_the_delegation_and_nothing_else(
    client: FlaskClient, held: tuple[Letter, str]
) -> None:
    letter, link = held
    assert f'href="{link}/next"' in client.get(link).text
    page = client.get(f"{link}/next")
    assert SENTENCE in page.text
    [(path, fields)] = forms(page)
    assert path == f"{link}/delegation/end", "there is nothing to agree to before the name is listed"
    assert client.post(path, data=fields).status_code == 422, "a blind press"
    assert client.post(f"{link}/next", data={"asked_again": "y"}).location == link
    assert client.post(f"{link}/delegation", data={"until": "2027-01-01", **TICK}).location == link
    row = left(letter)
    assert row is not None
    assert (row.asked_again, row.delegation) == (False, SENTENCE)
    answer = client.post(path, data=SURE)
    assert (answer.status_code, answer.location) == (303, f"{link}?saved=y")
    assert left(letter) is None
    after = client.get(f"{link}?saved=y").text
    assert "Saved." in after and f"{link}/next" not in after
    assert client.get(f"{link}/next").location == link
    assert [row.state for row in here()] == ["held"], "the name itself is for them to withdraw"


def test_a_held_delegation_is_ended_and_the_wish_to_hear_of_the_next_letter_stays(
    client: FlaskClient, held: tuple[Letter, str]
) -> None:
    letter, link = held
    wants(letter, OWLS)
    client.post(f"{link}/delegation/end", data=SURE)
    row = left(letter)
    assert row is not None
    assert (row.asked_again, row.delegated_until) == (True, None)


def test_who_withdraws_what_was_held_is_led_to_the_delegation_first(
    client: FlaskClient, held: tuple[Letter, str]
) -> None:
    _letter, link = held
    assert f'href="{link}/next"' in client.get(f"{link}/withdraw").text
    client.post(f"{link}/delegation/end", data=SURE)
    assert f'href="{link}/next"' not in client.get(f"{link}/withdraw").text
    client.post(f"{link}/withdraw", data=SURE)
    assert here() == []


def test_who_renames_what_was_held_speaks_no_longer_for_the_organization(
    client: FlaskClient, held: tuple[Letter, str]
) -> None:
    letter, link = held
    entry = {name: make.ORGANIZATION[name] for name in ("website", "city", "state", "scope")}
    assert correct(client, link, **entry, organization="Aldermoor Readers").status_code == 303
    assert client.get(f"{link}/next").location == link
    client.post(f"{link}/delegation/end", data=SURE)
    assert left(letter) is not None


@pytest.mark.parametrize("column", ["claimed_organization_id", "organization_id"])
def test_who_only_says_that_it_is_the_organization_ends_nothing(
    client: FlaskClient, held: tuple[Letter, str], column: str
) -> None:
    letter, _link = held
    link = signed(client, email="mal@gmail.com", organization="Night Owls")
    with transaction():
        row = make.signatures("held")[-1]
        setattr(row, column, organization(OWLS))
    assert client.get(f"{link}/next").location == link
    assert f"{link}/next" not in client.get(link).text + client.get(f"{link}/withdraw").text
    client.post(f"{link}/delegation/end", data=SURE)
    assert left(letter) is not None
