"""An import of names gathered elsewhere, as staff bring it: every line is judged first, staff look and choose, and only
then names are listed, a few hundred at a time, by the worker. Closing the page stops nothing.

Both steps walk the file by its lines and keep how far they came (`done`) in the transaction of what they did: a worker
that dies is followed by another, and no line is done twice.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update

from signon.database import db, is_sqlite
from signon.keys import KeyGone, KeyStore
from signon.letters.models import Letter
from signon.organizations.matching import alike
from signon.organizations.register import known, learn_alias, standing
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.entry import Entry
from signon.signatures.importing import IMPORTED, MATCHED, REFUSED, Listed, take_names
from signon.signatures.models import Signature
from signon.signatures.names import plain_text
from signon.signatures.signee import ORGANIZATION
from signon.signatures.signee_file import Line, SigneeFile, read_file
from signon.signatures.staff_models import SigneeImport
from signon.staff.models import StaffMember

JUDGING, LOOKED_AT, LISTING, DONE, ENDED = "judging", "looked at", "listing", "done", "ended"
NEW, ALREADY, LIKELY = "new", "already", "likely"  # what a line is; or REFUSED
OUTCOMES = (NEW, ALREADY, LIKELY, REFUSED)
OWN, SAME, LEAVE = "own", "same", "leave"  # what staff choose: list it as its own, as the one it is like, not at all
LEFT_OUT = "left out"
AT_ONCE = 1000  # lines that are judged between two mails
LISTED_AT_ONCE = 500  # lines in one transaction: others can sign in between
LONGEST_SOURCE = 200  # characters
KEPT = timedelta(days=7)  # a file that nobody lists
_FILE, _JUDGED = "signee import", "judged lines"
_ERASED: dict[str, Any] = {"file": None, "judged": None, "choices": {}}  # what is left of an import that is done with


@dataclass(frozen=True)
class Judged:
    """What a line of the file is: one of OUTCOMES. `other` is the name it is on the list as, or is like; `other_id`
    that organization's id. `sentence` and `values` say why it is refused.
    """

    line: int
    name: str
    outcome: str
    other: str = ""
    other_id: int = 0
    sentence: str = ""
    values: dict[str, Any] | None = None

    def choices(self) -> tuple[str, ...]:
        """What staff may choose for it; the first is what is done if they do not."""
        return {NEW: (OWN, LEAVE), LIKELY: (OWN, SAME, LEAVE)}.get(self.outcome, ())


@dataclass(frozen=True)
class Judging:
    """What the next lines of an import are, judged after `done` others: the columns that are to change."""

    import_id: int
    done: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Brought:
    """Where an imported name comes from: the staff's words, and the address of who brought it ("" when the account is
    gone).
    """

    source: str
    by: str


def brought_by(signature: Signature) -> Brought | None:
    """Who brought this name and from where; None for one that came otherwise, or by the command line."""
    if signature.import_id is None:
        return None
    query = select(SigneeImport.source, StaffMember.email).outerjoin(
        StaffMember, StaffMember.id == SigneeImport.imported_by
    )
    source, email = db.session.execute(query.where(SigneeImport.id == signature.import_id)).one()
    return Brought(source, email or "")


def rows_of(data: bytes, letter: Letter) -> int:
    """How many lines the signee file in `data` has. Raises Refusal about "file". Ask before the transaction: a long
    file takes seconds, in which nobody else could write.
    """
    try:
        return len(read_file(data, letter).lines)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, "file", **refusal.values) from None


def begin(
    letter: Letter, data: bytes, source: str, *, rows: int, by: int, keys: KeyStore, at: datetime
) -> SigneeImport:
    """Keep a signee file of so many `rows` (`rows_of`), to be judged. Raises Refusal about "source"."""
    said = plain_text(source, "source", LONGEST_SOURCE)
    if not said:
        raise Refusal(N_("Please write where the names come from."), "source")
    job = SigneeImport(
        letter_id=letter.id,
        source=said,
        file=keys.seal(letter.key_name, data, _FILE),
        judged=keys.seal(letter.key_name, b"[]", _JUDGED),
        rows=rows,
        choices={},
        state=JUDGING,
        totals={},
        imported_by=by,
        created_at=at,
    )
    db.session.add(job)
    db.session.flush()
    return job


def judge_some(keys: KeyStore, only: int | None = None, most: int = AT_ONCE) -> Judging | None:
    """Judge the next lines, at most so many, of the oldest import that waits for it (or of the one with this id); None
    when none does. Changes nothing, and takes its time: ask it outside of a transaction, then `note_judged`.
    """
    job = db.session.scalar(_waiting(JUDGING, only))
    if job is None:
        return None
    letter = db.session.get_one(Letter, job.letter_id)
    try:
        return _judging(letter, job, _lines(letter, job, keys), most, keys)
    except (KeyGone, Refusal):  # erased with the letter's key; or the letter is signed by others than before
        return Judging(job.id, job.done, {"state": ENDED, **_ERASED})  # the next import must not wait for it


def note_judged(judging: Judging, at: datetime) -> bool:
    """Keep what `judge_some` found, unless somebody was faster: another worker, or staff who gave the import up."""
    values = dict(judging.values)
    if values.get("state") == ENDED:
        values["finished_at"] = at
    same = (SigneeImport.id == judging.import_id, SigneeImport.state == JUDGING, SigneeImport.done == judging.done)
    noted = db.session.execute(_set(*same).values(**values))
    return bool(noted.rowcount)  # type: ignore[attr-defined]


def list_some(keys: KeyStore, at: datetime, only: int | None = None, most: int = LISTED_AT_ONCE) -> bool:
    """List the next lines, at most so many, of the oldest import that waits for it (or of the one with this id);
    answers whether one did. The caller owns the transaction; two workers at once take different imports.
    """
    query = _waiting(LISTING, only)
    job = db.session.scalar(query if is_sqlite() else query.with_for_update(skip_locked=True))
    if job is None:
        return False
    letter = db.session.get_one(Letter, job.letter_id)
    try:
        _list_some(letter, job, _lines(letter, job, keys), most, keys, at)
    except (KeyGone, Refusal):
        _end(job, ENDED, at)
    return True


def is_listing() -> bool:
    """Whether an import waits to be listed."""
    return db.session.scalar(_waiting(LISTING, None).with_only_columns(SigneeImport.id)) is not None


def judged(letter: Letter, job: SigneeImport, keys: KeyStore) -> list[Judged]:
    """What the lines are that were judged so far, in the file's order. Raises KeyGone; [] when it is done with."""
    if job.judged is None:
        return []
    return [Judged(**one) for one in json.loads(keys.open(letter.key_name, job.judged, _JUDGED))]


