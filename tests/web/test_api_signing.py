"""Signing through a partner's program: what the form would do, and no more, under a key."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.mail.outbox import unseal
from signon.outreach import partner_keys, partners
from signon.outreach.models import Partner, PartnerKey
from tests import make
from tests.browser import browser
from tests.web.conftest import Setting
from tests.web.test_limits import from_address

SIGNATURES = "/api/v1/letters/{}/signatures"


def key_for(letter: Letter, name: str = "Lamp Guild", code: str = "lamp") -> str:
    """A new key of the letter's campaign."""
    with transaction():
        _row, key = partner_keys.make(letter.campaign_id, name, code, None, now())
    return key


def send(client: FlaskClient, key: str, slug: str = "night-train", *, again: str = "", **said: Any) -> TestResponse:
    """Request a signature: the sample entry, with what is `said` in its place."""
    entry = make.INDIVIDUAL if slug == "sunday-train" else make.ORGANIZATION
    headers = {"Authorization": f"Bearer {key}"} | ({"Idempotency-Key": again} if again else {})
    sent = {name: value for name, value in {**entry, **said}.items() if value is not None}
    return client.post(SIGNATURES.format(slug), json=sent, headers=headers)


def test_a_request_waits_for_its_mailbox_and_counts_as_the_partners(client: FlaskClient) -> None:
    letter = make.letter()
    key = key_for(letter)
    answer = send(client, key)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (202, "no-store")
    assert answer.json is not None and answer.json["status"] == "requested"
    [waiting] = make.signatures("pending")
    assert waiting.suspicion == ""
    client.post(make.newest_mail().link, data={"authorized": "y"})
    [listed] = make.signatures("verified")
    partner = db.session.get_one(Partner, listed.partner_id)
    assert (partner.code, partner.name, partner.letter_id) == ("lamp", "Lamp Guild", letter.id)
    assert db.session.query(PartnerKey).one().last_used_on == now().date()
    send(client, key, organization="Zinnia Circle", **make.home_of("Zinnia Circle"))
    assert db.session.query(Partner).count() == 1


def test_a_partner_who_has_a_link_already_is_the_same_partner(client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        linked = partners.add(letter, "Lamp Guild", "lamp", now())
    send(client, key_for(letter, "The Lamp Guild"))
    assert make.signatures()[0].partner_id == linked.id


def test_the_answer_is_the_same_whoever_has_signed(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    letter = make.letter("day-train")
    key = key_for(letter)
    answers = {send(client, key, slug).data for slug in ("night-train", "day-train")}
    assert len(answers) == 1


def test_a_repeated_request_is_kept_once_and_a_corrected_one_replaces_it(client: FlaskClient) -> None:
    letter = make.letter()
    key, other = key_for(letter), key_for(letter, "Harbour Readers", "harbour")
    assert [send(client, key, again="7f9c").status_code for _ in range(2)] == [202, 202]
    assert len(make.signatures()) == 1
    send(client, key, again="7f9c", role="Chair")
    assert len(make.signatures()) == 1
    send(client, other, again="7f9c")
    assert len(make.signatures()) == 2, "another partner's numbers are its own"
    send(client, key, again="7f9c", email="bea@nightowls.org")
    assert len(make.signatures()) == 3, "a program that never changes it ends nobody else's request"


def test_people_sign_petitions_and_are_written_to_in_their_language(client: FlaskClient) -> None:
    key = key_for(make.petition())
    answer = send(
        client, key, "sunday-train", language="es", shown_as="initials", wants_updates=True, kind="individual"
    )
    assert answer.status_code == 202
    [waiting] = make.signatures()
    assert (waiting.printed_name, waiting.language, waiting.wants_updates) == ("R. L.", "es", True)
    mail = db.session.query(OutboxMail).one()
    assert mail.language == "es" and unseal(mail, make.keys())["to"] == "rosa@lind.example"


def test_where_both_sign_the_request_says_which(client: FlaskClient) -> None:
    key = key_for(make.letter(signed_by="both"))
    assert send(client, key).status_code == 202
    person = {**dict.fromkeys(make.ORGANIZATION), **make.INDIVIDUAL, "kind": "individual"}
    assert send(client, key, **person).status_code == 202
    assert [row.kind for row in make.signatures()] == ["organization", "individual"]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"email": "nobody", "organization": ""}, {"email", "organization"}),
        ({"website": None}, {"website"}),
        ({"organization": 7}, {"organization"}),
        ({"organization": "Night \ud800 Owls"}, {"organization"}),
        ({"organization": "Night \x00 Owls"}, {"organization"}),
        ({"wants_updates": "yes"}, {"wants_updates"}),
        ({"kind": "individual"}, {"kind"}),
        ({"kind": []}, {"kind"}),
        ({"language": "tlh"}, {"language"}),
        ({"form_token": "x", "subject": "x", "proof": "x"}, {"form_token", "subject", "proof"}),
        ({"name": "Rosa Lind"}, {"name"}),
    ],
)
def test_what_is_wrong_is_told_field_by_field_and_nothing_is_kept(
    client: FlaskClient, wrong: dict[str, Any], fields: set[str]
) -> None:
    answer = send(client, key_for(make.letter()), **wrong)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json is not None
    assert {fault["field"] for fault in answer.json["errors"]} == fields
    assert all(fault["detail"] for fault in answer.json["errors"])
    assert make.signatures() == []


