"""An acronym is a likeness, a name in another language is certain, and two that are known to be two are left alone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.organizations import affiliates
from signon.organizations.comparing import duplicates_of
from signon.organizations.likeness import Likeness, likeness
from signon.organizations.matching import alike
from signon.organizations.models import Organization
from signon.organizations.register import known
from signon.signatures.judging import LOOKS_LIKE
from tests import make
from tests.outreach.registers import enter, settle
from tests.signatures.word import organization

CENTER, FUND = "Heron Law Center", "Heron Law Center Action Fund"


def test_who_signs_with_an_acronym_only_is_looked_at_first(app: Flask, client: FlaskClient) -> None:
    enter(CENTER)
    settle(CENTER, acronym="HLC", website="https://hlc.org")
    assert [(one.name, one.likeness) for one in alike("H.L.C.")] == [(CENTER, Likeness.LIKELY)]
    assert known("HLC") is None
    assert alike("HLC Alumni Choir of Dayton") == alike("HLD") == []
    make.letter()
    make.verified(client, organization="HLC", website="https://hlc.org", email="ada@hlc.org")
    [held] = make.signatures("held")
    assert (held.reason, held.like_organization_id) == (LOOKS_LIKE, organization(CENTER))


def test_who_signs_with_the_name_in_another_language_is_known(app: Flask, client: FlaskClient) -> None:
    enter(CENTER)
    settle(CENTER, other_name="Centro Jurídico de la Garza", website="https://hlc.org")
    make.letter()
    home = {"website": "https://hlc.org", "email": "ada@hlc.org"}
    make.verified(client, organization="CENTRO JURIDICO DE LA GARZA", **home)
    [listed] = make.signatures("verified")
    assert listed.organization_id == organization(CENTER)


@pytest.mark.parametrize("said", [True, False])
def test_two_that_bear_their_own_names_are_listed_beside_each_other(
    app: Flask, client: FlaskClient, said: bool
) -> None:
    enter(CENTER, FUND)
    assert likeness(CENTER, FUND) == Likeness.LIKELY  # never certain
    for name in (CENTER, FUND):
        settle(name, website=make.home_of(name)["website"])
    two = organization(CENTER), organization(FUND)
    if said:
        with transaction():
            assert affiliates.say_two(*two, by=None, at=now())
            assert not affiliates.say_two(*reversed(two), by=None, at=now())
    make.letter()
    for name in (CENTER, FUND):
        make.verified(client, organization=name)
    assert [row.organization_id for row in make.signatures("verified")] == list(two)
    offered = duplicates_of(db.session.get_one(Organization, two[0]))
    assert [one.id for one in offered] == ([] if said else [two[1]])


def test_a_name_that_is_likest_to_both_still_waits_for_a_person(app: Flask, client: FlaskClient) -> None:
    enter(CENTER, FUND)
    two = organization(CENTER), organization(FUND)
    with transaction():
        affiliates.say_two(*two, by=None, at=now())
    make.letter()
    make.verified(client, organization="Heron Law Center Education Fund")
    [held] = make.signatures("held")
    assert held.reason == LOOKS_LIKE
