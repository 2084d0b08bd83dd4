"""The own entry as its owner sees it, and nobody else: state, proof, logo, the next letter, links of other kinds."""

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from signon.database import db, now, transaction
from signon.letters.changes import Change
from signon.letters.file import LetterFile
from signon.letters.publishing import take_file
from signon.signatures.models import Logo, SignatureToken
from signon.signatures.tokens import APPROVE, CODE, ENTRY, HANDOVER, OBJECT, VERIFY
from signon.signatures.ways import open_way
from tests import make
from tests.signatures.own import agreed, correct, forms, only, signed
from tests.signatures.pictures import PICTURE, bomb, file_of

TICK, SURE = {"authorized": "y"}, {"sure": "y"}
PATHS = ("", "/correct", "/representative", "/logo", "/logo.png", "/hand-over", "/next", "/delegation", "/withdraw")
PATHS += ("/not-us", "/proof.pdf")


def test_the_page_says_where_the_name_stands_what_was_signed_and_what_is_kept(client: FlaskClient) -> None:
    make.listed(make.letter(), ["Aldermoor Readers", "Zinnia Circle"])
    page = client.get(signed(client)).text
    for said in ("On the list.", "Number 2 of 3.", "Text 1, in English", "Ada Quill", "Director", "ada@nightowls.org"):
        assert said in page
    assert "I am authorized to sign for this organization" in page


