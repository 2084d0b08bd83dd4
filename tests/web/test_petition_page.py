"""A petition is signed where it is read: its form lies beside the text, and is sent to the form's own page."""

import re

from flask.testing import FlaskClient

from signon.database import now, transaction
from tests import make

PAGE = "/letters/sunday-train"


def action_on(text: str) -> str:
    """Where the form on the petition's page is sent to."""
    found = re.search(r'<form class="form"[^>]* action="([^"]+)"', text)
    assert found, "there is no form on the page"
    return found[1]


def test_whoever_fills_in_the_form_on_the_page_has_asked_to_sign(client: FlaskClient) -> None:
    make.petition()
    page = client.get(f"{PAGE}?from=lamps")
    assert page.headers["Cache-Control"] == "no-store"
    assert action_on(page.text) == f"{PAGE}/sign?from=lamps"
    answer = client.post(action_on(page.text), data={**make.INDIVIDUAL, "form_token": make.form_token(page)})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/sign/sent")
    assert make.newest_mail().to == make.INDIVIDUAL["email"]


def test_a_form_that_is_refused_comes_back_on_its_own_page_with_everything_that_was_typed(client: FlaskClient) -> None:
    make.petition()
    page = client.get(PAGE)
    typed = {**make.INDIVIDUAL, "email": "rosa", "comment": "I work on Sundays.", "shown_as": "initials"}
    answer = client.post(action_on(page.text), data={**typed, "form_token": make.form_token(page)})
    assert answer.status_code == 422
    assert "Please check the following" in answer.text
    for kept in ('value="Rosa Lind"', 'value="rosa"', "I work on Sundays.", 'checked id="shown_as-1"'):
        assert kept in answer.text, kept


def test_the_order_is_to_title_text_form_names(client: FlaskClient) -> None:
    petition = make.petition(addressees=({"name": "Ada Quill", "title": "Minister", "address": ""},))
    make.listed(petition, ["Rosa Lind"])
    page = client.get(PAGE).text
    main = page[page.index("<main") :]
    parts = ["Ada Quill, Minister", "Trains on Sundays</h1>", "ask that the night train", 'name="email"', "Rosa Lind"]
    assert sorted(parts, key=main.index) == parts


def test_there_is_no_form_where_nobody_can_sign_and_none_on_a_letter(client: FlaskClient) -> None:
    petition = make.petition()
    with transaction():
        petition.paused_at = now()
    assert "form_token" not in client.get(PAGE).text
    with transaction():
        petition.paused_at, petition.deadline_at = None, make.moment("2026-01-01 12:00")
    assert "form_token" not in client.get(PAGE).text
    make.letter()
    page = client.get("/letters/night-train")
    assert "form_token" not in page.text
    assert page.headers["Cache-Control"] == "no-cache"


def test_two_readers_get_a_showing_each(client: FlaskClient) -> None:
    make.petition()
    assert make.form_token(client.get(PAGE)) != make.form_token(client.get(PAGE))
