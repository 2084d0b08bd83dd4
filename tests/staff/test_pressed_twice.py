"""A button that two press at one moment, or one presses twice, does its thing once, and is no fault of ours."""

from functools import partial

from flask import Flask

from signon.database import db
from signon.outreach.models import Mailing, Partner
from signon.staff.models import StaffInvitation
from tests import make
from tests.crowds import at_once
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


def test_a_draft_is_thrown_away_once(app: Flask, owner: Browser) -> None:
    make.letter()
    new = f"{PAGE}/mailings/new/update"
    typed = {"csrf_token": csrf(owner.get(new)), "subject_0": "News", "text_0": "It runs."}
    draft = owner.post(new, data=typed).location.partition("#")[0]
    assert set(both_press(app, owner, f"{draft}/remove")) <= {303, 404}
    assert db.session.query(Mailing).count() == 0
