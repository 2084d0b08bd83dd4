"""What is probably wrong with a letter before it is published: told as warnings, which nobody has to heed.

A number that speaks of the undersigned and disagrees with the list, an announced number of points that are more or
fewer, what was left to be filled in, links that lead nowhere. Better silent than wrong: other people's organizations,
years and days are none of its business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from signon.letters.announced_points import Announced, announced_points
from signon.letters.counted_words import AT_LEAST, EXACTLY, MORE, Number, Word, agrees, numbers_of, words_of
from signon.letters.file import LetterFile
from signon.letters.lint_words import (
    BEFORE_SIGNEES,
    CENTURIES,
    EMBLEM,
    FEMININE_SIGNEES,
    LEFT_IN_BRACKETS,
    LEFT_TO_DO,
    OTHERS_DID,
    SIGNEES,
    UNDERSIGNED,
    URGING,
)
from signon.letters.text import FEMININE, MORE_THAN, PLAIN, PLUS, WORDS, leads_somewhere
from signon.refusals import N_

_LINES = ("title", "subject", "salutation", "closing", "signee_heading", "page_header", "legal_footer")
_HEADS = (
    "title",
    "subject",
    "page_header",
    "signee_heading",
    "closing",
)  # speak of the signees where they speak at all

_DISAGREES = N_("“%(said)s” does not agree with the list, which has %(listed)s. Write %(place)s, and it always will.")
_OTHER_POINTS = N_("“%(said)s” announces %(number)s, and what follows has %(found)s.")
_LEFTOVER = N_("“%(said)s” looks as if something was still to be filled in.")
_DEAD_LINKS = N_(
    "Links that lead nowhere are printed as plain words; the first is “%(said)s” (%(number)s in all). "
    "A link begins with https://."
)

_FURTHEST = 6  # words after the noun in which its deed is looked for
_QUALIFIERS = 7  # words between the number and its noun, at most
_MOST = 30  # warnings; whoever has so many does not read more

_LINK = re.compile(r"\[([^\[\]]{0,300})\]\(([^()]{0,2000})\)")


@dataclass(frozen=True)
class Warning:
    """What may be wrong: the field of LetterFile it is about, an English sentence, and what stands in its places."""

    field: str
    sentence: str
    values: dict[str, object]


def lint(file: LetterFile, listed: int | None) -> list[Warning]:
    """What may be wrong with `file`, of a letter with `listed` undersigned; None where nobody has counted them."""
    found: list[Warning] = []
    for name, text in _texts(file):
        words = words_of(text)
        numbers = list(numbers_of(words, file.language))
        if listed is not None:
            found += _disagreeing(name, text, words, numbers, listed)
        found += _leftovers(name, text, words)
        found += _dead_links(name, text)
    found += [_other_points(one) for one in announced_points(file)]
    return [one for at, one in enumerate(found[: _MOST * 10]) if one not in found[:at]][:_MOST]


def _texts(file: LetterFile) -> Iterator[tuple[str, str]]:
    for name in _LINES:
        yield name, getattr(file, name)
    yield "body", file.body
    yield "addressees", "\n".join(part for addressee in file.addressees for part in addressee.values())


def _disagreeing(name: str, text: str, words: list[Word], numbers: list[Number], listed: int) -> Iterator[Warning]:
    for number in numbers:
        noun = _signees_after(words, number.after)
        if noun is None or number.value < 2 or agrees(number, listed):
            continue
        if name in _HEADS or _speaks_of_the_undersigned(words, number, noun):
            said = " ".join(text[words[number.first].start : words[noun].end].split())
            yield Warning(
                name, _DISAGREES, {"said": said, "listed": listed, "place": _place(number, said, words[noun])}
            )


def _signees_after(words: list[Word], after: int) -> int | None:
    """Which word is the noun that is counted, where signees are."""
    for at in range(after, min(after + _QUALIFIERS + 1, len(words))):
        if words[at].low in SIGNEES:
            return at
        if not words[at].is_word and words[at].low not in (",", "-"):
            return None
    return None


def _speaks_of_the_undersigned(words: list[Word], number: Number, noun: int) -> bool:
    near = {word.low for word in words[number.after : noun + 4]}
    if near & UNDERSIGNED or [word.low for word in words[noun + 1 : noun + 3]] == ["signed", "below"]:
        return True
    before = [word.low for word in words[max(number.first - 4, 0) : number.first] if word.low != ","]
    if any(" ".join(before[-length:]) in BEFORE_SIGNEES for length in (1, 2, 3)):
        return True
    for word in words[noun + 1 : noun + 1 + _FURTHEST]:
        if word.low in URGING:
            return True
        if word.low in OTHERS_DID or word.raw in ".;:!?[":
            return False
    return False


def _place(number: Number, said: str, noun: Word) -> str:
    """The living number that stands best where `said` does."""
    words = FEMININE if noun.low in FEMININE_SIGNEES else WORDS
    style = {EXACTLY: words if number.is_spelled else PLAIN, AT_LEAST: PLUS, MORE: MORE_THAN}.get(number.way, PLAIN)
    name = "Undersigned" if said[:1].isupper() else "undersigned"
    return f"{{{{ {name} | {style} }}}}" if style else f"{{{{ {name} }}}}"


def _other_points(one: Announced) -> Warning:
    values = {"said": one.said, "number": one.number, "found": one.found}
    return Warning(one.field, _OTHER_POINTS, values)


def _leftovers(name: str, text: str, words: list[Word]) -> Iterator[Warning]:
    said = [match[0] for match in LEFT_IN_BRACKETS.finditer(text)]
    for at, word in enumerate(words):
        is_century = any(before.low in CENTURIES for before in words[max(at - 3, 0) : at])
        if word.raw in LEFT_TO_DO and not is_century and not any(word.raw in one for one in said[:20]):
            said.append(word.raw)
    if EMBLEM in pairwise(word.low for word in words):
        said.append(" ".join(EMBLEM))
    for leftover in dict.fromkeys(said):
        yield Warning(name, _LEFTOVER, {"said": leftover})


def _dead_links(name: str, text: str) -> Iterator[Warning]:
    dead = [match[1] for match in _LINK.finditer(text) if not leads_somewhere(match[2].strip(" <"))]
    if dead:
        yield Warning(name, _DEAD_LINKS, {"said": " ".join(dead[0].split()), "number": len(dead)})
