"""Who is listed at once, and whose name waits for the staff: one forged endorsement does more harm than many held."""

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.organizations.models import Organization
from signon.signatures.reviewing import accept, strike
from tests import make
from tests.signatures.counted import numbers


def test_an_address_elsewhere_holds_the_signature_and_says_so_kindly(client: FlaskClient) -> None:
    make.letter()
    page = make.verified(client, email="ada@gmail.com")
    assert page.status_code == 200
    assert [row.state for row in make.signatures()] == ["held"]
    assert numbers() == (0, 0)
    assert "Night Owls Union" not in client.get("/letters/night-train").text


@pytest.mark.parametrize("website", ["https://gmail.com", "https://facebook.com/nightowls", "https://night0wls.org"])
def test_a_free_mail_host_a_shared_host_and_a_look_alike_domain_prove_nothing(
    client: FlaskClient, website: str
) -> None:
    make.letter()
    make.verified(
        client, website=website, email="ada@" + website.split("/")[2] if "0" not in website else "ada@nightowls.org"
    )
    assert [row.state for row in make.signatures()] == ["held"]


def test_a_letter_that_reviews_everything_holds_also_the_proven(client: FlaskClient) -> None:
    make.letter(listing="reviewed")
    make.verified(client)
    assert [row.state for row in make.signatures()] == ["held"]


def test_a_name_that_the_register_knows_under_another_website_is_held(client: FlaskClient) -> None:
    make.letter()
    make.letter("other-train")
    make.verified(client)
    make.verified(client, "other-train", website="https://evil.biz", email="ada@evil.biz")
    make.verified(client, "other-train")
    states = [(row.state, row.website) for row in make.signatures()]
    assert states == [
        ("verified", "https://nightowls.org"),
        ("held", "https://evil.biz"),
        ("verified", "https://nightowls.org"),
    ]


def test_a_name_that_is_known_without_a_website_is_held_once_and_then_known(client: FlaskClient) -> None:
    make.listed(make.letter("other-train"), ["Night Owls Union"])
    letter = make.letter()
    make.verified(client)
    held = make.signatures("held")[0]
    with transaction():
        accept(letter, held, now())
    assert [row.website for row in db.session.query(Organization)] == ["https://nightowls.org"]
    make.letter("third-train")
    make.verified(client, "third-train")
    assert make.signatures()[-1].state == "verified"


def test_reviewers_of_one_campaign_settle_no_website_for_the_letters_of_another(client: FlaskClient) -> None:
    make.listed(make.letter("other-train"), ["Night Owls Union"])
    forged = {"website": "https://evil.biz", "email": "ada@evil.biz"}
    harbour = make.letter("harbour", campaign="Harbour")
    make.verified(client, "harbour", **forged)
    with transaction():
        accept(harbour, make.signatures("held")[0], now())
    assert [row.website for row in db.session.query(Organization)] == [""]
    make.letter()
    make.verified(client, **forged)
    assert make.signatures()[-1].state == "held"


def test_a_convener_who_comes_by_the_form_is_looked_at_first(client: FlaskClient) -> None:
    make.letter(conveners=("Night Owls Union",))
    make.verified(client)
    assert [row.state for row in make.signatures()] == ["held"]


def test_under_known_only_organizations_of_the_register_are_listed_at_once(
    client: FlaskClient,
) -> None:
    make.letter()
    make.verified(client)
    make.letter("known-train", listing="known")
    make.verified(client, "known-train", email="ada@gmail.com")
    make.verified(client, "known-train")
    make.verified(client, "known-train", organization="New Union", website="https://new.org", email="c@new.org")
    assert [row.state for row in make.signatures()[1:]] == ["held", "verified", "held"]


def test_a_struck_name_that_comes_again_is_held(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client)
    with transaction():
        strike(letter, make.signatures()[0], "a joke", now(), keys=make.keys())
    make.verified(client, email="bo@nightowls.org")
    assert [row.state for row in make.signatures()] == ["struck", "held"]
    assert numbers() == (0, 0)


def test_a_person_whose_name_was_struck_is_held_when_they_come_again(client: FlaskClient) -> None:
    letter = make.petition()
    make.verified(client, "sunday-train")
    with transaction():
        strike(letter, make.signatures()[0], "a joke", now(), keys=make.keys())
    make.verified(client, "sunday-train", name="Somebody Else")
    assert [row.state for row in make.signatures()] == ["struck", "held"]
