"""The order in which letters stand on paper: the Unicode Bidirectional Algorithm (UAX #9) for whole paragraphs.

Names are stored without direction marks of their own, so the explicit embeddings and isolates (X1 to X8) are left out:
such characters are passed over, as X9 has it.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

_Item = TypeVar("_Item")

# Opening and closing brackets in turns (BidiBrackets.txt).
_BRACKETS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e"
    "\u2308\u2309\u230a\u230b\u2329\u232a\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773"
    "\u2774\u2775\u27c5\u27c6\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986"
    "\u2987\u2988\u2989\u298a\u298b\u298c\u298d\u2990\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996\u2997\u2998"
    "\u29d8\u29d9\u29da\u29db\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29\u2e55\u2e56\u2e57\u2e58"
    "\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u3016\u3017"
    "\u3018\u3019\u301a\u301b\ufe59\ufe5a\ufe5b\ufe5c\ufe5d\ufe5e\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60"
    "\uff62\uff63"
)
_CLOSED_BY = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSING = frozenset(_BRACKETS[1::2])
_SAME = str.maketrans("\u2329\u232a", "\u3008\u3009")  # two spellings of one bracket close each other
_TURNED = (*_CLOSED_BY.items(), ("<", ">"), ("«", "»"), ("‹", "›"), ("≤", "≥"))
_MIRRORED = {ord(a): b for one, other in _TURNED for a, b in ((one, other), (other, one))}
_DEEPEST = 63  # open brackets; past that, brackets are no longer paired (BD16)

_PASSED_OVER = frozenset(("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # which way a letter or number pulls its neighbors


def is_rtl(text: str) -> bool:
    """Whether `text` is written from right to left: its first letter with a direction says so (P2, P3)."""
    if text.isascii():
        return False
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def turns(text: str) -> bool:
    """Whether any of `text` is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)


def mirrored(text: str) -> str:
    """`text` with the brackets and quotation marks that it shows where it is written from right to left (L4)."""
    return text.translate(_MIRRORED)


def levels(text: str, rtl: bool) -> list[int]:
    """The level of each character of a paragraph: even ones run from left to right, odd ones from right to left."""
    base, outer = int(rtl), "R" if rtl else "L"
    kinds = [unicodedata.bidirectional(character) or "L" for character in text]
    seen = [place for place, kind in enumerate(kinds) if kind not in _PASSED_OVER]
    original = [kinds[place] for place in seen]
    classes = _weak(original, outer)
    _brackets([text[place] for place in seen], classes, original, outer)
    _neutral(classes, outer)
    found, level, resolved = [], base, dict(zip(seen, classes, strict=True))
    for place in range(len(text)):
        if place in resolved:
            level = _implicit(base, resolved[place])
        found.append(level)  # what is passed over goes with the character before
    return found


def visual(items: Sequence[_Item], item_levels: Sequence[int]) -> list[_Item]:
    """One line's `items` from left to right, given their levels (L2)."""
    order = list(range(len(items)))
    for level in range(max(item_levels, default=0), 0, -1):
        start = 0
        for high, group in groupby([item_levels[item] >= level for item in order]):
            length = len(list(group))
            if high:
                order[start : start + length] = order[start : start + length][::-1]
            start += length
    return [items[place] for place in order]


def _implicit(base: int, kind: str) -> int:
    if base == 0:
        return {"L": 0, "R": 1}.get(kind, 2)
    return 1 if kind == "R" else 2


def _weak(kinds: Sequence[str], outer: str) -> list[str]:
    """Numbers and marks (W1 to W7)."""
    found, before, strong = [], outer, outer
    for kind in kinds:
        kind = before if kind == "NSM" else kind
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        found.append(kind)
        before = kind
    found = ["R" if kind == "AL" else kind for kind in found]
    _separators(found)
    _terminators(found)
    strong = outer
    for place, kind in enumerate(found):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            found[place] = "L"
        elif kind in ("ET", "ES", "CS"):
            found[place] = "ON"
    return found


def _separators(found: list[str]) -> None:
    """One separator between two numbers belongs to them (W4)."""
    for place in range(1, len(found) - 1):
        before, kind, after = found[place - 1 : place + 2]
        if before == after and ((before == "EN" and kind in ("ES", "CS")) or (before == "AN" and kind == "CS")):
            found[place] = before


def _terminators(found: list[str]) -> None:
    """Signs like % and $ beside a number belong to it (W5)."""
    start = 0
    for kind, group in groupby(list(found)):
        end = start + len(list(group))
        if kind == "ET" and "EN" in (found[start - 1 : start] + found[end : end + 1]):
            found[start:end] = ["EN"] * (end - start)
        start = end


def _brackets(text: Sequence[str], classes: list[str], original: Sequence[str], outer: str) -> None:
    """Both brackets of a pair go one way (N0)."""
    for opening, closing in sorted(_pairs(text, classes)):
        inside = {_STRONG.get(kind) for kind in classes[opening + 1 : closing]} - {None}
        if not inside:
            continue
        way = outer
        if outer not in inside:
            before = (_STRONG[kind] for kind in reversed(classes[:opening]) if kind in _STRONG)
            way = next(before, outer)
        for place in (opening, closing):
            classes[place] = way
            # Marks on a bracket go with it.
            for mark in range(place + 1, len(classes)):
                if original[mark] != "NSM":
                    break
                classes[mark] = way


def _pairs(text: Sequence[str], classes: Sequence[str]) -> list[tuple[int, int]]:
    open_brackets: list[tuple[str, int]] = []
    found = []
    for place, character in enumerate(text):
        if classes[place] != "ON":
            continue
        bracket = character.translate(_SAME)
        if bracket in _CLOSED_BY:
            if len(open_brackets) == _DEEPEST:
                return []
            open_brackets.append((_CLOSED_BY[bracket], place))
        elif bracket in _CLOSING:
            for depth in range(len(open_brackets) - 1, -1, -1):
                if open_brackets[depth][0] == bracket:
                    found.append((open_brackets[depth][1], place))
                    del open_brackets[depth:]
                    break
    return found


def _neutral(classes: list[str], outer: str) -> None:
    """Spaces and signs go the way of both their neighbors, or of the paragraph (N1, N2)."""
    start, before = 0, outer
    for strong, group in groupby([_STRONG.get(kind) for kind in classes]):
        end = start + len(list(group))
        if strong is None:
            after = _STRONG[classes[end]] if end < len(classes) else outer
            classes[start:end] = [before if before == after else outer] * (end - start)
        else:
            before = strong
        start = end
