"""The workspace is closed: to strangers, to people of other campaigns, and to what a role does not allow."""

import pytest
from flask import Flask

from signon.staff.models import EDITOR, OWNER, REVIEWER, VIEWER
from tests import make
from tests.staff.people import Browser, browser, csrf, person, send, sign_in
from tests.staff.places import REFUSED, SAY_THAT_IT_IS_GONE, address_of, methods_of, numbers_in, rules_of

FOR_STRANGERS = {"security.login", "security.wan_signin", "security.wan_signin_response"}
HALFWAY = {  # what comes between the password and the workspace
    "security.two_factor_setup",
    "security.two_factor_token_validation",
    "security.two_factor_rescue",
    "security.tf_select",
    "security.mf_recovery",
}


def doors(app: Flask, method: str) -> list[tuple[str, str]]:
    """Every address under /staff that takes `method`, with its endpoint."""
    found = [rule for rule in rules_of(app, "staff", "security") if rule.endpoint not in FOR_STRANGERS]
    return [(address_of(app, rule), rule.endpoint) for rule in found if method in methods_of(rule)]


def test_every_page_sends_a_stranger_to_the_sign_in(app: Flask, stranger: Browser) -> None:
    make.letter()
    for address, endpoint in doors(app, "GET"):
        answer = stranger.get(address)
        assert answer.status_code in (302, 303), address
        assert answer.location.startswith("/staff/login"), address
        assert ("next=" in answer.location) is (endpoint not in HALFWAY), address


def test_every_form_of_a_stranger_leads_to_the_sign_in(app: Flask, stranger: Browser) -> None:
    make.letter()
    token = csrf(stranger.get("/staff/login"))
    for address, endpoint in doors(app, "POST"):
        answer = stranger.post(address, data={"csrf_token": token})
        assert answer.status_code in (302, 303), address
        assert answer.location.startswith("/staff/login"), address
        assert endpoint == "security.logout" or "next=" not in answer.location, address


def test_every_form_needs_the_token_of_its_page(app: Flask, owner: Browser) -> None:
    make.letter()
    for address, _ in [*doors(app, "POST"), ("/staff/login", "")]:
        assert owner.post(address).status_code == 400, address


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**63, 10**23])
def test_a_number_that_no_column_holds_is_found_at_no_door(app: Flask, owner: Browser, number: int) -> None:
    make.letter()
    rules = [rule for rule in rules_of(app, "staff") if numbers_in(rule)]
    assert len(rules) > 10, "the doors were not found"
    token = csrf(owner.get("/staff/account"))
    for rule in rules:
        if rule.endpoint in SAY_THAT_IT_IS_GONE:
            continue
        address = address_of(app, rule, **dict.fromkeys(numbers_in(rule), number))
        sent = {"csrf_token": token, "reason": "no such body"}
        answer = owner.get(address) if "GET" in (rule.methods or ()) else owner.post(address, data=sent)
        assert answer.status_code in REFUSED, address


def test_no_page_of_the_staff_is_kept_or_found(app: Flask, owner: Browser, stranger: Browser) -> None:
    make.letter()
    pages = [owner.get(address) for address, _ in doors(app, "GET")]
    for page in [*pages, stranger.get("/staff/login"), stranger.get("/staff/")]:
        assert page.headers["Cache-Control"] == "no-store", page.request.path
        assert "noindex" in page.headers["X-Robots-Tag"], page.request.path


def test_no_page_asks_for_anything_inline_or_foreign(app: Flask, owner: Browser, stranger: Browser) -> None:
    make.letter()
    answers = [*(owner.get(address) for address, _ in doors(app, "GET")), stranger.get("/staff/login")]
    for page in [answer for answer in answers if answer.mimetype == "text/html"]:
        assert " style=" not in page.text and "<style" not in page.text, page.request.path
        assert "<script>" not in page.text and " onclick" not in page.text, page.request.path
        assert 'src="http' not in page.text, page.request.path


def test_the_public_gets_no_cookie_and_pages_that_are_the_same_for_everybody(app: Flask, owner: Browser) -> None:
    make.letter()
    pages = ["/", "/letters/night-train", "/letters/night-train/sign", "/letters/night-train/count.json", "/verify"]
    for page in pages:
        seen = browser(app).get(page), owner.get(page)
        for answer in seen:
            assert answer.status_code == 200, page
            assert "Set-Cookie" not in answer.headers, page
            assert "Cookie" not in answer.headers.get("Vary", ""), page
        assert "ida@nightline.org" not in seen[1].text


def test_there_is_no_second_way_in_for_programs(stranger: Browser) -> None:
    someone = person()
    token = csrf(stranger.get("/staff/login"))
    answer = stranger.post(
        "/staff/login?include_auth_token",
        json={"email": someone.email, "password": someone.password},
        headers={"Accept": "application/json", "X-CSRFToken": token},
    )
    assert answer.mimetype == "text/html"
    assert stranger.get("/staff/", headers={"Accept": "application/json"}).status_code == 303


@pytest.mark.parametrize("page", ["/staff/letters/night-train", "/staff/letters/night-train/export/csv"])
def test_a_letter_of_another_campaign_is_not_there(app: Flask, page: str) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    visitor = browser(app)
    sign_in(visitor, person(role=OWNER, campaign="Harbour"))
    assert visitor.get(page).status_code == 404
    assert "night-train" not in visitor.get("/staff/").text
    assert visitor.get(page.replace("night-train", "harbour")).status_code == 200


def test_a_person_without_a_campaign_sees_no_letter(app: Flask) -> None:
    make.letter("harbour", campaign="Harbour")
    visitor = browser(app)
    sign_in(visitor, person(campaign="Harbour"))
    make.letter()
    assert "night-train" not in visitor.get("/staff/").text


@pytest.mark.parametrize(("role", "status"), [(OWNER, 200), (EDITOR, 200), (REVIEWER, 200), (VIEWER, 404)])
def test_a_viewer_cannot_take_the_list_away(app: Flask, role: str, status: int) -> None:
    make.letter()
    visitor = browser(app)
    sign_in(visitor, person(role=role))
    assert visitor.get("/staff/letters/night-train").status_code == 200
    assert visitor.get("/staff/letters/night-train/export/csv").status_code == status
    assert ("/export/" in visitor.get("/staff/letters/night-train").text) is (status == 200)


def test_a_viewer_sees_how_many_are_held_but_not_who_and_cannot_review(app: Flask, stranger: Browser) -> None:
    make.letter()
    make.verified(stranger, email="ada@gmail.com")
    [held] = make.signatures("held")
    visitor = browser(app)
    sign_in(visitor, person(role=VIEWER))
    assert "Ada Quill" not in visitor.get("/staff/letters/night-train").text
    for act in ("accept", "strike"):
        to = f"/staff/letters/night-train/signatures/{held.id}/{act}"
        assert send(visitor, "/staff/", to=to, reason="no").status_code == 404
    assert make.signatures("held")
