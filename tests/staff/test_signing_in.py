"""Signing in: a password and a one-time code, for everybody, every time."""

import re
import threading
from typing import Any

import pytest
from flask import Flask
from passlib.totp import TOTP
from sqlalchemy import text

from signon.database import db, transaction
from signon.staff.members import renew_password, with_email
from tests.staff.people import Browser, Person, browser, csrf, give_password, is_inside, person, send, sign_in

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example/staff/",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "//localhost@evil.example",
    "http://localhost.evil.example/",
]


def test_password_and_code_together_open_the_workspace(stranger: Browser) -> None:
    answer = sign_in(stranger, person())
    assert answer.location == "/staff/"
    assert is_inside(stranger)
    assert "ida@nightline.org" in stranger.get("/staff/account").text


def test_the_password_alone_opens_nothing(stranger: Browser) -> None:
    give_password(stranger, person())
    assert not is_inside(stranger)


def test_a_wrong_code_opens_nothing(stranger: Browser) -> None:
    someone = person()
    give_password(stranger, someone)
    wrong = f"{(int(someone.code()) + 1) % 1_000_000:06}"
    answer = send(stranger, "/staff/code", code=wrong)
    assert "This code is not right" in answer.text
    assert 'id="code-error"' in answer.text
    assert not is_inside(stranger)


def test_a_code_without_the_password_opens_nothing(stranger: Browser) -> None:
    someone = person()
    token = csrf(stranger.get("/staff/login"))
    assert stranger.post("/staff/code", data={"csrf_token": token, "code": someone.code()}).location == "/staff/login"
    assert not is_inside(stranger)


def test_a_code_works_once(app: Flask, stranger: Browser) -> None:
    someone = person()
    code = someone.code()
    give_password(stranger, someone)
    assert send(stranger, "/staff/code", code=code).status_code == 302
    listener = browser(app)
    give_password(listener, someone)
    assert send(listener, "/staff/code", code=code).status_code == 200
    assert not is_inside(listener)
    assert sign_in(listener, someone).status_code == 302, "the next code works"


