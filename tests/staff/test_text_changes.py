"""Staff see who has answered about a changed text, settle names without a mailbox, and may end the asking early."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from signon.database import db, now, transaction
from signon.letters.changes import Change
from signon.letters.models import Letter
from signon.letters.publishing import as_file, publish, take_file
from signon.signatures.models import HELD, VERIFIED
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.outreach.guests import circulating
from tests.signatures import changed
from tests.signatures.changed import change_for_good, clarify, day_passes, links, said, work
from tests.signatures.own import agreed
from tests.staff.people import Browser, browser, csrf, person, send, sign_in

PAGE = "/staff/letters/night-train/changed-texts"


@pytest.fixture
def letter(stranger: Browser) -> Letter:
    """A letter with a changed text, about which one organization is asked and one, brought on paper, cannot be."""
    made = make.letter()
    make.verified(stranger)
    make.listed(made, ["Überland Guild"])
    change_for_good(made)
    work()
    return made


def acts() -> list[str]:
    """What the audit says was done."""
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_the_list_is_searched_without_accents_and_filtered_by_what_was_said(letter: Letter, owner: Browser) -> None:
    assert "Told: 2 of 2." in owner.get(PAGE).text
    found = owner.get(f"{PAGE}?q=uber&answer=unreached").text
    assert "Überland Guild" in found
    assert "Night Owls Union" not in found
    assert "No name fits" in owner.get(f"{PAGE}?answer=kept").text


def test_what_a_signee_told_the_staff_is_noted_and_leaves_a_trace(letter: Letter, owner: Browser) -> None:
    owls, paper = (one.id for one in make.signatures())
    assert send(owner, PAGE, to=f"{PAGE}/{paper}", do="keep").status_code == 303
    assert send(owner, PAGE, to=f"{PAGE}/{owls}", do="withdraw").status_code == 303
    assert (said().kept, said().withdrew, agreed(letter)) == (1, 1, (1, 0, 0, 0))
    assert acts() == ["asking.kept", "asking.taken_off"]
    assert send(owner, PAGE, to=f"{PAGE}/{owls}", do="keep").status_code == 404
    work()
    assert changed.newest().settled_at is not None


def test_the_asking_ends_early_only_with_the_box_ticked(letter: Letter, owner: Browser) -> None:
    assert send(owner, PAGE, to=f"{PAGE}/end").status_code == 422
    assert send(owner, PAGE, to=f"{PAGE}/unreached", do="keep").status_code == 303
    assert send(owner, PAGE, to=f"{PAGE}/end", sure="y").status_code == 303
    assert (changed.newest().answer_by or now()) <= now()
    day_passes()
    work()
    assert [one.printed_name for one in make.signatures(VERIFIED)] == ["Überland Guild"]
    assert [one.printed_name for one in make.signatures(HELD)] == ["Night Owls Union"]
    assert acts() == ["asking.all_kept", "asking.ended", "asking.silent"]
    refused = owner.post(f"{PAGE}/end", data={"sure": "y", "csrf_token": csrf(owner.get(PAGE))}, follow_redirects=True)
    assert "This question is settled already." in refused.text


def test_a_reviewer_notes_answers_and_only_editors_end_the_asking(letter: Letter, app: Flask) -> None:
    reviewer = browser(app)
    sign_in(reviewer, person("ray@nightline.org", "reviewer", "Night Line"))
    page = reviewer.get(PAGE)
    assert "They keep it" in page.text
    assert "End the asking early" not in page.text
    assert send(reviewer, PAGE, to=f"{PAGE}/end", sure="y").status_code == 404


def test_the_public_page_says_how_many_have_confirmed_but_not_of_a_letter_in_safe_mode(
    letter: Letter, stranger: Browser
) -> None:
    assert "0 of 2 have confirmed" in stranger.get("/letters/night-train").text
    stranger.post(links()["ada@nightowls.org"], data={"authorized": "y", "text": "2"})
    assert "1 of 2 have confirmed" in stranger.get("/letters/night-train").text
    shy = make.letter("shy-train", safe_mode=True)
    make.verified(stranger, "shy-train", organization="Bo Guild")
    change_for_good(shy)
    page = stranger.get("/letters/shy-train")
    assert "are asked whether they agree." in page.text
    assert "have confirmed" not in page.text
    assert stranger.get("/letters/shy-train/texts").headers["X-Robots-Tag"] == "noindex, nofollow"


def test_every_text_can_be_read_with_its_reason_and_what_changed(letter: Letter, stranger: Browser) -> None:
    clarify(letter, changed.NEW_TEXT + "\nAnd on Sundays.\n", why="Sundays were meant")
    page = stranger.get("/letters/night-train/texts").text
    assert (
        page.index("Text 3: Clarification") < page.index("Text 2: Material change") < page.index("Text 1: First text")
    )
    assert "Sundays were meant" in page
    assert "And on Sundays." not in stranger.get("/letters/night-train/texts?number=2").text
    for wrong in ("4", "x", "0"):
        assert stranger.get(f"/letters/night-train/texts?number={wrong}").status_code == 404
    make.letter("draft-train", published=False)
    assert stranger.get("/letters/draft-train/texts").status_code == 404


def test_what_stood_there_while_only_the_invited_could_read_it_is_not_shown_to_everybody(stranger: Browser) -> None:
    letter = circulating()
    with transaction():
        at = now()
        file = replace(as_file(letter), body=as_file(letter).body + "\nEvery night.\n")
        take_file(file, letter.slug, change=Change("the hours were missing"), keys=make.keys(), at=at)
    with transaction():
        publish(letter, now())
    page = stranger.get("/letters/night-train/texts")
    assert "the hours were missing" not in page.text and "Text 1" not in page.text
    assert stranger.get("/letters/night-train/texts?number=1").status_code == 404
    assert "Every night." in stranger.get("/letters/night-train/texts?number=2").text
