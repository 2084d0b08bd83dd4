"""When are two names likely, or certainly, the same organization's?

`identity.py` is the stricter notion. Here names are compared more loosely, and nothing is ever merged by it: what is
likely is for a person to judge. All of it is computed from the two names and from what is generally known about names
of organizations (`common_words.py`), never from a register: a small one has bad statistics.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, islice, pairwise, product

from signon.organizations.alignment import Placed, align, once
from signon.organizations.anatomy import Anatomy, anatomy
from signon.organizations.name_words import NUMBERS, Kind, Word
from signon.organizations.readings import readings

_ENOUGH = 0.5  # shared weight below which two names have nothing in common; a rare word weighs 1
_MUCH = 1.0
_VERY_COMMON = 0.25
_LONGEST_KEY = 20
_MOST_WORDS = 4  # words of a kind that make keys
_AFFILIATE = frozenset({Kind.ARM, Kind.FILLING, Kind.YEAR})


class Likeness(IntEnum):
    """How sure it is that two names are one organization's."""

    NONE = 0
    LIKELY = 1  # a person must be asked
    CERTAIN = 2  # nothing lies between them that says who somebody is


def certain_form(name: str) -> str:
    """A text that is equal for two names exactly when nothing lies between them that says who somebody is: legal forms
    apart, those whose likeness is CERTAIN.
    """
    return anatomy(name).exact


def likeness(one: str, other: str) -> Likeness:
    """How sure it is that both names are one organization's.

    CERTAIN is a difference in case, accents, quotes, dashes, spaces, "&" for "and", a leading "The", "Inc." and the
    like at the end, a state's postal code for its name. LIKELY is a homograph, the same words in another order, number
    or language, an acronym, a typing mistake in a long word, one of the names that a name gives, and an affiliate such
    as an "Action Fund". Another number, place or rare word is another body: NONE.
    """
    left, right = anatomy(one), anatomy(other)
    if left.exact == right.exact:
        two_forms = left.forms and right.forms and left.forms != right.forms
        return Likeness.LIKELY if two_forms else Likeness.CERTAIN
    if keys_of(one).isdisjoint(keys_of(other)):
        return Likeness.NONE  # one could not find the other in a register
    read = product(map(anatomy, readings(one)), map(anatomy, readings(other)))
    return Likeness.LIKELY if any(_are_likely(*pair) for pair in read) else Likeness.NONE


def _are_likely(one: Anatomy, other: Anatomy) -> bool:
    left, right = sorted((one, other), key=lambda name: name.exact)  # likeness has no direction
    return (
        not left.looks.isdisjoint(right.looks)
        or _are_alike(left, right)
        or any(_are_same(name, right.words) for name in left.others)
        or any(_are_same(name, left.words) for name in right.others)
        or _is_acronym(left, right)
        or _is_acronym(right, left)
        or _share_acronym(left, right)
    )


def _are_alike(left: Anatomy, right: Anatomy) -> bool:
    found = align(left.words, right.words)
    if (left.is_cut and not found.right) or (right.is_cut and not found.left):
        return found.weight >= _ENOUGH  # one name, with more words around it than any name has
    if found.left and found.right:
        kinds = [{word.kind for _, word in side} for side in (found.left, found.right)]
        return found.weight >= _MUCH and kinds[0] | kinds[1] <= _AFFILIATE and Kind.YEAR not in kinds[0] & kinds[1]
    if found.left or found.right:
        longer = left.words if found.left else right.words
        return _is_affiliate(found.left or found.right, len(once(longer)), found.shared, found.weight)
    same = {word.stems for word in left.words} == {word.stems for word in right.words}
    return bool(left.words) and (found.weight >= _ENOUGH or same)


def _is_affiliate(more: Sequence[Placed], length: int, shared: int, weight: float) -> bool:
    """Whether the words that one of two names has `more` leave both in one house.

    `length` is that of the longer name, `shared` and `weight` are what they have in common.
    """
    kinds = {word.kind for _, word in more}
    if kinds <= _AFFILIATE:
        return weight >= (_ENOUGH if shared > 1 else _MUCH)
    if kinds == {Kind.NUMBER} or weight < _MUCH:
        return False
    added = sum(word.weight for _, word in more)
    telling = sum(word.weight for _, word in more if word.kind is Kind.TELLING)
    stand_last = more[0][0] == length - len(more)
    return added <= 2 * weight and telling <= weight / 2 if stand_last else added <= weight / 2


