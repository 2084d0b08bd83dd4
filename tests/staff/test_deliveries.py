"""Staff keep the delivery log, send the covering mail, and say which answers everybody reads."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from signon.database import db, now
from signon.signatures.edition_models import Answer
from signon.staff.models import EDITOR, REVIEWER, VIEWER
from tests import make
from tests.mail.covering import TO, colleague, drawn, letter_with_edition, log, send
from tests.mail.sinks import states
from tests.signatures.pictures import picture
from tests.staff.people import Browser, browser, csrf, person, sign_in

PAGE = "/staff/letters/night-train"
LOG, MAIL, ANSWERS = f"{PAGE}/deliveries", f"{PAGE}/covering", f"{PAGE}/answers"
WORDS = {"addressee": "Ada Quill", "to": TO, "reply_to": "ida@nightline.org", "subject": "A letter", "text": "Here."}


def post(visitor: Browser, path: str, page: str = LOG, /, **typed: Any) -> Any:
    """What comes back when a form of `page` goes to `path`."""
    boundary, data = encode_multipart({"csrf_token": csrf(visitor.get(page)), **typed})
    return visitor.post(path, data=data, content_type=f"multipart/form-data; boundary={boundary}")


def note(visitor: Browser, edition_id: int, **changed: Any) -> Any:
    """Note a delivery as the form begins it, or as `changed` says."""
    page = visitor.get(LOG).text
    day, clock = (re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("day", "clock"))  # type: ignore[index]
    typed = {"edition": str(edition_id), "addressee": "Ada Quill", "way": "hand", "day": day, "clock": clock}
    return post(visitor, LOG, **{**typed, **changed})


def test_before_the_delivery_the_page_says_what_to_do_first(owner: Browser) -> None:
    make.letter()
    page = owner.get(LOG)
    assert "First deliver the letter" in page.text and 'name="way"' not in page.text
    assert owner.get(MAIL).location == LOG
    assert "Nothing was handed over yet" in owner.get(PAGE).text
    assert post(owner, LOG, PAGE, edition="1").status_code == 400
    assert post(owner, MAIL, PAGE, do="send", **WORDS).status_code == 400


def test_a_delivery_is_noted_with_a_photograph_that_comes_back_only_as_a_file(owner: Browser) -> None:
    _letter, edition = letter_with_edition()
    photograph = picture("JPEG", (2600, 1800), comment=b"Canary" * 10_000) + bytes(3_000_000)
    file = FileStorage(io.BytesIO(photograph), "stämped.jpg")
    assert note(owner, edition.id, note="Room 4", receipt=file).status_code == 303
    page = owner.get(LOG).text
    assert "Ada Quill" in page and "Room 4" in page and "stämped.jpg" in page
    [line] = log()
    receipt = owner.get(f"{LOG}/{line.id}/receipt")
    assert receipt.data == line.receipt and b"Canary" not in receipt.data
    assert receipt.content_type == "image/jpeg"
    assert receipt.headers["Content-Disposition"].startswith("attachment; filename")
    assert receipt.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert receipt.headers["X-Content-Type-Options"] == "nosniff"
    assert receipt.headers["Cache-Control"] == "no-store"
    public = browser(owner.application).get("/letters/night-train").text
    assert "Delivered to Ada Quill on" in public and "by hand." in public
    assert "Room 4" not in public and "receipt" not in public.lower()
    kept = f"{LOG}/{line.id}"
    post(owner, f"{kept}/remove")
    assert log() == []
    assert owner.get(f"{kept}/receipt").status_code == 404
    assert "Delivered to" not in browser(owner.application).get("/letters/night-train").text


def test_a_form_with_faults_says_them_all_and_keeps_what_was_typed(owner: Browser) -> None:
    _letter, edition = letter_with_edition()
    wrong = {
        "addressee": "",
        "day": "tomorrow",
        "note": "Room <4>",
        "receipt": FileStorage(io.BytesIO(b"no picture"), "r.png"),
    }
    answer = note(owner, edition.id, **wrong)
    assert answer.status_code == 422
    for said in ("to whom, as the letter names them", "Please write a day", "could not be read", "Room &lt;4&gt;"):
        assert said in answer.text
    later = note(owner, edition.id, day="2100-01-01", receipt=FileStorage(io.BytesIO(b"%PDF-"), "r.pdf"))
    assert "between the edition and now" in later.text and "choose the file again" in later.text
    assert note(owner, 2**70).status_code == 400
    assert post(owner, ANSWERS, **{"answer-text": "<i>Yes"}).status_code == 422
    assert log() == []
    assert note(owner, edition.id, receipt=FileStorage(io.BytesIO(bytes(10_000_000)), "r.pdf")).status_code == 413


def test_the_covering_mail_is_looked_at_tried_on_oneself_and_then_sent(owner: Browser) -> None:
    letter, edition = letter_with_edition()
    begun = owner.get(MAIL).text
    assert "With this email we hand you the letter" in begun and 'value="ida@nightline.org"' in begun
    assert "Send it to the addressee" not in begun, "it is looked at first"
    edition_id = str(edition.id)
    seen = post(owner, MAIL, MAIL, editions=edition_id, do="preview", **WORDS)
    assert "This is how it will arrive" in seen.text and "still being drawn" in seen.text
    assert states() == []
    tested = post(owner, MAIL, MAIL, editions=edition_id, do="test", **WORDS)
    assert "A test is on its way to ida@nightline.org" in tested.text
    assert (make.newest_mail("covering").to, log()) == ("ida@nightline.org", [])
    for _ in range(2):
        assert post(owner, MAIL, MAIL, editions=edition_id, do="send", **WORDS).location == LOG
    assert make.newest_mail("covering").to == TO
    assert (len(states()), len(log())) == (2, 1)
    page = owner.get(LOG).text
    assert "Waiting" in page and TO in page and "Do not send it" in page
    assert TO not in browser(owner.application).get("/letters/night-train").text
    post(owner, f"{LOG}/{log()[0].id}/remove")
    assert (states(), log()) == (["queued"], []), "the test is still on its way"
    assert drawn(edition) and letter.slug == "night-train"


def test_a_covering_mail_with_faults_is_not_sent_and_keeps_its_words(owner: Browser) -> None:
    letter, edition = letter_with_edition()
    wrong = {**WORDS, "to": "nobody", "reply_to": "a@b.org\nBcc: v@x.org", "subject": "A\r\nBcc: v@x.org", "text": ""}
    answer = post(owner, MAIL, MAIL, do="send", editions=str(edition.id + 100), **wrong)
    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 4
    assert 'value="nobody"' in answer.text
    assert states() == []
    make.listed(letter, ["Harbour Choir"])
    addendum = make.addendum(letter)
    both = owner.get(MAIL).text
    assert both.count('type="checkbox"') == 2
    typed = {**WORDS, "editions": [str(edition.id), str(addendum.id)]}
    assert post(owner, MAIL, MAIL, do="send", **typed).status_code == 303
    assert sorted(line.edition_id for line in log()) == [edition.id, addendum.id]


def test_an_answer_is_public_above_the_letter_when_staff_say_so(owner: Browser, stranger: Browser) -> None:
    letter_with_edition()
    typed = {"answer-addressee": "Ada <Quill>", "answer-day": "2026-01-02", "answer-text": "No & why.\n\nKindly\nA."}
    assert post(owner, ANSWERS, **typed).status_code == 303
    assert "No &amp; why." not in stranger.get("/letters/night-train").text
    [row] = db.session.query(Answer)
    answer = f"{ANSWERS}/{row.id}"
    assert post(owner, f"{answer}/decide", do="show").status_code == 303
    page = stranger.get("/letters/night-train").text
    assert "Ada &lt;Quill&gt;" in page and "January 2, 2026" in page
    assert page.index("No &amp; why.") < page.index("Kindly\nA.") < page.index('class="text"')
    assert post(owner, answer, answer, **{**typed, "answer-text": ""}).status_code == 422
    assert (
        post(owner, answer, answer, **{**typed, "answer-text": "Yes.", "answer-day": "2026-01-03"}).status_code == 303
    )
    page = stranger.get("/letters/night-train").text
    assert "Yes." in page and "No &amp; why." not in page and "January 3, 2026" in page
    post(owner, f"{answer}/decide", do="hide")
    assert "Yes." not in stranger.get("/letters/night-train").text
    assert post(owner, f"{answer}/decide", do="explode").status_code == 400
    post(owner, f"{answer}/decide", do="remove")
    assert owner.get(answer).status_code == 404
    shown = {**typed, "show": "y", "answer-text": "At once."}
    assert post(owner, ANSWERS, **shown).status_code == 303
    assert "At once." in stranger.get("/letters/night-train").text


@pytest.mark.parametrize(("role", "campaign"), [(REVIEWER, ""), (VIEWER, ""), (EDITOR, "Harbour")])
def test_who_may_not_change_the_letter_hands_nothing_over(app: Flask, role: str, campaign: str) -> None:
    letter, edition = letter_with_edition()
    make.letter("harbour", campaign="Harbour")
    [line] = send(letter, [edition], by=colleague("other@nightline.org"), at=now())
    visitor = browser(app)
    sign_in(visitor, person(role=role, campaign=campaign))
    for page in (LOG, MAIL, f"{LOG}/{line.id}/receipt", f"{ANSWERS}/1"):
        assert visitor.get(page).status_code == 404
    for to in (LOG, f"{LOG}/{line.id}/remove", MAIL, ANSWERS, f"{ANSWERS}/1", f"{ANSWERS}/1/decide"):
        assert post(visitor, to, "/staff/", do="send", **WORDS).status_code in (400, 404)
    assert (len(log()), len(states())) == (1, 1)
    other = "/staff/letters/harbour/deliveries"
    if campaign:
        assert visitor.get(other).status_code == 200
        assert post(visitor, f"{other}/{line.id}/remove", other).status_code == 404
