"""Staff pause a letter, hold every new name, end a surge, and decide about comments."""

import pytest
from flask import Flask

from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.staff.models import EDITOR, REVIEWER, VIEWER
from tests import make
from tests.staff.people import Browser, browser, person, send, sign_in

PAGE = "/staff/letters/night-train"
PETITION = "/staff/letters/sunday-train"


def letter(slug: str = "night-train") -> Letter:
    """The letter, read anew."""
    make.signatures()
    found = with_slug(slug)
    assert found is not None
    return found


def press(visitor: Browser, do: str) -> int:
    """Press the button that says `do`; the status of the answer."""
    return send(visitor, PAGE, to=f"{PAGE}/controls", do=do).status_code


def test_pausing_and_resuming_are_said_on_the_page(owner: Browser) -> None:
    make.letter()
    assert press(owner, "pause") == 303
    since = letter().paused_at
    assert since is not None
    assert "New signatures are paused since" in owner.get(PAGE).text
    press(owner, "pause")
    assert letter().paused_at == since
    press(owner, "resume")
    assert letter().paused_at is None
    assert "paused since" not in owner.get(PAGE).text


def test_every_new_name_is_held_until_staff_choose_otherwise(owner: Browser, stranger: Browser) -> None:
    make.letter()
    press(owner, "reviewed")
    make.verified(stranger)
    assert [row.state for row in make.signatures()] == ["held"]
    press(owner, "known")
    assert letter().listing == "known"
    press(owner, "reviewed")
    press(owner, "proven")
    assert letter().listing == "proven"
    make.verified(stranger, organization="Harbour Choir")
    assert [row.state for row in make.signatures()] == ["held", "verified"]


@pytest.mark.parametrize("do", ["", "explode", "PAUSE"])
def test_a_button_that_there_is_not_does_nothing(owner: Browser, do: str) -> None:
    made = make.letter()
    assert press(owner, do) == 400
    assert letter().paused_at is None and letter().listing == made.listing


def test_a_surge_is_shown_with_what_it_holds_and_ended_by_a_press(owner: Browser, stranger: Browser) -> None:
    make.letter()
    with transaction():
        letter().surge_at = now()
    make.verified(stranger)
    page = owner.get(PAGE).text
    assert "Many new names came at once. Since" in page and "1 name is held because many came at once." in page
    assert press(owner, "calm") == 303
    calm = letter()
    assert calm.surge_at is None and calm.calm_until is not None
    page = owner.get(PAGE).text
    assert "Many new names came at once. Since" not in page and "1 name is held because" in page
    make.verified(stranger, organization="Harbour Choir")
    assert [row.state for row in make.signatures()] == ["held", "verified"]


@pytest.mark.parametrize("role", [REVIEWER, VIEWER])
def test_who_does_not_edit_controls_nothing(app: Flask, role: str) -> None:
    make.letter()
    with transaction():
        letter().surge_at = now()
    visitor = browser(app)
    sign_in(visitor, person(role=role))
    page = visitor.get(PAGE).text
    assert "Pause new signatures" not in page and "This is no attack" not in page
    for do in ("pause", "reviewed", "calm"):
        assert send(visitor, "/staff/", to=f"{PAGE}/controls", do=do).status_code == 404
    assert letter().surge_at is not None and letter().paused_at is None


def test_an_editor_of_another_campaign_controls_nothing(app: Flask) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    visitor = browser(app)
    sign_in(visitor, person(role=EDITOR, campaign="Harbour"))
    assert send(visitor, "/staff/", to=f"{PAGE}/controls", do="pause").status_code == 404
    assert letter().paused_at is None


# ---- comments


@pytest.fixture
def commented(stranger: Browser) -> int:
    """A petition's signature whose comment waits."""
    make.petition()
    make.verified(stranger, "sunday-train", comment="The bus takes two hours.")
    return make.signatures()[0].id


def decide(visitor: Browser, signature_id: int, do: str, page: str = PETITION) -> int:
    """Press Show or Do not show; the status of the answer."""
    return send(visitor, "/staff/", to=f"{page}/signatures/{signature_id}/comment", do=do).status_code


def test_a_comment_waits_until_staff_show_it(owner: Browser, stranger: Browser, commented: int) -> None:
    assert "The bus takes two hours." in owner.get(PETITION).text
    assert "The bus takes" not in stranger.get("/letters/sunday-train").text
    assert decide(owner, commented, "show") == 303
    page = owner.get(PETITION).text
    assert "The comment is shown." in page and "Show no longer" in page
    assert "The bus takes two hours." in stranger.get("/letters/sunday-train").text
    decide(owner, commented, "show")
    assert "Nothing changed" in owner.get(PETITION).text


def test_a_comment_that_is_not_shown_is_gone(owner: Browser, stranger: Browser, commented: int) -> None:
    assert decide(owner, commented, "hide") == 303
    assert "The bus takes" not in owner.get(PETITION).text
    assert "The bus takes" not in stranger.get("/letters/sunday-train").text


def test_a_comment_that_was_shown_can_be_taken_off(owner: Browser, stranger: Browser, commented: int) -> None:
    decide(owner, commented, "show")
    decide(owner, commented, "hide")
    assert "The bus takes" not in stranger.get("/letters/sunday-train").text


def test_a_comment_is_reached_through_its_own_letter_and_by_those_who_review(
    app: Flask, owner: Browser, commented: int
) -> None:
    make.letter()
    assert decide(owner, commented, "show", PAGE) == 404
    visitor = browser(app)
    sign_in(visitor, person("vera@nightline.org", VIEWER))
    assert "The bus takes" not in visitor.get(PETITION).text
    assert decide(visitor, commented, "show") == 404
    assert make.signatures()[0].comment_waits
