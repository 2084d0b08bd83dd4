"""Staff see the logo of a name, also while nobody else does, and take it off without striking the name."""

import pytest
from flask import Flask

from signon.database import db
from signon.signatures.models import Logo
from signon.staff.models import VIEWER
from signon.web.own_entry_logo import logo_address
from tests import make
from tests.browser import browser
from tests.signatures.own import only, signed
from tests.signatures.pictures import PICTURE, SIGNATURE, file_of
from tests.staff.people import Browser, person, send, sign_in
from tests.statements import said_by

PAGE = "/staff/letters/night-train"
QUEUE = f"{PAGE}/review"


def with_logo(stranger: Browser, **changed: str) -> str:
    """A signature with a logo; its page for staff."""
    link = signed(stranger, **changed)
    assert stranger.post(f"{link}/logo", **file_of(PICTURE)).status_code == 303
    return f"{PAGE}/signatures/{make.signatures()[-1].id}"


def logos() -> int:
    """How many logos are kept."""
    db.session.rollback()
    return db.session.query(Logo).count()


@pytest.mark.parametrize(("email", "state"), [("ada@gmail.com", "held"), ("ada@nightowls.org", "verified")])
def test_the_logo_stands_beside_the_name_and_is_taken_off_by_one_press(
    owner: Browser, stranger: Browser, email: str, state: str
) -> None:
    make.letter()
    name = with_logo(stranger, email=email)
    assert only().state == state
    page = name if state == "verified" else QUEUE
    assert f'src="{name}/logo.png"' in owner.get(page).text
    shown = owner.get(f"{name}/logo.png")
    assert (shown.mimetype, shown.data[:8], shown.headers["Cache-Control"]) == ("image/png", SIGNATURE, "no-store")
    for _ in range(2):
        answer = send(owner, page, to=f"{name}/logo/remove")
        assert (answer.status_code, answer.location) == (303, page if state == "verified" else f"{QUEUE}#queue")
    after = owner.get(page).text
    assert "The logo is off: Night Owls Union" in after and "logo.png" not in after
    assert (logos(), only().state) == (0, state)
    assert owner.get(f"{name}/logo.png").status_code == 404


def test_while_a_name_is_held_or_struck_nobody_but_staff_sees_its_logo(
    app: Flask, owner: Browser, stranger: Browser
) -> None:
    make.letter()
    name = with_logo(stranger, email="ada@gmail.com")
    with app.test_request_context():
        public = logo_address("night-train", only().id)
    assert stranger.get(public).status_code == 404
    assert stranger.get(f"{name}/logo.png").location.startswith("/staff/login")
    send(owner, QUEUE, to=f"{name}/accept")
    assert stranger.get(public).status_code == 200
    send(owner, name, to=f"{name}/strike", reason="no such body")
    assert stranger.get(public).status_code == 404


def test_looking_at_the_address_of_the_button_changes_nothing(owner: Browser, stranger: Browser) -> None:
    make.letter()
    name = with_logo(stranger)
    assert owner.get(f"{name}/logo/remove").status_code == 405
    assert owner.post(f"{name}/logo/remove").status_code == 400, "the press needs the token of its page"
    assert logos() == 1


def test_who_does_not_review_this_letter_neither_sees_nor_removes_a_logo(app: Flask, stranger: Browser) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    name = with_logo(stranger)
    viewer, elsewhere = browser(app), browser(app)
    sign_in(viewer, person(role=VIEWER))
    sign_in(elsewhere, person("eve@nightline.org", campaign="Harbour"))
    there = name.replace("night-train", "harbour")
    for visitor, page in ((viewer, name), (elsewhere, name), (elsewhere, there)):
        assert visitor.get(f"{page}/logo.png").status_code == 404
        assert send(visitor, "/staff/", to=f"{page}/logo/remove").status_code == 404
    assert logos() == 1


def test_logos_are_asked_for_once_however_many_names_are_held(owner: Browser, stranger: Browser) -> None:
    make.letter()
    with_logo(stranger, email="ada@gmail.com")
    for number in range(3):
        with_logo(stranger, organization=f"Guild of Line {number}", email=f"ada{number}@gmail.com")
    asked = [said for said in said_by(lambda: owner.get(QUEUE)) if "FROM logo" in said.text]
    assert len(asked) == 1 and "png" not in asked[0].text
    assert owner.get(QUEUE).text.count("/logo.png") == 4
