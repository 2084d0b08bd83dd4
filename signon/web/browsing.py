"""Looking through a letter's names: what the address asks for, and the page of the list that answers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import abort, request
from flask_babel import gettext as _

from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.organizations.states import state_name
from signon.signatures import roll
from signon.signatures.counting import Count
from signon.signatures.editions import edition_of
from signon.signatures.searching import NATIONAL, NOWHERE, Places, Search
from signon.signatures.signee import INDIVIDUAL, Signee

PAGE = 200  # names a page
_LETTERS_FROM = 40  # names: a shorter list is looked through as quickly
_MOST_PLACES = 120  # of what people typed as their state


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see of a list, as the address says it: `query`, `initial`, `place` (NATIONAL or a state),
    whether national organizations stand `first`, whether only what came `since` the delivery, and the page.
    """

    query: str
    initial: str
    place: str
    national_first: bool
    since: bool
    page: int

    @property
    def is_narrowed(self) -> bool:
        """Whether some names are left out."""
        return bool(self.query or self.initial or self.place or self.since)

    def address(self, **changed: object) -> dict[str, object]:
        """What the address of a page like this one says after "?", with something `changed`; nothing that is empty."""
        said = {
            "q": self.query,
            "letter": self.initial,
            "place": self.place,
            "order": "place" if self.national_first else "",
            "since": "delivery" if self.since else "",
            **changed,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Group:
    """Names under one heading, which is "" where the list is not divided."""

    heading: str
    kind: str
    signees: list[Signee]


@dataclass(frozen=True)
class Found:
    """One page of a list: the names in their groups, how many were found in all, and what else there is to ask for."""

    asked: Asked
    groups: list[Group]
    total: int
    initials: list[str]
    states: list[str]
    places: Places

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(-(-self.total // PAGE), 1)

    @property
    def is_end(self) -> bool:
        """Whether the last name is on this page."""
        return self.asked.page >= self.pages


def asked_for(letter: Letter, at: datetime) -> Asked:
    """What the address asks for; what makes no sense here is left out."""
    place = " ".join(request.args.get("place", "").split())[:200]
    return Asked(
        request.args.get("q", "").strip()[:100],
        request.args.get("letter", "").strip()[:1].upper(),
        "" if letter.is_petition else state_name(place),
        not letter.is_petition and request.args.get("order") == "place",
        letter.is_delivered(at) and request.args.get("since") == "delivery",
        max(request.args.get("page", 1, type=int), 1),
    )


def look_through(letter: Letter, asked: Asked, count: Count) -> Found:
    """The page of the list of `letter` that is `asked` for, as the public sees it; 404 past the last one."""
    initials = roll.initials(letter, shown=True)
    places = NOWHERE if letter.is_petition else roll.places(letter, shown=True)
    search = _search(letter, asked, initials, places)
    total = count.listed if search.is_anything else roll.found(letter, search, shown=True)
    if asked.page > 1 and (asked.page - 1) * PAGE >= total:
        abort(404)
    order = places if asked.national_first else None
    offset = (asked.page - 1) * PAGE
    names = roll.signees(letter, search, offset, PAGE, logos=True, shown=True, by=order)
    groups = list(_grouped(names)) if asked.national_first else [Group("", "", names)] if names else []
    letters = list(initials) if count.listed >= _LETTERS_FROM else []
    offered = list(places.states) if len(places.states) <= _MOST_PLACES else []
    return Found(asked, groups, total, letters, offered, places)


def _search(letter: Letter, asked: Asked, initials: dict[str, tuple[str, ...]], places: Places) -> Search:
    here = {fold(name): spellings for name, spellings in places.states.items()}
    edition = edition_of(letter) if asked.since else None
    is_state = asked.place not in ("", NATIONAL)
    return Search(
        words=asked.query,
        marks=initials.get(asked.initial, (fold(asked.initial),)) if asked.initial else (),
        states=here.get(fold(asked.place), (asked.place,)) if is_state else (),
        scope=NATIONAL if asked.place == NATIONAL else "",
        since=edition.id if edition else None,
    )


def _grouped(names: list[Signee]) -> Iterator[Group]:
    """National organizations, then those of each state, then those that gave none, as they stand in the list."""
    for (kind, place), group in groupby(names, key=lambda one: (one.kind, _place_of(one))):
        together = list(group)
        yield Group(_heading(kind, place, together[0].home_state), kind, together)


def _place_of(signee: Signee) -> str:
    if signee.kind == INDIVIDUAL:
        return ""
    return NATIONAL if signee.scope == NATIONAL else fold(state_name(signee.home_state))


def _heading(kind: str, place: str, typed: str) -> str:
    if kind == INDIVIDUAL:
        return str(_("People"))
    if place == NATIONAL:
        return str(_("Nationwide"))
    return state_name(typed) if place else str(_("No state given"))
