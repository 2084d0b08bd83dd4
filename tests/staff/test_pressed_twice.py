"""A button that two press at one moment, or one presses twice, does its thing once, and is no fault of ours."""

from functools import partial

from flask import Flask

from signon.campaigns.models import Coverage, Demand, DemandStep, Update
from signon.database import db
from signon.hooks.models import Webhook
from signon.outreach.models import Mailing, Partner
from signon.staff.audit_models import AuditEntry
from signon.staff.models import StaffInvitation
from tests import make
from tests.crowds import at_once
from tests.house.news_pages import PIECE, WORDS
from tests.staff.people import Browser, browser, csrf, person, sign_in

PAGE = "/staff/letters/night-train"


def both_press(app: Flask, owner: Browser, page: str, **typed: str) -> list[int]:
    """The codes of the answers to the owner and to another one, who send the same form at once."""
    other = browser(app)
    sign_in(other, person("ada@nightline.org"))
    presses = [
        partial(one.post, page, data={"csrf_token": csrf(one.get("/staff/account")), **typed}) for one in (owner, other)
    ]
    db.session.remove()
    return sorted(answer.status_code for answer in at_once(presses))


def test_a_partner_gets_one_link(app: Flask, owner: Browser) -> None:
    make.letter()
    assert both_press(app, owner, f"{PAGE}/partners", name="Harbour Readers", code="harbour") == [303, 422]
    assert db.session.query(Partner).count() == 1


def test_whoever_is_invited_gets_one_offer(app: Flask, owner: Browser) -> None:
    asked = {"email": "bo@nightline.org", "role": "owner"}
    assert both_press(app, owner, "/staff/everywhere/people/invitations", **asked) == [303, 422]
    assert db.session.query(StaffInvitation).count() == 1


def test_what_a_campaign_says_is_entered_noted_and_begun_once(app: Flask, owner: Browser) -> None:
    room = f"/staff/campaigns/{make.letter().campaign_id}"
    token = {"csrf_token": csrf(owner.get("/staff/account"))}

    def press(page: str, **typed: str) -> None:
        for _ in range(2):
            assert owner.post(f"{room}/{page}", data={**token, **typed}).status_code == 303

    press("demands", title_0="Run it nightly", title_1="Que circule")
    db.session.rollback()
    demand = db.session.query(Demand).one()
    step = {"step-day": "2026-03-01", "step-status": "met", "step-text_0": "It runs.", "step-tells": "y"}
    press(f"demands/{demand.id}/steps", **step)
    press("coverage", **PIECE, letter="all")
    press("updates/new", **WORDS, letter="all")
    press("hooks", url="https://hooks.example/", events="count.changed")
    db.session.rollback()
    counted = {one.__tablename__: db.session.query(one).count() for one in (Demand, DemandStep, Coverage, Webhook)}
    assert set(counted.values()) == {1}, counted
    assert [row.kind for row in db.session.query(Update).order_by(Update.id)] == ["demand", "coverage", "written"]
    acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts == ["demand.added", "demand.step_noted", "coverage.noted", "update.written", "hook.added"]


def test_two_who_note_one_article_at_once_note_it_once(app: Flask, owner: Browser) -> None:
    room = f"/staff/campaigns/{make.letter().campaign_id}/coverage"
    assert both_press(app, owner, room, **PIECE, letter="all") == [303, 303]
    assert db.session.query(Update).count() == 1


def test_a_draft_is_thrown_away_once(app: Flask, owner: Browser) -> None:
    make.letter()
    new = f"{PAGE}/mailings/new/update"
    typed = {"csrf_token": csrf(owner.get(new)), "subject_0": "News", "text_0": "It runs."}
    draft = owner.post(new, data=typed).location.partition("#")[0]
    assert set(both_press(app, owner, f"{draft}/remove")) <= {303, 404}
    assert db.session.query(Mailing).count() == 0
