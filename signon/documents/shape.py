"""How a letter is laid out on paper, whatever the format: which parts are printed, in which lists and columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from signon.documents.words import Words
from signon.letters.reading import LetterReading
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION, Signee, SigneeList

COLUMNS_3 = "columns-3"
ONE_COLUMN = "one-column"
LAYOUTS = (COLUMNS_3, ONE_COLUMN)


@dataclass(frozen=True)
class Group:
    """What is printed under one heading, which may be empty: the lines of the names in printed order, one each.

    `anonymous` says how many more signed without a name, `note` what is to be known of all lines; both may be empty.
    """

    heading: str
    names: tuple[str, ...]
    anonymous: str = ""
    note: str = ""


def column_count(letter: LetterReading, layout: str | None) -> int:
    """1, 2 or 3: what `layout` says, or what the letter asks for where it says nothing.

    Raises ValueError for a layout that does not exist.
    """
    if layout is None:
        return min(max(letter.columns, 1), 3)
    if layout not in LAYOUTS:
        raise ValueError(f"unknown layout {layout!r}: use one of {', '.join(LAYOUTS)}")
    return 3 if layout == COLUMNS_3 else 1


def is_letter(letter: LetterReading) -> bool:
    """Whether it opens as a letter does: an addressee block with a date or a salutation. A petition never does."""
    return bool(not letter.is_petition and letter.addressees and (letter.date or letter.salutation))


def prints_title(letter: LetterReading) -> bool:
    """Whether the title stands on the page: a letter with a Re line is named by that line already."""
    return not (is_letter(letter) and letter.subject)


def running_title(letter: LetterReading) -> str:
    """What the pages after the first are headed with."""
    return letter.title if prints_title(letter) else letter.subject


def groups(signee_list: SigneeList, words: Words) -> tuple[Group, ...]:
    """The lists of names to print; none is empty. Only a letter signed by both has two, each under its heading."""
    if signee_list.letter.signed_by != "both":
        found = [_group("", signee_list.signees, signee_list.anonymous, words)]
    else:
        by_kind = {
            kind: [one for one in signee_list.signees if one.kind == kind] for kind in (ORGANIZATION, INDIVIDUAL)
        }
        found = [
            _group(words.organizations, by_kind[ORGANIZATION], 0, words),
            _group(words.individuals, by_kind[INDIVIDUAL], signee_list.anonymous, words),
        ]
    return tuple(group for group in found if group.names or group.anonymous)


def _group(heading: str, signees: Sequence[Signee], anonymous: int, words: Words) -> Group:
    return Group(
        heading,
        tuple(f"{one.name}, {one.affiliation}" if one.affiliation else one.name for one in signees),
        words.anonymous if anonymous else "",
        words.affiliations if any(one.affiliation for one in signees) else "",
    )
