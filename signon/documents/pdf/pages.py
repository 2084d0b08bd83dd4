"""The pages around the text: running title, page numbers, legal footer; and how pages become a file."""

from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from signon.documents.pdf.about import Bookmark, Facts, put_info, put_metadata, put_outline
from signon.documents.pdf.breaking import break_name
from signon.documents.pdf.file import Deflated, Document, text
from signon.documents.pdf.fonts import REGULAR, Measure
from signon.documents.pdf.scripts import is_rtl, lay, show
from signon.documents.pdf.structure import Structure
from signon.documents.pdf.styles import (
    BOTTOM,
    GREY,
    HAIRLINE,
    MARGIN,
    PAGE,
    SMALL,
    SMALL_LEADING,
    TEXT_WIDTH,
    TOP,
)
from signon.documents.plain import printable
from signon.documents.words import Words

_FOOT = 40.0  # baseline of the page number
_HEAD = PAGE[1] - 46.0  # baseline of the running title
_LEGAL_LINES = 4  # a longer legal footer is set once, after the names


@dataclass(frozen=True)
class Running:
    """What stands on every page outside the text. `heading` stands above the pages after the first."""

    facts: Facts
    heading: str
    legal: tuple[str, ...]
    words: Words


def legal_lines(legal_footer: str) -> tuple[str, ...]:
    """The legal footer as the lines at the foot of every page; empty if there is none or it is too long for that."""
    footer = printable(legal_footer).strip()
    lines = break_name(footer, TEXT_WIDTH, 0, Measure(REGULAR, SMALL)) if footer else ()
    return lines if len(lines) <= _LEGAL_LINES else ()


def frame_height(running: Running) -> float:
    """The height of the text on each page."""
    return PAGE[1] - TOP - _bottom(running)


