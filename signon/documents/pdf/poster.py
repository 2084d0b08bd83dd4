"""One page of large words, such as a share picture or a flyer: set from the top down and from the bottom up.

Where the title is read from right to left, the page is its own mirror image.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from signon.documents.blocks import Run
from signon.documents.pdf.fonts import BOLD, REGULAR, Measure
from signon.documents.pdf.paragraph import Paragraph
from signon.documents.pdf.scripts import is_rtl
from signon.documents.pdf.setting import Text
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import Look
from signon.documents.plain import printable
from signon.documents.share import ShareCard

PAPER = HexColor("#fefefb")
TRACK = HexColor("#e3e6df")
_TALL = 10_000.0  # points: more than any text needs
_BETWEEN_NUMBERS = 30.0


class Poster(Flowable):
    """A page that draws itself. Places are counted from where reading begins: left, or right."""

    def __init__(self, card: ShareCard):
        super().__init__()
        self.card = card
        self.rtl = is_rtl(card.title)
        self.accent = HexColor(card.accent)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The whole page."""
        self.width, self.height = availWidth, availHeight
        return availWidth, availHeight

    def put(self, text: Text, start: float, top: float, width: float) -> float:
        """Draws `text` below `top`, `start` points from where reading begins; answers where it ends."""
        height = _height(text, width)
        hangs = width - widest(text) if text.paragraph.rtl != self.rtl else 0.0
        left = self.width - start - width + hangs if self.rtl else start - hangs
        text.drawOn(self.canv, left, top - height)
        return top - height

    def fill(self, start: float, bottom: float, width: float, height: float, color: Color) -> None:
        """Fills a rectangle, which nobody has read aloud."""
        left = self.width - start - width if self.rtl else start
        with self.canv.structure.artifact("Layout"):
            self.canv.setFillColor(color)
            self.canv.rect(left, bottom, width, height, stroke=0, fill=1)

    def put_numbers(self, start: float, top: float, look: Look, label: Look, width: float) -> float:
        """Draws the numbers beside each other with what they count below, in `width` points; answers where they end."""
        found = self.card.numbers
        share = (width - _BETWEEN_NUMBERS * (len(found) - 1)) / len(found)
        size = min(look.size, *(look.size * share / Measure(BOLD, look.size)(number) for number, _ in found))
        end = top
        for place, (number, counts) in enumerate(found):
            tag, at = Tag("P"), start + place * (share + _BETWEEN_NUMBERS)
            large = replace(look, size=size, leading=size * 1.1, bold=True, color=self.accent)
            below = self.put(said(f"{number} ", large, tag), at, top, share)
            end = min(end, self.put(said(counts, label, tag), at, below, share))
        return end

    def put_progress(self, start: float, top: float, width: float, look: Look) -> float:
        """Draws how much of the goal is reached, and the goal below; answers where that ends."""
        height = look.size * 0.7
        self.fill(start, top - height, width, height, TRACK)
        self.fill(start, top - height, max(width * min(self.card.progress, 1.0), height / 2), height, self.accent)
        return self.put(said(self.card.goal, look), start, top - height - look.size * 0.4, width)


def said(words: str, look: Look, tag: Tag | None = None) -> Text:
    """A paragraph of plain words."""
    return Text(Paragraph([Run(words)], look, tag))


def fitted(words: str, looks: Sequence[Look], width: float, height: float, tag: Callable[[], Tag]) -> Text:
    """`words` in the first of `looks` in which they fit into `width` and `height` with no word broken; in the last one
    as many of them as fit, with an ellipsis.
    """
    for look in looks:
        text = said(words, look, tag())
        if _height(text, width) <= height and _unbroken(words, look, width):
            return text
    text = said(words, looks[-1], tag())
    while _height(text, width) > height and len(words) > 1:
        lines = int(height / looks[-1].leading)
        kept = "".join(part for line in text.paragraph.lines[:lines] for part, _, _ in line).rstrip(" …")
        at_space, _, _ = kept.rpartition(" ")
        words = at_space if len(at_space) > len(kept) / 2 else kept[:-1]
        text = said(f"{words.rstrip(' .,;:-–—')}…", looks[-1], tag())
    return text


def one_line(words: str, look: Look, width: float, tag: Tag | None = None) -> Text:
    """`words` on one line, as many of them as fit."""
    return fitted(words, [look], width, look.leading, lambda: tag or Tag("P"))


def widest(text: Text) -> float:
    """How wide the longest line of a wrapped text is, in points, without its spaces at the end."""
    size = text.paragraph.look.size
    lines = [[(part, face) for part, face, _ in line] for line in text.paragraph.lines]
    shown = [[*line[:-1], (line[-1][0].rstrip(" "), line[-1][1])] for line in lines if line]
    return max((sum(Measure(face, size)(part) for part, face in line) for line in shown), default=0.0)


def _height(text: Text, width: float) -> float:
    return float(text.wrap(width, _TALL)[1])


def _unbroken(words: str, look: Look, width: float) -> bool:
    measure = Measure(BOLD if look.bold else REGULAR, look.size)
    return all(measure(word) <= width for word in printable(words).split() if word.isascii())
