"""A name taken apart: what is compared when two names may be one organization's."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from signon.organizations import common_words
from signon.organizations.identity import normal_form
from signon.organizations.lookalikes import latin, lettered, letters_seen, looks, run_together
from signon.organizations.name_words import A_YEAR, DOUBTFUL_CODES, STATE_OF, Kind, Word, plain, split, words_of

# A name that may be signed with has 300 characters. What is longer than this is compared as a whole only, and of many
# words the first ones are.
_LONGEST_NAME = 1000
_MOST_WORDS = 60
_MOST_NAMES = 4  # other names inside one
_BRACKETS = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
_STROKES = re.compile(r" ?[/|;•·] ?| ?: | -+ |(?<=\w)- | -(?=\w)")
_FORMERLY = re.compile(
    r"\b(?:(?:formerly|previously|now|also) (?:known|called)(?: as)?|formerly|previously|doing business as"
    r"|[afn][/.]?k[/.]?a\.?|d[/.]?b[/.]?a\.?"
    r"|(?:antes|anteriormente|ahora|tambien) (?:conocid|llamad)[ao](?: como)?|antes)(?!\w)"
)
_PROJECT_OF = re.compile(
    r",? (?:an?|una?) (?:project|program|initiative|proyecto|programa|iniciativa) (?:of|de|del) .*"
)
_SURE_FORMS = {form: line.split()[0] for line in common_words.SURE_LEGAL_FORMS.split("\n") for form in line.split()}
_TAX_EXEMPT = "501c3"  # goes with any form
_OTHER_FORMS = frozenset(common_words.OTHER_LEGAL_FORMS.split())
_SHORTEST, _LONGEST = 3, 9  # letters of an acronym that says enough to be compared


class Anatomy(NamedTuple):
    """A name taken apart."""

    exact: str  # equal for names between which nothing lies that says who somebody is
    forms: frozenset[str]  # the legal forms that it ends with
    looks: frozenset[str]  # the whole name, as it looks
    words: tuple[Word, ...]
    others: tuple[tuple[Word, ...], ...]  # other names that stand in it: in brackets, beside a stroke, "formerly ..."
    shorts: frozenset[str]  # acronyms that stand in it, or that it is
    initials: frozenset[str]  # acronyms that it spells
    is_cut: bool  # whether it has more words than were read


@lru_cache(maxsize=4096)
def anatomy(name: str) -> Anatomy:
    """`name` taken apart; any text at all."""
    text = plain(name) if len(" ".join(name.split())) <= _LONGEST_NAME else ""
    tokens = split(text)
    core, forms = _without_form(tokens)
    exact = _joined(_states_spelt_out(core)) or f" {normal_form(name)}"
    read = {text, plain(latin(text)), plain(latin(lettered(text)))}
    look = _looks(tokens).union(*map(_looks_of_core, read))
    is_cut = len(tokens) > _MOST_WORDS
    whole, inside, shorts = _names_in(" ".join(tokens[:_MOST_WORDS]) if is_cut else text)
    words, initials = _words_in(whole)
    others = []
    for other, spelt in map(_words_in, inside[:_MOST_NAMES]):
        initials |= spelt
        others += [other] if _is_enough(other) else []
    if len(words) == 1 and _is_short(words[0].look):
        shorts.add(words[0].look)
    return Anatomy(exact, forms, look, words, tuple(others), frozenset(shorts), frozenset(initials), is_cut)


def _without_form(tokens: list[str]) -> tuple[list[str], frozenset[str]]:
    """A name's words without "The" and without the legal forms at its end, and these."""
    forms = set()
    start, end = int(tokens[:1] == ["the"] and len(tokens) > 1), len(tokens)
    while end > start + 1 and (tokens[end - 1] in _SURE_FORMS or tokens[end - 1] == "the"):
        end -= 1
        forms.add(_SURE_FORMS.get(tokens[end], ""))
    return tokens[start:end], frozenset(forms - {"", _TAX_EXEMPT})


def _without_other_form(core: list[str]) -> list[str]:
    end = len(core)
    while end > 1 and (core[end - 1] in _OTHER_FORMS or core[end - 1] in _SURE_FORMS):
        end -= 1
    return core[:end]


def _states_spelt_out(core: list[str]) -> list[str]:
    """With the postal codes at both ends as the names of their states, unless they may mean something else."""
    spelt = list(core)
    for end in (0, -1):
        if len(core) > 1 and core[end] in STATE_OF and core[end] not in DOUBTFUL_CODES:
            spelt[end] = STATE_OF[core[end]].replace(" ", "")
    return spelt


def _looks_of_core(text: str) -> frozenset[str]:
    core = _without_other_form(_without_form(split(text))[0])
    return _looks(_states_spelt_out([latin(token) for token in core]))


