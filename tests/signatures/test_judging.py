"""Which names wait for a person to look at them: those that look like another organization's."""

from functools import partial

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.organizations.models import Alias, Organization
from signon.signatures import switches
from signon.signatures.judging import SAME_WEBSITE
from tests import make
from tests.statements import listed, said_by

HOME = {"website": "https://nightowls.org", "email": "ada@nightowls.org"}
ELSEWHERE = {"website": "https://owls-night.org", "email": "mallory@owls-night.org"}


def states() -> list[tuple[str, str]]:
    """Every signature's name and state."""
    return [(row.printed_name, row.state) for row in make.signatures()]


@pytest.mark.parametrize(
    "name",
    [
        "NIGHT OWLS UNION Inc.",
        "Night Owls  Union",
        "The Night Owls Union",
        "Nіght Owls Union",  # a Cyrillic letter
        "Night 0wls Union",
        "Nightowls Union",
        "Night-Owls Union",
        "Night Owls Union (NOU)",
        "Nigth Owls Union",
    ],
)
def test_a_name_that_looks_like_a_known_one_is_held_when_another_website_proves_it(
    client: FlaskClient, name: str
) -> None:
    make.letter()
    make.verified(client)
    make.letter("other-train")
    make.verified(client, "other-train", organization=name, **ELSEWHERE)
    held = make.signatures()[-1]
    assert held.state == "held"
    assert held.like_organization_id == db.session.query(Organization).one().id


def test_a_spelling_that_says_nothing_else_is_listed_from_its_own_website_and_remembered(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    make.letter("other-train")
    make.verified(client, "other-train", organization="NIGHT OWLS UNION Inc.", **HOME)
    assert states()[-1] == ("NIGHT OWLS UNION Inc.", "verified")
    assert db.session.query(Organization).count() == 1
    assert [alias.name for alias in db.session.query(Alias)] == ["NIGHT OWLS UNION Inc."]


def test_two_spellings_are_one_organization_on_a_list(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    page = make.verified(client, organization="The Night Owls Union", **HOME)
    assert "The organization is on the list" in page.text
    assert [state for _, state in states()] == ["verified", "struck"]


@pytest.mark.parametrize("name", ["Moon Trains Alliance", "The Moon Trains Alliance", "Moon Trains Alliance Inc."])
def test_a_name_that_looks_like_that_of_a_lead_waits_before_the_lead_has_signed(client: FlaskClient, name: str) -> None:
    make.letter(conveners=("Moon Trains Alliance",))
    make.verified(client, organization=name)
    make.verified(client, organization="Early Birds Circle")
    assert states() == [(name, "held"), ("Early Birds Circle", "verified")]


def test_another_name_at_a_known_website_waits_for_a_person(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    make.verified(client, organization="Early Birds Circle", **HOME)
    assert make.signatures()[-1].reason == SAME_WEBSITE
    assert states()[-1] == ("Early Birds Circle", "held")


def test_who_says_which_organization_it_is_is_believed_if_its_website_proves_it(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    make.letter("other-train")
    known = db.session.query(Organization).one()
    for changed, expected in ((ELSEWHERE, "held"), (HOME, "verified")):
        make.send_form(client, "other-train", organization="Night Owls Union (NOU)", **changed)
        link = make.newest_mail().link
        page = client.get(link).text
        assert "Is it one of these?" in page and "Night Owls Union (nightowls.org)" in page
        client.post(link, data={"authorized": "y", "same_as": str(known.id)})
        assert states()[-1] == ("Night Owls Union (NOU)", expected)
    assert make.signatures()[-1].organization_id == known.id


@pytest.mark.parametrize("answer", ["", "0", "999999", "-1", "x", "9" * 40, "１"])
def test_an_answer_that_was_not_offered_claims_nothing(client: FlaskClient, answer: str) -> None:
    make.letter()
    make.verified(client)
    make.letter("other-train")
    make.send_form(client, "other-train", organization="Night Owls Union (NOU)", **ELSEWHERE)
    client.post(make.newest_mail().link, data={"authorized": "y", "same_as": answer})
    assert make.signatures()[-1].claimed_organization_id is None


def test_who_only_claims_to_be_an_organization_teaches_the_register_no_spelling_of_it(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    db.session.rollback()
    known = db.session.query(Organization).one()
    another = {"organization": "Night Owls Union Action Fund", "website": "https://actionfund.org"}
    make.send_form(client, **another, email="mallory@gmail.com")
    client.post(make.newest_mail().link, data={"authorized": "y", "same_as": str(known.id)})
    assert states()[-1] == ("Night Owls Union Action Fund", "struck")
    assert db.session.query(Alias).count() == 0
    make.verified(client, **another, email="eve@actionfund.org")  # the fund itself: staff look, and nothing is lost
    assert states()[-1] == ("Night Owls Union Action Fund", "held")


def test_the_question_names_only_organizations_on_a_public_list(client: FlaskClient) -> None:
    make.letter(safe_mode=True)
    make.verified(client)
    make.letter("other-train")
    make.send_form(client, "other-train", organization="Night Owls Union (NOU)", **ELSEWHERE)
    assert "Is it one of these?" not in client.get(make.newest_mail().link).text
    answer = client.get("/letters/other-train/alike.json?name=Night+Owls+Union+(NOU)")
    assert answer.json == {"alike": []}


def test_no_name_is_told_by_how_much_is_asked_of_the_database(client: FlaskClient) -> None:
    make.letter("hidden-train", safe_mode=True)
    make.verified(client, "hidden-train")
    make.letter("other-train")
    make.verified(client, "other-train", organization="Moth Watchers", website="https://moths.org", email="m@moths.org")
    names = ("Moth Watchers", "Night Owls Union", "Zyx Qwv Society")
    found, hidden, unknown = (
        said_by(partial(client.get, "/letters/other-train/alike.json", query_string={"name": name})) for name in names
    )
    assert len(found) == len(hidden) == len(unknown), "\n\n".join(map(listed, (found, hidden, unknown)))


def test_the_form_asks_while_the_name_is_typed(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    answer = client.get("/letters/night-train/alike.json?name=Night+Owls+Union+Inc")
    assert answer.json == {"alike": [{"name": "Night Owls Union", "host": "nightowls.org", "here": True}]}
    for name in ("", "x", "Early Birds Circle", "x" * 5000, "%", "\ud800"):
        answer = client.get("/letters/night-train/alike.json", query_string={"name": name.encode("utf-8", "replace")})
        assert answer.json == {"alike": []}


def test_with_listing_switched_off_everything_waits(client: FlaskClient) -> None:
    make.letter()
    with transaction():
        switches.turn_off(switches.LISTING, now())
    make.verified(client)
    assert states() == [("Night Owls Union", "held")]
