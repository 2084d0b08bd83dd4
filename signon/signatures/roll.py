"""The roll: reading a letter's signees in printed order. Everything that shows or prints a list begins here."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.signatures import counting
from signon.signatures.models import UNLISTED, VERIFIED, Signature
from signon.signatures.signee import Signee

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
)


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


def signees(letter: Letter, search: str = "", offset: int = 0, limit: int | None = None) -> list[Signee]:
    """Listed names in printed order; with `search`, those that contain it (case and accents do not count)."""
    query = (
        select(*_COLUMNS)
        .where(*_listed(letter, search))
        .order_by(Signature.kind.desc(), Signature.sort_key, Signature.id)
        .offset(offset)
        .limit(limit)
    )
    return list(_as_signees(db.session.execute(query)))


def found(letter: Letter, search: str) -> int:
    """How many listed names contain `search`; only asked when somebody searches."""
    return db.session.scalar(select(func.count()).select_from(Signature).where(*_listed(letter, search))) or 0


def place_of(letter: Letter, signature: Signature, count: counting.Count) -> Place | None:
    """Where a listed signature stands among its kind; None when it is not on the printed list."""
    if signature.state != VERIFIED or signature.shown_as == UNLISTED:
        return None
    same = [*_listed(letter), Signature.kind == signature.kind]
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


def _listed(letter: Letter, search: str = "") -> Iterable[ColumnElement[bool]]:
    yield Signature.letter_id == letter.id
    yield Signature.state == VERIFIED
    yield Signature.shown_as != UNLISTED
    if search.strip():
        yield or_(
            Signature.sort_key.contains(fold(search.strip()), autoescape=True),
            func.lower(Signature.printed_name).contains(search.strip().lower(), autoescape=True),
        )


def _as_signees(rows: Iterable[tuple[object, ...]]) -> Iterable[Signee]:
    for name, kind, website, scope, city, home_state, country, own_sort_key, convener in rows:
        yield Signee(name, kind, website, scope, city, home_state, country, own_sort_key, convener)  # type: ignore[arg-type]
