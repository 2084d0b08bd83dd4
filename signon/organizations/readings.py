"""A name read again without what a reader overlooks: dots, strokes, rings and other marks between Latin letters.

In other scripts the same characters are part of the spelling, and beside Latin letters they may be: a second reading
is for finding a likeness, never for being certain.
"""

import unicodedata
from functools import lru_cache

from signon.organizations.identity import fold
from signon.organizations.lookalikes import latin

_LONGEST = 1000  # characters; what is longer is no name
_MARKS = frozenset({"Lm", "Sk", "Mn", "Mc", "Me"})
# Letters that are drawn as a dot or a stroke: sinological, Canadian, runic, Mongolian, Tifinagh, Korean, Chinese.
_DOTS = frozenset("ꞏꟷʔᐝᐞᐟᐠᐧᐨᐩᐪᑊᛌᛧᣟⵗᆞᆢㆍ丨丶〡")


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[str, ...]:
    """`name`, and after it, where that is another text, what a reader of Latin letters takes it for."""
    if name.isascii() or len(name) > _LONGEST:
        return (name,)
    words = name.split()
    bare = [_without_marks(word) for word in words]
    if not any(map(_reads_latin, bare)):
        return (name,)
    read = [_latin_of(short) if _reads_latin(short) else word for word, short in zip(words, bare, strict=True) if short]
    again = " ".join(read)
    return (name,) if again == " ".join(words) else (name, again)


def _without_marks(word: str) -> str:
    return "".join(sign for sign in word if unicodedata.category(sign) not in _MARKS and sign not in _DOTS)


def _reads_latin(word: str) -> bool:
    """Whether it has a Latin letter, or has letters and all of them look like Latin ones."""
    letters = [sign for sign in word if sign.isalpha()]
    return any(map(_is_latin, letters)) or (bool(letters) and all(map(_looks_latin, letters)))


def _latin_of(word: str) -> str:
    """Without letters of other scripts that look like no Latin letter."""
    return "".join(sign for sign in word if not sign.isalpha() or _is_latin(sign) or _looks_latin(sign))


def _is_latin(letter: str) -> bool:
    return letter.isascii() or (
        unicodedata.category(letter) != "Lo" and unicodedata.name(letter, "").startswith(("LATIN ", "FULLWIDTH LATIN "))
    )


def _looks_latin(letter: str) -> bool:
    return latin(fold(letter)).isascii()
