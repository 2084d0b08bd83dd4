"""The surge breaker: when far more names than usual arrive at a letter, new ones are held until staff have looked.

The last ten minutes are compared with what ten minutes usually brought in the 24 hours before them: more than `factor`
times that, and more than `least` (ten times as many on a letter's first day), is a surge. All windows of the 24 hours
count, those before the letter was published too. A surge lasts an hour at least and ends by itself
when the last hour, taken as ten-minute averages, is no longer over what was unusual when it began; so a flood that goes
on for a day does not become the usual. Staff end it at once by `end_surge`, and it does not come again for a day.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from signon.database import add_one, db
from signon.letters.models import ORGANIZATIONS, Letter
from signon.signatures.models import LetterTally

WINDOW = timedelta(minutes=10)
BEFORE = timedelta(hours=24)
LASTS_AT_LEAST = timedelta(hours=1)
CALM = timedelta(hours=24)
FIRST_DAY, AT_FIRST = timedelta(hours=24), 10
KEPT = timedelta(days=2)  # a tally; longer than any window needs


def note_verified(letter: Letter, at: datetime) -> None:
    """Count one signature of `letter` whose mailbox was proven at `at`. One statement.

    On PostgreSQL it holds the row of this letter and minute until the transaction ends, so call it late.
    """
    add_one(LetterTally, "verified", letter_id=letter.id, minute=_minute(at))


def least_for(letter: Letter, at: datetime, *, organizations: int, individuals: int) -> int:
    """Which of the two leasts is the letter's: people come in greater numbers than organizations.

    On its first day there is no usual number yet, and everybody who was told of it comes at once: ten times as many.
    """
    least = organizations if letter.signed_by == ORGANIZATIONS else individuals
    is_new = letter.published_at is None or at - letter.published_at < FIRST_DAY
    return least * AT_FIRST if is_new else least


def begin_if_surging(letter: Letter, at: datetime, *, least: int, factor: float) -> bool:
    """Begin a surge on `letter` when there is one, or end one that is over; answers whether this call began it.

    Of several at once one is answered True: it tells the staff. A `factor` of 0 turns the breaker off. One statement;
    a second when something changes.
    """
    if not factor:
        if letter.surge_at is not None:
            _set(letter, surge_at=None)
        return False
    lately, last_hour, before = _look(letter, at)
    unusual = max(least, factor * before / (BEFORE / WINDOW))
    if letter.surge_at is None:
        return lately > unusual and not _is_calm(letter, at) and _begin(letter, at)
    if at >= letter.surge_at + LASTS_AT_LEAST and last_hour / (LASTS_AT_LEAST / WINDOW) <= unusual:
        _set(letter, surge_at=None)
    return False


def is_surging(letter: Letter, at: datetime) -> bool:
    """Whether new names of `letter` are held because of a surge."""
    return letter.surge_at is not None and not _is_calm(letter, at)


def end_surge(letter: Letter, at: datetime) -> None:
    """Staff have looked: new names are listed again, and for 24 hours no surge begins."""
    _set(letter, surge_at=None, calm_until=at + CALM)


def end_quiet_surges(at: datetime) -> None:
    """End the surges of letters at which nothing at all was verified for an hour."""
    hour_ago = at - LASTS_AT_LEAST
    lately = exists().where(LetterTally.letter_id == Letter.id, LetterTally.minute > hour_ago)
    db.session.execute(
        update(Letter)
        .where(Letter.surge_at <= hour_ago, ~lately)
        .values(surge_at=None)
        .execution_options(synchronize_session=False)
    )


def purge_tallies(at: datetime) -> None:
    """Forget how many were verified in minutes that no window reaches any more."""
    db.session.execute(delete(LetterTally).where(LetterTally.minute < at - KEPT))


def _look(letter: Letter, at: datetime) -> tuple[int, int, int]:
    """How many were verified in the last ten minutes, in the last hour, and in the 24 hours before the ten minutes (or
    before those in which the surge began). `letter` then says what the database says of its surge now.
    """
    until = _minute(at) + timedelta(minutes=1)  # the minute that runs is the last of the ten
    began = _minute(letter.surge_at or at) + timedelta(minutes=1) - WINDOW
    row = db.session.execute(
        select(
            Letter.surge_at,
            Letter.calm_until,
            _verified(letter, until - WINDOW, until),
            _verified(letter, until - LASTS_AT_LEAST, until),
            _verified(letter, began - BEFORE, began),
        ).where(Letter.id == letter.id)
    ).one()
    set_committed_value(letter, "surge_at", row.surge_at)
    set_committed_value(letter, "calm_until", row.calm_until)
    return row[2], row[3], row[4]


def _verified(letter: Letter, since: datetime, before: datetime) -> ColumnElement[int]:
    within = (LetterTally.letter_id == letter.id, LetterTally.minute >= since, LetterTally.minute < before)
    return select(func.coalesce(func.sum(LetterTally.verified), 0)).where(*within).scalar_subquery()


def _begin(letter: Letter, at: datetime) -> bool:
    calm = (Letter.calm_until.is_(None)) | (Letter.calm_until <= at)
    return _set(letter, Letter.surge_at.is_(None), calm, surge_at=at)


def _is_calm(letter: Letter, at: datetime) -> bool:
    return letter.calm_until is not None and letter.calm_until > at


def _set(letter: Letter, *when: ColumnElement[bool], **values: datetime | None) -> bool:
    """One conditional UPDATE of the letter's row; answers whether it was made. `letter` then says what was set."""
    statement = update(Letter).where(Letter.id == letter.id, *when).values(**values)
    made = db.session.execute(statement.execution_options(synchronize_session=False))
    for name, value in values.items():
        set_committed_value(letter, name, value)
    return bool(made.rowcount == 1)  # type: ignore[attr-defined]


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