def choose(job: SigneeImport, choices: dict[int, str], lines: list[Judged]) -> None:
    """Keep what staff chose for these lines, of what each allows; other choices stay. Nothing else is kept."""
    allowed = {one.line: one.choices() for one in lines}
    given = {str(line): choice for line, choice in choices.items() if choice in allowed.get(line, ())}
    job.choices = {**job.choices, **given}


def start(job: SigneeImport) -> bool:
    """Staff have looked: list the names from now on. Answers whether this press did it."""
    return _move(job, LOOKED_AT, state=LISTING, done=0, totals={})


def give_up(job: SigneeImport, at: datetime) -> bool:
    """Nothing of it is to be listed; answers whether this press did it. What was brought is erased."""
    left: dict[str, object] = {"state": ENDED, "finished_at": at, **_ERASED}
    return _move(job, LOOKED_AT, **left) or _move(job, JUDGING, **left)


def of_letter(letter: Letter, import_id: int, *, hold: bool = False) -> SigneeImport | None:
    """The letter's import with this id, read anew, or None. With `hold` others wait until the transaction ends: of two
    who choose at once, neither overwrites the other.
    """
    if import_id > 2**31 - 1:
        return None
    query = select(SigneeImport).where(SigneeImport.id == import_id, SigneeImport.letter_id == letter.id)
    query = query.with_for_update() if hold else query
    return db.session.scalar(query.execution_options(populate_existing=True))


def imports_of(letter: Letter, most: int = 50) -> list[SigneeImport]:
    """The letter's imports, the newest first."""
    query = select(SigneeImport).where(SigneeImport.letter_id == letter.id)
    return list(db.session.scalars(query.order_by(SigneeImport.id.desc()).limit(most)))


