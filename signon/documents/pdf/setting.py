"""Setting paragraphs on pages: split where at least two lines stay together, drawn, tagged, their links made to lead.

Nothing that a letter holds is markup here: a name like `<img src="/etc/hostname">` is text.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable

from signon.documents.blocks import Run
from signon.documents.pdf.company import ROUNDING, Kept
from signon.documents.pdf.fonts import BOLD, REGULAR, Measure
from signon.documents.pdf.paragraph import Link, Marker, Paragraph
from signon.documents.pdf.scripts import Piece, lay, show
from signon.documents.pdf.structure import Rect, Tag
from signon.documents.pdf.styles import LINK, UNDERLINE, Look
from signon.documents.plain import printable


class _Part(NamedTuple):
    """What of one line is one link, or none: its pieces in visual order, and where the line begins."""

    link: Link | None
    pieces: Sequence[Piece]
    x: float
    y: float


class Text(Kept):
    """A paragraph, or the lines of one that stand on a page, from `start` up to `end`.

    Its company stands on the same page as its last two lines at least.
    """

    def __init__(self, paragraph: Paragraph, start: int = 0, end: int | None = None):
        super().__init__()
        self.paragraph = paragraph
        self._start, self._end = start, end
        self.spaceBefore = 0.0 if start else paragraph.look.before
        self.spaceAfter = paragraph.look.after if end is None else 0.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The height of its lines; more than there is, where its company would stand on another page."""
        self.paragraph.break_lines(availWidth)
        self.width, self.height = availWidth, self._count() * self.paragraph.look.leading
        return availWidth, self.company.height_with(self.height, availHeight)

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """What fits on this page, and the rest, two lines at least of each; nothing where that cannot be."""
        self.paragraph.break_lines(availWidth)
        fitting = int((availHeight + ROUNDING) / self.paragraph.look.leading)
        lines = min(fitting, self._count() - 2)
        if lines < 2 or self.paragraph.whole:
            return []
        middle = self._start + lines
        first, rest = Text(self.paragraph, self._start, middle), Text(self.paragraph, middle, self._end)
        first.spaceBefore, rest.company = self.spaceBefore, self.company
        return [first, rest]

    def least_height(self, width: float, page_height: float) -> float:
        """What of it must stand below its heading: two lines, or all of what is not split."""
        self.paragraph.break_lines(width)
        return (self._count() if self.paragraph.whole else 2) * self.paragraph.look.leading

    def draw(self) -> None:
        """Draws the lines, each link as an element of its own, and tells the canvas where a heading stands."""
        paragraph, structure = self.paragraph, self.canv.structure
        text = self.canv.beginText()
        if paragraph.marker and not self._start:
            self._draw_marker(text, paragraph.marker)
        parts = list(self._parts())
        for link, found in groupby(parts, key=lambda part: part.link):
            tag = link.tag if link else paragraph.tag
            text.setFillColor(LINK if link else paragraph.look.color)
            with structure.marked(tag.on(structure), text):
                for part in found:
                    show(text, part.pieces, part.x, part.y)
        self.canv.drawText(text)
        self._draw_links(parts)
        if paragraph.outline and not self._start:
            _, top = self.canv.absolutePosition(0, self.height)
            self.canv.mark(*paragraph.outline, top)

    def _count(self) -> int:
        return (len(self.paragraph.lines) if self._end is None else self._end) - self._start

    def _baseline(self, line: int) -> float:
        """Half of what the leading adds to a line goes above it, half below."""
        look = self.paragraph.look
        top: float = self.height - (line - self._start) * look.leading
        return top - (look.leading - look.size) / 2 - 0.8 * look.size

    def _parts(self) -> Iterator[_Part]:
        """All lines in reading order, each in as many parts as it has links and text between them."""
        paragraph = self.paragraph
        for number in range(self._start, self._start + self._count()):
            line, runs = paragraph.lines[number], [(text, face) for text, face, _ in paragraph.lines[number]]
            pieces = lay(runs, paragraph.look.size, paragraph.rtl, *paragraph.around(number))
            x, y = self._line_start(pieces), self._baseline(number)
            links = [paragraph.links[run] for _, _, run in line]
            for link, places in groupby(range(len(line)), key=links.__getitem__):
                own = set(places)
                yield _Part(link, [piece for piece in pieces if piece.run in own], x, y)

    def _line_start(self, pieces: Sequence[Piece]) -> float:
        paragraph = self.paragraph
        if not paragraph.rtl:
            return paragraph.look.left
        return paragraph.width - paragraph.look.left - max((one.x + one.width for one in pieces), default=0.0)

    def _draw_marker(self, text: PDFTextObject, marker: Marker) -> None:
        paragraph, structure = self.paragraph, self.canv.structure
        look, face = paragraph.look, BOLD if marker.bold else REGULAR
        x = look.left - marker.gap - Measure(face, look.size)(marker.text)
        if paragraph.rtl:
            x = paragraph.width - look.left + marker.gap
        # Where label and text are one element, whoever listens needs the space between them.
        said = marker.text if marker.tag else f"{marker.text} "
        text.setFillColor(look.color)
        with structure.marked((marker.tag or paragraph.tag).on(structure), text):
            show(text, lay([(printable(said), face)], look.size, paragraph.rtl), x, self._baseline(self._start))

    def _draw_links(self, parts: Sequence[_Part]) -> None:
        """Underlines the links, and lays an area to press over each line of them."""
        structure, size = self.canv.structure, self.paragraph.look.size
        left, bottom = self.canv.absolutePosition(0, 0)
        areas: dict[Link, list[Rect]] = {}
        for part in parts:
            if part.link and part.pieces:
                begin, end = _extent(part)
                area = (left + begin, bottom + part.y - 0.25 * size, left + end, bottom + part.y + 0.85 * size)
                areas.setdefault(part.link, []).append(area)
                with structure.artifact("Layout"):
                    self.canv.setStrokeColor(UNDERLINE)
                    self.canv.setLineWidth(0.5)
                    self.canv.line(begin, part.y - 2, end, part.y - 2)
        for link, rects in areas.items():
            structure.link(link.tag.on(structure), printable(link.href), rects, printable(link.words))


def plain(words: str, look: Look, tag: Tag | None = None) -> Text:
    """A paragraph of plain words, printed literally."""
    return Text(Paragraph([Run(words)], look, tag))


def heading(words: str, look: Look, level: int, outlined: int) -> Text:
    """A heading of plain words: an H1, H2 ... for the `level`, and at level `outlined`, from 0, of the outline."""
    outline = (outlined, printable(words))
    return Text(Paragraph([Run(words)], look, Tag(f"H{min(level, 6)}"), outline=outline))


def _extent(part: _Part) -> tuple[float, float]:
    """From where to where a part of a line reaches, without the spaces that hang over at its end."""
    pieces = [piece for piece in part.pieces if not piece.typed.isspace()] or part.pieces
    last = max(pieces, key=lambda piece: piece.x)
    spaces = 0 if last.stretch and last.stretch.rtl else len(last.typed) - len(last.typed.rstrip(" "))
    end = last.x + last.width - spaces * Measure(last.face, last.size)(" ")
    return part.x + min(piece.x for piece in pieces), part.x + end
