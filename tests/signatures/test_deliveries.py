"""The delivery log says to whom, how and when; an answer is public when staff say so."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from signon.database import db, transaction
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import deliveries as act
from signon.signatures.edition_models import BY_HAND, Answer, Delivery, Edition
from signon.signatures.receipts import PDF, Receipt
from tests import make

MADE = make.moment("2026-11-20 10:00")
LATER = MADE + timedelta(days=3)


@pytest.fixture
def edition(client: FlaskClient) -> Edition:
    """The edition of a letter with one name."""
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers"])
    return make.delivered(letter)


def letter_of(slug: str = "night-train") -> Letter:
    """The letter with this slug."""
    return db.session.query(Letter).filter_by(slug=slug).one()


def note(edition: Edition, **changed: object) -> Delivery:
    """A delivery by hand a day after the edition was made, or as `changed` says."""
    made = edition.made_at
    facts = {"addressee": "Ada Quill", "way": BY_HAND, "at": made + timedelta(days=1), "note": "", "receipt": None}
    with transaction():
        return act.note_delivery(edition, **{**facts, **changed}, noted_by=None, now=made + timedelta(days=2))  # type: ignore[arg-type]


def test_a_delivery_is_noted_with_its_receipt_and_found_again(edition: Edition) -> None:
    receipt = Receipt(b"%PDF-", "stamped.pdf", PDF)
    first = note(edition, note="At the desk.\r\n\r\nRoom 4 ", receipt=receipt)
    second = note(edition, addressee="  Ben   Quill ", at=edition.made_at.replace(second=0, microsecond=0))
    letter = letter_of()
    assert act.deliveries_of(letter) == [first, second]
    found = act.delivery_of(letter, first.id)
    assert found is not None
    assert (found.note, found.receipt, found.receipt_name) == ("At the desk.\n\nRoom 4", b"%PDF-", "stamped.pdf")
    assert second.addressee == "Ben Quill"
    other = make.letter("other-train")
    assert act.delivery_of(other, first.id) is None
    assert act.delivery_of(letter, 2**63) is None
    with transaction():
        act.remove_delivery(first)
    assert act.deliveries_of(letter) == [second]


def test_what_cannot_have_been_is_refused_beside_its_field(edition: Edition) -> None:
    for field, wrong in (
        ("addressee", [" ", "A" * 201, "Ada\x00", "..."]),
        ("way", ["pigeon", ""]),
        ("at", [make.moment("2020-01-01 00:00"), make.moment("2100-01-01 00:00")]),
        ("note", ["x" * 2001, "a\x07", "a\u202eb"]),
    ):
        for value in wrong:
            with pytest.raises(Refusal) as refused:
                note(edition, **{field: value})
            assert refused.value.field == ("day" if field == "at" else field), value
    assert act.deliveries_of(letter_of()) == []


def test_a_draft_is_never_handed_over(client: FlaskClient) -> None:
    letter = make.letter()
    draft = make.draft(letter)
    with pytest.raises(ValueError, match="draft"):
        note(draft)
    assert act.handed_over(letter) == []


def answered(letter: Letter, text: str = "We will look into it.\n\nKindly") -> Answer:
    """An answer that was noted three days after the edition."""
    with transaction():
        return act.note_answer(letter, "Ada Quill", MADE.date(), text, LATER)


def test_an_answer_is_seen_by_everybody_only_while_staff_say_so(client: FlaskClient) -> None:
    letter = make.letter()
    answer = answered(letter)
    assert (act.answers_of(letter), act.shown_answers(letter)) == ([answer], [])
    for moment in (LATER, LATER + timedelta(days=1)):
        with transaction():
            act.show_answer(answer, moment)
        assert (act.shown_answers(letter), answer.public_at) == ([answer], LATER)
    with transaction():
        act.change_answer(answer, letter, "Ben Quill", MADE.date(), "Yes.", LATER)
    assert [(one.addressee, one.text) for one in act.shown_answers(letter)] == [("Ben Quill", "Yes.")]
    with transaction():
        act.hide_answer(answer)
    assert act.shown_answers(letter) == []
    assert act.answer_of(make.letter("other-train"), answer.id) is None
    assert act.answer_of(letter, 2**63) is None
    with transaction():
        act.remove_answer(answer)
    assert act.answers_of(letter) == []


def test_an_answer_says_something(client: FlaskClient) -> None:
    letter = make.letter()
    for text in ("", " \n ", "x" * 20_001):
        with pytest.raises(Refusal) as refused:
            answered(letter, text)
        assert refused.value.field == "text"


def test_an_answer_is_of_a_day_that_was_on_the_letters_own_clock(client: FlaskClient) -> None:
    letter = make.letter(deadline="2030-01-01 12:00", deadline_zone="America/Los_Angeles")
    midnight = make.moment("2026-11-23 02:00")  # still the 22nd there
    with transaction():
        act.note_answer(letter, "Ada Quill", date(2026, 11, 22), "Yes.", midnight)
    with pytest.raises(Refusal) as refused, transaction():
        act.note_answer(letter, "Ada Quill", date(2026, 11, 23), "Yes.", midnight)
    assert refused.value.field == "day"
