"""What was handed over is public, and stays as it is: its page, its files, the short address on its last page."""

from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.press import Press
from signon.press.worker import draw_at_once
from signon.signatures.edition_models import Edition
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make

NAMES = ["Aldermoor Readers", "Willow Guild", "Zinnia Circle"]
TO = {"name": "Ada Quill", "title": "Minister"}


def handed_over(app: Flask, slug: str = "night-train", **front: object) -> tuple[Letter, Edition]:
    """A letter with three names, and what was handed over of it, drawn."""
    letter = make.letter(slug, addressees=(TO,), **front)
    make.listed(letter, NAMES)
    edition = make.delivered(letter)
    draw_at_once(edition, Press.of(app.config))
    return letter, edition


def test_the_page_of_an_edition_says_what_was_handed_over_and_what_became_of_it(
    app: Flask, client: FlaskClient
) -> None:
    letter, edition = handed_over(app)
    page = client.get(f"/editions/{edition.code}")
    assert page.status_code == 200
    for said in ("Run the night train again", "Ada Quill, Minister", "3 organizations", edition.sha256):
        assert said in page.text, said
    pdf = client.get(f"/editions/{edition.code}/letter.pdf")
    assert sha256(pdf.data).hexdigest() in page.text
    assert "Withdrawn since" not in page.text
    row = next(row for row in make.signatures() if row.printed_name == "Willow Guild")
    with transaction():
        withdraw(Found(row, letter), now())
    page = client.get(f"/editions/{edition.code}")
    assert "Withdrawn since" in page.text and "Willow Guild" in page.text
    assert client.get(f"/editions/{edition.code}/letter.pdf").data == pdf.data


def test_the_files_of_an_edition_may_be_kept_for_good_and_bear_the_letters_name(
    app: Flask, client: FlaskClient
) -> None:
    _, edition = handed_over(app)
    for file, name, kind in (
        ("letter.pdf", 'inline; filename="night-train.pdf"', "application/pdf"),
        ("signees.csv", 'attachment; filename="night-train.csv"', "text/csv"),
        ("signees.json", 'attachment; filename="night-train.json"', "application/json"),
    ):
        answer = client.get(f"/editions/{edition.code}/{file}")
        assert (answer.status_code, answer.headers["Content-Disposition"], answer.mimetype) == (200, name, kind)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["ETag"] == f'"{sha256(answer.data).hexdigest()}"'
        same = client.get(f"/editions/{edition.code}/{file}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (same.status_code, same.data, same.headers["Cache-Control"]) == (
            304,
            b"",
            answer.headers["Cache-Control"],
        )
        for known in ({}, {"If-None-Match": answer.headers["ETag"]}):
            part = client.get(f"/editions/{edition.code}/{file}", headers={"Range": "bytes=2-9", **known})
            assert (part.status_code, part.data) == (206, answer.data[2:10])


def test_after_delivery_the_letters_own_pdf_is_what_was_handed_over(app: Flask, client: FlaskClient) -> None:
    _, edition = handed_over(app)
    pdf = client.get("/letters/night-train/letter.pdf")
    assert pdf.data == client.get(f"/editions/{edition.code}/letter.pdf").data
    assert pdf.headers["Cache-Control"] == "no-cache", "the address led elsewhere before"
    same = client.get("/letters/night-train/letter.pdf", headers={"If-None-Match": pdf.headers["ETag"]})
    assert same.status_code == 304


def test_an_addendum_has_a_page_and_files_of_its_own_beside_what_was_handed_over_first(
    app: Flask, client: FlaskClient
) -> None:
    letter, edition = handed_over(app)
    make.listed(letter, ["Late Guild"])
    addendum = make.addendum(letter)
    draw_at_once(addendum, Press.of(app.config))
    page = client.get(f"/editions/{addendum.code}")
    assert "Addendum 1" in page.text and f"/editions/{edition.code}" in page.text
    assert f"/editions/{addendum.code}" in client.get(f"/editions/{edition.code}").text
    file = client.get(f"/editions/{addendum.code}/signees.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="night-train-addendum-1.csv"'
    assert "Late Guild" in file.text and "Willow Guild" not in file.text


def test_a_file_that_is_not_drawn_yet_is_waited_for(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DRAWN_AT_ONCE", 0)
    _, edition = handed_over(app)
    for path in (f"/editions/{edition.code}/letter.pdf", "/letters/night-train/letter.pdf"):
        page = client.get(path)
        assert (page.status_code, page.headers["Refresh"], page.headers["Cache-Control"]) == (202, "5", "no-store")
    assert "being drawn" in client.get(f"/editions/{edition.code}").text


def test_a_code_is_found_however_it_is_typed_and_only_where_something_was_handed_over(
    app: Flask, client: FlaskClient
) -> None:
    _, edition = handed_over(app)
    short = client.get(f"/e/{edition.code}")
    assert (short.status_code, short.location) == (303, f"/check/{edition.code}")
    typed = f"{edition.code[:4]}-{edition.code[4:]}".lower()
    assert client.get(f"/editions/{typed}").status_code == 200
    other = make.letter("draft-train")
    make.listed(other, NAMES)
    draft = make.draft(other)
    for code in ("22222222", draft.code, "x" * 300, "%00"):
        for path in ("", "/letter.pdf", "/signees.csv"):
            assert client.get(f"/editions/{code}{path}").status_code in (400, 404), code
    for file in ("letter.csv", "content.json", "signees.html", "letter.pdf/"):
        assert client.get(f"/editions/{edition.code}/{file}").status_code == 404


def test_search_engines_do_not_find_what_a_letter_in_safe_mode_handed_over(app: Flask, client: FlaskClient) -> None:
    _, edition = handed_over(app, "safe-train", safe_mode=True)
    for path in ("", "/letter.pdf", "/signees.csv"):
        assert client.get(f"/editions/{edition.code}{path}").headers["X-Robots-Tag"] == "noindex, nofollow"