def test_a_code_that_is_sent_twice_at_once_works_once(app: Flask) -> None:
    someone = person()
    browsers = [browser(app), browser(app)]
    tokens = [give_password(each, someone) and csrf(each.get("/staff/code")) for each in browsers]
    code, start, answers = someone.code(), threading.Barrier(2), []

    def press(each: Browser, token: str) -> None:
        start.wait()
        answers.append(each.post("/staff/code", data={"csrf_token": token, "code": code}).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(browsers, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert [is_inside(each) for each in browsers].count(True) == 1


def test_pressing_the_button_twice_does_not_sign_out_again(stranger: Browser) -> None:
    someone = person()
    give_password(stranger, someone)
    typed = {"csrf_token": csrf(stranger.get("/staff/code")), "code": someone.code()}
    stranger.post("/staff/code", data=typed)
    assert stranger.post("/staff/code", data=typed).location == "/staff/"
    assert stranger.get("/staff/code").location == "/staff/"
    assert is_inside(stranger)


def test_an_unknown_address_and_a_wrong_password_look_the_same(stranger: Browser) -> None:
    someone = person()
    pages = []
    for email in (someone.email, "nobody@nightline.org"):
        answer = send(stranger, "/staff/login", email=email, password="not the password")
        pages.append((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)))
    assert pages[0] == pages[1]
    assert "do not match" in pages[0][1]


def test_an_account_that_was_closed_looks_like_an_unknown_one(stranger: Browser) -> None:
    someone = person()
    with transaction():
        member = with_email(someone.email)
        assert member
        member.active = False
    assert "do not match" in give_password(stranger, someone).text


def test_capital_letters_in_the_address_do_not_matter(stranger: Browser) -> None:
    someone = person("Ida@NightLine.org")
    assert sign_in(stranger, Person("iDA@nightline.ORG", someone.password)).status_code == 302


def test_the_first_sign_in_sets_up_the_authenticator(stranger: Browser) -> None:
    someone = person(authenticator=False)
    assert give_password(stranger, someone).location == "/staff/authenticator"
    assert not is_inside(stranger)
    page = send(stranger, "/staff/authenticator", setup="authenticator")
    assert 'src="data:image/svg+xml;base64,' in page.text
    key = re.search(r'<code class="secret">([A-Z2-7 -]+)</code>', page.text)
    assert key, "the key is not shown as text"
    wrong = stranger.post("/staff/code", data={"csrf_token": csrf(page), "code": "000000"})
    assert "Begin again with a new key" in wrong.text
    code = TOTP(key=key[1]).generate().token
    assert stranger.post("/staff/code", data={"csrf_token": csrf(wrong), "code": code}).location == "/staff/"
    assert is_inside(stranger)
    assert 'href="/staff/recovery-codes"' in stranger.get("/staff/").text, "recovery codes are offered"
    send(stranger, "/staff/recovery-codes")
    assert 'href="/staff/recovery-codes"' not in stranger.get("/staff/").text


@pytest.mark.parametrize("method", ["email", "sms", "disable", "webauthn"])
def test_no_weaker_second_factor_can_be_chosen(stranger: Browser, method: str) -> None:
    give_password(stranger, person(authenticator=False))
    page = send(stranger, "/staff/authenticator", setup=method)
    assert "data:image" not in page.text
    assert not is_inside(stranger)


def test_another_app_takes_the_place_of_the_first(owner: Browser) -> None:
    page = send(owner, "/staff/authenticator", setup="authenticator")
    key = re.search(r'<code class="secret">([A-Z2-7 -]+)</code>', page.text)
    action = re.search(r'action="(/staff/authenticator/[^"]+)"', page.text)
    assert key and action
    before = db.session.scalar(text("SELECT tf_totp_secret FROM staff_member"))
    later = TOTP(key=key[1])
    # The code of this half minute was used to sign in, and no code of the past works with the new key either.
    code = later.generate(int(later.now()) + 30).token
    assert owner.post(action[1], data={"csrf_token": csrf(page), "code": code}).location == "/staff/account"
    db.session.rollback()
    assert db.session.scalar(text("SELECT tf_totp_secret FROM staff_member")) != before
    assert is_inside(owner)


@pytest.mark.parametrize("wanted", ["/staff/letters/night-train", "/staff/account"])
def test_signing_in_leads_back_to_the_page_that_was_wanted(stranger: Browser, wanted: str) -> None:
    someone = person()
    asked = stranger.get(wanted)
    assert asked.status_code == 303
    step = stranger.post(
        "/staff/login",
        data={
            "csrf_token": csrf(stranger.get(asked.location)),
            "email": someone.email,
            "password": someone.password,
            "next": wanted,
        },
    )
    page = stranger.get(step.location)
    action = re.search(r'action="(/staff/code[^"]*)"', page.text)
    assert action
    answer = stranger.post(action[1], data={"csrf_token": csrf(page), "code": someone.code()})
    assert answer.location == wanted


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(stranger: Browser, elsewhere: str) -> None:
    someone = person()
    query = {"next": elsewhere}
    token = csrf(stranger.get("/staff/login", query_string=query))
    typed: dict[str, Any] = {"csrf_token": token, "email": someone.email, "password": someone.password}
    step = stranger.post("/staff/login", data={**typed, "next": elsewhere}, query_string=query)
    assert stays(step.location) and "evil" not in step.location
    code = {"csrf_token": csrf(stranger.get("/staff/code")), "code": someone.code(), "next": elsewhere}
    assert stays(stranger.post("/staff/code", data=code, query_string=query).location)
    assert is_inside(stranger)


def stays(location: str | None) -> bool:
    """Whether a browser that follows `location` stays here: our own host, or a path in which no host can be read."""
    path = (location or "").removeprefix("http://localhost")
    return bool(re.match(r"/(?![/\\\s])|[\w%.-]+(?!:)(/|$)", path))


def test_a_recovery_code_signs_in_once(app: Flask, owner: Browser) -> None:
    page = send(owner, "/staff/recovery-codes", generate_new_codes="y")
    codes = re.findall(r"<li><code>([0-9a-f-]+)</code></li>", page.text)
    assert len(codes) == 8
    with transaction():
        member = with_email("ida@nightline.org")
        assert member
        someone = Person(member.email, renew_password(member))
    for expected in (302, 200):
        visitor = browser(app)
        give_password(visitor, someone)
        assert "recovery code" in visitor.get("/staff/code").text
        assert send(visitor, "/staff/recovery", code=codes[0]).status_code == expected
        assert is_inside(visitor) is (expected == 302)


def test_neither_password_nor_keys_nor_recovery_codes_lie_in_the_database_in_clear(owner: Browser) -> None:
    codes = re.findall(r"<li><code>([0-9a-f-]+)</code></li>", send(owner, "/staff/recovery-codes").text)
    db.session.rollback()
    row = db.session.execute(text("SELECT * FROM staff_member")).one()._mapping
    assert row["password"].startswith("$argon2id$")
    assert '"key"' not in row["tf_totp_secret"] and '"enckey"' in row["tf_totp_secret"]
    assert codes and not any(code in row["mf_recovery_codes"] for code in codes)


def test_after_ten_wrong_codes_in_a_minute_even_the_right_one_has_to_wait(stranger: Browser) -> None:
    someone = person()
    step = give_password(stranger, someone)
    wrong = [send(stranger, step.location, code=f"{number:06}").status_code for number in range(10)]
    assert set(wrong) == {200}
    assert send(stranger, step.location, code=someone.code()).status_code == 429
    assert not is_inside(stranger)
