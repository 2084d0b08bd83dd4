"""What stands on a press sheet: the numbers, what is quoted, and the names by state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from signon.documents.grouping import STATE, divide
from signon.documents.words import Words
from signon.signatures.signee import ORGANIZATION, Signee, SigneeList

MOST_QUOTES = 5


@dataclass(frozen=True)
class PressWords:
    """Translated text for one press sheet, besides the `words` that all documents share.

    `for_press` says what it is, `as_of` of which day. `organizations` and `people` follow their numbers ("have signed"
    and all); `unlisted` says how many of them are not among the names, or is empty. `quoted` heads the quotes; `names`
    heads the names, `by_state` where they stand by state; `elsewhere` is for places that there is no room to name.
    `more` holds `{more}`: "and {more} more". `read` says what the address is for, `read_alt` what the picture beside it
    is. `number` writes a whole number as the language does.
    """

    words: Words
    for_press: str
    as_of: str
    organizations: str
    people: str
    number: Callable[[int], str]
    unlisted: str = ""
    quoted: str = "In their words"
    names: str = "Who signed"
    by_state: str = "Who signed, by state"
    elsewhere: str = "Elsewhere"
    more: str = "and {more} more"
    read: str = "Read the letter and see everyone who signed:"
    read_alt: str = "QR code of the address beside it"

    def and_more(self, more: int) -> str:
        """What stands for so many names that there is no room for."""
        return self.more.replace("{more}", self.number(more))


@dataclass(frozen=True)
class Place:
    """The names from one state, in printed order. `heading` is empty where nobody gave a state."""

    heading: str
    names: tuple[str, ...]


def places(signee_list: SigneeList, words: Words) -> list[Place]:
    """The listed names by state: organizations that reach the whole nation first, those who gave no state last."""
    nation: list[Signee] = []
    others: list[Signee] = []
    for one in signee_list.signees:
        (nation if one.kind == ORGANIZATION and one.scope == "national" else others).append(one)
    found = [(words.national, nation)] if nation else []
    for heading, members in divide(others, STATE, words) if others else ():
        found.append((heading or (words.no_state if nation else ""), list(members)))
    return [Place(heading, tuple(one.name for one in members)) for heading, members in found]


def summed_up(found: Sequence[Place], most: int, elsewhere: str) -> list[Place]:
    """At most so many places, one at least: those with fewest names are one, the last, called `elsewhere`."""
    if len(found) <= most:
        return list(found)
    by_size = sorted(range(len(found)), key=lambda number: (-len(found[number].names), number))
    kept = set(by_size[: max(most - 1, 0)])
    rest = [name for number, place in enumerate(found) if number not in kept for name in place.names]
    return [*(place for number, place in enumerate(found) if number in kept), Place(elsewhere, tuple(rest))]
