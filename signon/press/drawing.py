"""The documents of a letter that is still changing: drawn once for each state of it, however many ask.

A kept drawing is handed out while it shows the letter's state. In the transaction that takes a name off, or has it
printed otherwise, all drawings of the letter are deleted (`drawing_models.forget_drawings`): what is kept may lack the
newest names, and never has one that is gone.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Self

from sqlalchemy import ColumnElement, delete, func, or_, select, text, update

from signon.database import db, insert_unless_there, is_sqlite
from signon.documents import export
from signon.letters.letters import current_texts, reading, text_for
from signon.letters.models import Letter
from signon.press import GIVE_UP_AFTER, LEASE, is_free, next_try
from signon.signatures import counting
from signon.signatures.drawing_models import Drawing
from signon.signatures.models import Counter
from signon.signatures.signee import SigneeList
from signon.wording.print_words import print_words
from signon.wording.readings import letterhead_of, read_signee_list

# A letter that is signed every second would never be done: a drawing of the worker's is handed out for as long as this.
FRESH = timedelta(minutes=1)
KEPT = timedelta(days=1)  # after it was last asked for
_NOTED = timedelta(hours=1)  # that it was asked for is noted once in this time
_WAITS = text("wanted <> ''")  # as its index says it: a database does not see that a parameter is the same
_SHOWN = "shown"
RELEASE = version("signon")


@dataclass(frozen=True)
class Sheet:
    """One document of a letter: its format, the language of its text, and the layout if staff chose one.

    `shown` is set where it is for the public, and the letter in safe mode: then it has the names that the public sees.
    """

    letter: Letter
    format: str
    language: str
    layout: str | None = None
    shown: bool = False

    @classmethod
    def of(cls, letter: Letter, format: str, wanted: str, layout: str | None = None) -> Self:
        """The document in the language `wanted`, or else in that of the text that counts, for staff."""
        return cls(letter, format, text_for(current_texts(letter), wanted).language, layout)

    @classmethod
    def for_everybody(cls, letter: Letter, format: str, wanted: str) -> Self:
        """The same for the public."""
        return replace(cls.of(letter, format, wanted), shown=letter.safe_mode)

    @classmethod
    def called(cls, name: str, letter: Letter) -> Self:
        """The document of `letter` with this name."""
        format, language, *more = name.split(" ")
        shown = _SHOWN in more
        return cls(letter, format, language, next((layout for layout in more if layout != _SHOWN), None), shown)

    @property
    def name(self) -> str:
        """Which of the letter's documents it is."""
        return " ".join(filter(None, (self.format, self.language, self.layout, _SHOWN if self.shown else None)))


@dataclass(frozen=True)
class Stamp:
    """The state of a letter that a document shows: its text and how it is set, and its names."""

    text: str
    names: str

    def __str__(self) -> str:
        return f"{self.text}-{self.names}"


@dataclass(frozen=True)
class Kept:
    """A drawing that is kept: the stamp of what it shows, when it was drawn, and when it was noted as asked for."""

    stamp: str
    drawn_at: datetime
    asked_at: datetime

    def is_to_be_noted(self, at: datetime) -> bool:
        """Whether it was noted long ago that it is asked for: then `note_asked`."""
        return self.asked_at < at - _NOTED


@dataclass(frozen=True)
class SheetJob:
    """A document that this worker may draw until `lease_until`."""

    letter_id: int
    name: str
    asked_at: datetime
    lease_until: datetime

    def __str__(self) -> str:
        return f"letter {self.letter_id}, {self.name}"


def stamp_of(sheet: Sheet) -> Stamp:
    """The stamp of the letter's state now. It moves with everything that is printed, and is found without the names."""
    row = db.session.get(Counter, sheet.letter.id, populate_existing=True)
    return Stamp(_text_stamp(sheet), digest(repr(_names_stamp(sheet, row))))


def _names_stamp(sheet: Sheet, row: Counter | None) -> tuple[object, ...]:
    """What moves with the names. What the public sees in safe mode moves when a batch is shown, and at once when a name
    leaves, but by nothing that only came.
    """
    if row is None:
        return ()
    if not sheet.shown:
        return row.changed_at, row.organizations, row.individuals, row.conveners, row.unlisted, row.anonymous
    count = counting.shown(sheet.letter, sheet.letter.created_at)
    return row.batch_at, row.left_at, count.organizations, count.individuals, count.listed


def _text_stamp(sheet: Sheet) -> str:
    """Everything that is printed besides names and numbers, the words of this release included."""
    letter, head = sheet.letter, letterhead_of(sheet.letter)
    words = reading(letter, text_for(current_texts(letter), sheet.language), lambda style: style)
    empty = SigneeList(words, (), 0, 0, 0, letter.created_at)
    facts = (words, letter.conveners, print_words(empty), (head.width, head.height, head.alt) if head else None)
    return digest(repr((RELEASE, sheet.name, facts)), head.png if head else b"")


def digest(said: str, *more: bytes) -> str:
    """A part of a stamp: what stands for `said` and `more`."""
    found = hashlib.sha256(said.encode("utf-8", "surrogatepass"))
    for data in more:
        found.update(data)
    return found.hexdigest()[:24]


