"""Counting: one row a letter, changed in the transaction that lists or unlists a signature; a recount finds drift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, func, select, update

from signon.database import db, insert_all_unless_there
from signon.letters.models import ORGANIZATIONS, Letter
from signon.signatures import batches
from signon.signatures.drawing_models import forget_drawings
from signon.signatures.edition_models import EDITION, Edition
from signon.signatures.goals import goal_at
from signon.signatures.models import ANONYMOUS, UNLISTED, VERIFIED, Counter, Signature
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION, Signee

NO_PARTS: Mapping[str, int] = MappingProxyType({})
NUMBERS = ("organizations", "individuals", "conveners", "unlisted", "anonymous")  # of a counter


@dataclass(frozen=True)
class Count:
    """How many have signed a letter, `as_of` that moment.

    `undersigned` is the number the text speaks of: after delivery the one that was handed over, while all others move
    on. `shown` is the one that stands large on the page: organizations, or individuals on a petition. `listed` is how
    many names the list has: without `anonymous`, the people at its end who have none there, and without those who asked
    not to be on it. `goal` is the one to reach now: see `goals.py`.
    """

    organizations: int
    individuals: int
    undersigned: int
    shown: int
    listed: int
    anonymous: int
    goal: int | None
    as_of: datetime


def read(letter: Letter, at: datetime) -> Count:
    """The count of `letter`: one row by its primary key, and for a delivered letter another."""
    row = db.session.get(Counter, letter.id, populate_existing=True)
    return _count(letter, row, _handed_over([letter], at), at)


def shown(letter: Letter, at: datetime) -> Count:
    """The count that the public sees: in safe mode without those who came since the last batch."""
    return shown_many([letter], at)[letter.id]


def shown_many(letters: list[Letter], at: datetime) -> dict[int, Count]:
    """The counts of `letters` that the public sees, by letter id, in as many queries as `read_many`."""
    rows = _shown_rows(letters) if any(letter.safe_mode for letter in letters) else _rows(letters)
    handed_over = _handed_over(letters, at)
    return {letter.id: _count(letter, rows.get(letter.id), handed_over, at) for letter in letters}


def _shown_rows(letters: Sequence[Letter]) -> dict[int, Counter]:
    """The counters of `letters` by letter id, of those in safe mode without who waits: in one statement, since of two
    the second would find a name that came between them, and the number would fall for a moment and tell that it did.
    """
    waiting = batches.waiting_of([letter.id for letter in letters if letter.safe_mode]).subquery()
    shown = (getattr(Counter, name) - func.coalesce(waiting.c[name], 0) for name in NUMBERS)
    query = select(Counter.letter_id, *shown).outerjoin(waiting, waiting.c.letter_id == Counter.letter_id)
    found = db.session.execute(query.where(Counter.letter_id.in_([letter.id for letter in letters])))
    return {letter_id: Counter(**dict(zip(NUMBERS, numbers, strict=True))) for letter_id, *numbers in found}


def read_many(letters: list[Letter], at: datetime) -> dict[int, Count]:
    """The counts of `letters` by letter id, in one query, or in two where some were delivered."""
    rows = _rows(letters)
    handed_over = _handed_over(letters, at)
    return {letter.id: _count(letter, rows.get(letter.id), handed_over, at) for letter in letters}


def _rows(letters: Sequence[Letter]) -> dict[int, Counter]:
    """The counters of `letters` by letter id, read anew."""
    query = select(Counter).where(Counter.letter_id.in_([letter.id for letter in letters]))
    return {row.letter_id: row for row in db.session.scalars(query.execution_options(populate_existing=True))}


def of_names(letter: Letter, names: Sequence[Signee], anonymous: int, unlisted: int, at: datetime) -> Count:
    """The count that goes with `names`, all the listed ones, and so many `anonymous` and `unlisted` people more: a
    document's text and list agree.
    """
    organizations = sum(name.kind == ORGANIZATION for name in names)
    conveners = sum(name.convener for name in names)
    individuals = len(names) - organizations + anonymous + unlisted
    row = Counter(organizations=organizations, individuals=individuals, conveners=conveners, unlisted=unlisted)
    row.anonymous = anonymous
    return _count(letter, row, _handed_over([letter], at), at)


def unprinted(letter: Letter, at: datetime) -> Count:
    """The count of those who are on the list of `letter` and in no edition or addendum, `undersigned` too."""
    numbers = _counted(letter.id, Signature.edition_id.is_(None))
    return _count(letter, Counter(**dict(zip(NUMBERS, numbers, strict=True))), {}, at)


def _count(letter: Letter, row: Counter | None, handed_over: dict[int, int], at: datetime) -> Count:
    row = row or Counter(organizations=0, individuals=0, conveners=0, unlisted=0, anonymous=0)
    listed = row.organizations + row.individuals - row.unlisted - row.anonymous
    shown = row.individuals if letter.is_petition else row.organizations
    now_undersigned = shown if letter.is_petition else row.organizations - row.conveners
    undersigned = handed_over.get(letter.id, now_undersigned)
    # A letter of both hopes for people, as a petition does. Once nobody can sign, there is no next goal.
    reached = row.organizations if letter.signed_by == ORGANIZATIONS else row.individuals
    goal = goal_at(letter.goal, reached, letter.goal_grows and letter.is_open(at))
    return Count(row.organizations, row.individuals, undersigned, shown, listed, row.anonymous, goal, at)


def _handed_over(letters: Sequence[Letter], at: datetime) -> dict[int, int]:
    """The number of the undersigned that the text of each delivered one of `letters` spoke of, by letter id."""
    delivered = [letter.id for letter in letters if letter.is_delivered(at)]
    if not delivered:
        return {}
    query = select(Edition.letter_id, Edition.undersigned)
    rows = db.session.execute(query.where(Edition.letter_id.in_(delivered), Edition.kind == EDITION)).all()
    return {letter_id: undersigned for letter_id, undersigned in rows}  # noqa: C416 - rows are no tuples to mypy


def lock(letter_id: int, at: datetime) -> None:
    """Hold the letter's counter row until the transaction ends: listing on one letter happens one at a time.

    Twenty requests at once for one organization then find each other before the unique index has to.
    """
    held = select(Counter.letter_id).where(Counter.letter_id == letter_id).with_for_update()
    if db.session.scalar(held) is None:
        first = {"letter_id": letter_id, "organizations": 0, "individuals": 0, "conveners": 0, "changed_at": at}
        insert_all_unless_there(Counter, [first])  # of several first ones at once, one inserts and the others wait
        db.session.scalar(held)


def shift(
    letter_id: int,
    kind: str,
    at: datetime,
    parts: Mapping[str, int] = NO_PARTS,
    *,
    came: Sequence[int] = (),
    left: Sequence[int] = (),
) -> None:
    """Count the signatures of `kind` in that `came` onto the letter's list, or out that `left` it, by their ids, and
    what `parts` says of them: by how many the conveners, the unlisted, the anonymous move. Who listens is told.

    Neither came nor left where a listed name is printed otherwise from now on. Unless names only came, the documents
    that were drawn with the names before are deleted.
    """
    by = len(came) - len(left)
    db.session.execute(
        update(Counter)
        .where(Counter.letter_id == letter_id)
        .values(
            organizations=Counter.organizations + (by if kind == ORGANIZATION else 0),
            individuals=Counter.individuals + (by if kind == INDIVIDUAL else 0),
            changed_at=at,
            left_at=Counter.left_at if came else at,
            **{name: getattr(Counter, name) + number for name, number in parts.items()},
        )
    )
    batches.note_came(letter_id, came, at)
    batches.note_left(letter_id, left, at)
    if not came:
        forget_drawings(letter_id)


Numbers = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Drift:
    """A counter that did not agree with its signatures: what it said and what is true.

    Both as (organizations, individuals, conveners, unlisted, anonymous).
    """

    slug: str
    said: Numbers
    true: Numbers


def recount(at: datetime) -> list[Drift]:
    """Count every letter's signatures anew, correct the counters, and report those that had drifted."""
    drifts = []
    for letter_id, slug in db.session.execute(select(Letter.id, Letter.slug).order_by(Letter.slug)).all():
        lock(letter_id, at)
        counter = db.session.get_one(Counter, letter_id, populate_existing=True)
        said = (counter.organizations, counter.individuals, counter.conveners, counter.unlisted, counter.anonymous)
        true = _counted(letter_id)
        if said != true:
            counter.organizations, counter.individuals, counter.conveners, counter.unlisted, counter.anonymous = true
            counter.changed_at = at
            drifts.append(Drift(slug, said, true))
    return drifts


def _counted(letter_id: int, *which: ColumnElement[bool]) -> Numbers:
    rows = db.session.execute(
        select(Signature.kind, Signature.is_convener, Signature.shown_as, func.count())
        .where(Signature.letter_id == letter_id, Signature.state == VERIFIED, *which)
        .group_by(Signature.kind, Signature.is_convener, Signature.shown_as)
    ).all()
    organizations = sum(number for kind, _, _, number in rows if kind == ORGANIZATION)
    individuals = sum(number for kind, _, _, number in rows if kind == INDIVIDUAL)
    conveners = sum(number for kind, convener, _, number in rows if kind == ORGANIZATION and convener)
    unlisted, anonymous = (sum(row[3] for row in rows if row.shown_as == way) for way in (UNLISTED, ANONYMOUS))
    return organizations, individuals, conveners, unlisted, anonymous


def parts(signature: Signature) -> dict[str, int]:
    """What a listed `signature` adds to the other numbers of the counter, as `shift` takes it."""
    return {
        "conveners": int(signature.is_convener),
        "unlisted": int(signature.shown_as == UNLISTED),
        "anonymous": int(signature.shown_as == ANONYMOUS),
    }
