"""Ending sessions: by signing out, and everywhere at once by a new password."""

from flask import Flask
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.keys import KeyStore
from signon.mail.messages import compose
from signon.mail.outbox import claim, unseal
from signon.staff.members import renew_password, with_email
from tests import make
from tests.staff.people import Browser, Person, browser, csrf, is_inside, person, send, sign_in

NEW = "correct horse battery staple"


def test_signing_out_ends_the_session(owner: Browser) -> None:
    answer = send(owner, "/staff/", to="/staff/logout")
    assert answer.location == "/staff/login"
    assert not is_inside(owner)


def test_a_link_cannot_sign_anybody_out(owner: Browser) -> None:
    assert owner.get("/staff/logout").status_code == 405
    assert owner.post("/staff/logout").status_code == 400
    assert is_inside(owner)


def test_a_new_password_ends_every_other_session(app: Flask, stranger: Browser) -> None:
    someone = person()
    elsewhere = browser(app)
    sign_in(stranger, someone)
    sign_in(elsewhere, someone)
    assert change_password(stranger, someone).location == "/staff/account"
    assert is_inside(stranger)
    assert not is_inside(elsewhere)


def test_the_new_password_signs_in_and_the_old_one_does_not(app: Flask, stranger: Browser) -> None:
    someone = person()
    sign_in(stranger, someone)
    change_password(stranger, someone)
    visitor = browser(app)
    assert "do not match" in send(visitor, "/staff/login", email=someone.email, password=someone.password).text
    assert sign_in(visitor, Person(someone.email, NEW)).status_code == 302


def test_a_password_that_staff_renew_ends_every_session(owner: Browser) -> None:
    with transaction():
        member = with_email("ida@nightline.org")
        assert member
        renew_password(member)
    assert not is_inside(owner)


def test_a_short_password_is_asked_for_again_beside_its_field(stranger: Browser) -> None:
    someone = person()
    sign_in(stranger, someone)
    answer = send(
        stranger,
        "/staff/password",
        password=someone.password,
        new_password="too short",
        new_password_confirm="too short",
    )
    assert "at least 12 characters" in answer.text
    assert 'id="new_password-error"' in answer.text


def test_a_changed_password_is_told_by_mail_through_the_outbox(stranger: Browser, app: Flask) -> None:
    someone = person()
    sign_in(stranger, someone)
    change_password(stranger, someone)
    db.session.rollback()
    keys: KeyStore = make.keys()
    with transaction():
        [mail] = claim(now())
    message = compose(mail, unseal(mail, keys))
    assert (message.to, message.subject) == (someone.email, "Your password was changed")
    assert "write at once" in message.text and "write at once" in message.html
    assert NEW not in message.text


def test_a_password_that_was_not_changed_sends_no_mail(stranger: Browser) -> None:
    someone = person()
    sign_in(stranger, someone)
    send(stranger, "/staff/password", password="a guess", new_password=NEW, new_password_confirm=NEW)
    db.session.rollback()
    with transaction():
        assert claim(now()) == []


def test_an_old_sign_in_is_asked_for_the_password_again_before_keys_are_shown(owner: Browser) -> None:
    with owner.session_transaction() as session:
        session["fs_paa"] = 1.0
        session.pop("fs_gexp", None)
    for page in ("/staff/recovery-codes", "/staff/authenticator"):
        asked = owner.get(page)
        assert asked.location.startswith("/staff/password/again?next=")
        assert csrf(owner.get(asked.location))


def change_password(stranger: Browser, someone: Person) -> TestResponse:
    """Change the password to NEW by the page."""
    return send(stranger, "/staff/password", password=someone.password, new_password=NEW, new_password_confirm=NEW)
