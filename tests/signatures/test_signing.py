"""The form: what is wrong is said beside its field, what was typed stays, and every answer is the same."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db
from signon.mail.models import OutboxMail
from signon.signatures.models import Signature
from signon.signatures.signing import open_contact
from tests import make


def test_a_request_keeps_a_pending_signature_and_one_mail_in_the_outbox(client: FlaskClient) -> None:
    make.letter()
    sent = make.send_form(client)
    assert sent.status_code == 303
    assert sent.location == "/letters/night-train/sign/sent"
    assert [row.state for row in make.signatures()] == ["pending"]
    assert db.session.query(OutboxMail).count() == 1
    assert make.newest_mail().to == "ada@nightowls.org"


@pytest.mark.parametrize("field", ["organization", "website", "representative", "role", "email"])
def test_a_missing_answer_is_asked_for_beside_its_field_and_the_others_stay(client: FlaskClient, field: str) -> None:
    make.letter()
    page = make.send_form(client, **{field: ""})
    assert page.status_code == 422
    assert [
        tag for tag in re.findall(r"<input[^>]*>", page.text) if f'id="{field}"' in tag and 'aria-invalid="true"' in tag
    ]
    for other, typed in make.ORGANIZATION.items():
        if other not in (field, "scope"):
            assert typed in page.text
    assert '<option selected value="local">' in page.text
    assert make.signatures() == []


def test_all_that_is_wrong_is_said_at_once_and_the_same_form_can_be_sent_again(client: FlaskClient) -> None:
    make.letter()
    page = make.send_form(
        client, email="ada at nightowls", website="not a site", organization="http://x.org", scope="moon"
    )
    assert page.text.count('aria-invalid="true"') == 4
    again = client.post("/letters/night-train/sign", data={**make.ORGANIZATION, "form_token": make.form_token(page)})
    assert again.status_code == 303


@pytest.mark.parametrize("form_token", ["", "made-up", None])
def test_a_form_without_a_good_token_keeps_what_was_typed_and_asks_for_one_more_press(
    client: FlaskClient, form_token: str | None
) -> None:
    make.letter()
    make.letter("other-train")
    token = form_token if form_token is not None else make.form_token(client.get("/letters/other-train/sign"))
    page = client.post("/letters/night-train/sign", data={**make.ORGANIZATION, "form_token": token})
    assert page.status_code == 422
    assert "Night Owls Union" in page.text
    assert make.signatures() == []
    again = client.post("/letters/night-train/sign", data={**make.ORGANIZATION, "form_token": make.form_token(page)})
    assert again.status_code == 303


def test_a_double_click_is_one_request_and_one_mail(client: FlaskClient) -> None:
    make.letter()
    token = make.form_token(client.get("/letters/night-train/sign"))
    answers = [
        client.post("/letters/night-train/sign", data={**make.ORGANIZATION, "form_token": token}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].data == answers[1].data
    assert len(make.signatures()) == 1
    assert db.session.query(OutboxMail).count() == 1


def test_going_back_to_correct_an_answer_ends_the_earlier_request_and_its_link(client: FlaskClient) -> None:
    make.letter()
    token, links = make.form_token(client.get("/letters/night-train/sign")), []
    for address in ("ada@nightowls.orgg", "ada@nightowls.org"):
        entry = {**make.ORGANIZATION, "email": address, "form_token": token}
        assert client.post("/letters/night-train/sign", data=entry).status_code == 303
        links.append(make.newest_mail().link)
    assert len(make.signatures()) == 1
    assert make.newest_mail().to == "ada@nightowls.org"
    assert [client.get(link).status_code for link in links] == [410, 200]


HUGE = ["\u0301\u0316" * 30_000, "x" * 400_000, "a." * 200_000, "https://" + "a" * 400_000 + ".org", "@" * 400_000]


@pytest.mark.parametrize("text", HUGE)
def test_an_answer_of_any_length_is_refused_beside_its_field_without_a_pause(client: FlaskClient, text: str) -> None:
    make.letter()
    for field in ("organization", "website", "representative", "email", "city"):
        page = make.send_form(client, **{field: text})
        assert page.status_code in (413, 422), field
    assert make.signatures() == []


def test_the_answer_is_the_same_whoever_signed_before(client: FlaskClient) -> None:
    make.letter()
    make.letter("held-train", listing="reviewed")
    answers = []
    for slug in ("night-train", "night-train", "held-train"):
        sent = make.send_form(client, slug)
        page = client.get(sent.location)
        body = re.sub(r'value="[^"]{40,}"', "", page.text).replace(slug, "")
        answers.append((sent.status_code, sorted(sent.headers.keys()), sorted(page.headers.keys()), body))
        client.post(make.newest_mail().link, data={"authorized": "y"})
    assert answers[0] == answers[1] == answers[2]


def test_contact_data_is_sealed_and_appears_nowhere_in_the_database_in_clear(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    make.send_form(client)
    row = make.signatures()[0]
    contact = open_contact(letter, row.contact, make.keys())
    assert (contact.email, contact.representative, contact.role) == ("ada@nightowls.org", "Ada Quill", "Director")
    stored = json.dumps(
        [
            [str(value) for value in values]
            for table in db.metadata.sorted_tables
            for values in db.session.execute(table.select()).all()
        ]
    )
    for secret in ("ada@nightowls.org", "Ada Quill", "Director", make.newest_mail().token, make.newest_mail().code):
        assert secret not in stored


def test_what_the_form_does_not_ask_for_is_not_taken(client: FlaskClient) -> None:
    letter = make.letter()
    extra = {
        "letter_id": "99",
        "verified_at": "2026-01-01",
        "kind": "individual",
        "is_convener": "1",
        "organization_id": "1",
    }
    make.send_form(client, sort_key="0000", listing="known", printed_name="Somebody Else", **extra)
    row = make.signatures()[0]
    assert (row.state, row.letter_id, row.kind, row.printed_name) == (
        "pending",
        letter.id,
        "organization",
        "Night Owls Union",
    )
    assert row.own_sort_key == ""
    assert not row.is_convener


def test_a_letter_signed_by_both_offers_both_forms_and_keeps_two_counts(client: FlaskClient) -> None:
    make.letter("both-train", signed_by="both")
    page = client.get("/letters/both-train/sign?as=individual")
    token = make.form_token(page)
    sent = client.post("/letters/both-train/sign?as=individual", data={**make.INDIVIDUAL, "form_token": token})
    assert sent.status_code == 303
    client.post(make.newest_mail().link, data={"authorized": "y"})
    make.verified(client, "both-train", **make.ORGANIZATION)
    count = client.get("/letters/both-train/count.json").json
    assert count is not None
    assert (count["organizations"], count["individuals"], count["undersigned"]) == (1, 1, 1)


def test_a_signature_is_bound_to_the_text_that_was_current_when_it_was_requested(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    version = make.signatures()[0].text_version_id
    assert version is not None
    assert isinstance(make.signatures()[0], Signature)


@pytest.mark.parametrize("slug", ["draft-train", "nowhere"])
def test_a_draft_is_as_absent_as_a_letter_that_never_was(client: FlaskClient, slug: str) -> None:
    make.letter("draft-train", published=False)
    for path in ("", "/sign", "/sign/sent", "/signees", "/count.json", "/letter.pdf"):
        answer = client.get(f"/letters/{slug}{path}")
        assert answer.status_code == 404
    assert client.post(f"/letters/{slug}/sign", data=make.ORGANIZATION).status_code == 404
