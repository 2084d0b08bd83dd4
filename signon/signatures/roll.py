"""The roll: reading a letter's signees in printed order. Everything that shows or prints a list begins here.

Who signed anonymously has no name here: how many they are stands at the end of a list, and is read from the counter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, tuple_

from signon.database import db
from signon.letters.models import ORGANIZATIONS, Letter
from signon.organizations.identity import fold
from signon.signatures import counting
from signon.signatures.batches import is_waiting
from signon.signatures.models import ANONYMOUS, UNLISTED, VERIFIED, Logo, Signature
from signon.signatures.names import LAST
from signon.signatures.searching import EVERYONE, SIGNS, Places, Search, by_place, conditions, first_marks
from signon.signatures.searching import places as places_of
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION, LogoReading, Signee

_COLUMNS = (
    Signature.printed_name,
    Signature.kind,
    Signature.website,
    Signature.scope,
    Signature.city,
    Signature.home_state,
    Signature.country,
    Signature.own_sort_key,
    Signature.is_convener,
    Signature.affiliation,
    Signature.shown_representative,
    Signature.shown_role,
    Signature.id,
)
_LOGO = (Logo.signature_id, Logo.width, Logo.height)
_IN_ORDER = (Signature.kind.desc(), Signature.sort_key, Signature.id)


# In longer lists a name's place is shown by its neighbors alone: counting to it would read half the list.
NUMBERED_UP_TO = 10_000


@dataclass(frozen=True)
class Place:
    """Where a name stands: the names before and after it ("" at the ends), and its number, of how many.

    Both numbers are None in a list of more than NUMBERED_UP_TO names.
    """

    before: str
    after: str
    number: int | None = None
    of: int | None = None


@dataclass(frozen=True)
class Spot:
    """After which name a page of the list begins: its kind, sort key and signature. For us alone."""

    kind: str
    sort_key: str
    signature_id: int


def signees(
    letter: Letter,
    search: Search = EVERYONE,
    offset: int = 0,
    limit: int | None = None,
    *,
    logos: bool = False,
    shown: bool = False,
    by: Places | None = None,
) -> list[Signee]:
    """Listed names in printed order, those that are searched for.

    Only with `logos` is it read who has one. With `shown`, those that the public sees: see `batches.py`. With `by`,
    as `places` gave them, national organizations come first, then the others by state.
    """
    named = select(*_COLUMNS, *(_LOGO if logos else ())).where(*_named(letter, search, shown))
    kind, *within = _IN_ORDER
    named = named.order_by(*_IN_ORDER) if by is None else named.order_by(kind, *by_place(by), *within)
    query = named.outerjoin(Logo, Logo.signature_id == Signature.id) if logos else named
    return list(_as_signees(db.session.execute(query.offset(offset).limit(limit))))


def signees_after(letter: Letter, spot: Spot | None, search: Search, limit: int) -> tuple[list[Signee], Spot | None]:
    """The next `limit` names that the public sees, in printed order, after `spot` (None: from the beginning); and where
    they end, or None where no name comes after them. Names that come meanwhile let none be left out or come twice.
    """
    found: list[Any] = []
    for kind in (ORGANIZATION, INDIVIDUAL):
        where = [*_named(letter, search, shown=True), Signature.kind == kind]
        if spot is not None and spot.kind == kind:
            where.append(tuple_(Signature.sort_key, Signature.id) > (spot.sort_key, spot.signature_id))
        if (spot is None or spot.kind >= kind) and len(found) <= limit:
            query = select(*_COLUMNS, Signature.sort_key).where(*where).order_by(*_IN_ORDER[1:])
            found += db.session.execute(query.limit(limit + 1 - len(found)))
    names = list(_as_signees(row[:-1] for row in found[:limit]))
    last = Spot(names[-1].kind, found[limit - 1][-1], names[-1].signature_id) if len(found) > limit else None
    return names, last


def signees_with(letter: Letter, signature: Signature) -> list[Signee]:
    """The names that the public sees as they would be printed if `signature` stood among them, whether it is listed or
    waits.
    """
    if signature.shown_as in (ANONYMOUS, UNLISTED):
        return signees(letter, shown=True)
    among_them = or_(and_(*_named(letter, shown=True)), Signature.id == signature.id)
    return list(_as_signees(db.session.execute(select(*_COLUMNS).where(among_them).order_by(*_IN_ORDER))))


def signees_around(letter: Letter, signature: Signature, most: int) -> list[Signee]:
    """The same for a long list: `signature` with at most so many names before it, and so many after it, of its kind."""
    if signature.shown_as in (ANONYMOUS, UNLISTED):
        return []
    key, number = Signature.sort_key, Signature.id
    same = [*_named(letter, shown=True), Signature.kind == signature.kind, number != signature.id]
    earlier = or_(key < signature.sort_key, (key == signature.sort_key) & (number < signature.id))
    names = select(*_COLUMNS)
    before = db.session.execute(names.where(*same, earlier).order_by(key.desc(), number.desc()).limit(most)).all()
    itself = db.session.execute(names.where(Signature.id == signature.id)).all()
    after = db.session.execute(names.where(*same, not_(earlier)).order_by(key, number).limit(most)).all()
    return list(_as_signees([*reversed(before), *itself, *after]))


def unprinted(letter: Letter) -> list[Signee]:
    """The listed names that no edition and no addendum bears, in printed order."""
    query = select(*_COLUMNS).where(*_named(letter), Signature.edition_id.is_(None)).order_by(*_IN_ORDER)
    return list(_as_signees(db.session.execute(query)))


def found(letter: Letter, search: Search, *, shown: bool = False) -> int:
    """How many listed names there are that are searched for; only asked when somebody searches."""
    return db.session.scalar(select(func.count()).select_from(Signature).where(*_named(letter, search, shown))) or 0


def place_of(letter: Letter, signature: Signature, count: counting.Count) -> Place | None:
    """Where a listed signature stands among the names of its kind that the public sees, so that nobody who signed finds
    out there who else did; None when its name is not on the list.
    """
    if signature.state != VERIFIED or signature.shown_as in (ANONYMOUS, UNLISTED):
        return None
    key, number = Signature.sort_key, Signature.id
    same = [*_named(letter, shown=True), Signature.kind == signature.kind, number != signature.id]
    earlier = or_(key < signature.sort_key, (key == signature.sort_key) & (number < signature.id))
    later = or_(key > signature.sort_key, (key == signature.sort_key) & (number > signature.id))
    names = select(Signature.printed_name)
    before = db.session.scalar(names.where(*same, earlier).order_by(key.desc(), number.desc()).limit(1)) or ""
    after = db.session.scalar(names.where(*same, later).order_by(key, number).limit(1)) or ""
    if count.listed > NUMBERED_UP_TO:
        return Place(before, after)
    counted = select(func.count()).select_from(Signature)
    ahead, others = (db.session.scalar(counted.where(*same, *more)) or 0 for more in ([earlier], []))
    return Place(before, after, ahead + 1, others + 1)


def initials(letter: Letter, *, shown: bool = False) -> dict[str, tuple[str, ...]]:
    """The capitals with which listed names begin, in their order, each with the folded characters that it stands for;
    last SIGNS, for what is no letter.
    """
    named = select(Signature.sort_key).where(*_named(letter, shown=shown))
    kinds = [ORGANIZATION] * (not letter.is_petition) + [INDIVIDUAL] * (letter.signed_by != ORGANIZATIONS)
    marks = sorted({mark for kind in kinds for mark in first_marks(named.where(Signature.kind == kind))})
    signs = tuple(mark for mark in marks if not mark.isalpha())
    letters = {mark.upper(): (mark,) for mark in marks if mark.isalpha()}
    return letters | ({SIGNS: signs} if signs else {})


def places(letter: Letter, *, shown: bool = False) -> Places:
    """Where the listed organizations of `letter` are."""
    return places_of(select(Signature.sort_key).where(*_named(letter, shown=shown)))


def _named(letter: Letter, search: Search = EVERYONE, shown: bool = False) -> Iterable[ColumnElement[bool]]:
    yield Signature.letter_id == letter.id
    yield Signature.state == VERIFIED
    yield Signature.shown_as != UNLISTED
    yield Signature.sort_key < LAST
    if shown and letter.safe_mode:
        yield ~is_waiting()
    yield from conditions(letter, search)


def name_contains(search: str) -> ColumnElement[bool]:
    """That a signature's printed name contains `search`; case and accents do not count."""
    return or_(
        Signature.sort_key.contains(fold(search.strip()), autoescape=True),
        func.lower(Signature.printed_name).contains(search.strip().lower(), autoescape=True),
    )


def _as_signees(rows: Iterable[Sequence[Any]]) -> Iterable[Signee]:
    for row in rows:
        facts, logo = row[: len(_COLUMNS)], row[len(_COLUMNS) :]  # the columns are its fields, in their order
        fields = [*facts, LogoReading(*logo) if any(logo) else None]
        yield Signee(*fields)
