"""How a letter is laid out on paper, whatever the format: which parts are printed, in which lists and columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from signon.documents.grouping import STATE, divide
from signon.documents.words import Words
from signon.letters.reading import Layout, LetterReading
from signon.organizations.states import state_name
from signon.signatures.signee import INDIVIDUAL, Signee, SigneeList

COLUMNS_3 = "columns-3"
COLUMNS_2 = "columns-2"
ONE_COLUMN = "one-column"
_COLUMNS = {COLUMNS_3: 3, COLUMNS_2: 2, ONE_COLUMN: 1}
LAYOUTS = tuple(_COLUMNS)

# What `Layout.details` may hold.
REPRESENTATIVE = "representative"
ROLE = "role"
PLACE = "place"


class Entry(NamedTuple):
    """One name as printed, and the smaller line below it, which may be empty: representative, role, place."""

    name: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """The entries under one heading, in printed order. `heading` may be empty, and there may be no entries.

    `part` is the heading of a whole part of the list (conveners, organizations, individuals), above `heading`: it is
    given for the first group of that part only, and empty where the list has one part. `anonymous` says how many more
    signed without a name, `note` what is to be known of all names; both stand below the entries and may be empty.
    """

    heading: str
    entries: tuple[Entry, ...]
    anonymous: str = ""
    note: str = ""
    part: str = ""


def column_count(letter: LetterReading, layout: str | None) -> int:
    """1, 2 or 3: what `layout` says, or what the letter asks for where it says nothing.

    Raises ValueError for a layout that does not exist.
    """
    if layout is None:
        return min(max(letter.layout.columns, 1), 3)
    if layout not in _COLUMNS:
        raise ValueError(f"unknown layout {layout!r}: use one of {', '.join(LAYOUTS)}")
    return _COLUMNS[layout]


def is_letter(letter: LetterReading) -> bool:
    """Whether it opens as a letter does: an addressee block with a date or a salutation. A petition never does."""
    return bool(not letter.is_petition and letter.addressees and (letter.date or letter.salutation))


def prints_title(letter: LetterReading) -> bool:
    """Whether the title stands on the page: a letter with a Re line is named by that line already."""
    return not (is_letter(letter) and letter.subject)


def running_title(letter: LetterReading) -> str:
    """What the pages after the first are headed with."""
    return letter.layout.page_header or (letter.title if prints_title(letter) else letter.subject)


def groups(signee_list: SigneeList, words: Words) -> tuple[Group, ...]:
    """The lists of names to print, in printed order; none is empty.

    Conveners stand first, in a part of their own, if the letter asks for it. A letter signed by both lists its
    organizations, then its individuals. Each of the two is divided as `Layout.grouped_by` says, under a heading for
    each scope, state or country; a list in which nobody gave one is not divided.
    """
    return tuple(one for one in _groups(signee_list, words) if one.entries or one.anonymous or one.note)


def _groups(signee_list: SigneeList, words: Words) -> Iterator[Group]:
    layout, both = signee_list.letter.layout, signee_list.letter.signed_by == "both"
    conveners: list[Signee] = []
    organizations: list[Signee] = []
    individuals: list[Signee] = []
    for one in signee_list.signees:
        if one.kind == INDIVIDUAL:
            individuals.append(one)
        else:
            (conveners if one.convener and layout.conveners_first else organizations).append(one)
    if conveners:
        yield Group("", _entries(conveners, layout), part=words.conveners)
    # Beside a part for conveners the others are one too, or they would seem to stand under that heading.
    parted = both or bool(conveners)
    yield from _part(words.organizations if parted else "", organizations, "", layout, words)
    anonymous = words.anonymous if signee_list.anonymous else ""
    yield from _part(words.individuals if parted else "", individuals, anonymous, layout, words)


def _part(part: str, signees: Sequence[Signee], anonymous: str, layout: Layout, words: Words) -> Iterator[Group]:
    """A part of the list: one group, or several and then what is to be said of them all."""
    note = words.affiliations if any(one.affiliation for one in signees) else ""
    divided = divide(signees, layout.grouped_by, words)
    if len(divided) < 2 and not any(heading for heading, _ in divided):
        yield Group("", _entries(signees, layout), anonymous, note, part)
        return
    for number, (heading, members) in enumerate(divided):
        yield Group(heading, _entries(members, layout), part="" if number else part)
    yield Group("", (), anonymous, note)


def _entries(signees: Iterable[Signee], layout: Layout) -> tuple[Entry, ...]:
    if not layout.details:
        return tuple([Entry(_name(one)) for one in signees])
    return tuple([Entry(_name(one), _detail(one, layout)) for one in signees])


def _name(signee: Signee) -> str:
    return f"{signee.name}, {signee.affiliation}" if signee.affiliation else signee.name


def _detail(signee: Signee, layout: Layout) -> str:
    """The line below a name: who signed, and from where. What the heading above already says is left out."""
    person = [getattr(signee, one) for one in (REPRESENTATIVE, ROLE) if one in layout.details]
    place = []
    if PLACE in layout.details:
        place = [signee.city, "" if layout.grouped_by == STATE else state_name(signee.home_state) or signee.country]
    return " · ".join(filter(None, (", ".join(filter(None, said)) for said in (person, place))))
