"""Finding: a letter's names as staff look for them, a page at a time: the listed, the struck, and those that wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from signon.database import db
from signon.letters.models import Letter
from signon.signatures.models import HELD, STRUCK, UNLISTED, VERIFIED, Signature
from signon.signatures.searching import is_called
from signon.signatures.staff_models import Question, Tag

ASKED, ANSWERED = "asked", "answered"  # what a question to the signee has come to


@dataclass(frozen=True)
class Page:
    """Some of a letter's signatures, and how many there are in all."""

    signatures: list[Signature]
    total: int


@dataclass(frozen=True)
class Wanted:
    """Which listed names are looked for: whose name contains `search`, and who have the facts that are not empty.
    `convener` is "yes" or "no".
    """

    search: str = ""
    scope: str = ""
    state: str = ""
    convener: str = ""
    tag: str = ""
    origin: str = ""

    @property
    def is_anything(self) -> bool:
        """Whether every name is wanted."""
        return self == Wanted()


@dataclass(frozen=True)
class Sought:
    """Which held names are looked for: by name, by the reason that they are held for (as it is stored), by tag, and by
    what a question to their signee has come to (ASKED: no answer yet; ANSWERED).
    """

    search: str = ""
    reason: str = ""
    tag: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Waiting:
    """How many held names there are: in all, by reason, and how many signees were asked and have (not) answered."""

    total: int
    by_reason: dict[str, int]
    asked: int
    answered: int


def listed(letter: Letter, wanted: Wanted, offset: int, limit: int) -> Page:
    """The listed signatures that are `wanted`, in printed order."""
    where = [Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.shown_as != UNLISTED]
    where += _wanted(letter, wanted)
    return _page(where, (Signature.kind.desc(), Signature.sort_key, Signature.id), offset, limit)


def struck(letter: Letter, search: str, offset: int, limit: int) -> Page:
    """Struck signatures, the newest first; with `search`, those whose names contain it."""
    where = [Signature.letter_id == letter.id, Signature.state == STRUCK]
    if search.strip():
        where.append(is_called(search))
    return _page(where, (Signature.changed_at.desc(), Signature.id.desc()), offset, limit)


def held(letter: Letter, sought: Sought, offset: int, limit: int) -> Page:
    """The held signatures that are `sought`, the oldest first."""
    where = [*_held(letter), *_sought(letter, sought)]
    return _page(where, (Signature.requested_at, Signature.id), offset, limit)


def waiting(letter: Letter) -> Waiting:
    """How many names are held, and why."""
    reasons = select(Signature.reason, func.count()).where(*_held(letter)).group_by(Signature.reason)
    by_reason = {reason: number for reason, number in db.session.execute(reasons.order_by(func.count().desc()))}  # noqa: C416
    questions = select(func.count(), func.count(Question.answered_at)).select_from(Question)
    asked, answered = db.session.execute(questions.join(Signature).where(*_held(letter))).one()
    return Waiting(sum(by_reason.values()), by_reason, asked - answered, answered)


def home_states(letter: Letter) -> list[str]:
    """The states that listed names of the letter are in, in their order."""
    where = (Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.home_state != "")
    query = select(Signature.home_state).where(*where).distinct().order_by(Signature.home_state)
    return list(db.session.scalars(query))


def _wanted(letter: Letter, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.search.strip():
        yield is_called(wanted.search)
    if wanted.scope:
        yield Signature.scope == wanted.scope
    if wanted.state:
        yield Signature.home_state == wanted.state
    if wanted.convener:
        yield Signature.is_convener.is_(wanted.convener == "yes")
    if wanted.origin:
        yield Signature.origin == wanted.origin
    if wanted.tag:
        yield tagged(letter, wanted.tag)


def _sought(letter: Letter, sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.search.strip():
        yield is_called(sought.search)
    if sought.reason:
        yield Signature.reason == sought.reason
    if sought.tag:
        yield tagged(letter, sought.tag)
    if sought.asked:
        is_answered = Question.answered_at.is_not(None) if sought.asked == ANSWERED else Question.answered_at.is_(None)
        yield Signature.id.in_(select(Question.signature_id).where(is_answered))


def tagged(letter: Letter, word: str) -> ColumnElement[bool]:
    """That a signature of `letter` bears the tag `word`."""
    return Signature.id.in_(select(Tag.signature_id).where(Tag.letter_id == letter.id, Tag.word == word))


def _held(letter: Letter) -> tuple[ColumnElement[bool], ...]:
    return Signature.letter_id == letter.id, Signature.state == HELD


def _page(where: list[ColumnElement[bool]], order: tuple[Any, ...], offset: int, limit: int) -> Page:
    found = db.session.scalars(select(Signature).where(*where).order_by(*order).offset(offset).limit(limit))
    total = db.session.scalar(select(func.count()).select_from(Signature).where(*where))
    return Page(list(found), total or 0)