def _are_same(name: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether one of the names that a name gives is the other name, all of it."""
    found = align(name, other)
    return found.weight >= _ENOUGH and all(word.kind is Kind.FILLING for _, word in (*found.left, *found.right))


def _is_acronym(short: Anatomy, long: Anatomy) -> bool:
    """Whether `short` is the acronym of `long` alone, or bears one that only `long` explains."""
    if len(short.words) == 1:
        return not short.shorts.isdisjoint(long.initials | long.shorts)
    unexplained = short.shorts - short.initials
    return not unexplained.isdisjoint(long.initials) and align(short.words, long.words).shared > 0


def _share_acronym(left: Anatomy, right: Anatomy) -> bool:
    """Whether both bear one acronym, and say the rest so differently (in two languages, say) that nothing else tells.

    An acronym that both spell says nothing: "(ABC)" may be the Aid and the Alliance of B and C.
    """
    if (left.shorts & right.shorts) <= (left.initials & right.initials):
        return False
    found = align(left.words, right.words)
    more = max(sum(word.weight for _, word in side) for side in (found.left, found.right))
    return 0 < found.weight < more


@lru_cache(maxsize=4096)
def keys_of(name: str) -> frozenset[str]:
    """About ten short keys of a name; from one to 24 for each of its one or two readings. Names that share no key are
    not alike.

    A key with a sign in it ("+" between two common words, "-" beside a part of one) is a weak one: many names have it.
    """
    return frozenset[str]().union(*map(_keys, map(anatomy, readings(name))))


def _keys(taken: Anatomy) -> set[str]:
    keys = {_short(taken.exact), *map(_short, taken.looks), *sorted(taken.shorts)[:2], *sorted(taken.initials)[:3]}
    keys.update(_short(" ".join(sorted(map(_stem, words)))) for words in (taken.words, *taken.others[:2]) if words)
    keys.update(_word_keys(once(taken.words)))
    keys.update(_word_keys(once(taken.words)[:_MOST_WORDS]) if taken.is_cut else ())
    elsewhere = [word for other in taken.others for word in other if _is_telling(word)]
    return keys.union(map(_stem, elsewhere[:2]))


def _word_keys(words: Sequence[Word]) -> Iterator[str]:
    telling = sorted(filter(_is_telling, words), key=lambda word: -word.weight)[:_MOST_WORDS]
    common = sorted((word for word in words if not _is_telling(word)), key=lambda word: word.kind is not Kind.COMMON)
    for word in (*telling, *(common if len(words) < 3 else ())):
        yield from (stem[:_LONGEST_KEY] for stem in word.stems)
    yield from islice((_pair(*pair) for pair in pairwise(words) if pair[1].kind in NUMBERS), 2)
    if len(telling) < 2:  # one slip, and no rare word is left to find the other by
        yield from (_pair(*pair) for pair in combinations(common[:_MOST_WORDS], 2))
        for word in telling or words[:1]:
            yield from _parts(word.look)
    else:
        yield from (_pair(*pair) for pair in pairwise(common[:_MOST_WORDS]))


def _is_telling(word: Word) -> bool:
    if word.kind is Kind.NUMBER:
        return word.weight >= 1  # "Ferry24"
    return word.kind in (Kind.TELLING, Kind.PLACE) or (word.kind is Kind.COMMON and word.weight > _VERY_COMMON)


def _stem(word: Word) -> str:
    return min(word.stems)[:_LONGEST_KEY]


def _pair(one: Word, other: Word) -> str:
    return "+".join(sorted(_stem(word)[: _LONGEST_KEY // 2] for word in (one, other)))


def _parts(look: str) -> Iterator[str]:
    """Three parts of a word, of which any one slip leaves one as it is."""
    if len(look) > 4:
        n = 3 if len(look) < 8 else 4
        yield from (f"{look[:n]}-", f"-{look[-n:]}", f"{look[:2]}-{look[-2:]}")


def _short(look: str) -> str:
    """A whole name as a key that cannot be taken for a word's."""
    return "=" + blake2b(look.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
