"""What everybody may read of a campaign's updates and press coverage: what is about one letter, only once that letter
is public. The newest first.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from signon.campaigns.models import UPDATES, Coverage, Update
from signon.database import db
from signon.letters.letters import safe_modes_of
from signon.letters.models import Letter

_LARGEST_ID = 2**31 - 1  # what the column holds


def public_updates(
    campaign_id: int,
    at: datetime,
    *,
    letter_id: int | None = None,
    kinds: Collection[str] = UPDATES,
    in_search: bool = False,
    before: tuple[datetime, int] | None = None,
    offset: int = 0,
    most: int,
) -> list[Update]:
    """The next `most` updates of these kinds, of one letter or of the whole campaign. With `in_search` without those
    about letters in safe mode, which are collected nowhere. `before` says when the last one that was read was
    published, and its id.
    """
    query = _updates(select(Update), campaign_id, at, letter_id, kinds, in_search)
    if before is not None:
        query = query.where(_earlier(Update.published_at, Update.id, before))
    newest = query.order_by(Update.published_at.desc(), Update.id.desc())
    return list(db.session.scalars(newest.offset(offset).limit(most)))


def how_many_public_updates(campaign_id: int, at: datetime) -> int:
    """How many updates of the whole campaign everybody may read."""
    query = _updates(select(func.count()).select_from(Update), campaign_id, at, None, UPDATES, False)
    return db.session.scalar(query) or 0


def public_update(campaign_id: int, update_id: int, at: datetime) -> Update | None:
    """The campaign's update with this id if everybody may read it, else None."""
    if update_id > _LARGEST_ID:
        return None
    query = _updates(select(Update), campaign_id, at, None, UPDATES, False)
    found: Update | None = db.session.scalar(query.where(Update.id == update_id))
    return found


def is_public(row: Update, at: datetime) -> bool:
    """Whether everybody may read this update at that moment, on the page of its campaign, which has to be there."""
    return public_update(row.campaign_id, row.id, at) is not None and bool(safe_modes_of(row.campaign_id, at))


def public_coverage(
    campaign_id: int,
    at: datetime,
    *,
    letter_id: int | None = None,
    before: tuple[date, int] | None = None,
    offset: int = 0,
    most: int,
) -> list[Coverage]:
    """The next `most` pieces of coverage, of one letter or of the whole campaign. `before` as in `public_updates`."""
    newest = _coverage(select(Coverage), campaign_id, at, letter_id)
    if before is not None:
        newest = newest.where(_earlier(Coverage.published_on, Coverage.id, before))
    newest = newest.order_by(Coverage.published_on.desc(), Coverage.id.desc())
    return list(db.session.scalars(newest.offset(offset).limit(most)))


def how_much_public_coverage(campaign_id: int, at: datetime) -> int:
    """How many pieces of coverage of the whole campaign everybody may read."""
    return db.session.scalar(_coverage(select(func.count()).select_from(Coverage), campaign_id, at, None)) or 0


def letters_by_id(letter_ids: Collection[int | None]) -> dict[int, Letter]:
    """The letters with these ids, by id. One query, none for no letter."""
    wanted = {letter_id for letter_id in letter_ids if letter_id is not None}
    rows = db.session.scalars(select(Letter).where(Letter.id.in_(wanted))) if wanted else ()
    return {letter.id: letter for letter in rows}


def _updates(
    query: Select[Any], campaign_id: int, at: datetime, letter_id: int | None, kinds: Collection[str], in_search: bool
) -> Select[Any]:
    query = query.where(Update.campaign_id == campaign_id, Update.published_at <= at)
    if set(kinds) != set(UPDATES):
        query = query.where(Update.kind.in_(kinds))
    return query.where(_about(Update.letter_id, letter_id, at, in_search))


def _coverage(query: Select[Any], campaign_id: int, at: datetime, letter_id: int | None) -> Select[Any]:
    return query.where(Coverage.campaign_id == campaign_id, _about(Coverage.letter_id, letter_id, at, False))


def _earlier(when: Any, number: Any, before: tuple[date, int]) -> ColumnElement[bool]:
    """That a row comes after the one `before`, where the newest come first."""
    is_earlier: ColumnElement[bool] = or_(when < before[0], and_(when == before[0], number < before[1]))
    return is_earlier


def _about(column: Any, letter_id: int | None, at: datetime, in_search: bool) -> ColumnElement[bool]:
    if letter_id is not None:
        is_about: ColumnElement[bool] = column == letter_id
        return is_about
    readable = select(Letter.id).where(Letter.id == column, Letter.published_at <= at)
    if in_search:
        readable = readable.where(Letter.safe_mode.is_(False))
    return or_(column.is_(None), readable.exists())
