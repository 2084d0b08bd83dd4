"""The roll: reading a letter's signees in printed order. Everything that shows or prints a list begins here.

Who signed anonymously has no name here: how many they are stands at the end of a list, and is read from the counter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.signatures import counting
from signon.signatures.models import ANONYMOUS, UNLISTED, VERIFIED, Logo, Signature
from signon.signatures.names import LAST
from signon.signatures.signee import LogoReading, Signee

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


def signees(
    letter: Letter, search: str = "", offset: int = 0, limit: int | None = None, *, logos: bool = False
) -> list[Signee]:
    """Listed names in printed order; with `search`, those that contain it (case and accents do not count).

    Only with `logos` is it read who has one.
    """
    named = select(*_COLUMNS, *(_LOGO if logos else ())).where(*_named(letter, search)).order_by(*_IN_ORDER)
    query = named.outerjoin(Logo, Logo.signature_id == Signature.id) if logos else named
    return list(_as_signees(db.session.execute(query.offset(offset).limit(limit))))


def signees_with(letter: Letter, signature: Signature) -> list[Signee]:
    """The names as they would be printed if `signature` stood among them, whether it is listed or waits."""
    if signature.shown_as in (ANONYMOUS, UNLISTED):
        return signees(letter)
    among_them = or_(and_(*_named(letter)), Signature.id == signature.id)
    return list(_as_signees(db.session.execute(select(*_COLUMNS).where(among_them).order_by(*_IN_ORDER))))


def signees_around(letter: Letter, signature: Signature, most: int) -> list[Signee]:
    """The same for a long list: `signature` with at most so many names before it, and so many after it, of its kind."""
    if signature.shown_as in (ANONYMOUS, UNLISTED):
        return []
    key, number = Signature.sort_key, Signature.id
    same = [*_named(letter), Signature.kind == signature.kind, number != signature.id]
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


def found(letter: Letter, search: str) -> int:
    """How many listed names contain `search`; only asked when somebody searches."""
    return db.session.scalar(select(func.count()).select_from(Signature).where(*_named(letter, search))) or 0


def place_of(letter: Letter, signature: Signature, count: counting.Count) -> Place | None:
    """Where a listed signature stands among the names of its kind; None when its name is not on the list."""
    if signature.state != VERIFIED or signature.shown_as in (ANONYMOUS, UNLISTED):
        return None
    same = [*_named(letter), Signature.kind == signature.kind]
    key, number = Signature.sort_key, Signature.id
    earlier = or_(key < signature.sort_key, (key == signature.sort_key) & (number < signature.id))
    later = or_(key > signature.sort_key, (key == signature.sort_key) & (number > signature.id))
    names = select(Signature.printed_name)
    before = db.session.scalar(names.where(*same, earlier).order_by(key.desc(), number.desc()).limit(1)) or ""
    after = db.session.scalar(names.where(*same, later).order_by(key, number).limit(1)) or ""
    if count.listed > NUMBERED_UP_TO:
        return Place(before, after)
    counted = select(func.count()).select_from(Signature)
    ahead, all_of_them = (db.session.scalar(counted.where(*same, *more)) or 0 for more in ([earlier], []))
    return Place(before, after, ahead + 1, all_of_them)


def _named(letter: Letter, search: str = "") -> Iterable[ColumnElement[bool]]:
    yield Signature.letter_id == letter.id
    yield Signature.state == VERIFIED
    yield Signature.shown_as != UNLISTED
    yield Signature.sort_key < LAST
    if search.strip():
        yield name_contains(search)


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
