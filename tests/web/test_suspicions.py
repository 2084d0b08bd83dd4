"""Programs that fill in forms are answered as people are, and their signatures are held."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import now
from signon.signatures.suspicion import TOO_FAST, TRAPPED
from tests import make
from tests.web.answers import seen
from tests.web.conftest import Setting

SIGN = "/letters/night-train/sign"


def send_after(app: Flask, client: FlaskClient, seconds: float, slug: str = "night-train", **changed: str) -> None:
    """Send a form that was shown so many seconds ago."""
    token = app.extensions["signon.tokens"].form_token(f"sign {slug}", now() - timedelta(seconds=seconds))
    entry = make.INDIVIDUAL if slug == "sunday-train" else make.ORGANIZATION
    assert client.post(f"/letters/{slug}/sign", data={**entry, "form_token": token, **changed}).status_code == 303


@pytest.mark.parametrize("slug", ["night-train", "sunday-train"])
def test_a_form_that_is_sent_faster_than_anyone_types_is_marked(
    app: Flask, client: FlaskClient, settings: Setting, slug: str
) -> None:
    settings(FORM_SECONDS=1.5)
    make.letter()
    make.petition()
    for seconds in (0.1, 1.2, 1.7, 3600):
        send_after(app, client, seconds, slug)
    assert [row.suspicion for row in make.signatures()] == [TOO_FAST, TOO_FAST, "", ""]


def test_who_corrects_a_form_in_no_time_has_typed_it_before(client: FlaskClient, app: Flask, settings: Setting) -> None:
    settings(FORM_SECONDS=10)
    make.letter()
    token = app.extensions["signon.tokens"].form_token("sign night-train", now() - timedelta(seconds=60))
    again = client.post(SIGN, data={**make.ORGANIZATION, "email": "nobody", "form_token": token})
    assert again.status_code == 422
    client.post(SIGN, data={**make.ORGANIZATION, "form_token": make.form_token(again)})
    assert [row.suspicion for row in make.signatures()] == [""]


def test_a_wrong_form_first_does_not_make_a_program_slower(client: FlaskClient, settings: Setting) -> None:
    settings(FORM_SECONDS=10)
    make.letter()
    again = make.send_form(client, email="nobody")
    client.post(SIGN, data={**make.ORGANIZATION, "form_token": make.form_token(again)})
    assert [row.suspicion for row in make.signatures()] == [TOO_FAST]


@pytest.mark.parametrize("slug", ["night-train", "sunday-train"])
def test_a_field_that_people_do_not_see_marks_who_fills_it_in(client: FlaskClient, slug: str) -> None:
    make.letter()
    make.petition()
    honest = make.send_form(client, slug)
    trapped = make.send_form(client, slug, email="rosa@elsewhere.example", subject="Cheap trains")
    assert seen(honest) == seen(trapped)
    assert [row.suspicion for row in make.signatures()] == ["", TRAPPED]


@pytest.mark.parametrize("slug", ["night-train", "sunday-train", "both-train", "both-train?as=individual"])
def test_people_who_hear_or_tab_through_the_form_never_meet_the_hidden_field(client: FlaskClient, slug: str) -> None:
    make.letter()
    make.petition()
    make.letter("both-train", signed_by="both")
    page = client.get(f"/letters/{slug.replace('?', '/sign?') if '?' in slug else f'{slug}/sign'}").text
    box = re.search(r'<div class="visually-hidden" aria-hidden="true">(.*?)</div>', page)
    assert box
    assert 'name="subject"' in box[1] and 'tabindex="-1"' in box[1] and 'autocomplete="off"' in box[1]
    assert '<label for="subject">Please leave this empty</label>' in box[1], "for whoever sees it all the same"


def test_what_was_caught_is_not_part_of_the_entry(client: FlaskClient) -> None:
    make.letter()
    page = make.send_form(client, subject="Cheap trains", email="nobody")
    assert page.status_code == 422
    make.send_form(client, subject="Cheap trains")
    assert "Cheap trains" not in repr([vars(row) for row in make.signatures()])


@pytest.mark.parametrize("slug", ["night-train", "sunday-train"])
def test_the_suspicious_verify_as_everybody_and_are_held(client: FlaskClient, slug: str) -> None:
    make.letter()
    make.petition()
    thanked = make.verified(client, slug, subject="Cheap trains")
    assert thanked.status_code == 200
    assert [(row.state, row.suspicion) for row in make.signatures()] == [("held", TRAPPED)]
