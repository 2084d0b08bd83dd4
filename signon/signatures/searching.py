"""Searching the public list: by what people type, by first letter, by state, how far somebody reaches, what came since.

A reader types part of a name without its accents, with the quotes that their keyboard makes, or its acronym.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.organizations.models import Organization
from signon.organizations.states import state_name
from signon.signatures.models import Signature
from signon.signatures.signee import ORGANIZATION

SIGNS = "#"  # heads the names whose first character is no letter
NATIONAL = "national"
_AFTER_ALL = "\U0010ffff"  # after every name that begins with the same character, compared by bytes
_MOST_WORDS = 8
_LIKE = re.compile(r"([%_\\])")
# A dash or a quote is as often another one: in LIKE, one character of any kind.
_ANY_KIND = re.compile(r"['’‘`´ʼ\"“”«»‐‑–—−-]")


@dataclass(frozen=True)
class Search:
    """Which listed names a reader wants to see: those to which everything applies that is not empty.

    `words` must each stand in the name, or together be the organization's acronym. `marks` are folded characters, with
    one of which it begins. `states` are the spellings of one state. `scope` is national, state or local. `since` is the
    id of the edition that was delivered, for the names that came after it.
    """

    words: str = ""
    marks: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    scope: str = ""
    since: int | None = None

    @property
    def is_anything(self) -> bool:
        """Whether every name is wanted."""
        return self == EVERYONE


EVERYONE = Search()


def conditions(letter: Letter, search: Search) -> Iterator[ColumnElement[bool]]:
    """That a signature of `letter` is one that `search` is for."""
    if search.words.strip():
        yield is_called(search.words)
    if search.marks:
        yield or_(*map(_begins_with, search.marks))
    if search.states:
        yield Signature.home_state.in_(search.states)
    if search.scope:
        yield Signature.scope == search.scope
    if search.since is not None:
        # In safe mode nobody learns when a name came, but by the addendum that bears it.
        unprinted = Signature.edition_id.is_(None)
        added = Signature.edition_id != search.since
        yield added if letter.safe_mode else or_(unprinted, added)


def is_called(typed: str) -> ColumnElement[bool]:
    """That a signature's name has every word of `typed` in it, in any order, or is known by it as an acronym."""
    whole = " ".join(typed.split())
    words = whole.split()[:_MOST_WORDS]
    short = fold(re.sub(r"[.\s]", "", whole))
    known_as = select(Organization.id).where(func.lower(Organization.acronym) == whole.lower())
    return or_(
        and_(*map(_has, words)),
        Signature.acronyms.contains(f" {short} ", autoescape=True),
        and_(Signature.kind == ORGANIZATION, Signature.organization_id.in_(known_as)),
    )


def _has(word: str) -> ColumnElement[bool]:
    """That the name has `word` in it, accents or not; a chosen sort key does not hide what is printed."""
    return or_(
        Signature.sort_key.like(_pattern(fold(word)), escape="\\"),
        func.lower(Signature.printed_name).like(_pattern(word.lower()), escape="\\"),
    )


def _pattern(word: str) -> str:
    return "%" + _ANY_KIND.sub("_", _LIKE.sub(r"\\\1", word)) + "%"


def _begins_with(mark: str) -> ColumnElement[bool]:
    return and_(Signature.sort_key >= mark, Signature.sort_key < mark + _AFTER_ALL)


def first_marks(named: Select[Any]) -> list[str]:
    """The first characters of the sort keys that `named` selects, in their order: one look into the index for each,
    however long the list is.
    """
    first = named.with_only_columns(func.substr(func.min(Signature.sort_key), 1, 1).label("mark"))
    marks = first.cte("marks", recursive=True)
    later = named.where(Signature.sort_key > marks.c.mark + _AFTER_ALL)
    following = func.substr(later.with_only_columns(func.min(Signature.sort_key)).scalar_subquery(), 1, 1)
    marks = marks.union_all(select(following).where(marks.c.mark.is_not(None)))
    return [mark for mark in db.session.scalars(select(marks.c.mark)) if mark]


@dataclass(frozen=True)
class Places:
    """Where a letter's organizations are: the `states` by full name and in its order, each with the ways in which it
    was typed; and whether some of them work in the whole nation.
    """

    states: dict[str, tuple[str, ...]]
    has_national: bool

    @property
    def are_any(self) -> bool:
        """Whether anybody said where they are."""
        return bool(self.states) or self.has_national


NOWHERE = Places({}, False)


def places(named: Select[Any]) -> Places:
    """Where the organizations that `named` selects say they are."""
    said = named.with_only_columns(Signature.home_state, Signature.scope == NATIONAL)
    spellings: dict[str, set[str]] = {}
    headings: dict[str, str] = {}
    has_national = False
    for spelling, is_national in db.session.execute(said.where(Signature.kind == ORGANIZATION).distinct()):
        has_national |= bool(is_national)
        if key := fold(state_name(spelling)):
            headings.setdefault(key, state_name(spelling))
            spellings.setdefault(key, set()).add(spelling)
    return Places({headings[key]: tuple(sorted(spellings[key])) for key in sorted(spellings)}, has_national)


def by_place(there: Places) -> tuple[ColumnElement[int], ...]:
    """The order of a list in which national organizations stand first, then the others by state, as they are `there`;
    then who gave none.
    """
    ranks = {spelling: rank for rank, spellings in enumerate(there.states.values()) for spelling in spellings}
    by_state = case(ranks, value=Signature.home_state, else_=len(there.states)) if ranks else func.abs(0)
    return case((Signature.scope == NATIONAL, 0), else_=1), case((Signature.scope == NATIONAL, 0), else_=by_state)