def purge(at: datetime) -> None:
    """Erase files that nobody listed for a week."""
    old = (SigneeImport.state.in_((JUDGING, LOOKED_AT)), SigneeImport.created_at < at - KEPT)
    db.session.execute(_set(*old).values(state=ENDED, finished_at=at, **_ERASED))


def _waiting(state: str, only: int | None) -> Select[SigneeImport]:
    """The oldest import in this state, or the one with this id."""
    query = select(SigneeImport).where(SigneeImport.state == state).order_by(SigneeImport.id).limit(1)
    query = query if only is None else query.where(SigneeImport.id == only)
    return query.execution_options(populate_existing=True)


def _judging(letter: Letter, job: SigneeImport, file: SigneeFile, most: int, keys: KeyStore) -> Judging:
    before = judged(letter, job, keys)
    listed = Listed(letter, file.kind, keys)
    for line in file.lines[: job.done]:
        if isinstance(line.entry, Entry):
            listed.find_or_add(line.entry)  # the same name twice in one file is one
    lines = [*before, *(_judge(line, file.kind, listed) for line in file.lines[job.done : job.done + most])]
    sealable = json.dumps([one.__dict__ for one in lines], ensure_ascii=False).encode()
    values: dict[str, Any] = {
        "judged": keys.seal(letter.key_name, sealable, _JUDGED),
        "done": len(lines),
        "totals": {outcome: sum(one.outcome == outcome for one in lines) for outcome in OUTCOMES},
        "state": LOOKED_AT if len(lines) >= job.rows else JUDGING,
    }
    return Judging(job.id, job.done, values)


def _judge(line: Line, kind: str, listed: Listed) -> Judged:
    if isinstance(line.entry, Refusal):
        values = {name: str(value) for name, value in line.entry.values.items()}
        return Judged(line.number, line.name, REFUSED, sentence=line.entry.sentence, values=values)
    known_as = listed.find_or_add(line.entry)
    if known_as is not None:
        return Judged(line.number, line.name, ALREADY, other=known_as)
    if kind == ORGANIZATION and known(line.entry.printed_name) is None:
        for like in alike(line.entry.printed_name, most=1):
            return Judged(line.number, line.name, LIKELY, other=like.name, other_id=like.id)
    return Judged(line.number, line.name, NEW)


def _list_some(letter: Letter, job: SigneeImport, file: SigneeFile, most: int, keys: KeyStore, at: datetime) -> None:
    counting.lock(letter.id, at)  # before any organization's row, as everywhere
    by_line = {one.line: one for one in judged(letter, job, keys)}
    some = file.lines[job.done : job.done + most]
    taken = []
    for line in some:
        choice = job.choices.get(str(line.number), OWN)
        if choice == SAME:
            learn_alias(standing(by_line[line.number].other_id), line.name, at)  # it may have been merged since
        if choice != LEAVE:
            taken.append(line)
    said = take_names(
        letter,
        replace(file, lines=tuple(taken)),
        keys=keys,
        at=at,
        say=lambda row: None,
        import_id=job.id,
    )
    job.done += len(some)
    added = {**said, LEFT_OUT: len(some) - len(taken)}
    job.totals = {name: job.totals.get(name, 0) + added[name] for name in (IMPORTED, MATCHED, REFUSED, LEFT_OUT)}
    if job.done >= job.rows:
        _end(job, DONE, at)


def _end(job: SigneeImport, state: str, at: datetime) -> None:
    job.state, job.file, job.judged, job.choices, job.finished_at = state, None, None, {}, at


def _lines(letter: Letter, job: SigneeImport, keys: KeyStore) -> SigneeFile:
    return read_file(keys.open(letter.key_name, job.file or b"", _FILE), letter)


def _move(job: SigneeImport, came_from: str, **values: object) -> bool:
    """One conditional UPDATE; `job` is read anew."""
    moved = db.session.execute(_set(SigneeImport.id == job.id, SigneeImport.state == came_from).values(**values))
    db.session.refresh(job)
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _set(*where: ColumnElement[bool]) -> Any:
    return update(SigneeImport).where(*where).execution_options(synchronize_session=False)
