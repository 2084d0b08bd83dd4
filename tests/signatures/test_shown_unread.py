"""What strangers type and others see before staff have read it holds no links, addresses or telephone numbers."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.refusals import Refusal
from signon.signatures.importing import take_names
from signon.signatures.models import Signature
from signon.signatures.names import shown_text
from signon.signatures.signee_file import SigneeFile, checked
from signon.signatures.tokens import ENTRY
from signon.signatures.ways import open_way
from tests import make
from tests.signatures.own import correct, only, signed


@pytest.mark.parametrize(
    "typed",
    [
        "Dayton",
        "St.John’s, N.Y.",
        "Washington D.C.",
        "—",
        "",
        "Co-Chair & Treasurer",
        "São Tomé",
        "東京都",
        "Local 1199",
    ],
)
def test_what_is_shown_before_staff_read_it_is_kept_as_typed(typed: str) -> None:
    assert shown_text(typed, "city") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "evil.org",
        "Ada (evil.org)",
        "ada evil。org",
        "ｅｖｉｌ．ｏｒｇ",
        "evil․org",
        "see https://evil.example/x",
        "www.evil",
        "10.0.0.1",
        "ada@evil.org",
        "call 800-555-1234 now",
        "call +47 123 45 67",
        "x" * 61,
        "x " * 120,
        "a\u202eb",
    ],
)
def test_what_is_shown_before_staff_read_it_holds_no_link_and_no_number(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        shown_text(typed, "city")
    assert refused.value.field == "city"


@pytest.mark.parametrize("field", ["city", "state"])
@pytest.mark.parametrize("typed", ["see https://evil.example/donate", "buy at evil.org", "call 800-555-1234"])
def test_no_link_and_no_number_is_listed_beside_a_name(client: FlaskClient, field: str, typed: str) -> None:
    make.letter()
    page = make.send_form(client, **{field: typed})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert make.signatures() == []


def test_a_name_is_no_advertisement_for_its_own_website(client: FlaskClient) -> None:
    make.letter()
    evil = {"website": "https://evil.example.com", "email": "ada@victim.org"}
    page = make.send_form(client, organization="You have won collect your prize at example.com", **evil)
    assert page.status_code == 422
    assert "may only be that of the organization’s own website" in page.text
    assert make.signatures() == []
    assert make.send_form(client, organization="Example.com Civic Action", **evil).status_code == 303


@pytest.mark.parametrize("field", ["city", "state", "sort_key"])
@pytest.mark.parametrize("typed", ["see https://evil.example/donate", "evil.org", "call 800-555-1234"])
def test_a_correction_shows_no_link_and_no_number_beside_a_name(client: FlaskClient, field: str, typed: str) -> None:
    make.letter()
    page = correct(client, signed(client), **{field: typed})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert typed not in (only().city, only().home_state, only().own_sort_key)


def test_what_staff_brought_may_stay_as_it_is_and_what_takes_its_place_is_checked(
    app: Flask, client: FlaskClient
) -> None:
    letter = make.letter()
    brought = {"organization": "Owls.com and Friends of Night Trains Everywhere", "city": "see owls.com"}
    brought |= {"email": "ada@owls.com", "state": "call 800-555-1234", "role": "r" * 150}
    file = SigneeFile("organization", (checked(2, brought, "organization"),))
    with transaction():
        take_names(letter, file, keys=make.keys(), at=now(), say=lambda row: None)
        way = {"tokens": app.extensions["signon.tokens"], "at": now(), "lasts": timedelta(days=1)}
        link = f"/signature/{open_way(only_signature().id, ENTRY, **way)}"
    assert (only().city, only().home_state) == ("see owls.com", "call 800-555-1234")
    assert correct(client, link, scope="local").status_code == 303
    assert only().scope == "local"
    for changed in ({"city": "see owls.com now"}, {"state": "evil.org"}, {"organization": "Owls.com and Friends"}):
        assert correct(client, link, **changed).status_code == 422, changed


def only_signature() -> Signature:
    """The one signature there is, inside a transaction."""
    return db.session.query(Signature).one()