def kept(sheet: Sheet, stamp: Stamp, at: datetime, *, fresh: bool = False) -> Kept | None:
    """The drawing that shows this state. With `fresh`, also one that was drawn within a minute and lacks only who
    signed since.
    """
    found = older(sheet, stamp)
    if found is None or found.stamp == str(stamp) or (fresh and found.drawn_at > at - FRESH):
        return found
    return None


def older(sheet: Sheet, stamp: Stamp) -> Kept | None:
    """The drawing that is kept of the same text, even if others have signed since."""
    columns = select(Drawing.stamp, Drawing.drawn_at, Drawing.asked_at)
    row = db.session.execute(columns.where(*_is(sheet.letter.id, sheet.name))).first()
    if row is None or row.drawn_at is None or not row.stamp.startswith(f"{stamp.text}-"):
        return None
    return Kept(row.stamp, row.drawn_at, row.asked_at)


def data_of(sheet: Sheet, found: Kept) -> bytes | None:
    """The bytes of a kept drawing; None if it is gone meanwhile, or another took its place."""
    return db.session.scalar(
        select(Drawing.data).where(*_is(sheet.letter.id, sheet.name), Drawing.stamp == found.stamp)
    )


def waits_since(sheet: Sheet, at: datetime) -> datetime | None:
    """Since when the document waits to be drawn; None when nobody waits for it, or it was given up."""
    query = select(Drawing.asked_at).where(*_is(sheet.letter.id, sheet.name), _WAITS)
    return db.session.scalar(query.where(Drawing.asked_at > at - GIVE_UP_AFTER))


def want(sheet: Sheet, stamp: Stamp, at: datetime) -> None:
    """Ask for the document: once, however many do, since it is drawn as the letter stands then. What was given up is
    tried again. The caller owns the transaction.
    """
    first = {"letter_id": sheet.letter.id, "name": sheet.name, "stamp": "", "wanted": str(stamp), "asked_at": at}
    if insert_unless_there(Drawing, **first) is not None:
        return
    idle = or_(Drawing.wanted == "", Drawing.asked_at <= at - GIVE_UP_AFTER)
    _update(_is(sheet.letter.id, sheet.name), idle, wanted=str(stamp), asked_at=at, lease_until=None)


def note_asked(sheet: Sheet, at: datetime) -> None:
    """Note that a kept drawing is still asked for, so that it is kept on. The caller owns the transaction."""
    _update(_is(sheet.letter.id, sheet.name), Drawing.wanted == "", asked_at=at)


def claim(at: datetime, sheet: Sheet | None = None) -> SheetJob | None:
    """Take the document that waits longest, or this one; None when it does not wait.

    The caller owns the transaction.
    """
    waits = select(Drawing.letter_id, Drawing.name, Drawing.asked_at).where(
        _WAITS, is_free(Drawing.asked_at, Drawing.lease_until, at)
    )
    if sheet is not None:
        waits = waits.where(*_is(sheet.letter.id, sheet.name))
    waits = waits.order_by(Drawing.asked_at, Drawing.letter_id, Drawing.name).limit(1)
    row = db.session.execute(waits if is_sqlite() else waits.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    job = SheetJob(*row, lease_until=at + LEASE)
    _update(_is(job.letter_id, job.name), lease_until=job.lease_until)
    return job


def sheet_of(job: SheetJob) -> Sheet:
    """The document that the job is to draw."""
    return Sheet.called(job.name, db.session.get_one(Letter, job.letter_id))


def draw(sheet: Sheet, at: datetime) -> tuple[str, bytes]:
    """The document as the letter stands now, and the stamp of that: read first, it is never newer than the names."""
    stamp = stamp_of(sheet)
    signee_list = read_signee_list(sheet.letter, sheet.language, at, shown=sheet.shown)
    return str(stamp), export(sheet.format, signee_list, print_words(signee_list), sheet.layout).data


def keep(job: SheetJob, stamp: str, data: bytes, at: datetime) -> bool:
    """Keep the drawing, whole, in the place of the last one; not if a name was taken off meanwhile, or the lease ended.

    The caller owns the transaction.
    """
    return _finish(job, stamp=stamp, data=data, drawn_at=at, wanted="", lease_until=None)


def put_off(job: SheetJob, at: datetime) -> None:
    """It could not be drawn: it is tried again later, with growing gaps, for a day. The caller owns the transaction."""
    _finish(job, lease_until=next_try(job.asked_at, at))


def purge(at: datetime) -> None:
    """Delete the drawings that nobody asked for within a day."""
    db.session.execute(delete(Drawing).where(Drawing.asked_at < at - KEPT).execution_options(synchronize_session=False))


def waiting() -> tuple[int, datetime | None]:
    """How many documents wait to be drawn, and since when the oldest does."""
    number, since = db.session.execute(select(func.count(), func.min(Drawing.asked_at)).where(_WAITS)).one()
    return number, since


def _is(letter_id: int, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Drawing.letter_id == letter_id, Drawing.name == name


def _finish(job: SheetJob, **values: object) -> bool:
    return _update(_is(job.letter_id, job.name), Drawing.lease_until == job.lease_until, **values)


def _update(which: tuple[ColumnElement[bool], ...], *only: ColumnElement[bool], **values: object) -> bool:
    statement = update(Drawing).where(*which, *only).values(**values).execution_options(synchronize_session=False)
    return db.session.execute(statement).rowcount == 1  # type: ignore[attr-defined,no-any-return]
