"""How an asking about a changed text stands: questions, and what other acts note of it. `text_changes.py` has the rule.

Whoever writes here holds the letter's counter row first and the asking's row second, so that nobody waits in a circle.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, func, select, update

from signon.database import db
from signon.letters.models import SILENCE_WITHDRAWS, Letter, TextVersion
from signon.signatures.models import Signature
from signon.signatures.staff_models import KEPT, SILENT, TOLD, UNREACHED, TextAnswer, TextAsking

WAITING = ""


@dataclass(frozen=True)
class Answers:
    """How many signees said what about a changed text; `waiting` have not answered, `unreached` have no mailbox."""

    kept: int
    silent: int
    told: int
    unreached: int
    waiting: int
    withdrew: int


@dataclass(frozen=True)
class Progress:
    """What the public may know of an open asking: since when, and how many of those who had signed agree so far."""

    changed_at: datetime
    confirmed: int
    of: int


def newest_asking(letter_id: int) -> TextAsking | None:
    """The asking about the newest text that signees were told of, open or over."""
    query = select(TextAsking).where(TextAsking.letter_id == letter_id).order_by(TextAsking.text_version_id.desc())
    return db.session.scalar(query.limit(1).execution_options(populate_existing=True))


def open_question(letter_id: int) -> TextAsking | None:
    """The asking in which signees of the letter are asked whether they keep their names, until it is settled."""
    query = select(TextAsking).where(
        TextAsking.letter_id == letter_id, TextAsking.settled_at.is_(None), TextAsking.asks_before.is_not(None)
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def answers(asking: TextAsking) -> Answers:
    """The answers so far. One query, from an index."""
    rows = db.session.execute(
        select(TextAnswer.answer, func.count())
        .where(TextAnswer.text_version_id == asking.text_version_id)
        .group_by(TextAnswer.answer)
    ).all()
    said: dict[str, int] = {answer: number for answer, number in rows}  # noqa: C416 - rows are no tuples to mypy
    kept, silent, told, unreached, waiting = (said.get(one, 0) for one in (KEPT, SILENT, TOLD, UNREACHED, WAITING))
    return Answers(kept, silent, told, unreached, waiting, asking.withdrew)


def progress(letter: Letter) -> Progress | None:
    """How far the signees of `letter` have answered about a text that says something else; None when none is asked."""
    asking = open_question(letter.id)
    if asking is None:
        return None
    said = answers(asking)
    return Progress(asking.began_at, said.kept + said.told, max(asking.total - asking.withdrew, 0))


def number_signed(signature: Signature) -> int:
    """The number of the text that `signature` is bound to."""
    return db.session.scalars(select(TextVersion.number).where(TextVersion.id == signature.text_version_id)).one()


def is_asked(asking: TextAsking | None, signature: Signature) -> bool:
    """Whether the signee is one of those who are, or were, asked in `asking` and have not agreed."""
    return asking is not None and asking.asks_before is not None and number_signed(signature) < asking.asks_before


def owes_answer(signature: Signature) -> bool:
    """Whether the day is over on which the signee should have said that they keep their name, and they did not, where
    silence takes names off. Nobody lists such a name without the signee's word.
    """
    signed = select(TextVersion.number).where(TextVersion.id == signature.text_version_id).scalar_subquery()
    asked = select(TextAsking.text_version_id).where(
        TextAsking.letter_id == signature.letter_id,
        TextAsking.settled_at.is_not(None),
        TextAsking.silence == SILENCE_WITHDRAWS,
        TextAsking.asks_before > signed,
    )
    return db.session.scalar(asked.limit(1)) is not None


def note_withdrawal(signature: Signature) -> None:
    """Count a signee who takes the name off while an asking is open; its own row goes with the signature."""
    of_it = select(TextAnswer.text_version_id).where(TextAnswer.signature_id == signature.id)
    db.session.execute(
        update(TextAsking)
        .where(TextAsking.letter_id == signature.letter_id, TextAsking.settled_at.is_(None))
        .where(TextAsking.text_version_id.in_(of_it))
        .values(withdrew=TextAsking.withdrew + 1)
        .execution_options(synchronize_session=False)
    )


def ask_anew(signature: Signature) -> None:
    """Let the open asking come to this signature again, because it has another mailbox now, or is looked at again; an
    answer that was given stays.
    """
    open_ones = select(TextAsking.text_version_id).where(
        TextAsking.letter_id == signature.letter_id, TextAsking.settled_at.is_(None)
    )
    asking_id = db.session.scalar(open_ones.with_for_update())
    if asking_id is None:
        return
    mine = (TextAnswer.text_version_id == asking_id, TextAnswer.signature_id == signature.id)
    db.session.execute(delete(TextAnswer).where(*mine, TextAnswer.answer.in_((WAITING, UNREACHED))))
    before_it = case((TextAsking.last_id < signature.id, TextAsking.last_id), else_=signature.id - 1)
    db.session.execute(
        update(TextAsking)
        .where(TextAsking.text_version_id == asking_id)
        .values(told_at=None, last_id=before_it)
        .execution_options(synchronize_session=False)
    )
