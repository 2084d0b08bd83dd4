"""Staff lay a letter out on paper by hand, and see its first and its last page as they would print."""

import io
import re

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.layout import layout_of
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.letters.reading import Layout
from signon.staff.models import REVIEWER
from signon.wording.readings import letterhead_of
from tests import make
from tests.browser import browser
from tests.signatures.pictures import PICTURE, SIGNATURE
from tests.staff.people import Browser, csrf, person, send, sign_in

LETTER = "/staff/letters/night-train"
PAGE, HEAD = f"{LETTER}/layout", f"{LETTER}/letterhead"
CHOSEN = {
    "columns": "3",
    "filling": "filled",
    "grouped_by": "state",
    "conveners": "first",
    "representative": "y",
    "place": "y",
    "page_header": "{{ undersigned }} for the night train",
    "quote_2": "The bus takes two hours.",
    "by_2": "Ada Quill",
}


def letter() -> Letter:
    """The letter, read anew."""
    db.session.rollback()
    found = with_slug("night-train")
    assert found is not None
    db.session.refresh(found)
    return found


def upload(visitor: Browser, data: bytes, alt: str = "Night Line", token: str = "") -> TestResponse:
    """Send a file as the letterhead, as the form does. (A client's own way would keep a large one on the disk.)"""
    parts = {"csrf_token": token or csrf(visitor.get("/staff/")), "alt": alt}
    head = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{parts[name]}\r\n' for name in parts
    )
    head += '--edge\r\nContent-Disposition: form-data; name="letterhead"; filename="head.png"\r\n\r\n'
    body = head.encode() + data + b"\r\n--edge--\r\n"
    return visitor.post(HEAD, data=body, content_type="multipart/form-data; boundary=edge")


def test_what_is_chosen_is_kept_and_shown_and_printed(owner: Browser) -> None:
    made = make.letter()
    make.listed(made, ["Alder Union", "Zinnia Circle"])
    assert f'href="{PAGE}"' in owner.get(LETTER).text
    answer = send(owner, PAGE, **CHOSEN)
    assert (answer.status_code, answer.location) == (303, PAGE)
    details = ("representative", "place")
    assert layout_of(letter()) == Layout(3, True, "state", True, details, CHOSEN["page_header"])
    assert letter().quotes == [{"text": "The bus takes two hours.", "by": "Ada Quill"}]
    page = owner.get(PAGE).text
    for shown in (
        "Saved.",
        'value="{{ undersigned }} for the night train"',
        "The bus takes two hours.",
        'value="Ada Quill"',
    ):
        assert shown in page
    assert page.count("checked") == 6
    for which in ("first", "last"):
        picture = owner.get(f"{PAGE}/{which}.png")
        assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/png", "no-store")
        with Image.open(io.BytesIO(picture.data)) as image:
            assert 900 <= image.width <= 901 and image.height > 1000
    assert owner.get(f"{PAGE}/middle.png").status_code == 404


def test_what_cannot_be_printed_is_said_beside_its_field_and_nothing_typed_is_lost(owner: Browser) -> None:
    make.letter()
    for wrong, says in (
        ({"page_header": "{{ names }}"}, "means nothing here"),
        ({"by_2": ""}, "Please write who said it."),
        ({"grouped_by": "alphabet"}, "There is no such layout."),
    ):
        answer = send(owner, PAGE, **{**CHOSEN, **wrong})
        assert answer.status_code == 422
        for shown in (says, "The bus takes two hours.", wrong.get("page_header", "")):
            assert shown in answer.text
        assert re.search(r'<input[^>]* checked[^>]* value="filled"', answer.text)
    assert letter().layout == {} and letter().quotes == []


def test_a_letterhead_is_put_there_replaced_described_and_removed(owner: Browser, stranger: Browser) -> None:
    make.letter()
    for data, alt, says in ((PICTURE, "", "Please say in a few words"), (b"hello", "x", "could not be read")):
        answer = upload(owner, data, alt)
        assert answer.status_code == 422 and says in answer.text
    assert "There is no letterhead yet" in send(owner, PAGE, to=HEAD, alt="Night Line").text
    assert upload(owner, PICTURE).status_code == 303
    assert send(owner, PAGE, to=HEAD, alt="The Night Line").status_code == 303
    assert 'alt="The Night Line"' in owner.get(PAGE).text
    assert owner.get(f"{HEAD}.png").data[:8] == SIGNATURE
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>'
    upload(owner, svg)
    kept = letterhead_of(letter())
    assert kept is not None and (kept.width, kept.height) == (2400, 600)
    assert stranger.get(f"{HEAD}.png").location.startswith("/staff/login")
    for _ in range(2):
        assert send(owner, PAGE, to=f"{HEAD}/remove").status_code == 303
    assert letterhead_of(letter()) is None
    assert owner.get(f"{HEAD}.png").status_code == 404


def test_a_picture_of_many_megabytes_is_refused_before_it_is_read(owner: Browser, stranger: Browser) -> None:
    make.letter()
    answer = upload(owner, PICTURE + b"\0" * 3_000_000)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "larger than 1 MB" in owner.get(PAGE).text
    assert upload(stranger, b"\0" * 3_000_000, token="none").status_code == 413


def test_what_was_handed_over_can_be_looked_at_but_not_changed(owner: Browser) -> None:
    make.letter()
    upload(owner, PICTURE)
    with transaction():
        letter().delivered_at = now()
    page = owner.get(PAGE).text
    assert "was delivered" in page and "<fieldset disabled" in page and f'action="{HEAD}"' not in page
    token = csrf(owner.get("/staff/"))
    for to in (PAGE, HEAD):
        refused = owner.post(to, data={"csrf_token": token, **CHOSEN, "alt": "Another"})
        assert refused.status_code == 422 and "can no longer be changed" in refused.text
    owner.post(f"{HEAD}/remove", data={"csrf_token": token})
    kept = letterhead_of(letter())
    assert kept is not None and kept.alt == "Night Line" and letter().layout == {}


def test_a_long_list_is_not_drawn_while_somebody_waits(
    app: Flask, owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.listed(make.letter(), ["Alder Union"])
    monkeypatch.setitem(app.config, "DRAWN_AT_ONCE", 0)
    assert "too long to be shown here" in owner.get(PAGE).text
    assert owner.get(f"{PAGE}/first.png").status_code == 404


def test_who_may_not_change_the_letter_does_not_lay_it_out(app: Flask) -> None:
    make.letter()
    visitor = browser(app)
    sign_in(visitor, person(role=REVIEWER))
    assert PAGE not in visitor.get(LETTER).text
    for address in (PAGE, f"{PAGE}/first.png", f"{HEAD}.png"):
        assert visitor.get(address).status_code == 404
    for address in (PAGE, HEAD, f"{HEAD}/remove"):
        assert send(visitor, "/staff/", to=address, **CHOSEN).status_code == 404
    assert letter().layout == {}
