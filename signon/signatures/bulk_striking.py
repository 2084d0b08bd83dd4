"""Bulk striking: all names of a pattern are looked at, then struck in one press, and come back in one press.

What is struck is exactly what was shown: the page carries a digest of the names as they were, and nothing is done when
one came, went or changed since. Mailboxes are sealed, so a pattern that asks for their domain opens contacts: of the
oldest `MOST_OPENED` names that fit otherwise, and the page says so.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, insert, select, update

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.organizations.models import Remembrance
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.forgetting import forget_word_from
from signon.signatures.listing import mark_conveners
from signon.signatures.models import ANONYMOUS, HELD, STRUCK, UNLISTED, VERIFIED, Signature
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.roll import name_contains
from signon.signatures.signee import INDIVIDUAL
from signon.signatures.signing import open_contact
from signon.signatures.staff_models import BulkStrike, BulkStruck
from signon.signatures.text_answers import take_off_unanswered

MOST = 5000  # names in one press, and so in one transaction
MOST_OPENED = 20_000  # sealed contacts that are opened for one look
SHOWN = 50  # names on the page
LISTED, BOTH = "listed", "both"
_STATES = {HELD: (HELD,), LISTED: (VERIFIED,), BOTH: (HELD, VERIFIED)}
_AT_ONCE = 500  # rows a statement
_SEALED_AS = "bulk strike"


@dataclass(frozen=True)
class Pattern:
    """Which names: at mailboxes of a `domain` or one below it, with `words` in the name (case and accents do not
    count), requested from `since` until `until` (ISO 8601), of an `origin`, and held, listed or both.
    """

    domain: str = ""
    words: str = ""
    since: str = ""
    until: str = ""
    origin: str = ""
    state: str = HELD

    def checked(self) -> Self:
        """As it is searched by. Raises Refusal where it says nothing but the state."""
        domain = self.domain.strip().lower().rpartition("@")[2].strip(".")
        tidy = replace(self, domain=domain, words=self.words.strip())
        if replace(tidy, state=HELD) == Pattern():
            raise Refusal(N_("Please say which names: by mailbox, by words, by time or by how they came."), "domain")
        if tidy.state not in _STATES:
            raise Refusal(N_("Please choose held names, listed names, or both."), "state")
        return tidy


@dataclass(frozen=True)
class Preview:
    """What a pattern finds: how many names, the first of them, and a digest of all as they are now.

    `is_whole` is False where more names fit otherwise than were opened for their domain.
    """

    number: int
    names: tuple[str, ...]
    listed: int
    digest: str
    is_whole: bool


@dataclass(frozen=True)
class Undone:
    """What became of the names of a bulk strike that was undone: on the list again, held again, left struck."""

    listed: int
    held: int
    left: int


_COLUMNS = (
    Signature.id,
    Signature.state,
    Signature.changed_at,
    Signature.reason,
    Signature.kind,
    Signature.shown_as,
    Signature.is_convener,
    Signature.printed_name,
    Signature.contact,
)
_Row = Any  # one signature's _COLUMNS


def preview(letter: Letter, pattern: Pattern, keys: KeyStore) -> Preview:
    """What would be struck, the oldest names first. Nothing is changed. Raises KeyGone, and Refusal as `checked`."""
    rows, is_whole = _found(letter, pattern.checked(), keys)
    names = tuple(row.printed_name for row in rows[:SHOWN])
    return Preview(len(rows), names, sum(row.state == VERIFIED for row in rows), _digest(rows), is_whole)


def strike_all(
    letter: Letter,
    pattern: Pattern,
    reason: str,
    *,
    digest: str,
    member_id: int | None,
    keys: KeyStore,
    at: datetime,
) -> BulkStrike:
    """Strike the names that a preview with this `digest` showed. Raises ChangedMeanwhile when they are not the same any
    more, and Refusal without a reason, for none, or for more than 5,000. The caller owns the transaction.
    """
    pattern, why = pattern.checked(), reason.strip()[:300]
    if not why:
        raise Refusal(N_("Please write why the names are struck."), "reason")
    counting.lock(letter.id, at)
    rows, _is_whole = _found(letter, pattern, keys)
    if len(rows) > MOST:
        raise Refusal(N_("At most %(most)s names are struck in one press. Please narrow it down."), "domain", most=MOST)
    if not rows or _digest(rows) != digest:
        raise ChangedMeanwhile
    for ids in _batches([row.id for row in rows]):
        _change(ids, STRUCK, why, at)
    _count(letter, [row for row in rows if row.state == VERIFIED], -1, at)
    _forget_words(letter, [row.id for row in rows], keys)
    return _kept(letter, pattern, why, rows, member_id, keys, at)


def undo(letter: Letter, bulk_strike_id: int, at: datetime) -> Undone | None:
    """Put each name back to where it came from: on the list unless somebody took its place or its signee withdrew it,
    or among the held, with its former reason. None when it was undone before, or is another letter's.

    A name that was changed since (held again by hand, say) stays as it is.
    """
    counting.lock(letter.id, at)
    mine = (BulkStrike.id == bulk_strike_id, BulkStrike.letter_id == letter.id, BulkStrike.undone_at.is_(None))
    if db.session.execute(update(BulkStrike).where(*mine).values(undone_at=at)).rowcount != 1:  # type: ignore[attr-defined]
        return None
    rows = _struck(bulk_strike_id)
    taken = _taken(letter, rows)
    relisted = [row for row in rows if row.came_from == VERIFIED and row.id not in taken]
    held = [row for row in rows if row.came_from == HELD]
    _put_back(relisted, VERIFIED, at)
    _put_back(held, HELD, at)
    _count(letter, relisted, +1, at)
    silent = take_off_unanswered(letter, [row.id for row in relisted], at)  # about a text that changed meanwhile
    mark_conveners(letter, at)  # who leads may have changed too
    number = db.session.scalar(select(BulkStrike.number).where(BulkStrike.id == bulk_strike_id)) or 0
    return Undone(len(relisted) - silent, len(held) + silent, number - len(relisted) - len(held))


def earlier(letter: Letter, keys: KeyStore, most: int = 50) -> list[tuple[BulkStrike, Pattern]]:
    """The letter's bulk strikes with their patterns, the newest first. Raises KeyGone."""
    query = select(BulkStrike).where(BulkStrike.letter_id == letter.id)
    rows = db.session.scalars(query.order_by(BulkStrike.struck_at.desc(), BulkStrike.id.desc()).limit(most))
    return [(row, _pattern(keys.open(letter.key_name, row.pattern, _SEALED_AS))) for row in rows]


