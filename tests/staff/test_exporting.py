"""Staff choose the columns and the order of a table; contacts are for owners, with a reason that is kept."""

import csv
import io
import json
import zipfile

import pytest
from flask import Flask

from signon.database import db
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.staff.people import Browser, browser, person, send, sign_in

PAGE = "/staff/letters/night-train/exports"


@pytest.fixture
def signed(client: Browser) -> None:
    """A letter with two signees, one of whom is from Ohio."""
    letter = make.letter()
    make.verified(client)
    make.listed(letter, ["Aldermoor Readers", "=cmd Guild"])


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_columns_stand_as_they_are_numbered(owner: Browser, signed: None) -> None:
    answer = owner.get(f"{PAGE}/table?format=csv&order=printed&place_state=2&place_organization=1&place_city=3")
    assert rows(answer.data)[0] == ["organization", "state", "city"]
    assert ["Night Owls Union", "OH", "Dayton"] in rows(answer.data)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="night-train.csv"'


def test_rows_stand_by_state_where_that_is_asked_for(owner: Browser, signed: None) -> None:
    answer = owner.get(f"{PAGE}/table?format=csv&order=state&place_organization=1")
    assert rows(answer.data)[1] == ["Night Owls Union"]


def test_the_same_columns_come_as_xlsx_and_json(owner: Browser, signed: None) -> None:
    chosen = "order=printed&place_city=1&place_organization=2"
    with zipfile.ZipFile(io.BytesIO(owner.get(f"{PAGE}/table?format=xlsx&{chosen}").data)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert words.index("city") < words.index("organization") < words.index("Night Owls Union")
    found = json.loads(owner.get(f"{PAGE}/table?format=json&{chosen}").data)
    assert {"city": "Dayton", "organization": "Night Owls Union"} in found["signees"]


def test_no_column_chosen_gives_the_usual_ones_and_no_cell_is_a_formula(owner: Browser, signed: None) -> None:
    found = rows(owner.get(f"{PAGE}/table?format=csv&order=printed").data)
    assert found[0][:2] == ["organization", "website"]
    assert any(row[0] == "'=cmd Guild" for row in found)


def test_a_table_without_contacts_has_none_whatever_is_asked_for(owner: Browser, signed: None) -> None:
    answer = owner.get(f"{PAGE}/table?format=csv&order=printed&place_email=1&place_organization=2")
    assert rows(answer.data)[0] == ["organization"]
    assert b"ada@nightowls.org" not in answer.data


def test_contacts_need_a_reason_and_leave_an_entry(owner: Browser, signed: None) -> None:
    to = f"{PAGE}/contacts"
    refused = send(owner, PAGE, to=to, format="csv", order="printed", reason=" ", place_email="1")
    assert refused.status_code == 422 and "why the contacts are needed" in refused.text
    answer = send(
        owner, PAGE, to=to, format="csv", order="printed", reason="The hearing", place_email="2", place_organization="1"
    )
    assert ["Night Owls Union", "ada@nightowls.org"] in rows(answer.data)
    db.session.rollback()
    [entry] = db.session.query(AuditEntry).filter_by(act="contacts.exported")
    assert entry.facts == {"reason": "The hearing", "number": 1, "columns": "organization, email"}


def test_only_an_owner_may_take_contacts(app: Flask, signed: None) -> None:
    visitor = browser(app)
    sign_in(visitor, person(role="editor", campaign="Night Line"))
    page = visitor.get(PAGE)
    assert page.status_code == 200 and "With contacts" not in page.text
    assert send(visitor, PAGE, to=f"{PAGE}/contacts", format="csv", order="printed", reason="x").status_code == 404


def test_contacts_that_were_erased_are_said_to_be(owner: Browser) -> None:
    letter = make.letter()
    make.verified(browser(owner.application))
    make.keys().destroy(letter.key_name)
    answer = send(owner, PAGE, to=f"{PAGE}/contacts", format="csv", order="printed", reason="The hearing")
    assert answer.status_code == 422 and "were erased" in answer.text
