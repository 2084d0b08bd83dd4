"""How it is printed: a signee sees it before the letter is delivered, and asks for what they cannot correct."""

import io

import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image

from signon.database import db, transaction
from signon.letters.letters import with_slug
from signon.signatures import change_requests
from signon.signatures.models import ChangeRequest
from signon.web import own_entry_proof
from tests import make
from tests.signatures.handed import strike
from tests.signatures.own import signed

WORDS = "Please print “Owls, Night, Union of” under O. <b>Thanks</b>"


def _asked() -> list[tuple[str, str]]:
    db.session.rollback()
    letter = with_slug("night-train")
    assert letter is not None
    return [(one.signature.printed_name, one.words) for one in change_requests.waiting(letter, make.keys())]


def test_the_signee_sees_the_page_that_bears_the_name(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    page = client.get(f"{link}/print")
    assert page.status_code == 200
    assert f"{link}/print.png" in page.text
    picture = client.get(f"{link}/print.png")
    assert (picture.content_type, picture.headers["Cache-Control"]) == ("image/png", "no-store")
    assert Image.open(io.BytesIO(picture.data)).size[0] > 600
    printed = pypdfium2.PdfDocument(client.get(f"{link}/proof.pdf").data)
    assert "Night Owls Union" in printed[len(printed) - 1].get_textpage().get_text_range()
    printed.close()


def test_of_a_long_list_the_names_around_are_drawn(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, [f"Aldermoor Readers {number:03}" for number in range(80)] + ["Zinnia Circle"])
    link = signed(client)
    client.application.config["DRAWN_AT_ONCE"] = 50
    printed = pypdfium2.PdfDocument(client.get(f"{link}/proof.pdf").data)
    text = "".join(page.get_textpage().get_text_range() for page in printed)
    printed.close()
    assert "Aldermoor Readers 019" not in text
    assert text.index("Aldermoor Readers 020") < text.index("Night Owls Union") < text.index("Zinnia Circle")
    client.application.config["DRAWN_AT_ONCE"] = 2000


def test_one_visitor_has_so_many_proofs_drawn_and_no_more(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make.letter()
    link = signed(client)
    monkeypatch.setattr(own_entry_proof, "PROOFS_AN_HOUR", 1)
    afar = {"REMOTE_ADDR": "203.0.113.77"}
    answers = [client.get(f"{link}/proof.pdf", environ_base=afar).status_code for _ in range(2)]
    assert answers == [200, 429]
    assert client.get(f"{link}/print", environ_base=afar).status_code == 200


def test_what_they_ask_for_reaches_staff_sealed_and_a_new_request_takes_its_place(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    assert client.post(f"{link}/print", data={"words": "Something else"}).status_code == 303
    assert client.post(f"{link}/print", data={"words": WORDS}).status_code == 303
    assert _asked() == [("Night Owls Union", WORDS)]
    assert WORDS.encode() not in db.session.scalars(db.select(ChangeRequest.words)).one()
    page = client.get(f"{link}/print")
    assert "&lt;b&gt;Thanks" in page.text
    letter = with_slug("night-train")
    assert letter is not None
    with transaction():
        (waiting,) = change_requests.waiting(letter, make.keys())
        assert change_requests.settle(letter, waiting.signature.id, seen=waiting.asked_at)
    assert _asked() == []


def test_an_empty_request_and_one_that_is_too_long_are_refused_beside_the_field(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    for words in ("", " \n ", "x" * 501, "a\u202eb"):
        page = client.post(f"{link}/print", data={"words": words})
        assert page.status_code == 422
        assert 'id="words-error"' in page.text
    assert _asked() == []


def test_a_name_that_was_delivered_is_shown_and_no_longer_changed(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    client.post(f"{link}/print", data={"words": WORDS})
    make.delivered(letter)
    page = client.get(f"{link}/print")
    assert "<textarea" not in page.text
    assert "no longer changes" in client.get(f"{link}/representative").text
    assert client.post(f"{link}/print", data={"words": WORDS}).status_code == 422
    assert _asked() == []


def test_who_withdraws_leaves_no_request_behind(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    client.post(f"{link}/print", data={"words": WORDS})
    client.post(f"{link}/withdraw", data={"sure": "y"})
    assert db.session.scalars(db.select(ChangeRequest.signature_id)).all() == []


def test_who_is_struck_and_withdraws_leaves_no_request_behind_either(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    client.post(f"{link}/print", data={"words": WORDS})
    strike(letter, "Night Owls Union")
    client.post(f"{link}/withdraw", data={"sure": "y"})
    assert [row.state for row in make.signatures()] == ["struck"]
    assert db.session.scalars(db.select(ChangeRequest.signature_id)).all() == []


def test_another_letters_staff_cannot_settle_it(client: FlaskClient) -> None:
    letter = make.letter()
    other = make.letter("other-train")
    link = signed(client)
    client.post(f"{link}/print", data={"words": WORDS})
    db.session.rollback()
    (waiting,) = change_requests.waiting(letter, make.keys())
    with transaction():
        assert not change_requests.settle(other, waiting.signature.id, seen=waiting.asked_at)
    assert _asked() == [("Night Owls Union", WORDS)]
