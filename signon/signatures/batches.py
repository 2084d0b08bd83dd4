"""Batches: in safe mode names come onto the public list and into the public count a few at a time.

Whoever watches a page, and sees who visits it, is not to learn from the next number whose visit it was. So a name that
came is neither shown nor counted in public until a batch is: on the minute when three or more have come, else every ten
minutes, both by the clock and not by when the first of them came. A name that leaves is gone at once.

The same news tells webhooks, in any mode, that a name came, left or is printed otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, exists, func, insert, select, update

from signon.database import db
from signon.letters.models import Letter
from signon.signatures.models import ANONYMOUS, CAME, CHANGED, LEFT, UNLISTED, VERIFIED, Counter, NameNews, Signature
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION
from signon.signatures.signee_ids import mark_of

A_MINUTE, TEN_MINUTES = 60, 600  # seconds
ENOUGH = 3  # names: fewer wait for the ten minutes
AT_ONCE = 500  # of a letter that is not in safe mode; a batch is shown whole
NO_MARKS: Mapping[int, str] = MappingProxyType({})
_LONG_AGO = timedelta(days=1)


@dataclass(frozen=True)
class Released:
    """That a name CAME or LEFT or was CHANGED, and is told now; `mark` is that of the name before, see `signee_ids`."""

    letter_id: int
    signature_id: int
    what: str
    mark: str = ""


def note_came(letter_id: int, signature_ids: Sequence[int], at: datetime) -> None:
    """These came onto the letter's list. The caller owns the transaction in which they did."""
    if signature_ids and _has_readers(letter_id):
        _keep(letter_id, signature_ids, CAME, at)


def note_left(letter_id: int, signature_ids: Sequence[int], at: datetime) -> None:
    """These left the letter's list. Of one that nobody had been shown yet there is nothing to tell."""
    if not signature_ids or not _has_readers(letter_id):
        return
    unseen = delete(NameNews).where(NameNews.signature_id.in_(signature_ids), NameNews.what == CAME)
    unseen = unseen.execution_options(synchronize_session=False)
    forgotten = set(db.session.scalars(unseen.returning(NameNews.signature_id)))
    gone = [number for number in signature_ids if number not in forgotten]
    _keep(letter_id, gone, LEFT, at, _marks(letter_id, gone))


def note_changed(signature: Signature, name_before: str, at: datetime) -> None:
    """A listed name is printed otherwise than `name_before`, or with other facts beside it: programs are told."""
    if signature.state != VERIFIED:
        return
    letter_id, unseen = signature.letter_id, select(NameNews.id).where(NameNews.signature_id == signature.id)
    if _has_hooks(letter_id) and db.session.scalar(unseen.where(NameNews.what == CAME).limit(1)) is None:
        _keep(letter_id, [signature.id], CHANGED, at, {signature.id: mark_of(signature.id, name_before)})


def is_waiting() -> ColumnElement[bool]:
    """That a signature came and is not shown yet."""
    return exists().where(NameNews.signature_id == Signature.id, NameNews.what == CAME)


def waiting_of(letter_ids: Sequence[int]) -> Select[Any]:
    """The question for what a counter is to leave out, by its own names: a row for each of these letters that has names
    waiting. It reads those names alone, however long the lists are.
    """
    is_organization = Signature.kind == ORGANIZATION
    parts = {
        "organizations": is_organization,
        "individuals": Signature.kind == INDIVIDUAL,
        "conveners": is_organization & Signature.is_convener,
        "unlisted": Signature.shown_as == UNLISTED,
        "anonymous": Signature.shown_as == ANONYMOUS,
    }
    numbers: list[Any] = [func.sum(case((part, 1), else_=0)).label(name) for name, part in parts.items()]
    query = select(*[NameNews.letter_id, *numbers]).join(Signature, Signature.id == NameNews.signature_id)
    came = query.where(NameNews.letter_id.in_(letter_ids), NameNews.what == CAME, Signature.state == VERIFIED)
    return came.group_by(NameNews.letter_id)


