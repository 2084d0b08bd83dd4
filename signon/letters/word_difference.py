"""What changed from one text to another, in words: for everybody who is asked whether they agree to the new one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest

from signon.letters.reading import LetterReading
from signon.letters.text import tokens

SAME, ADDED, REMOVED = "same", "added", "removed"
_TOO_LONG = 1_000_000  # pairs to compare: past this nobody waits for it, and the old stands before the new
_UNLIKE = 0.35  # two paragraphs with fewer words in common than this are not one that was changed


@dataclass(frozen=True)
class Piece:
    """Some words in a row, which stand in both texts (SAME) or in one of them."""

    kind: str
    words: str


Block = tuple[Piece, ...]  # a paragraph that changed; an empty one stands for paragraphs that did not


@dataclass(frozen=True)
class ChangedPart:
    """A part of the letter that changed: title, addressees, subject, salutation, text, closing, heading or footer."""

    name: str
    blocks: tuple[Block, ...]


def difference(before: LetterReading, after: LetterReading) -> tuple[ChangedPart, ...]:
    """The parts whose words differ, in the letter's order; how words are set (bold, indented) does not count."""
    parts = zip(_parts(before), _parts(after), strict=True)
    return tuple(ChangedPart(name, blocks(old, new)) for (name, old), (_, new) in parts if old != new)


def paragraphs(markdown: str) -> tuple[str, ...]:
    """The paragraphs, headings and list items of a letter's text as plain words; a link's address stands behind it."""
    found, in_item = [], False
    for token in tokens(markdown):
        if token.type == "inline":
            words = re.sub(r"\s+", " ", "".join(_plain(token.children or []))).strip()
            found.append(f"• {words}" if in_item else words)
        in_item = token.type == "list_item_open" or (in_item and token.type == "paragraph_open")
    return tuple(found)


def _plain(children: Iterable[object]) -> Iterator[str]:
    address = ""
    for child in children:
        kind = getattr(child, "type", "")
        if kind == "link_open":
            address = str(child.attrGet("href") or "")  # type: ignore[attr-defined]
        elif kind == "link_close":
            yield f" ({address})"
        else:
            yield " " if kind in ("softbreak", "hardbreak") else getattr(child, "content", "")


def _parts(reading: LetterReading) -> Iterator[tuple[str, tuple[str, ...]]]:
    addressees = (" · ".join(filter(None, (one.name, one.title, *one.address))) for one in reading.addressees)
    yield "title", (reading.title,)
    yield "addressees", tuple(addressees)
    yield "subject", (reading.subject,)
    yield "salutation", (reading.salutation,)
    yield "text", paragraphs(reading.body)
    yield "closing", (reading.closing,)
    yield "heading", (reading.signee_heading,)
    yield "footer", (reading.legal_footer,)


@lru_cache(maxsize=64)
def blocks(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Block, ...]:
    if len(before) * len(after) > _TOO_LONG:
        return (*(_whole(REMOVED, words) for words in before), *(_whole(ADDED, words) for words in after))
    blocks: list[Block] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            blocks.append(())
        else:
            for old, new in zip_longest(before[i1:i2], after[j1:j2], fillvalue=""):
                blocks += _changed(old, new)
    return tuple(blocks)


def _changed(old: str, new: str) -> list[Block]:
    """One paragraph with what changed in it, or the old one and then the new one."""
    a, b = old.split(), new.split()
    if a and b and len(a) * len(b) <= _TOO_LONG:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        if matcher.ratio() >= _UNLIKE:
            return [tuple(_pieces(matcher, a, b))]
    return [_whole(kind, words) for kind, words in ((REMOVED, old), (ADDED, new)) if words]


def _pieces(matcher: SequenceMatcher[str], a: Sequence[str], b: Sequence[str]) -> Iterator[Piece]:
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            yield Piece(SAME, " ".join(a[i1:i2]))
            continue
        if i2 > i1:
            yield Piece(REMOVED, " ".join(a[i1:i2]))
        if j2 > j1:
            yield Piece(ADDED, " ".join(b[j1:j2]))


def _whole(kind: str, words: str) -> Block:
    return (Piece(kind, words),)