def _looks(tokens: list[str]) -> frozenset[str]:
    """The looks of the whole name: as it is, and as capitals where that makes a difference."""
    seen = [letters_seen(token) for token in tokens]
    variants = (_joined([letters[0] for letters in seen]), _joined([letters[-1] for letters in seen]))
    return frozenset(map(run_together, variants)) - {""}


def _joined(tokens: Sequence[str]) -> str:
    """The words without spaces, which say nothing, except between numbers."""
    text = " ".join(tokens)
    return re.sub(r"(?<!\d) | (?!\d)", "", text)


def _names_in(text: str) -> tuple[str, list[str], set[str]]:
    """The whole name without acronyms of itself, other names that stand in it, and its acronyms."""
    whole, *former = [part for part in _FORMERLY.split(text) if split(part)] or [text]
    outside = _BRACKETS.sub(" ", whole)
    names = [_BRACKETS.sub(" ", name) for name in former]
    if _PROJECT_OF.search(outside):
        names.append(_PROJECT_OF.sub("", outside))
    shorts = set()
    for bracket in _BRACKETS.finditer(whole):
        short = _short_in(bracket[0])
        shorts.add(short)
        if _stands_for(short, outside, mostly=True):
            whole = whole.replace(bracket[0], " ")
        elif split(outside) and not _is_number(bracket[0]):
            names += [outside, bracket[0]]
    for side, rest in _sides(outside):
        short = _short_in(side)
        shorts.add(short)
        if _stands_for(short, rest):
            whole = rest
        else:
            names.append(side)
    for short, others in _ends(split(whole)):
        if len(short) >= _SHORTEST and short in _spellings(others, words_of(others)):
            shorts.add(short)
            whole = " ".join(others)
    return whole, names, {looks(short)[0] for short in shorts if len(short) >= _SHORTEST}


def _sides(text: str) -> Iterator[tuple[str, str]]:
    """What stands on the sides of strokes, dashes and colons, each with the rest."""
    sides = [side for side in _STROKES.split(text) if split(side)][:_MOST_NAMES]
    if len(sides) > 1:
        for place, side in enumerate(sides):
            yield side, " ".join(sides[:place] + sides[place + 1 :])


def _ends(tokens: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The first and the last word, each with the rest."""
    if len(tokens) > _SHORTEST:
        yield latin(tokens[0]), tokens[1:]
        yield latin(tokens[-1]), tokens[:-1]


def _short_in(text: str) -> str:
    """The one word that `text` is, if it may be an acronym, else ""."""
    word = latin("".join(split(text)))
    is_one = " " not in text.strip(" ()[]") and word.isalpha() and len(word) <= _LONGEST
    return word if is_one and word not in STATE_OF and word not in STATE_OF.values() else ""


def _is_number(text: str) -> bool:
    return all(token.isdigit() or len(token) == 1 for token in split(text))


def _stands_for(short: str, text: str, *, mostly: bool = False) -> bool:
    """Whether the acronym is made of the words of `text`: "NORKAS" of Northern Kayak Section; if `mostly`, the first
    half of it at least.
    """
    if len(short) < 2:
        return False
    tokens = split(text)
    half = max(_SHORTEST, (len(short) + 1) // 2)
    words = words_of(tokens)
    spelt = _spellings(tokens, words)
    if short in spelt or (mostly and any(spelling.startswith(short[:half]) for spelling in spelt)):
        return True
    ends = {0}  # how much of it the words so far can have spelt, each with its first few letters
    for word in words:
        starts = [word.letters[:n] for n in range(1, min(len(word.letters), 4) + 1)]
        ends = {end + len(start) for end in ends for start in starts if short.startswith(start, end)}
    return len(short) in ends


def _spellings(tokens: Sequence[str], words: Sequence[Word]) -> set[str]:
    """The first letters of the words that count, and of all words but "the" and years."""
    every = (latin(token)[0] for token in tokens if token != "the" and not A_YEAR.fullmatch(token))
    return {"".join(word.initials for word in words if word.kind is not Kind.YEAR), "".join(every)} - {""}


def _words_in(text: str) -> tuple[tuple[Word, ...], set[str]]:
    """The words of a name that count, and the acronyms that they spell."""
    tokens = _without_other_form(_without_form(split(text))[0])
    words = tuple(words_of(tokens))
    return words, {looks(spelling)[0] for spelling in _spellings(tokens, words) if _is_short(spelling)}


def _is_short(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha()


def _is_enough(words: tuple[Word, ...]) -> bool:
    """Whether these words are a name that stands for itself: "National Office" and "Ohio" are none."""
    says = [word for word in words if word.kind not in (Kind.PLACE, Kind.FILLING)]
    return bool(says) and (len(words) > 1 or says[0].weight >= 1)