def build_sheet(page: Flowable, size: tuple[float, float], facts: Facts, tagged: bool) -> bytes:
    """The PDF of one page of this size in points, all of which `page` draws: the same page, the same bytes."""
    canvas = SheetCanvas(facts, tagged, pagesize=size, initialFontName=REGULAR)
    page.wrapOn(canvas, *size)
    page.drawOn(canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    return canvas.data


def _bottom(running: Running) -> float:
    return BOTTOM + (SMALL_LEADING * len(running.legal) + 8 if running.legal else 0)


def build(story: list[Flowable], running: Running, tagged: bool) -> bytes:
    """The PDF of `story`: the same story, the same bytes."""
    canvas: list[LetterCanvas] = []

    def make(_: Any, **settings: Any) -> LetterCanvas:
        canvas.append(LetterCanvas(running, tagged, **settings))
        return canvas[0]

    document = BaseDocTemplate("", pagesize=PAGE, initialFontName=REGULAR)
    no_padding = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    frame = Frame(MARGIN, _bottom(running), TEXT_WIDTH, frame_height(running), **no_padding)
    document.addPageTemplates([PageTemplate(frames=[frame])])
    document.build(story, canvasmaker=make)
    return canvas[0].data


@dataclass(frozen=True)
class _Page:
    """A page that waits for its number. `entries` are those of its dictionary."""

    number: int
    drawn: Deflated
    entries: str


class SheetCanvas(Canvas):
    """A canvas that keeps its pages, packed, until their number is known.

    `data` is the file, once it is saved.
    """

    data = b""

    def __init__(self, facts: Facts, tagged: bool, **settings: Any):
        super().__init__("", **settings)
        self._doc = Document()
        self.structure = Structure(self, self._doc, tagged)
        self._facts = facts
        self._pages: list[_Page] = []
        self._bookmarks: list[Bookmark] = []
        self._begin_page()

    def _begin_page(self) -> None:
        self._page_object = self._doc.reserve()
        self.structure.begin_page(self._page_object)

    def mark(self, level: int, text: str, y: float) -> None:
        """Puts a heading of this page, whose top is `y` points up, into the outline. `level` counts from 0."""
        self._bookmarks.append(Bookmark(level, text, self._page_object, y + 12))

    def showPage(self) -> None:  # noqa: N802
        """Keeps the page."""
        entries = self._own_resources() + self.structure.end_page()
        self._pages.append(_Page(self._page_object, Deflated(self._drawn()), entries))
        self._startPage()
        self._begin_page()

    def _drawn(self) -> bytes:
        return ("\n".join(self._code) + "\n").encode("latin-1")

    def _own_resources(self) -> str:
        """The resources of a page with pictures; one without has those of all pages."""
        pictures = self._doc.xobjDict(self._formsinuse) if self._formsinuse else None
        if not pictures:
            return ""
        return f"/Resources<</Font {self._doc.faces}/XObject {pictures.format(self._doc).decode('latin-1')}>>"

    def save(self) -> None:
        """Makes the file of all pages, numbered."""
        document, pages = self._doc, self._pages
        tree = self._page_object  # the number that was kept for one more page
        for number, page in enumerate(pages, start=1):
            self._restartAccumulators()
            self._furnish(number, len(pages))
            content = document.reserve()
            document.put_stream(content, "/Filter/FlateDecode", page.drawn.closed_with(self._drawn()))
            document.put(page.number, f"<</Type/Page/Parent {tree} 0 R/Contents {content} 0 R{page.entries}>>")
        kids = " ".join(f"{page.number} 0 R" for page in pages)
        width, height = self._pagesize
        shared = f"/MediaBox[0 0 {width:g} {height:g}]/Resources<</Font {document.faces}>>"
        document.put(tree, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]{shared}>>")
        facts, catalog = self._facts, document.reserve()
        entries = (
            f"/Type/Catalog/Pages {tree} 0 R/Lang{text(facts.language)}/ViewerPreferences<</DisplayDocTitle true>>"
        )
        entries += f"/Metadata {put_metadata(document, facts, self.structure.tagged)} 0 R"
        entries += self.structure.finish() + put_outline(document, self._bookmarks)
        document.put(catalog, f"<<{entries}>>")
        self.data = document.finish(catalog, put_info(document, facts))

    def _furnish(self, number: int, pages: int) -> None:
        """Draws what runs around the text of a page, which is not read aloud: here nothing."""


class LetterCanvas(SheetCanvas):
    """A canvas that draws what runs around the text of a letter, once the number of its pages is known."""

    def __init__(self, running: Running, tagged: bool, **settings: Any):
        super().__init__(running.facts, tagged, **settings)
        self._running = running
        self._heading = shortened(running.heading, TEXT_WIDTH)
        self._campaign = shortened(running.facts.author, TEXT_WIDTH * 0.7)

    def _furnish(self, number: int, pages: int) -> None:
        running, right = self._running, PAGE[0] - MARGIN
        self.setFillColor(GREY)
        if number > 1 and self._heading:
            with self.structure.artifact("Pagination", "Header"):
                self._outer_line(_HEAD, self._heading)
        with self.structure.artifact("Pagination", "Footer"):
            for place, line in enumerate(running.legal, start=1):
                above = SMALL_LEADING * (len(running.legal) - place)
                self._outer_line(_FOOT + 21 + above, line)
            self._line(MARGIN, _FOOT, self._campaign)
            self._line(right, _FOOT, printable(running.words.page(number, pages)), ends=True)
            self.setStrokeColor(HAIRLINE)
            self.setLineWidth(0.4)
            self.line(MARGIN, _FOOT + 13, right, _FOOT + 13)

    def _outer_line(self, y: float, line: str) -> None:
        """A small line that begins where reading begins."""
        rtl = is_rtl(line)
        self._line(PAGE[0] - MARGIN if rtl else MARGIN, y, line, ends=rtl)

    def _line(self, x: float, y: float, line: str, ends: bool = False) -> None:
        """A small line that begins at `x`, or `ends` there."""
        pieces = lay([(line, REGULAR)], SMALL, is_rtl(line))
        width = max((piece.x + piece.width for piece in pieces), default=0.0)
        drawn = self.beginText()
        show(drawn, pieces, x - width if ends else x, y)
        self.drawText(drawn)


def shortened(text: str, width: float) -> str:
    """`text`, or as much of it as fits into `width` points in the small size, cut at a space, with an ellipsis."""
    text, measure = printable(text), Measure(REGULAR, SMALL)
    room, kept = width - measure("…"), ""
    if measure(text) <= width:
        return text
    for character in text:
        room -= measure(character)
        if room < 0:
            break
        kept += character
    at_space, _, _ = kept.rpartition(" ")
    return f"{(at_space or kept).rstrip(' ,;:-–—')}…"
