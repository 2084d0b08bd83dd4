"""The pages about documents: what was handed over, checking a copy of it, and waiting for a large one."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.test import TestResponse

from signon.press import Press
from signon.press.worker import draw_at_once
from tests import make
from tests.browser import Browser

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
KIND = "multipart/form-data; boundary=x"
NO_FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n'


def document_pages(app: Flask, visitor: Browser) -> Iterator[Shown]:
    """All of them, of letters made for it."""
    letter = make.letter("printed-train", addressees=({"name": "Ada Quill", "title": "Minister"},))
    make.listed(letter, ["Alder Union", "R&D <Coalition>"])
    yield from _waiting(app, visitor)
    edition = make.delivered(letter)
    yield "documents.edition", "before its files are drawn", visitor.get(f"/editions/{edition.code}")
    draw_at_once(edition, Press.of(app.config))
    make.listed(letter, ["Late Union"])
    addendum = make.addendum(letter)
    yield "documents.edition", "drawn", visitor.get(f"/editions/{edition.code}")
    yield "documents.edition", "an addendum, in Spanish", visitor.get(f"/es/editions/{addendum.code}")
    yield "checking.check", "the form", visitor.get("/check")
    digest = visitor.get(f"/editions/{edition.code}/letter.pdf").headers["ETag"].strip('"')
    yield "checking.check", "a genuine copy", visitor.get(f"/check?sha256={digest}")
    yield "checking.check", "another file", visitor.get(f"/es/check?sha256={'0' * 64}")
    yield "checking.check_code", "what a code stands for", visitor.get(f"/check/{edition.code}")
    yield "checking.check_code", "a made-up code", visitor.get("/check/22222222")
    yield "checking.check_file", "without a file", visitor.post("/check", data=NO_FILE, content_type=KIND)


def _waiting(app: Flask, visitor: Browser) -> Iterator[Shown]:
    """A document that is too large to be drawn at once."""
    usual = app.config["DRAWN_AT_ONCE"]
    app.config["DRAWN_AT_ONCE"] = 0
    try:
        for path in ("/letters/printed-train/letter.pdf", "/es/letters/printed-train/letter.pdf"):
            yield "documents.letter_pdf", "it is being drawn", visitor.get(path)
    finally:
        app.config["DRAWN_AT_ONCE"] = usual
