"""The end of a letter: closing, names under their headings, and what is said below them."""

from collections.abc import Iterable, Iterator

from signon.documents.pdf import styles
from signon.documents.pdf.company import Kept, KeptNames
from signon.documents.pdf.figures import Rule
from signon.documents.pdf.scripts import is_rtl
from signon.documents.pdf.setting import heading, plain
from signon.documents.pdf.signees import Names
from signon.documents.shape import Group, column_count, groups
from signon.documents.words import Words
from signon.letters.reading import LetterReading
from signon.signatures.signee import SigneeList

# So many names do not stand on the last page alone.
_ALONE = 3


def ending(
    signee_list: SigneeList, words: Words, layout: str | None, page_height: float, last: Iterable[Kept]
) -> list[Kept]:
    """All that stands below the text of a letter; `last` stands at the end of the last page."""
    letter, found = signee_list.letter, groups(signee_list, words)
    if not found:
        # Before anybody has signed there is no heading and no rule above nothing.
        return _kept([*_closing(letter), *last])
    ended = [*_kept(_closing(letter)), *_kept(_above_names(letter))]
    worth = page_height * _worth(letter, len(found))
    columns = column_count(letter, layout)
    names_left = sum(len(group.entries) for group in found)
    for group in found:
        names_left -= len(group.entries)
        is_last = group is found[-1]
        ended += _kept(_headings(group, 3 if letter.signee_heading else 2))
        below = [*_said_below(group), *(last if is_last else ())]
        if group.entries:
            names = KeptNames(Names(group.entries, columns, letter.layout.filled, is_rtl(letter.body)), worth)
            names.keeps = bool(below) or (not is_last and names_left < _ALONE)
            ended.append(names)
        ended += [*_kept(below[:-1]), *below[-1:]]
    return ended


def _worth(letter: LetterReading, lists: int) -> float:
    """How much of a page may be left empty for a list to stand whole on the next one.

    With the last lines of the text that go along it makes a third. Columns that are filled one by one show what they
    are only where the list is whole: it may cost more. One of many lists is worth little.
    """
    if lists > 1:
        return 0.12
    return 0.6 if letter.layout.filled else 0.22


def _kept(found: Iterable[Kept]) -> list[Kept]:
    """The same, each kept with what follows it."""
    kept = list(found)
    for one in kept:
        one.keeps = True
    return kept


def _closing(letter: LetterReading) -> Iterator[Kept]:
    if letter.closing:
        yield plain(letter.closing, styles.CLOSING)


def _above_names(letter: LetterReading) -> Iterator[Kept]:
    if letter.signee_heading:
        yield heading(letter.signee_heading, styles.SIGNEES, 2, 0)
    elif not letter.closing:
        yield Rule(1, 18, 14)


def _headings(group: Group, level: int) -> Iterator[Kept]:
    """The headings of a group, the upper of which is of `level`."""
    if group.part:
        yield heading(group.part, styles.PART, level, level - 2)
    if group.heading:
        yield heading(group.heading, styles.GROUP, level + 1, level - 1)


def _said_below(group: Group) -> Iterator[Kept]:
    for said, look in ((group.anonymous, styles.ANONYMOUS), (group.note, styles.NOTE)):
        if said:
            yield plain(said, look)