def _pattern(sealed: bytes) -> Pattern:
    return Pattern(**json.loads(sealed))


def _found(letter: Letter, pattern: Pattern, keys: KeyStore) -> tuple[list[_Row], bool]:
    """The names that fit, the oldest first, at most one more than are struck at once; and whether these are all."""
    query = select(*_COLUMNS).where(Signature.letter_id == letter.id, *_fits(pattern)).order_by(Signature.id)
    if not pattern.domain:
        return list(db.session.execute(query.limit(MOST + 1))), True
    found: list[_Row] = []
    last = 0
    for _batch in range(MOST_OPENED // _AT_ONCE):
        rows = db.session.execute(query.where(Signature.id > last).limit(_AT_ONCE)).all()
        if not rows:
            return found, True
        found += [row for row in rows if _is_at(open_contact(letter, row.contact, keys).email, pattern.domain)]
        last = rows[-1].id
    return found, db.session.execute(query.where(Signature.id > last).limit(1)).first() is None


def _fits(pattern: Pattern) -> Iterator[ColumnElement[bool]]:
    yield Signature.state.in_(_STATES[pattern.state])
    if pattern.words:
        yield name_contains(pattern.words)
    if pattern.since:
        yield Signature.requested_at >= datetime.fromisoformat(pattern.since)
    if pattern.until:
        yield Signature.requested_at <= datetime.fromisoformat(pattern.until)
    if pattern.origin:
        yield Signature.origin == pattern.origin


def _is_at(address: str, domain: str) -> bool:
    host = address.rpartition("@")[2].lower()
    return host == domain or host.endswith(f".{domain}")


def _digest(rows: Sequence[_Row]) -> str:
    said = "".join(f"{row.id} {row.state} {row.changed_at.isoformat()}\n" for row in rows)
    return hashlib.sha256(said.encode()).hexdigest()


def _count(letter: Letter, rows: Sequence[_Row], by: int, at: datetime) -> None:
    """Take listed names out of the letter's counter, or (`by` 1) into it: one statement for each kind."""
    for kind in {row.kind for row in rows}:
        these = [row for row in rows if row.kind == kind]
        parts = {
            "conveners": by * sum(row.is_convener for row in these),
            "unlisted": by * sum(row.shown_as == UNLISTED for row in these),
            "anonymous": by * sum(row.shown_as == ANONYMOUS for row in these),
        }
        ids = [row.id for row in these]
        counting.shift(letter.id, kind, at, parts, came=ids if by > 0 else (), left=ids if by < 0 else ())


def _forget_words(letter: Letter, ids: list[int], keys: KeyStore) -> None:
    """What these left with the campaign from the same mailboxes is forgotten, as a single strike does; only those are
    looked at whose organization left anything.
    """
    left = select(Remembrance.organization_id).where(Remembrance.campaign_id == letter.campaign_id)
    spoke = Signature.organization_id.in_(left) | Signature.claimed_organization_id.in_(left)
    for some in _batches(ids):
        for signature in db.session.scalars(select(Signature).where(Signature.id.in_(some), spoke)).all():
            forget_word_from(letter, signature, keys)


def _kept(
    letter: Letter, pattern: Pattern, why: str, rows: list[_Row], by: int | None, keys: KeyStore, at: datetime
) -> BulkStrike:
    sealed = keys.seal(letter.key_name, json.dumps(asdict(pattern)).encode(), _SEALED_AS)
    bulk = BulkStrike(letter_id=letter.id, pattern=sealed, reason=why, number=len(rows), struck_by=by, struck_at=at)
    db.session.add(bulk)
    db.session.flush()
    names = [
        {"bulk_strike_id": bulk.id, "signature_id": row.id, "came_from": row.state, "reason": row.reason}
        for row in rows
    ]
    db.session.execute(insert(BulkStruck), names)
    return bulk


def _struck(bulk_strike_id: int) -> list[_Row]:
    """The names of a bulk strike that are still as it left them, with what they were before."""
    columns = (*_COLUMNS[:3], *_COLUMNS[4:], Signature.organization_id, Signature.address_hash)
    query = select(*columns, BulkStruck.came_from, BulkStruck.reason)
    query = query.join(BulkStruck, BulkStruck.signature_id == Signature.id).join(BulkStrike)
    still = (Signature.state == STRUCK, Signature.changed_at == BulkStrike.struck_at)
    return list(db.session.execute(query.where(BulkStrike.id == bulk_strike_id, *still)))


def _taken(letter: Letter, rows: Sequence[_Row]) -> set[int]:
    """Those whose organization or mailbox is on the list by another signature now; of two that were struck and whose
    organizations were merged meanwhile, the later one.
    """
    were_listed = [row for row in rows if row.came_from == VERIFIED]
    first: dict[int, int] = {}
    for row in were_listed:
        if row.organization_id is not None:
            first[row.organization_id] = min(row.id, first.get(row.organization_id, row.id))
    taken = {row.id for row in were_listed if first.get(row.organization_id, row.id) != row.id}
    here = (Signature.letter_id == letter.id, Signature.state == VERIFIED)
    for some in _batches([row for row in were_listed if row.id not in taken]):
        organizations = {row.organization_id: row.id for row in some if row.organization_id is not None}
        people = {row.address_hash: row.id for row in some if row.kind == INDIVIDUAL and row.address_hash}
        listed = select(Signature.organization_id).where(*here, Signature.organization_id.in_(organizations))
        taken |= {organizations[number] for number in db.session.scalars(listed)}
        same = (Signature.kind == INDIVIDUAL, Signature.address_hash.in_(people), Signature.address_hash != "")
        listed_people = select(Signature.address_hash).where(*here, *same)
        taken |= {people[mark] for mark in db.session.scalars(listed_people)}
    return taken


def _put_back(rows: Sequence[_Row], state: str, at: datetime) -> None:
    """Bring struck names back to `state`, each with its former reason; one statement for each reason and batch."""
    for reason in {row.reason for row in rows}:
        for ids in _batches([row.id for row in rows if row.reason == reason]):
            _change(ids, state, reason, at)


def _change(ids: Sequence[int], to: str, reason: str, at: datetime) -> None:
    statement = update(Signature).where(Signature.id.in_(ids)).values(state=to, reason=reason, changed_at=at)
    db.session.execute(statement.execution_options(synchronize_session=False))


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
