"""How many points a letter announces (“FIVE THINGS”, “these six demands”), and how many it then makes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from signon.letters.counted_words import EXACTLY, Number, Word, numbers_of, words_of
from signon.letters.file import LetterFile
from signon.letters.lint_words import POINTING, POINTS
from signon.letters.text import tokens

_QUALIFIERS = 2  # words between the number and its noun
_LARGEST = 30  # points; nobody announces more
_FURTHEST = 100  # blocks within which a section's heading and its points are looked for
_NUMBERED = re.compile(r"\W{0,4}(?:[^\W\d_]{1,20}\s+)?([0-9]{1,2})[.):—-]")
_LIST, _PARAGRAPH = "list", "paragraph"


@dataclass(frozen=True)
class Announced:
    """What a field says that follows, in its words, and how many points do."""

    field: str
    said: str
    number: int
    found: int


@dataclass(frozen=True)
class _Block:
    """A heading ("h2"), a list or a paragraph of the text; a list counts its `items`, and a numbered one begins at
    `first`. A loud one begins in capitals.
    """

    kind: str
    text: str = ""
    items: int = 0
    first: int | None = None
    is_loud: bool = False

    @property
    def is_heading(self) -> bool:
        return self.kind.startswith("h")


def announced_points(file: LetterFile) -> list[Announced]:
    """The announcements of `file` that what follows them does not keep."""
    blocks = list(_joined(_blocks(tokens(file.body))))
    found = [one for name in ("title", "subject") for one in _broken(name, getattr(file, name), blocks, file.language)]
    for at, block in enumerate(blocks):
        if block.kind != _LIST:
            found += _broken("body", block.text, _section(blocks, at), file.language)
    return list({(one.said.lower(), one.found): one for one in found}.values())


def _broken(name: str, text: str, follows: Sequence[_Block], language: str) -> Iterator[Announced]:
    words = words_of(text)
    for number in numbers_of(words, language):
        noun = _points_after(words, number)
        if noun is None or not _announces(name, text, words, number, noun):
            continue
        counts = _counts(follows)
        if counts and number.value not in counts:
            said = text[words[number.first].start : words[noun].end]
            yield Announced(name, " ".join(said.split()), number.value, counts[0])


def _points_after(words: list[Word], number: Number) -> int | None:
    if number.way != EXACTLY or not 2 <= number.value <= _LARGEST:
        return None
    for at in range(number.after, min(number.after + _QUALIFIERS + 1, len(words))):
        if words[at].low in POINTS:
            return at
        if not words[at].is_word:
            return None
    return None


def _announces(name: str, text: str, words: list[Word], number: Number, noun: int) -> bool:
    """Whether this is said of what follows: by a pointing word before it, in capitals, or with a colon at the end."""
    if any(word.low in POINTING for word in words[max(number.first - 2, 0) : noun]):
        return True
    is_loud = all(word.raw.isupper() for word in words[number.first : noun + 1] if word.is_word)
    return (is_loud and words[noun].raw.isupper()) or (name == "body" and text.rstrip().endswith(":"))


def _section(blocks: list[_Block], at: int) -> list[_Block]:
    """What follows the block `at` in its section: up to a heading as high as the one it stands under. A list that
    follows at once is what is announced.
    """
    if at + 1 < len(blocks) and blocks[at + 1].kind == _LIST:
        return [blocks[at + 1]]
    over = next((block.kind for block in reversed(blocks[max(at - _FURTHEST, 0) : at + 1]) if block.is_heading), "")
    found = []
    for block in blocks[at + 1 : at + 1 + _FURTHEST]:
        if over and block.is_heading and block.kind <= over:
            break
        found.append(block)
    return found


def _counts(blocks: Sequence[_Block]) -> list[int]:
    """How many points `blocks` may make: the items of each list, headings of a level, numbered beginnings."""
    found = [block.items for block in blocks if block.kind == _LIST and block.items > 1]
    numbers = [int(match[1]) for block in blocks if (match := _NUMBERED.match(block.text))]
    if numbers[:1] == [1]:
        found.append(_run(numbers))
    loud = [block for block in blocks if block.is_loud]
    levels = [block.kind for block in blocks if block.is_heading]
    found += [sum(block.kind == kind for block in loud) for kind in dict.fromkeys(block.kind for block in loud)]
    found += [levels.count(level) for level in dict.fromkeys(levels)]
    return [count for count in found if count > 1]


def _run(numbers: list[int]) -> int:
    """How far `numbers` count from 1."""
    reached = 0
    for number in numbers:
        reached = number if number == reached + 1 else reached
    return reached


def _begins_loud(text: str) -> bool:
    """Whether it begins with three words in capitals, as points do that are no list."""
    words = [word for word in words_of(text[:200]) if word.is_word][:3]
    return len(words) == 3 and all(word.raw.isupper() for word in words)


def _blocks(found: list[Token]) -> Iterator[_Block]:
    items, first = 0, 1
    for at, token in enumerate(found):
        if token.level == 0 and token.type in ("paragraph_open", "heading_open"):
            kind = _PARAGRAPH if token.type == "paragraph_open" else token.tag
            text = found[at + 1].content  # an opening is followed by what it opens
            yield _Block(kind, text, is_loud=_begins_loud(text))
        elif token.type == "list_item_open" and token.level == 1:
            items += 1
        elif token.level == 0 and token.type in ("bullet_list_open", "ordered_list_open"):
            items, first = 0, int(token.attrGet("start") or 1)
        elif token.level == 0 and token.type in ("bullet_list_close", "ordered_list_close"):
            yield _Block(_LIST, items=items, first=first if token.type == "ordered_list_close" else None)


def _joined(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """A list that goes on counting where the one before ended, with words between, is the same list."""
    held: list[_Block] = []  # a list, and what came after it
    for block in blocks:
        if block.kind == _LIST and held and _goes_on(held[0], block):
            held[0] = replace(held[0], items=held[0].items + block.items)
            continue
        if block.kind == _LIST or block.is_heading:
            yield from held
            held = []
        held.append(block)
    yield from held


def _goes_on(before: _Block, after: _Block) -> bool:
    return before.first is not None and after.first == before.first + before.items and after.first > 1
