"""Staff write to the organizations that left word, and put those with a standing delegation on the list."""

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.letters import controls
from signon.mail.models import OutboxMail
from signon.mail.outbox import AGAIN, DELEGATED, unseal
from signon.staff.models import EDITOR, REVIEWER
from tests import make
from tests.signatures.word import MOTHS, OWLS, delegates, first_letter, found, here, next_letter, wants_the_next
from tests.staff.people import Browser, browser, person, send, sign_in

PAGE = "/staff/letters/night-train"
ASK, DELEGATIONS = f"{PAGE}/ask-again", f"{PAGE}/delegations"


@pytest.fixture
def word(app: Flask) -> None:
    """One organization wants to hear of the next letter, another gave a standing delegation."""
    first_letter()
    next_letter()
    wants_the_next(found("first-train"), OWLS)
    delegates(found("first-train"), MOTHS)


def mails(kind: str) -> list[dict[str, str]]:
    """What the mails of this kind say."""
    db.session.rollback()
    return [unseal(row, make.keys()) for row in db.session.query(OutboxMail).filter_by(kind=kind)]


@pytest.mark.usefixtures("word")
def test_the_page_of_the_letter_says_how_many_left_word(owner: Browser) -> None:
    page = owner.get(PAGE).text
    assert "1 organization asked to hear of the next letter" in page
    assert "1 organization gave the campaign a standing delegation" in page
    assert f'href="{ASK}"' in page and f'href="{DELEGATIONS}"' in page


@pytest.mark.usefixtures("word")
def test_who_is_written_to_is_named_first_and_looking_writes_to_nobody(owner: Browser) -> None:
    page = owner.get(ASK)
    assert page.status_code == 200
    assert "1 organization gets a mail" in page.text and OWLS in page.text and MOTHS not in page.text
    page = owner.get(DELEGATIONS)
    assert "1 organization is put on the list at once" in page.text and MOTHS in page.text and OWLS not in page.text
    assert here() == [] and mails(AGAIN) == []


@pytest.mark.usefixtures("word")
def test_writing_to_them_keeps_a_mail_with_one_link_that_signs(owner: Browser, stranger: Browser) -> None:
    answer = send(owner, ASK)
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = owner.get(PAGE).text
    assert "1 organization is written to now." in page and "No organization waits to hear of this letter." in page
    [mail] = mails(AGAIN)
    assert (mail["to"], mail["name"]) == ("night@gmail.com", OWLS) and mail["code"]
    assert stranger.post(f"/verify/{mail['token']}", data={"authorized": "y"}).status_code == 303
    assert [row.state for row in here()] == ["verified"]
    send(owner, ASK, to=ASK)
    assert len(mails(AGAIN)) == 1


@pytest.mark.usefixtures("word")
def test_putting_them_on_the_list_tells_each_with_a_link_to_its_entry(owner: Browser) -> None:
    answer = send(owner, DELEGATIONS)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "1 organization is on the list now." in owner.get(PAGE).text
    [mail] = mails(DELEGATED)
    assert (mail["to"], mail["name"], mail["state"]) == ("moth@gmail.com", MOTHS, "verified")
    assert len(mail["until"]) == len("2027-01-31") and mail["token"]
    assert "Moth Watchers League" in owner.get("/letters/night-train").text
    assert owner.get("/letters/night-train/count.json").get_json()["organizations"] == 1


@pytest.mark.usefixtures("word")
def test_where_every_new_name_is_held_the_page_says_so_before_and_after(owner: Browser) -> None:
    with transaction():
        controls.list_by(found("night-train"), "reviewed")
    assert "held for review first" in owner.get(DELEGATIONS).text
    send(owner, DELEGATIONS)
    page = owner.get(PAGE).text
    assert "1 organization is held for review." in page
    review = owner.get(f"{PAGE}/review").text
    assert "Standing delegation" in review and "Says that it is" in review
    assert [row.state for row in here()] == ["held"]


@pytest.mark.usefixtures("word")
def test_a_paused_letter_writes_to_nobody_and_says_why(owner: Browser) -> None:
    with transaction():
        controls.pause(found("night-train"), now())
    send(owner, ASK)
    assert "New signatures are paused. Please resume them first." in owner.get(PAGE).text
    assert mails(AGAIN) == []


@pytest.mark.usefixtures("word")
@pytest.mark.parametrize("page", [ASK, DELEGATIONS])
def test_who_reviews_but_does_not_edit_writes_to_nobody(app: Flask, page: str) -> None:
    visitor = browser(app)
    sign_in(visitor, person(role=REVIEWER))
    assert visitor.get(page).status_code == 404
    assert send(visitor, PAGE, to=page).status_code == 404
    assert "Organizations that asked to be remembered" not in visitor.get(PAGE).text
    assert here() == []


@pytest.mark.usefixtures("word")
@pytest.mark.parametrize("page", [ASK, DELEGATIONS])
def test_an_editor_of_another_campaign_finds_nothing(app: Flask, page: str) -> None:
    make.letter("harbour", campaign="Harbour")
    visitor = browser(app)
    sign_in(visitor, person(role=EDITOR, campaign="Harbour"))
    assert visitor.get(page).status_code == 404
    assert send(visitor, "/staff/letters/harbour", to=page).status_code == 404


def test_a_letter_that_is_closed_or_a_petition_offers_nothing_of_this(owner: Browser) -> None:
    make.petition()
    make.letter("over", deadline="2024-01-31 17:00")
    for slug in ("sunday-train", "over"):
        assert "Organizations that asked to be remembered" not in owner.get(f"/staff/letters/{slug}").text
