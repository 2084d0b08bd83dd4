"""Passkeys where no browser is needed: what is asked of a device, and what its answer must not do."""

import json
import re
from html import unescape

import pytest
from flask import Flask

from signon.database import db, transaction
from signon.staff.members import forget_authenticator, with_email
from signon.staff.models import Passkey
from tests.filled import a_passkey
from tests.staff.people import Browser, browser, give_password, is_inside, person, send

NONSENSE = ["", "x", "[]", "{}", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}']


def asked(page: str) -> tuple[dict[str, object], str]:
    """What the page asks of the device, and where its answer goes."""
    options = re.search(r'data-options="([^"]+)"', page)
    to = re.search(r'action="(/staff/passkeys?/[^"]+)"', page)
    assert options and to, page
    found: dict[str, object] = json.loads(unescape(options[1]))
    return found, unescape(to[1])


def test_a_device_is_asked_for_a_key_that_knows_its_account_and_asks_who_uses_it(owner: Browser) -> None:
    options, _ = asked(send(owner, "/staff/passkeys", name="my laptop", usage="secondary").text)
    assert options["rp"] == {"name": "Signon", "id": "localhost"}
    chosen = options["authenticatorSelection"]
    assert isinstance(chosen, dict)
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")


def test_signing_in_asks_for_the_same_and_names_nobodys_keys(owner: Browser, stranger: Browser) -> None:
    options, _ = asked(send(stranger, "/staff/passkey", identity="ida@nightline.org").text)
    assert options["userVerification"] == "required" and not options["allowCredentials"]
    assert asked(send(stranger, "/staff/passkey").text)[0]["challenge"] != options["challenge"]


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_from_a_device_signs_nobody_in_and_is_told_in_our_words(stranger: Browser, answer: str) -> None:
    person()
    _, to = asked(send(stranger, "/staff/passkey").text)
    back = send(stranger, "/staff/passkey", to=to, credential=answer)
    assert back.location == "/staff/passkey"
    assert "That did not work. Please try again." in stranger.get(back.location).text
    assert not is_inside(stranger)


def test_an_answer_to_no_question_signs_nobody_in(stranger: Browser) -> None:
    person()
    for token in ("x", "x.y.z"):
        assert send(stranger, "/staff/passkey", to=f"/staff/passkey/{token}", credential="{}").status_code == 302
    assert not is_inside(stranger)


def test_a_passkey_page_after_the_password_forgets_that_the_password_was_typed(stranger: Browser) -> None:
    give_password(stranger, person())
    assert send(stranger, "/staff/passkey").status_code == 200
    assert stranger.get("/staff/code").location == "/staff/login"


def test_answers_are_limited_like_passwords(app: Flask, stranger: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SIGN_IN_TRIES_PER_MINUTE", 3)
    came = [send(stranger, "/staff/passkey", to="/staff/passkey/x", credential="{}").status_code for _ in range(5)]
    assert came[-1] == 429


def test_a_passkey_is_removed_by_its_owner_only(app: Flask, owner: Browser) -> None:
    person("ada@nightline.org")
    with transaction():
        member = with_email("ada@nightline.org")
        assert member
        member.webauthn.append(a_passkey())
    assert (
        "have no passkey"
        in owner.get(send(owner, "/staff/passkeys", to="/staff/passkeys/remove", name="my laptop").location).text
    )
    db.session.rollback()
    assert db.session.query(Passkey).count() == 1


def test_whoever_lost_the_phone_loses_the_passkeys_in_it(app: Flask) -> None:
    someone = person()
    with transaction():
        member = with_email(someone.email)
        assert member
        member.webauthn.append(a_passkey())
    with transaction():
        forget_authenticator(member)
    assert db.session.query(Passkey).count() == 0


def test_an_account_page_says_how_many_there_are(app: Flask, owner: Browser) -> None:
    with transaction():
        member = with_email("ida@nightline.org")
        assert member
        member.webauthn.append(a_passkey())
    assert "1 passkey" in owner.get("/staff/account").text
    assert "my laptop" in owner.get("/staff/passkeys").text
    assert browser(app).get("/staff/passkeys").location.startswith("/staff/login")
