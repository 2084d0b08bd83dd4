"""The text of a letter: paragraphs, headings, lists, quotes and rules, each an element of the structure tree."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from signon.documents.blocks import BULLET, BULLETS, HEADING, ITEM, NUMBERS, QUOTE, RULE, Block, blocks
from signon.documents.pdf import styles
from signon.documents.pdf.company import Kept
from signon.documents.pdf.figures import Rule
from signon.documents.pdf.fonts import REGULAR, Measure
from signon.documents.pdf.paragraph import Marker, Paragraph
from signon.documents.pdf.setting import Text
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import Look
from signon.documents.plain import printable

_NUMBERING = {BULLETS: "Disc", NUMBERS: "Decimal"}


def body(markdown: str) -> list[Kept]:
    """The flowables of a letter's text."""
    found = [block for block in blocks(markdown) if block.kind == RULE or block.text.strip()]
    setter = _Setter(found)
    set_ = [setter.flowable(block) for block in found]
    for (block, one), (following, below) in pairwise(zip(found, set_, strict=True)):
        one.keeps = block.kind == HEADING or _leads_in(block, following)
        if block.kind == HEADING:
            # Below a heading the heading's own space counts.
            below.spaceBefore = 4.0 if following.kind == HEADING else 0.0
    return set_


def _leads_in(block: Block, following: Block) -> bool:
    """Whether a paragraph announces the list or quote that follows it."""
    deeper = len(following.inside) > len(block.inside)
    return block.kind != RULE and deeper and block.text.rstrip().endswith((":", "："))


class _Setter:
    """The looks and elements of the blocks of one text."""

    def __init__(self, found: Iterable[Block]):
        found = list(found)
        longest = max((len(block.text) for block in found if block.kind == HEADING and block.level == 2), default=0)
        self._headings = styles.headings(longest)
        self._indents = _indents(found)
        self._tags: dict[int, Tag] = {}  # by the number of a list, item or quote: what its content belongs to
        self._items: dict[int, Tag] = {}

    def flowable(self, block: Block) -> Kept:
        """The flowable of one block."""
        parent = self._parent(block)
        if block.kind == RULE:
            return Rule(0.3, 15, 15)
        if block.kind == HEADING:
            return self._heading(block, parent)
        return Text(Paragraph(block.runs, self._look(block), Tag("P", parent), self._marker(block)))

    def _heading(self, block: Block, parent: Tag | None) -> Text:
        look = replace(self._headings[block.level], left=self._left(block))
        outline = (block.level - 2, printable(block.text))
        tag = Tag(f"H{block.level}", parent)
        return Text(Paragraph(block.runs, look, tag, self._marker(block), outline))

    def _look(self, block: Block) -> Look:
        look = styles.TIGHT if block.tight else styles.QUOTE if block.quote else styles.BODY
        return replace(look, left=self._left(block), right=block.quote * styles.QUOTE_INDENT)

    def _left(self, block: Block) -> float:
        return sum(self._indents.get(number, 0.0) for _, number in block.inside)

    def _marker(self, block: Block) -> Marker | None:
        if not block.marker:
            return None
        item = next(number for kind, number in reversed(block.inside) if kind == ITEM)
        return Marker(block.marker, styles.MARKER_GAP, Tag("Lbl", self._items[item]))

    def _parent(self, block: Block) -> Tag | None:
        """The element around a block, made with all that are around it."""
        parent = None
        for kind, number in block.inside:
            if number not in self._tags:
                self._tags[number] = self._container(kind, number, parent)
            parent = self._tags[number]
        return parent

    def _container(self, kind: str, number: int, parent: Tag | None) -> Tag:
        if kind == ITEM:
            self._items[number] = Tag("LI", parent)
            return Tag("LBody", self._items[number])
        if kind == QUOTE:
            return Tag("BlockQuote", parent)
        return Tag("L", parent, numbering=_NUMBERING[kind])


def _indents(found: Iterable[Block]) -> dict[int, float]:
    """How far the text of each list and quote is indented within what is around it: a list, by its widest marker."""
    measure = Measure(REGULAR, styles.BODY.size)
    indents: dict[int, float] = {}
    for block in found:
        for kind, number in block.inside:
            least = styles.QUOTE_INDENT if kind == QUOTE else styles.LIST_INDENT if kind in _NUMBERING else 0.0
            indents.setdefault(number, least)
        if block.marker and block.marker != BULLET:
            own = next(number for kind, number in reversed(block.inside) if kind in _NUMBERING)
            indents[own] = max(indents[own], measure(block.marker) + styles.MARKER_GAP)
    return indents
