"""Leaving a campaign's mail takes one press, of a person or of a mail program, and asking for news one tick."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail.mailing_note import leave_token
from signon.outreach import leaving
from signon.outreach.models import OptOut
from signon.signatures.models import Signature
from signon.signatures.tokens import LEAVE, STOP_MAIL
from tests import make
from tests.signatures.own import signed


def path_for(letter: Letter, address: str = "ada@nightowls.org") -> str:
    return f"/unsubscribe/{leave_token(letter, address)}"


def left() -> int:
    db.session.rollback()
    return db.session.query(OptOut).count()


def test_a_mail_program_leaves_in_its_readers_name_by_one_request_without_a_cookie(client: FlaskClient) -> None:
    letter = make.letter()
    path = path_for(letter)
    assert client.get(path).status_code == 200
    assert left() == 0, "looking changes nothing"
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.post(path, data={"List-Unsubscribe": "One-Click"}, content_type=content_type)
        assert (answer.status_code, left()) == (200, 1)
        assert "Set-Cookie" not in answer.headers
    assert client.post(path, data={"List-Unsubscribe": "Maybe"}).status_code == 400


def test_a_person_leaves_by_one_press_and_comes_back_by_another(client: FlaskClient) -> None:
    path = path_for(make.letter())
    assert "Stop these emails?" in client.get(path).text
    assert "These emails are stopped" in client.post(path, data={"sure": "y"}, follow_redirects=True).text
    assert left() == 1
    assert "Stop these emails?" in client.post(f"{path}/undo", data={"sure": "y"}, follow_redirects=True).text
    assert left() == 0


def test_the_link_tells_no_address_and_is_another_in_each_campaign(client: FlaskClient) -> None:
    letter, other = make.letter(), make.letter("other-train", campaign="Another Line")
    assert "nightowls" not in path_for(letter)
    marks = {leaving.mark_of(one.campaign_id, "Ada@nightowls.org", make.keys()) for one in (letter, other)}
    assert len(marks) == 2
    client.post(path_for(letter), data={"sure": "y"})
    assert leaving.has_left(letter.campaign_id, leaving.mark_of(letter.campaign_id, "ada@NightOwls.org", make.keys()))
    assert not leaving.has_left(other.campaign_id, leaving.mark_of(other.campaign_id, "ada@nightowls.org", make.keys()))


def test_a_discreet_campaign_is_not_named(client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    assert "Night Line" not in client.get(path_for(letter)).text


@pytest.mark.parametrize("value", ["1.cut", "x.abc", "9999999999999.abc", "7.abc", ""])
def test_a_link_that_is_not_whole_or_not_ours_leads_nowhere(app: Flask, client: FlaskClient, value: str) -> None:
    tokens = app.extensions["signon.tokens"]
    for token in (tokens.vouch(STOP_MAIL, "1.abc"), tokens.vouch(LEAVE, value) if value != "1.cut" else "1.cut"):
        assert client.get(f"/unsubscribe/{token}").status_code == 404
        assert client.post(f"/unsubscribe/{token}", data={"sure": "y"}).status_code == 404


@pytest.mark.parametrize(("slug", "entry"), [("night-train", {}), ("sunday-train", {"name": "Rosa Lind"})])
def test_news_are_asked_for_by_a_box_that_nobody_ticked_before(
    client: FlaskClient, slug: str, entry: dict[str, str]
) -> None:
    make.letter()
    make.petition()
    form = client.get(f"/letters/{slug}/sign").text
    box = form[form.index('name="wants_updates"') - 200 : form.index('name="wants_updates"') + 200]
    assert "checked" not in box
    make.verified(client, slug, **entry)
    make.verified(client, slug, **{**entry, "email": "bo@lind.example", "wants_updates": "y"})
    assert [row.wants_updates for row in make.signatures()] == [False, True]


def test_whoever_signed_changes_it_in_the_own_entry_and_hears_again_after_having_left(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    box = '<input id="wants_updates" name="wants_updates" type="checkbox" value="y">'
    assert box in client.get(f"{link}/updates").text
    client.post(path_for(letter), data={"sure": "y"})
    client.post(f"{link}/updates", data={"wants_updates": "y"})
    [row] = make.signatures()
    assert (row.wants_updates, left()) == (True, 0)
    assert "checked" in client.get(f"{link}/updates").text
    seen = row.changed_at
    client.post(f"{link}/updates")
    [row] = make.signatures()
    assert (row.wants_updates, row.changed_at) == (False, seen)


def test_correcting_an_entry_leaves_the_wish_as_it_is(client: FlaskClient) -> None:
    make.letter()
    make.verified(client, wants_updates="y")
    link = f"/signature/{make.newest_mail('signed').token}"
    with transaction():
        seen = db.session.query(Signature).one().changed_at
    facts = {**make.ORGANIZATION, "city": "Columbus", "seen": seen.isoformat()}
    client.post(f"{link}/correct", data=facts)
    [row] = make.signatures()
    assert (row.city, row.wants_updates) == ("Columbus", True)
    assert now() >= row.changed_at
