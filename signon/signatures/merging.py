"""Merging, the signatures' half: what two organizations of the register signed is one organization's from then on.

Where both stand on a letter's list, one of the names stays: the convener's; else the one that was handed over; else the
earlier. The other is struck as a duplicate. Names stay printed as they were.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update

from signon.database import db, insert_all_unless_there
from signon.letters.models import Letter
from signon.organizations.merging import MOVED_ON, STAYS_STRUCK, Undone
from signon.signatures import counting
from signon.signatures.judging import DUPLICATE
from signon.signatures.listing import change_state, mark_conveners, read_anew, unlist
from signon.signatures.models import STRUCK, VERIFIED, Approach, Signature

_SPEAKS = (Signature.organization_id, Signature.claimed_organization_id, Signature.like_organization_id)
_COLUMNS = ("organization_id", "claimed_organization_id", "like_organization_id")


@dataclass(frozen=True)
class Clash:
    """A letter on whose list both organizations stand: which of the two names stays, and which is struck."""

    letter: Letter
    stays: Signature
    struck: Signature

    @property
    def is_printed(self) -> bool:
        """Whether the one that is struck was handed over: in what was handed over it stays."""
        return self.struck.edition_id is not None


def letters_of(*organization_ids: int) -> list[int]:
    """The ids of the letters, in their order, on which any signature is, says it is, or looks like one of these."""
    speaks = or_(*(column.in_(organization_ids) for column in _SPEAKS))
    return list(db.session.scalars(select(Signature.letter_id).where(speaks).distinct().order_by(Signature.letter_id)))


def hold_letters(letter_ids: Iterable[int], at: datetime) -> None:
    """Hold the counters of these letters until the transaction ends: nobody is listed on them meanwhile."""
    for letter_id in sorted(letter_ids):
        counting.lock(letter_id, at)


def clashes(kept_id: int, gone_id: int) -> list[Clash]:
    """The letters on whose lists both stand, the newest first, with what becomes of both names there."""
    both = select(Signature, Letter).join(Letter, Letter.id == Signature.letter_id)
    both = both.where(Signature.organization_id.in_((kept_id, gone_id)), Signature.state == VERIFIED)
    found: dict[int, tuple[Letter, list[Signature]]] = {}
    rows = both.order_by(Letter.id.desc(), Signature.id).execution_options(populate_existing=True)
    for signature, letter in db.session.execute(rows):
        found.setdefault(letter.id, (letter, []))[1].append(signature)
    pairs = [(letter, sorted(two, key=_rank)) for letter, two in found.values() if len(two) > 1]
    return [Clash(letter, stays, struck) for letter, (stays, struck) in pairs]


def _rank(signature: Signature) -> tuple[bool, bool, datetime, int]:
    since = signature.verified_at or signature.requested_at
    return not signature.is_convener, signature.edition_id is None, since, signature.id


def move(kept_id: int, gone_id: int, letter_ids: list[int], at: datetime) -> dict[str, Any]:
    """All that speaks of `gone_id` speaks of `kept_id`; answers what was moved, as `move_back` needs it (JSON).

    The counters of these letters, which are all of both, are held. Raises nothing.
    """
    struck = []
    for clash in clashes(kept_id, gone_id):
        one = clash.struck
        struck.append([one.id, one.organization_id, one.reason, one.changed_at.isoformat()])
        unlist(clash.letter, one, STRUCK, at, reason=DUPLICATE)
    moved = {column: _speak(column, gone_id, kept_id, Signature.letter_id.in_(letter_ids)) for column in _COLUMNS}
    return {"signatures": moved, "struck": struck, "approaches": _copy_approaches(kept_id, gone_id)}


def move_back(kept_id: int, gone_id: int, moved: dict[str, Any], merged_at: datetime, at: datetime) -> Undone:
    """Undo `move` where things are still as it left them; answers what was not."""
    undone = Undone()
    for column, ids in moved["signatures"].items():
        back = _speak(column, kept_id, gone_id, Signature.id.in_(ids))
        left = select(Signature.id).where(Signature.id.in_(ids), getattr(Signature, column) != gone_id)
        undone.lose(MOVED_ON, len(back) < len(ids) and db.session.scalar(left.limit(1)) is not None)
    for signature_id, _organization_id, reason, changed_at in moved["struck"]:
        is_back = _list_again(signature_id, reason, datetime.fromisoformat(changed_at), merged_at, at)
        undone.lose(STAYS_STRUCK, not is_back)
    for letter_id, way in moved["approaches"]:
        same = (Approach.letter_id == letter_id, Approach.way == way, Approach.organization_id == kept_id)
        db.session.execute(delete(Approach).where(*same))
    return undone


def _speak(column: str, of: int, now_of: int, where: ColumnElement[bool]) -> list[int]:
    """Put one organization in the place of another, in one column of some signatures; answers which."""
    place = getattr(Signature, column)
    ids = list(db.session.scalars(select(Signature.id).where(where, place == of).order_by(Signature.id)))
    db.session.execute(update(Signature).where(where, place == of).values({place: now_of}))
    return ids


def _list_again(signature_id: int, reason: str, changed_at: datetime, merged_at: datetime, at: datetime) -> bool:
    """Bring a name that the merge struck back onto the list, unless somebody has touched it since, or its organization
    has another name there; answers whether it is.
    """
    signature = db.session.get(Signature, signature_id)
    if signature is None or not read_anew(signature):
        return False
    is_same = (signature.state, signature.reason, signature.changed_at) == (STRUCK, DUPLICATE, merged_at)
    here = (Signature.letter_id == signature.letter_id, Signature.state == VERIFIED)
    twin = select(Signature.id).where(*here, Signature.organization_id == signature.organization_id)
    if not is_same or db.session.scalar(twin) is not None:
        return False
    change_state(signature, STRUCK, VERIFIED, changed_at, reason=reason)
    counting.shift(signature.letter_id, signature.kind, at, counting.parts(signature), came=[signature.id])
    mark_conveners(db.session.get_one(Letter, signature.letter_id), at)  # who leads may have changed meanwhile
    return True


def _copy_approaches(kept_id: int, gone_id: int) -> list[list[Any]]:
    """What was done once for one of them was done for both; answers those that only `gone_id` had."""
    query = select(Approach.letter_id, Approach.way).order_by(Approach.letter_id, Approach.way)
    own = {tuple(row) for row in db.session.execute(query.where(Approach.organization_id == kept_id))}
    theirs = [tuple(row) for row in db.session.execute(query.where(Approach.organization_id == gone_id))]
    new = [row for row in theirs if row not in own]
    rows = [{"letter_id": letter_id, "organization_id": kept_id, "way": way} for letter_id, way in new]
    insert_all_unless_there(Approach, rows)
    return [list(row) for row in new]