def test_the_page_says_when_the_text_was_corrected_since(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    assert "corrected since" not in client.get(link).text
    file = LetterFile(title="Run the night train again", campaign="Night Line", body=make.TEXT + "\nEvery night.\n")
    with transaction():
        take_file(file, "night-train", change=Change("the hours were missing"), keys=make.keys(), at=now())
    assert "corrected since" in client.get(link).text


def test_nobody_is_told_why_a_name_is_held_but_that_it_is(client: FlaskClient) -> None:
    make.letter()
    pages = [client.get(signed(client, organization=name, email="a@gmail.com")).text for name in ("Held Union",)]
    assert "Held for review." in pages[0]
    assert "own website" not in pages[0]


@pytest.mark.parametrize("purpose", [VERIFY, CODE, APPROVE, OBJECT, HANDOVER])
def test_a_link_of_another_kind_opens_no_page_of_the_own_entry_and_changes_nothing(
    app: Flask, client: FlaskClient, purpose: str
) -> None:
    letter = make.letter()
    signed(client)
    with transaction():
        way = {"tokens": app.extensions["signon.tokens"], "at": now(), "lasts": timedelta(days=1)}
        token = open_way(only().id, purpose, **way)
    for path in PATHS:
        assert client.get(f"/signature/{token}{path}").status_code == 404, path
        answer = client.post(f"/signature/{token}{path}", data={**TICK, **SURE, "asked_again": "y"})
        assert answer.status_code in (404, 405), path
    if purpose != HANDOVER:
        assert client.post(f"/hand-over/{token}", data=TICK).status_code == 404
    assert agreed(letter) == (1, 0, 0, 0)


def test_the_link_of_the_own_entry_opens_no_door_of_another_kind(client: FlaskClient) -> None:
    letter = make.letter()
    token = signed(client).rpartition("/")[2]
    for door in ("verify", "approve", "object", "hand-over"):
        for method in (client.get, client.post):
            assert method(f"/{door}/{token}").status_code == 404, door
    assert agreed(letter) == (1, 0, 0, 0)


def test_a_changed_or_old_link_leads_nowhere_and_tells_nothing(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    token = link.rpartition("/")[2]
    for place in range(0, len(token), 5):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        for path in PATHS:
            answer = client.get(f"/signature/{changed}{path}")
            assert answer.status_code == 404
            assert "Night Owls" not in answer.text
    with transaction():
        db.session.query(SignatureToken).update({"expires_at": now() - timedelta(seconds=1)})
    for path in PATHS:
        answer = client.get(f"{link}{path}")
        assert answer.status_code == 410
        assert "Night Owls" not in answer.text


def test_every_page_is_private_and_sets_no_cookie(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    client.post(f"{link}/logo", **file_of(PICTURE))
    for path in PATHS:
        answer = client.get(f"{link}{path}")
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "no-store", path
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", path
        assert answer.headers["Referrer-Policy"] == "no-referrer", path
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("email", ["ada@nightowls.org", "ada@gmail.com"])
def test_the_printed_proof_has_the_name_in_its_place_also_while_it_waits(client: FlaskClient, email: str) -> None:
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    answer = client.get(f"{signed(client, email=email)}/proof.pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="night-train.pdf"'
    assert answer.mimetype == "application/pdf"
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data))
    assert text.index("Aldermoor") < text.index("Night Owls Union") < text.index("Zinnia")
    assert text.count("Night Owls Union") == 1
    assert "We, 3 organizations" in text
    assert "Ada" not in text


def test_who_is_not_named_in_print_has_no_proof(client: FlaskClient) -> None:
    make.petition()
    link = signed(client, "sunday-train", shown_as="unlisted")
    assert client.get(f"{link}/proof.pdf").status_code == 404
    assert "See it in print" not in client.get(link).text


def test_a_logo_is_seen_by_everybody_while_the_name_is_listed_and_no_longer(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    assert client.post(f"{link}/logo", **file_of(PICTURE)).location == f"{link}/logo"
    page = client.get("/letters/night-train/signees").text
    [address] = re.findall('<img class="logo" src="([^"]+)" width="60" height="30" alt="" loading="lazy">', page)
    by_number = client.get(f"/letters/night-train/logos/{only().id}.png")
    assert by_number.status_code == 404, "its number would tell who signed after whom"
    assert "<img" not in client.get("/letters/night-train").text
    seen = client.get(address)
    assert (seen.status_code, seen.mimetype) == (200, "image/png")
    assert seen.headers["Cache-Control"] == "public, max-age=60"
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(seen.data)).size == (60, 30)
    assert client.get(address, headers={"If-None-Match": seen.headers["ETag"]}).status_code == 304
    make.letter("other-train")
    assert client.get(address.replace("night", "other")).status_code == 404
    correct(client, link, organization="Aldermoor Readers")
    assert client.get(address).status_code == 404
    assert client.get(f"{link}/logo.png").status_code == 200
    assert "<img" not in client.get("/letters/night-train/signees").text
    assert client.post(f"{link}/logo/remove").status_code == 422
    assert db.session.query(Logo).count() == 1
    assert client.post(f"{link}/logo/remove", data=SURE).status_code == 303
    db.session.rollback()
    assert db.session.query(Logo).count() == 0
    assert client.get(f"{link}/logo.png").status_code == 404
    assert agreed(letter) == (0, 0, 0, 0)


@pytest.mark.parametrize("data", [b"", b"<svg/>", bomb(50_000, 50_000), PICTURE + b"x" * 1_100_000, PICTURE[:50]])
def test_a_file_that_is_no_fit_picture_is_refused_beside_its_field(client: FlaskClient, data: bytes) -> None:
    make.letter()
    link = signed(client)
    page = client.post(f"{link}/logo", **file_of(data, "../../logo.svg"))
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert db.session.query(Logo).count() == 0


def test_a_photograph_of_several_megabytes_is_refused_unread_with_the_same_sentence(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    page = client.post(f"{link}/logo", **file_of(b"x" * 5_000_000))
    assert page.status_code == 413
    assert "larger than 1 MB" in page.text
    assert client.post(f"{link}/correct", data={"city": "x" * 5_000_000}).status_code == 413


def test_a_blind_press_of_every_button_changes_nothing(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    client.post(f"{link}/logo", **file_of(PICTURE))
    client.post(f"{link}/next", data={"asked_again": "y"})
    until = forms(client.get(f"{link}/delegation"))[0][1]["until"]
    client.post(f"{link}/delegation", data={"until": until, **TICK})
    client.post(f"{link}/hand-over", data={"representative": "Bo", "email": "bo@nightowls.org"})
    before = _everything()
    pressed = 0
    for path in PATHS:
        for target, fields in forms(client.get(f"{link}{path}")) if not path.endswith((".png", ".pdf")) else ():
            assert client.post(target, data=fields).status_code in (303, 422), target
            pressed += 1
    assert pressed == 11
    assert _everything() == before
    assert agreed(letter) == (1, 0, 0, 0)


def _everything() -> list[tuple[object, ...]]:
    db.session.rollback()
    return [tuple(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]


def test_the_pages_speak_spanish_where_they_are_asked_to(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    page = client.get(f"/es{link}")
    assert '<html lang="es"' in page.text
    assert f'/es{link}/correct"' in page.text
    _path, fields = forms(client.get(f"/es{link}/correct"))[0]
    assert client.post(f"/es{link}/correct", data={**fields, "city": "Dayton"}).location == f"/es{link}?saved=y"


def test_everything_works_for_a_held_name_and_an_imported_one_alike(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["R&D <Coalition>"])
    with transaction():
        way = {"tokens": app.extensions["signon.tokens"], "at": now(), "lasts": timedelta(days=1)}
        link = f"/signature/{open_way(only().id, ENTRY, **way)}"
    page = client.get(link).text
    assert "R&amp;D &lt;Coalition&gt;" in page
    assert correct(client, link, city="Dayton").status_code == 303
    assert (only().state, only().city, only().website) == ("verified", "Dayton", "")
    assert agreed(letter) == (1, 0, 0, 0)
    client.post(f"{link}/withdraw", data=SURE)
    assert agreed(letter) == (0, 0, 0, 0)
