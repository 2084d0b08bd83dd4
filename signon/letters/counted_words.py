"""A text as words and marks, and the numbers that it names, in digits or spelled out: what `lint` reads.

One pass over the text, and another over its words: the cost grows with its length and no faster.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from unicode_rbnf import RbnfEngine

from signon.letters.text import PLACE

EXACTLY, AT_LEAST, MORE, NEARLY, ABOUT = "exactly", "at least", "more", "nearly", "about"

_TOKEN = re.compile(r"[0-9][0-9.,]*[0-9]|[0-9]|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s\w]")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,9}")
_EMPHASIS = {"*", "_"}
_MOST_WORDS = 4  # of a spelled number: "one hundred and two", "ciento treinta y dos"
_LARGEST_SPELLED = 200
_WAYS = {
    EXACTLY: (),
    MORE: ("more than", "over", "más de", "mas de"),
    AT_LEAST: ("at least", "al menos"),
    NEARLY: ("almost", "nearly", "casi"),
    ABOUT: ("about", "around", "some", "approximately", "roughly", "alrededor de", "cerca de", "unas", "unos"),
}


@dataclass(frozen=True)
class Word:
    """A word or a mark of a text, where it begins and ends; `low` is it in small letters."""

    low: str
    raw: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it has letters."""
        return self.low[0].isalpha()


@dataclass(frozen=True)
class Number:
    """What a number is, in which way it is meant, and the words that say it, from `first` up to `after`."""

    value: int
    way: str
    first: int
    after: int
    is_spelled: bool


def words_of(text: str) -> list[Word]:
    """The words and marks of `text` without emphasis; a place for the living number is one mark."""
    bare = PLACE.sub(lambda place: "…" + " " * (len(place[0]) - 1), text)
    found = (Word(token[0].lower(), token[0], token.start(), token.end()) for token in _TOKEN.finditer(bare))
    return [word for word in found if word.raw not in _EMPHASIS]


def numbers_of(words: list[Word], language: str) -> Iterator[Number]:
    """The whole numbers that `words` name: in digits, or spelled out in English or, in a Spanish text, in Spanish."""
    spelled = _spelled("es" if language.split("-")[0] == "es" else "en")
    at = 0
    while at < len(words):
        found = _in_digits(words, at) or _in_words(words, at, spelled)
        if found is None:
            at += 1
            continue
        value, after = found
        first, way = _way(words, at)
        if after < len(words) and words[after].low == "+" and words[after].start == words[after - 1].end:
            way, after = AT_LEAST, after + 1
        yield Number(value, way, first, after, is_spelled=words[at].is_word)
        at = after


def agrees(number: Number, listed: int) -> bool:
    """Whether what is said with `number` is true of a list of `listed`; "about" is within a fifth."""
    value = number.value
    truths = {
        EXACTLY: listed == value,
        AT_LEAST: listed >= value,
        MORE: listed > value,
        NEARLY: value * 4 <= listed * 5 and listed < value,
        ABOUT: value * 4 <= listed * 5 and listed * 5 <= value * 6,
    }
    return truths[number.way]


def _in_digits(words: list[Word], at: int) -> tuple[int, int] | None:
    raw = words[at].raw
    if not raw[0].isdigit() or not _GROUPED.fullmatch(raw):
        return None
    return int(raw.replace(",", "").replace(".", "")), at + 1


def _in_words(words: list[Word], at: int, spelled: dict[str, int]) -> tuple[int, int] | None:
    for after in range(min(at + _MOST_WORDS, len(words)), at, -1):
        value = spelled.get(" ".join(word.low for word in words[at:after]))
        if value is not None:
            return value, after
    return None


def _way(words: list[Word], at: int) -> tuple[int, str]:
    """With which word the number before word `at` begins, and in which way it is meant."""
    for length in range(min(at, 2), 0, -1):
        before = " ".join(word.low for word in words[at - length : at])
        for way, phrases in _WAYS.items():
            if before in phrases:
                return at - length, way
    return at, EXACTLY


@cache
def _spelled(language: str) -> dict[str, int]:
    """The numbers from 2 by their words, in every form that CLDR knows."""
    engine = RbnfEngine.for_language(language)
    found: dict[str, int] = {}
    for value in range(2, _LARGEST_SPELLED + 1):
        for words in set(engine.format_number(value).text_by_ruleset.values()):
            found[words] = value
            if language == "en":
                found[words.replace("hundred ", "hundred and ")] = value
    return found
