"""Why people sign: nobody reads a comment before staff have, and none outlives its signature."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.signatures import comments, counting, reviewing
from signon.signatures.listing import change_state
from signon.signatures.models import VERIFIED, WITHDRAWN, Signature
from signon.signatures.signing import open_contact
from tests import make

SLUG = "sunday-train"
WHY = "My mother lives in the next town, and I have no car."


@pytest.fixture
def letter(app: Flask) -> Letter:
    return make.petition()


def signed(client: FlaskClient, address: str = "rosa@lind.example", comment: str = WHY, **changed: str) -> Signature:
    make.verified(client, SLUG, email=address, comment=comment, **changed)
    return make.signatures()[-1]


def shown(letter: Letter, signature: Signature) -> bool:
    with transaction():
        return comments.show(letter, signature, make.keys(), now())


def hidden(letter: Letter, signature: Signature) -> bool:
    with transaction():
        return comments.hide(letter, signature, make.keys(), now())


def sealed(letter: Letter, signature: Signature) -> str:
    return open_contact(letter, signature.contact, make.keys()).comment


def page(client: FlaskClient) -> str:
    return client.get(f"/letters/{SLUG}").text


def stored() -> str:
    rows = [db.session.execute(table.select()).all() for table in db.metadata.sorted_tables]
    return json.dumps([[str(value) for value in row] for table in rows for row in table])


def test_a_comment_is_sealed_and_waits_until_staff_have_read_it(client: FlaskClient, letter: Letter) -> None:
    signature = signed(client)
    assert WHY not in page(client)
    assert WHY not in stored()
    assert [(one.signature.id, one.text) for one in comments.waiting(letter, make.keys())] == [(signature.id, WHY)]
    assert comments.how_many_wait(letter) == 1


def test_staff_see_it_only_once_the_mailbox_is_proven_and_the_name_is_listed(
    client: FlaskClient, letter: Letter
) -> None:
    make.send_form(client, SLUG, comment=WHY)
    assert comments.waiting(letter, make.keys()) == []
    assert not shown(letter, make.signatures()[0])
    assert make.signatures()[0].comment == ""


def test_what_staff_have_shown_everybody_reads_with_the_name(client: FlaskClient, letter: Letter) -> None:
    signature = signed(client)
    assert shown(letter, signature)
    assert (sealed(letter, signature), signature.comment_waits) == ("", False)
    assert open_contact(letter, signature.contact, make.keys()).email == "rosa@lind.example"
    text = page(client)
    assert text.index("Why people sign") < text.index(WHY) < text.rindex("Rosa Lind")
    assert comments.waiting(letter, make.keys()) == []


def test_showing_twice_is_showing_once(client: FlaskClient, letter: Letter) -> None:
    signature = signed(client)
    assert shown(letter, signature)
    assert not shown(letter, signature)
    assert make.signatures()[0].comment == WHY


def test_what_staff_hide_is_erased_for_good(client: FlaskClient, letter: Letter) -> None:
    signature = signed(client)
    assert hidden(letter, signature)
    assert (sealed(letter, signature), signature.comment, signature.comment_waits) == ("", "", False)
    assert not hidden(letter, signature)
    assert not shown(letter, signature)
    assert WHY not in page(client)


def test_what_was_shown_can_be_hidden_again(client: FlaskClient, letter: Letter) -> None:
    signature = signed(client)
    shown(letter, signature)
    assert hidden(letter, signature)
    assert WHY not in page(client)
    assert WHY not in stored()


@pytest.mark.parametrize("shown_before", [True, False])
def test_a_comment_goes_with_its_signature(client: FlaskClient, letter: Letter, shown_before: bool) -> None:
    struck, withdrawn = signed(client), signed(client, "ada@quill.example", name="Ada Quill")
    if shown_before:
        assert shown(letter, struck)
        assert shown(letter, withdrawn)
    with transaction():
        reviewing.strike(letter, struck, "a joke", now(), keys=make.keys())
        counting.lock(letter.id, now())
        change_state(withdrawn, VERIFIED, WITHDRAWN, now())
    assert comments.waiting(letter, make.keys()) == []
    assert comments.shown(letter) == []
    assert not shown(letter, struck)
    assert not shown(letter, withdrawn)
    assert WHY not in page(client)


def test_a_comment_bears_the_name_as_it_is_shown(client: FlaskClient, letter: Letter) -> None:
    for number, shown_as in enumerate(("full", "initials", "anonymous")):
        shown(letter, signed(client, f"rosa{number}@lind.example", f"Reason {number}", shown_as=shown_as))
    said = [(one.name, one.text) for one in comments.shown(letter)]
    assert said == [("", "Reason 2"), ("R. L.", "Reason 1"), ("Rosa Lind", "Reason 0")]
    assert "<figcaption>Anonymous</figcaption>" in page(client)


def test_who_is_not_listed_leaves_no_comment(client: FlaskClient, letter: Letter) -> None:
    signature = signed(client, shown_as="unlisted")
    assert (signature.comment_waits, sealed(letter, signature)) == (False, "")
    assert comments.waiting(letter, make.keys()) == []


def test_the_newest_twenty_are_shown_and_in_safe_mode_in_the_order_of_the_names(
    client: FlaskClient, letter: Letter
) -> None:
    make.listed(letter, [f"Person {number * 7 % 30:02}" for number in range(30)])
    with transaction():
        for row in make.signatures():
            row.comment = f"I am {row.printed_name}"
    newest = [row.printed_name for row in reversed(make.signatures())]
    assert [one.name for one in comments.shown(letter)] == newest[:20]
    with transaction():
        letter.safe_mode = True
    assert [one.name for one in comments.shown(letter)] == sorted(newest)[:20]
    assert page(client).count("<figcaption>") == 20


def test_a_comment_is_text_and_nothing_in_it_is_a_link(client: FlaskClient, letter: Letter) -> None:
    typed = "See https://rail.example/x <a href='https://evil.example'>here</a> <script>alert(1)</script>"
    shown(letter, signed(client, comment=typed))
    text = page(client)
    assert "See https://rail.example/x &lt;a href=" in text
    for unwanted in ('href="https://rail', "<a href='", "<script>alert"):
        assert unwanted not in text


def test_lines_of_a_comment_are_run_together(client: FlaskClient, letter: Letter) -> None:
    shown(letter, signed(client, comment=" one\r\n\r\ntwo\tthree "))
    assert make.signatures()[0].comment == "one two three"


@pytest.mark.parametrize(
    "typed", ["right\u202eleft", "nul\x00", "bell\x07", "e" + "\u0301" * 20, "x" * 501, "y" * 9999]
)
def test_a_comment_that_cannot_be_printed_is_refused_beside_its_field(
    client: FlaskClient, letter: Letter, typed: str
) -> None:
    answer = make.send_form(client, SLUG, comment=typed)
    assert answer.status_code == 422
    assert 'id="comment-error"' in answer.text
    assert make.signatures() == []


def test_of_another_letter_nothing_is_shown_or_hidden(client: FlaskClient, letter: Letter) -> None:
    signature = signed(client)
    other = make.petition("monday-train")
    assert comments.waiting(other, make.keys()) == []
    assert not shown(other, signature)
    assert not hidden(other, signature)
    assert sealed(letter, signature) == WHY


def test_comments_are_read_oldest_first_and_only_so_many_at_once(client: FlaskClient, letter: Letter) -> None:
    for number in range(3):
        signed(client, f"rosa{number}@lind.example", f"Reason {number}")
    assert [one.text for one in comments.waiting(letter, make.keys(), most=2)] == ["Reason 0", "Reason 1"]
    assert comments.how_many_wait(letter) == 3