def test_what_is_no_json_object_is_refused(client: FlaskClient) -> None:
    key = key_for(make.letter())
    known = {"Authorization": f"Bearer {key}"}
    address = SIGNATURES.format("night-train")
    for body in (b"", b"[]", b"null", b"{", b'{"a":1', b"\xff\xfe", b"[" * 60_000, json.dumps("x").encode()):
        assert client.post(address, data=body, content_type="application/json", headers=known).status_code == 400
    form = client.post(address, data=make.ORGANIZATION, headers=known)
    assert form.status_code == 415
    large = client.post(address, data=b" " * 70_000, content_type="application/json", headers=known)
    assert (large.status_code, large.mimetype) == (413, "application/problem+json")


def test_only_a_key_that_works_and_only_on_its_own_campaigns_letters(client: FlaskClient) -> None:
    letter = make.letter()
    make.letter("harbour", campaign="Harbour")
    key = key_for(letter)
    for wrong in ("", "signon_", key[:-1], key.upper(), f"{key} x", "ünlesbar"):
        answer = send(client, wrong)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer"), wrong
    assert send(client, key, "harbour").status_code == 403
    assert send(client, key, "never-was").status_code == 404
    with transaction():
        assert partner_keys.end(letter.campaign_id, db.session.query(PartnerKey).one().id, now())
    assert send(client, key).status_code == 401
    assert make.signatures() == []


def test_a_letter_that_cannot_be_signed_takes_nothing(client: FlaskClient) -> None:
    letter = make.letter()
    key = key_for(letter)
    with transaction():
        letter.paused_at = now()
    paused = send(client, key)
    assert paused.status_code == 503 and paused.headers["Retry-After"] == "600"
    with transaction():
        letter.paused_at, letter.deadline_at = None, now()
    assert send(client, key).status_code == 410
    assert make.signatures() == []


def test_a_key_sends_so_many_an_hour_and_whoever_guesses_keys_is_counted_as_a_visitor(
    app: Flask, settings: Setting
) -> None:
    settings(SIGNINGS_PER_PARTNER_KEY_AN_HOUR=2, FORMS_PER_VISITOR_AN_HOUR=1)
    letter = make.letter()
    key, other = key_for(letter), key_for(letter, "Harbour Readers", "harbour")
    server = from_address(app, "192.0.2.1")
    answers = [send(server, key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"key";q=2;w=3600'
    assert 3500 < int(answers[2].headers["Retry-After"]) <= 3600
    assert send(server, other).status_code == 202
    assert [send(server, "signon_guess").status_code for _ in range(2)] == [401, 429]
    assert send(browser(app), other).status_code == 202