def hasten(letter: Letter, at: datetime) -> None:
    """Let everything that came be shown next: it was handed over, or is told otherwise."""
    waits = update(NameNews).where(NameNews.letter_id == letter.id).values(since=at - _LONG_AGO)
    db.session.execute(waits.execution_options(synchronize_session=False))


def is_due(at: datetime) -> bool:
    """Whether there is news to release `at` this moment; one short question while there is none."""
    return db.session.scalar(select(NameNews.id).limit(1)) is not None and bool(_due(at))


def release(at: datetime) -> list[Released]:
    """Show and count what is due, letter by letter, and answer what it was, the oldest first.

    The caller owns the transaction; of two at once each news is released by one.
    """
    released = []
    for letter_id, safe_mode in _due(at):
        released += _released(letter_id, None if safe_mode else AT_ONCE)
        if safe_mode:
            shown = update(Counter).where(Counter.letter_id == letter_id).values(batch_at=at)
            db.session.execute(shown.execution_options(synchronize_session=False))
    return released


def _due(at: datetime) -> list[tuple[int, bool]]:
    """The letters whose news is due, and whether each is in safe mode.

    There names that left, which everybody saw leave, neither fill a batch nor hasten it: one that came would be alone.
    """
    since = case((NameNews.what == CAME, NameNews.since))
    rows = db.session.execute(
        select(NameNews.letter_id, Letter.safe_mode, func.min(NameNews.since), func.min(since), func.count(since))
        .join(Letter, Letter.id == NameNews.letter_id)
        .group_by(NameNews.letter_id, Letter.safe_mode)
        .order_by(NameNews.letter_id)
    ).all()
    return [
        (letter_id, safe_mode)
        for letter_id, safe_mode, oldest, oldest_came, came in rows
        if not safe_mode or is_batch_due(oldest_came or oldest, came, at)
    ]


def is_batch_due(oldest: datetime, came: int, at: datetime) -> bool:
    """Whether a batch is shown `at` this moment, of which the `oldest` came then, and `came` in all."""
    step = A_MINUTE if came >= ENOUGH else TEN_MINUTES
    return int(oldest.timestamp()) // step < int(at.timestamp()) // step


def _released(letter_id: int, most: int | None) -> list[Released]:
    next_ones = select(NameNews.id).where(NameNews.letter_id == letter_id).order_by(NameNews.id).limit(most)
    gone = delete(NameNews).where(NameNews.id.in_(next_ones)).execution_options(synchronize_session=False)
    columns = (NameNews.id, NameNews.signature_id, NameNews.what, NameNews.mark)
    rows = db.session.execute(gone.returning(*columns)).all()
    return [Released(letter_id, row.signature_id, row.what, row.mark) for row in sorted(rows)]


def _has_readers(letter_id: int) -> bool:
    letter = db.session.get_one(Letter, letter_id)
    return letter.safe_mode or letter.campaign.has_hooks


def _has_hooks(letter_id: int) -> bool:
    return db.session.get_one(Letter, letter_id).campaign.has_hooks


def _marks(letter_id: int, signature_ids: Sequence[int]) -> dict[int, str]:
    """The marks of these names by their ids, where programs listen."""
    if not signature_ids or not _has_hooks(letter_id):
        return {}
    named = select(Signature.id, Signature.printed_name).where(Signature.id.in_(signature_ids))
    return {number: mark_of(number, name) for number, name in db.session.execute(named).all()}


def _keep(
    letter_id: int, signature_ids: Sequence[int], what: str, at: datetime, marks: Mapping[int, str] = NO_MARKS
) -> None:
    about = {"letter_id": letter_id, "what": what, "since": at}
    rows = [{**about, "signature_id": number, "mark": marks.get(number, "")} for number in signature_ids]
    if rows:
        db.session.execute(insert(NameNews), rows)
