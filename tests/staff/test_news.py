"""Staff tell what happens: written, looked at, published, mailed to those who asked; and note what the press wrote."""

from flask import Flask
from flask.testing import FlaskClient

from signon.campaigns.campaigns import named
from signon.campaigns.models import Coverage, Update
from signon.database import db
from signon.outreach.models import Mailing
from tests import make
from tests.browser import Browser
from tests.campaigns.told import written
from tests.house.news_pages import PIECE, SPANISH, WORDS
from tests.staff.people import hidden, send


def room_of(campaign: str = "Night Line") -> str:
    found = named(campaign)
    assert found
    return f"/staff/campaigns/{found.id}"


def test_an_update_is_written_published_and_mailed_as_a_draft_for_each_letter_that_was_chosen(
    owner: Browser, client: FlaskClient
) -> None:
    letter, other = make.letter(), make.letter("other-train")
    make.letter("unasked-train")
    for slug in ("night-train", "other-train"):
        make.verified(client, slug, wants_updates="y")
    room = room_of()
    page = send(owner, f"{room}/updates/new", **WORDS, **SPANISH, letter="all").location.partition("#")[0]
    assert "By email to those who asked" not in owner.get(page).text, "a draft is mailed to nobody"
    assert send(owner, page, to=f"{page}/mail", letter=str(letter.id)).status_code == 404
    send(owner, page, to=f"{page}/publish")
    assert "unasked-train" not in owner.get(page).text
    drafted = send(owner, page, to=f"{page}/mail", letter=str(letter.id))
    draft = owner.get(drafted.location).text
    assert "The minister answered" in draft
    assert "La ministra contestó" in draft
    assert "passed over" in draft
    for _again in range(2):  # what has a draft gets no second one
        send(owner, page, to=f"{page}/mail", letter=str(other.id))
        send(owner, page, to=f"{page}/mail", letter=str(letter.id))
    db.session.rollback()
    assert [(row.letter_id, row.state) for row in db.session.query(Mailing).order_by(Mailing.id)] == [
        (letter.id, "draft"),
        (other.id, "draft"),
    ]
    send(owner, page, to=f"{page}/take-back")
    assert client.get("/campaigns/night-line/updates.atom").text.count("<entry>") == 0
    send(owner, page, to=f"{page}/remove")
    assert owner.get(page).status_code == 404
    audit = owner.get(f"{room}/audit").text
    assert all(said in audit for said in ("began an update", "published an update", "removed an update"))


def test_press_coverage_is_noted_corrected_and_removed_with_the_update_that_tells_it(owner: Browser) -> None:
    letter = make.letter()
    room = f"{room_of()}/coverage"
    send(owner, room, **PIECE, letter="all")
    assert send(owner, room, **{**PIECE, "tells": "", "headline": "Untold"}, letter="all").status_code == 303
    db.session.rollback()
    first, second = db.session.query(Coverage).order_by(Coverage.id)
    assert [row.coverage_id for row in db.session.query(Update)] == [first.id, second.id][:1]
    changed = {**PIECE, "headline": "Corrected", "letter": str(letter.id)}
    was = hidden(owner.get(f"{room}/{first.id}"), f"{room}/{first.id}")
    assert send(owner, f"{room}/{first.id}", **changed).status_code == 303
    late = owner.post(f"{room}/{first.id}", data={**was, **changed, "headline": "Mine"})
    assert late.status_code == 409 and 'value="Mine"' in late.text
    db.session.rollback()
    assert (first.headline, db.session.query(Update).one().letter_id) == ("Corrected", letter.id)
    send(owner, room, to=f"{room}/{first.id}/remove")
    db.session.rollback()
    assert db.session.query(Update).count() == 0
    assert [row.headline for row in db.session.query(Coverage)] == ["Untold"]


def test_what_belongs_to_another_campaign_is_not_found(app: Flask, owner: Browser) -> None:
    other = make.letter("other-train", campaign="Another Line")
    make.letter()
    row = written(other)
    assert owner.get(f"{room_of('Another Line')}/updates/{row.id}").status_code == 200
    assert owner.get(f"{room_of()}/updates/{row.id}").status_code == 404
    foreign = send(owner, f"{room_of()}/updates/new", **WORDS, letter=str(other.id))
    assert "Please choose a letter of this campaign" in foreign.text
