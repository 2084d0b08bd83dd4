"""The delivery log: to whom an edition was handed over, how and when, and what the addressee answered.

Handing over is done by people, outside of this house or by the covering mail (`signon.mail.covering`); here it is
noted. An answer is public from the moment that staff say so. The caller owns the transaction.
"""

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import undefer

from signon.database import db
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures.edition_models import DRAFT, WAYS, Answer, Delivery, Edition
from signon.signatures.editions import addenda_of, edition_of
from signon.signatures.names import plain_text
from signon.signatures.receipts import Receipt

LONGEST_ADDRESSEE, LONGEST_NOTE, LONGEST_ANSWER = 200, 2_000, 20_000  # characters
_LARGEST_ID = 2**31 - 1  # what the column holds; a database does not even compare it with more
# What nobody means to write. Other signs without ink (spaces of all widths, soft hyphens) come along with pasted text.
_HIDDEN = {"Cc", "Cs", "Co", "Cn"}
_TURNING = "\u202d\u202e"  # make what is read another text than what is stored
_NO_ADDRESSEE = N_("Please write to whom, as the letter names them.")


def note_delivery(
    edition: Edition,
    addressee: str,
    way: str,
    *,
    at: datetime,
    note: str = "",
    receipt: Receipt | None = None,
    noted_by: int | None,
    now: datetime,
) -> Delivery:
    """Note that `edition` was handed over to `addressee` `at` that moment: not before it was made, not after `now`.

    `way` is mail, portal, hand or post, `note` for staff alone, `noted_by` the id of who notes it. Raises Refusal about
    addressee, way, day or note.
    """
    if edition.kind == DRAFT:
        raise ValueError("a draft is never handed over")
    if way not in WAYS:
        raise Refusal(N_("Please choose how it was handed over."), "way")
    made = edition.made_at.replace(second=0, microsecond=0)  # people write no seconds
    if not made <= at <= now:
        raise Refusal(N_("Please write a moment between the edition and now."), "day")
    row = Delivery(
        edition_id=edition.id,
        addressee=named(addressee),
        way=way,
        delivered_at=at,
        note=several_lines(note, "note", LONGEST_NOTE),
        receipt=receipt.data if receipt else None,
        receipt_name=receipt.name if receipt else "",
        receipt_type=receipt.type if receipt else "",
        noted_by=noted_by,
        noted_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def remove_delivery(delivery: Delivery) -> None:
    """Take a line that was noted by mistake out of the log, with its receipt. A covering mail is stopped first: see
    `covering.stop`.
    """
    db.session.delete(delivery)
    db.session.flush()


def note_answer(letter: Letter, addressee: str, answered_on: date, text: str, at: datetime) -> Answer:
    """Keep what `addressee` answered on that day; nobody but staff sees it yet. Raises Refusal about addressee, day or
    text.
    """
    row = Answer(letter_id=letter.id, noted_at=at)
    _write(row, letter, addressee, answered_on, text, at)
    db.session.add(row)
    db.session.flush()
    return row


def change_answer(answer: Answer, letter: Letter, addressee: str, answered_on: date, text: str, at: datetime) -> None:
    """Correct an answer of `letter`; it stays as public as it was. Raises Refusal as `note_answer` does."""
    _write(answer, letter, addressee, answered_on, text, at)


def show_answer(answer: Answer, at: datetime) -> None:
    """Let everybody read the answer. Showing twice is showing once."""
    answer.public_at = answer.public_at or at


def hide_answer(answer: Answer) -> None:
    """Let nobody but staff read the answer any more."""
    answer.public_at = None


def remove_answer(answer: Answer) -> None:
    """Forget an answer that was noted by mistake."""
    db.session.delete(answer)
    db.session.flush()


def handed_over(letter: Letter) -> list[Edition]:
    """The letter's edition and its addenda, in their order; none before it is delivered."""
    edition = edition_of(letter)
    return [edition, *addenda_of(letter)] if edition else []


def deliveries_of(letter: Letter) -> list[Delivery]:
    """What was noted of the letter's deliveries, the newest first; without the bytes of receipts."""
    ours = select(Delivery).join(Edition, Edition.id == Delivery.edition_id).where(Edition.letter_id == letter.id)
    return list(db.session.scalars(ours.order_by(Delivery.delivered_at.desc(), Delivery.id.desc())))


def delivery_of(letter: Letter, delivery_id: int) -> Delivery | None:
    """The line of the letter's log with this id, and the bytes of its receipt; None for any other letter's."""
    if delivery_id > _LARGEST_ID:
        return None
    ours = select(Delivery).join(Edition, Edition.id == Delivery.edition_id).where(Edition.letter_id == letter.id)
    return db.session.scalar(ours.where(Delivery.id == delivery_id).options(undefer(Delivery.receipt)))


def answers_of(letter: Letter) -> list[Answer]:
    """All answers to the letter, public or not, the newest first."""
    order = (Answer.answered_on.desc(), Answer.id.desc())
    return list(db.session.scalars(select(Answer).where(Answer.letter_id == letter.id).order_by(*order)))


def answer_of(letter: Letter, answer_id: int) -> Answer | None:
    """The answer to the letter with this id; None for any other letter's."""
    if answer_id > _LARGEST_ID:
        return None
    return db.session.scalar(select(Answer).where(Answer.id == answer_id, Answer.letter_id == letter.id))


def shown_answers(letter: Letter) -> list[Answer]:
    """The answers that everybody may read, the newest first."""
    ours = (Answer.letter_id == letter.id, Answer.public_at.is_not(None))
    return list(db.session.scalars(select(Answer).where(*ours).order_by(Answer.answered_on.desc(), Answer.id.desc())))


def named(addressee: str) -> str:
    """`addressee` as it will be printed: one line, not empty. Raises Refusal about "addressee"."""
    name = plain_text(addressee, "addressee", LONGEST_ADDRESSEE)
    if not any(mark.isalnum() for mark in name):
        raise Refusal(_NO_ADDRESSEE, "addressee")
    return name


def answer_text(typed: str) -> str:
    """An answer as it will be read: several lines, not empty. Raises Refusal about "text"."""
    text = several_lines(typed, "text", LONGEST_ANSWER)
    if not text:
        raise Refusal(N_("Please write what was answered."), "text")
    return text


def several_lines(typed: str, field: str, most: int) -> str:
    """Several lines as they were typed, with one kind of line end and no empty ones around them. Raises Refusal about
    `field`.
    """
    text = "\n".join(line.rstrip() for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if len(text) > most:
        raise Refusal(N_("Please use %(most)s characters at most."), field, most=most)
    if any((unicodedata.category(mark) in _HIDDEN and mark not in "\n\t") or mark in _TURNING for mark in text):
        raise Refusal(N_("There are characters here that cannot be printed. Please type it again by hand."), field)
    return text


def _write(answer: Answer, letter: Letter, addressee: str, answered_on: date, text: str, at: datetime) -> None:
    words = answer_text(text)
    if answered_on > at.astimezone(ZoneInfo(letter.deadline_zone)).date():
        raise Refusal(N_("This day is still to come."), "day")
    answer.addressee, answer.answered_on, answer.text = named(addressee), answered_on, words
