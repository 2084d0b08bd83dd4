"""Figures for staff: how a letter's list grew, and where its signees come from.

A short list is counted when somebody looks; a long one by the worker, and shown with the moment of it. Requests that
nobody verified are deleted after a week, so the numbers of past days are kept by themselves (`DayFigure`).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, or_, select, text

from signon.database import db, insert_all_unless_there, is_sqlite
from signon.letters.models import Letter
from signon.signatures import models
from signon.signatures.models import VERIFIED, Signature
from signon.signatures.staff_models import DayFigure, LetterFigures

COUNTED_AT_ONCE = 20_000  # signatures; what counting them takes is less than a page may take
OFTEN, DAILY = timedelta(minutes=10), timedelta(days=1)
_STILL_MOVING = timedelta(days=8)  # a day's requests may still be verified, and are deleted after seven days


@dataclass(frozen=True)
class Day:
    """One day on the letter's own clock: signatures that were requested, and that were verified."""

    day: date
    requested: int
    verified: int


@dataclass(frozen=True)
class Figures:
    """A letter's figures at `counted_at`. `days` has every day between the first and the last; `scopes` and `states`
    count listed organizations ("" for those that said none), `partners` all signees by partner id ("" for none).
    """

    days: tuple[Day, ...]
    scopes: dict[str, int]
    states: dict[str, int]
    partners: dict[str, int]
    counted_at: datetime


def figures_of(letter: Letter, signatures: int, at: datetime) -> Figures | None:
    """The letter's figures: counted now for as few as these `signatures`, else as they were counted last; None when a
    long list was never counted yet.
    """
    kept = _kept_days(letter)
    if signatures <= COUNTED_AT_ONCE:
        moving = _by_day(letter, since=at - _STILL_MOVING if kept else None)
        return _figures({**kept, **moving}, _counted(letter), at)
    row = db.session.get(LetterFigures, letter.id)
    return _figures(kept, row.counted, row.counted_at) if row else None


def is_due(at: datetime) -> bool:
    """Whether there is a letter to be counted."""
    return db.session.execute(_due(at).limit(1)).first() is not None


def work(at: datetime) -> bool:
    """Count one letter that is due, and keep its days; answers whether one was. The caller owns the transaction."""
    row = db.session.execute(_due(at).limit(1)).first()
    if row is None:
        return False
    letter: Letter = row[0]
    keep_days(letter, at)
    kept = db.session.get(LetterFigures, letter.id) or LetterFigures(letter_id=letter.id)
    kept.counted, kept.counted_at = _counted(letter), at
    db.session.add(kept)
    db.session.flush()
    return True


def keep_days(letter: Letter, at: datetime) -> None:
    """Keep the numbers of the letter's days; those too old to change stay as they are."""
    moving = at.astimezone(ZoneInfo(letter.deadline_zone)).date() - _STILL_MOVING
    counted = _by_day(letter, since=None)
    rows = [
        {"letter_id": letter.id, "day": day, "requested": requested, "verified": verified}
        for day, (requested, verified) in counted.items()
    ]
    db.session.execute(delete(DayFigure).where(DayFigure.letter_id == letter.id, DayFigure.day >= moving))
    for start in range(0, len(rows), 500):
        insert_all_unless_there(DayFigure, rows[start : start + 500])


def _due(at: datetime) -> Any:
    """Letters whose figures may have changed since they were counted: once a day, a long list every ten minutes."""
    counter = models.Counter
    long = counter.organizations + counter.individuals > COUNTED_AT_ONCE
    moves = or_(Letter.delivered_at.is_(None), Letter.delivered_at > at - _STILL_MOVING)
    stale = or_(
        LetterFigures.counted_at.is_(None),
        moves & (LetterFigures.counted_at < at - DAILY),
        long & (LetterFigures.counted_at < at - OFTEN) & (LetterFigures.counted_at < counter.changed_at),
    )
    query = select(Letter).join(counter, counter.letter_id == Letter.id)
    query = query.outerjoin(LetterFigures, LetterFigures.letter_id == Letter.id)
    return query.where(stale).order_by(Letter.id)


def _counted(letter: Letter) -> dict[str, Any]:
    """What is kept of the parts: plain JSON."""
    organizations = [Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.kind == "organization"]
    everybody = [Signature.letter_id == letter.id, Signature.state == VERIFIED]
    return {
        "scopes": _numbers(Signature.scope, organizations),
        "states": _numbers(Signature.home_state, organizations),
        "partners": _numbers(Signature.partner_id, everybody),
    }


def _numbers(column: Any, where: list[ColumnElement[bool]]) -> dict[str, int]:
    rows = db.session.execute(select(column, func.count()).where(*where).group_by(column)).all()
    return {str(value or ""): number for value, number in sorted(rows, key=lambda row: -row[1])}


def _figures(days: dict[date, tuple[int, int]], counted: dict[str, Any], at: datetime) -> Figures:
    return Figures(_every_day(days), counted["scopes"], counted["states"], counted["partners"], at)


def _kept_days(letter: Letter) -> dict[date, tuple[int, int]]:
    rows = db.session.scalars(select(DayFigure).where(DayFigure.letter_id == letter.id))
    return {row.day: (row.requested, row.verified) for row in rows}


def _by_day(letter: Letter, since: datetime | None) -> dict[date, tuple[int, int]]:
    """How many signatures of each day were requested, and how many of them verified; names that staff brought count on
    the day they were brought.
    """
    quarter = _quarter_of_an_hour(Signature.requested_at).label("quarter")
    verified = func.count(Signature.verified_at)
    query = select(quarter, func.count(), verified).where(Signature.letter_id == letter.id).group_by("quarter")
    if since is not None:
        query = query.where(Signature.requested_at >= _midnight(since, letter.deadline_zone))
    requested_by, verified_by = Counter[date](), Counter[date]()
    for moment, number, proven in db.session.execute(query):
        day = _as_utc(moment).astimezone(ZoneInfo(letter.deadline_zone)).date()
        requested_by[day] += number
        verified_by[day] += proven
    return {day: (number, verified_by[day]) for day, number in requested_by.items()}


def _quarter_of_an_hour(column: Any) -> Any:
    """The one in which a moment lies: every zone of the world is some of these from UTC."""
    if is_sqlite():
        quarter = func.printf("%02d", func.strftime("%M", column) / 15 * 15)
        return func.strftime("%Y-%m-%d %H:", column).op("||")(quarter)
    return func.date_bin(text("interval '15 minutes'"), column, text("timestamptz '2000-01-01 00:00Z'"))


def _as_utc(moment: datetime | str) -> datetime:
    if isinstance(moment, str):
        return datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def _midnight(moment: datetime, zone: str) -> datetime:
    here = moment.astimezone(ZoneInfo(zone))
    return datetime(here.year, here.month, here.day, tzinfo=ZoneInfo(zone))


def _every_day(days: dict[date, tuple[int, int]]) -> tuple[Day, ...]:
    if not days:
        return ()
    first, last = min(days), max(days)
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(Day(day, *days.get(day, (0, 0))) for day in span)
