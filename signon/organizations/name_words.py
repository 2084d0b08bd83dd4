"""The words of an organization's name, as they are compared."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from signon.organizations import common_words, states
from signon.organizations.identity import fold
from signon.organizations.lookalikes import latin, looks, unframed

_SIGNS = (
    dict.fromkeys(map(ord, "'’‘`´ʼʻ′‛ʹ"))  # "Women's" and "Womens" are one word
    | dict.fromkeys(map(ord, "™℠®©"), " ")
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
)
_TAX_LAW = re.compile(r"\b5[0o][1li] ?\(?c\)? ?\(?(\d\d?)\b\)?")
A_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


class Kind(Enum):
    """What a word says about whose name it is in."""

    TELLING = 1  # another word, another body
    COMMON = 2  # in the names of many bodies
    PLACE = 3
    NUMBER = 4  # another number, another body
    ARM = 5  # an arm of a body, or the body of an arm
    FILLING = 6  # nothing
    YEAR = 7  # nothing where one of two names has one; two years are two bodies


class Word(NamedTuple):
    """One word of a name. `weight` is how much two names have in common that share it: 1 for a rare word.

    `stems` are its looks without endings, each as the first word of its line in `common_words`; two words that share a
    stem are the same.
    """

    stems: frozenset[str]
    letters: str  # in Latin, where they look so
    look: str
    bare: str  # the look without its ending
    initials: str
    kind: Kind
    weight: float


NUMBERS = frozenset({Kind.NUMBER, Kind.YEAR})


class _Meaning(NamedTuple):
    stem: str
    kind: Kind
    weight: float


def plain(name: str) -> str:
    """`name` folded, without quotes, with "&" and "+" as "and"; brackets, dashes and strokes are still there."""
    text = " ".join(fold(unframed(name).translate(_SIGNS)).translate(_SIGNS).split())
    text = text.replace("ı", "i").replace("&", " and ").replace(" + ", " and ").replace(" w/", " with ")
    return " ".join(_TAX_LAW.sub(r" 501c\1 ", _THOUSANDS.sub("", text)).split())


def split(text: str) -> list[str]:
    """The words of a `plain` text; letters with points or spaces between them are one word ("U.S.", "e. V.")."""
    if not text.isascii():
        text = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
    words: list[str] = []
    spelt = False  # whether the last word is put together of single letters
    for word in re.findall(r"[^\W_]+", text) if text.isascii() else text.split():
        single = len(word) == 1 and word.isalpha()
        if single and spelt:
            words[-1] += word
        else:
            words.append(word)
        spelt = single
    return words


def ending_off(look: str) -> str:
    """A look without the ending of a plural, alike in English and Spanish: "famllles" and "famlly" are both "famlll".

    What is no word in Latin letters has no ending.
    """
    if not look.isascii() or len(look) < 4 or not look.isalpha():
        return look
    if look.endswith("s") and not look.endswith(("ss", "us")):
        look = look[:-1]
    if len(look) > 4 and look.endswith("e"):
        look = look[:-1]
    return look[:-1] + "l" if len(look) > 4 and look.endswith("y") else look


def _meanings() -> Iterator[tuple[str, _Meaning]]:
    tables = (
        (common_words.VERY_COMMON, Kind.COMMON, 0.25),
        (common_words.COMMON, Kind.COMMON, 0.5),
        (common_words.FILLING, Kind.FILLING, 0.25),
        (common_words.ARMS, Kind.ARM, 0.25),
        (common_words.NUMBERS, Kind.NUMBER, 0.5),
    )
    for table, kind, weight in tables:
        for line in table.strip().split("\n"):
            stems = [ending_off(looks(word)[0]) for word in line.split()]
            yield from ((stem, _Meaning(stems[0], kind, weight)) for stem in stems)


def _short_forms(lines: str) -> Iterator[tuple[str, str]]:
    """Every short form in lines of "long: short short"."""
    for line in lines.strip().split("\n"):
        long, _, shorts = line.partition(": ")
        yield from ((short, long) for short in shorts.split())


def _look_of(phrase: str) -> tuple[str, ...]:
    return tuple(looks(word)[0] for word in phrase.split())


_JOINING = frozenset(looks(word)[0] for word in common_words.JOINING.split())
STATE_OF = dict(_short_forms(states.STATES))
DOUBTFUL_CODES = frozenset(states.DOUBTFUL_CODES.split())
_MEANING = dict(_meanings())
_LONG_FORMS = {
    short: frozenset(ending_off(looks(word)[0]) for word in words.split())
    for short, _, words in (line.partition(": ") for line in common_words.SHORT_FORMS.strip().split("\n"))
}
# Names of more than one word, by the looks of their words.
_PHRASES = {
    **{_look_of(name): name for name in [*STATE_OF.values(), "new york city", "los angeles"]},
    **{_look_of(name): "us" for name in ("united states of america", "united states", "estados unidos")},
    _look_of("washington dc"): "district of columbia",
    _look_of("nyc"): "new york city",
}
# The lengths of those that begin with a word, the longest first.
_LENGTHS = {
    first: sorted({len(phrase) for phrase in _PHRASES if phrase[0] == first}, reverse=True) for first, *_ in _PHRASES
}


def words_of(tokens: Sequence[str]) -> list[Word]:
    """The words that count in a name that was `split`; joining words are left out, and states have one spelling."""
    seen = [looks(token)[0] for token in tokens]
    words: list[Word] = []
    at = 0
    while at < len(tokens):
        token = latin(tokens[at])
        length, phrase = _phrase_at(seen, at)
        is_last = at + length == len(tokens)
        if phrase:
            words.append(_place(phrase, ""))
        elif token in STATE_OF and (at == 0 or is_last or token not in DOUBTFUL_CODES):
            words.append(_place(STATE_OF[token], token, is_article=at == 0 and token == "la"))
        elif seen[at] not in _JOINING or (is_last and len(token) == 1 and words):
            words.append(_word(tokens[at]))
        at += length
    return words


def _phrase_at(seen: Sequence[str], at: int) -> tuple[int, str]:
    """How many of the words from `at` are one name, and that name; (1, "") for a word like others."""
    for length in _LENGTHS.get(seen[at], ()):
        phrase = _PHRASES.get(tuple(seen[at : at + length]))
        if phrase:
            return length, phrase
    return 1, ""


def stem_of(bare: str) -> str:
    """The stem of a look without its ending: that of the first word of its line in `common_words`, if it is there."""
    return _MEANING[bare].stem if bare in _MEANING else bare


@lru_cache(maxsize=4096)
def _word(token: str) -> Word:
    found = looks(token)
    bare = [ending_off(look) for look in found]
    known = next((_MEANING[one] for one in bare if one in _MEANING), None)
    stems = _LONG_FORMS.get(token) or frozenset(map(stem_of, bare))
    letters = latin(token)
    if known:
        kind, weight = known.kind, known.weight
    elif A_YEAR.fullmatch(token):
        kind, weight = Kind.YEAR, 0.5
    elif len(token) == 1 or any(sign.isdigit() for sign in token):
        kind, weight = Kind.NUMBER, 1.0 if sum(map(str.isalpha, token)) > 3 else 0.5
    else:
        kind, weight = Kind.TELLING, 0.5 if token in _LONG_FORMS else 1.0
    return Word(stems, letters, found[0], bare[0], letters[0], kind, weight)


@lru_cache(maxsize=512)
def _place(name: str, code: str, *, is_article: bool = False) -> Word:
    """A state, written with its name or with a code that may mean something else."""
    look = looks(name.replace(" ", ""))[0]
    others = {"la": {"los angeles"}, "co": {stem_of(ending_off("company"))}}.get(code, set())
    stems = frozenset({name, *others, *([looks(code)[0]] if code in DOUBTFUL_CODES else [])})
    initials = "dc" if name == "district of columbia" else "".join(word[0] for word in name.split())
    if is_article or code == "co" or name == "us":
        return Word(stems, name, look, look, initials, Kind.FILLING, 0.25)
    return Word(stems, name, look, look, initials, Kind.PLACE, 0.5)
