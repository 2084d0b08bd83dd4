"""Who may open which door: the whole matrix of doors and people, against a table that is written out here."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from signon.campaigns.campaigns import named
from signon.database import db
from signon.staff.models import EDITOR, OWNER, REVIEWER, VIEWER
from signon.web.staff.rules import RULES
from tests import make
from tests.filled import contents, fill
from tests.staff.people import Browser, browser, csrf, person, sign_in
from tests.staff.places import REFUSED, SAY_THAT_IT_IS_GONE, address_of, methods_of, numbers_in, rules_of

# What each role may do in its campaign. Written by hand: it must not follow from the code that it is to check.
MAY = {
    VIEWER: {"signed in", "read"},
    REVIEWER: {"signed in", "read", "export", "review"},
    EDITOR: {"signed in", "read", "export", "review", "edit"},
    OWNER: {"signed in", "read", "export", "review", "edit", "contacts", "manage"},
}
# An owner of every campaign may do this besides.
EVERYTHING = MAY[OWNER] | {"everywhere"}
HERE, ELSEWHERE = "Night Line", "Harbour"
ADMITTED = 299

# Doors that must be what they are here, whoever moves a line in the table of rules.
SENSITIVE = {
    "export_contacts": "contacts",
    "campaign_invite": "manage",
    "campaign_role": "manage",
    "campaign_remove": "manage",
    "campaign_audit": "manage",
    "all_role": "everywhere",
    "close_account": "everywhere",
    "deliver": "edit",
    "strike": "review",
    "accept": "review",
    "export": "export",
}
# Forms that need no more than reading, or an account, because they change nothing of a campaign's.
HARMLESS: set[str] = set()
# What belongs to one campaign and is not found by another: how its number is called in addresses, and its table.
OF_A_LETTER = {
    "bulk_id": "bulk_strike",
    "signature_id": "signature",
    "delivery_id": "delivery",
    "answer_id": "answer",
    "import_id": "signee_import",
    "mailing_id": "mailing",
    "partner_id": "partner",
    "note_id": "note",
    "invitation_id": "invitation",
}

on_one_database = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


@contextmanager
def the_way_in_only(app: Flask) -> Iterator[None]:
    """Inside, whoever is admitted to a door is answered before it opens: nothing need be there, and nothing is done."""

    def admitted() -> Response:
        return Response(status=ADMITTED)

    app.before_request_funcs["staff"].append(admitted)
    try:
        yield
    finally:
        app.before_request_funcs["staff"].remove(admitted)


def test_every_door_has_a_rule_and_every_rule_a_door(app: Flask) -> None:
    doors = {rule.endpoint.removeprefix("staff.") for rule in rules_of(app, "staff")}
    assert doors - set(RULES) == set(), "say in web/staff/rules.py who may open these"
    assert set(RULES) - doors == set(), "these doors are not there"
    assert {door: RULES[door] for door in SENSITIVE} == SENSITIVE


def test_a_door_without_a_rule_is_not_there(monkeypatch: pytest.MonkeyPatch, owner: Browser) -> None:
    assert owner.get("/staff/account").status_code == 200
    monkeypatch.delitem(RULES, "account")
    assert owner.get("/staff/account").status_code == 404


def test_whoever_only_reads_can_send_no_form(app: Flask) -> None:
    forms = {rule.endpoint.removeprefix("staff.") for rule in rules_of(app, "staff") if "POST" in methods_of(rule)}
    assert {door for door in forms if RULES[door] in ("signed in", "read")} == HARMLESS


@on_one_database
def test_every_door_opens_to_those_who_may_and_to_nobody_else(app: Flask) -> None:
    make.letter()
    make.letter("harbour", campaign=ELSEWHERE)
    people = {role: _inside(app, role, HERE) for role in MAY}
    people["owner elsewhere"] = _inside(app, OWNER, ELSEWHERE)
    people["owner of everything"] = _inside(app, OWNER, "")
    tokens = {who: csrf(visitor.get("/staff/account")) for who, visitor in people.items()}
    here, wrong = named(HERE), []
    assert here
    with the_way_in_only(app):
        for rule in rules_of(app, "staff"):
            address = address_of(app, rule, campaign_id=here.id)
            for method in methods_of(rule):
                for who, visitor in people.items():
                    came = _knock(visitor, method, address, tokens[who])
                    expected = ADMITTED if _is_open(rule.endpoint, rule.arguments, who) else 404
                    if came != expected:
                        wrong.append(f"{who} at {method} {address}: {came}, not {expected}")
    assert not wrong, "\n".join(wrong)


@on_one_database
def test_a_stranger_comes_to_the_sign_in_at_every_door(app: Flask, stranger: Browser) -> None:
    make.letter()
    token = csrf(stranger.get("/staff/login"))
    with the_way_in_only(app):
        for rule in rules_of(app, "staff"):
            for method in methods_of(rule):
                address = address_of(app, rule)
                answer = stranger.open(address, method=method, data={"csrf_token": token} if method == "POST" else None)
                assert answer.status_code == 303 and answer.location.startswith("/staff/login"), address


@on_one_database
def test_what_belongs_to_another_campaign_is_not_found_under_a_letter_of_ones_own(
    app: Flask, stranger: FlaskClient
) -> None:
    fill(stranger)
    make.letter("harbour", campaign=ELSEWHERE)
    visitor, wrong = _inside(app, OWNER, ELSEWHERE), []
    token, before = csrf(visitor.get("/staff/account")), contents()
    for rule in rules_of(app, "staff"):
        numbers = numbers_in(rule) & set(OF_A_LETTER)
        if "slug" not in rule.arguments or not numbers:
            continue
        address = address_of(app, rule, slug="harbour", **{name: _first(OF_A_LETTER[name]) for name in numbers})
        for method in methods_of(rule):
            came = _knock(visitor, method, address, token)
            if came not in ((303,) if rule.endpoint in SAY_THAT_IT_IS_GONE else REFUSED):
                wrong.append(f"{method} {address}: {came}")
    assert not wrong, "\n".join(wrong)
    after = contents()
    assert {table: after[table] == before[table] for table in OF_A_LETTER.values()} == dict.fromkeys(
        OF_A_LETTER.values(), True
    )


def _inside(app: Flask, role: str, campaign: str) -> Browser:
    visitor = browser(app)
    email = f"{role}@{(campaign or 'everywhere').replace(' ', '').lower()}.org"
    assert sign_in(visitor, person(email, role, campaign)).status_code == 302
    return visitor


def _is_open(endpoint: str, arguments: set[str], who: str) -> bool:
    act = RULES[endpoint.removeprefix("staff.")]
    if who == "owner of everything":
        return act in EVERYTHING
    if who != "owner elsewhere":
        return act in MAY[who]
    is_here = bool(arguments & {"slug", "campaign_id"})
    return act == "signed in" or (not is_here and act in MAY[OWNER])


def _knock(visitor: FlaskClient, method: str, address: str, token: str) -> int:
    sent = {"csrf_token": token, "reason": "a reason", "words": "Words."} if method == "POST" else None
    return visitor.open(address, method=method, data=sent).status_code


def _first(table: str) -> int:
    """The number of a row of this table, all of which are another campaign's."""
    db.session.rollback()
    columns = db.metadata.tables[table].primary_key.columns
    number = db.session.scalar(db.select(*columns).limit(1))
    assert number, f"tests/filled.py has no {table}"
    return int(number)
