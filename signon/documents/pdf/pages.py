"""The pages around the text: running title, page numbers, legal footer, and what the file says about itself."""

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from signon.documents.pdf.fonts import REGULAR, Measure, drawable
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
    """What stands on every page outside the text. `title` heads the pages after the first."""

    title: str
    campaign: str
    language: str
    heading: str
    legal: tuple[str, ...]
    words: Words


def legal_lines(legal_footer: str) -> tuple[str, ...]:
    """The legal footer as the lines at the foot of every page; empty if there is none or it is too long for that."""
    lines = simpleSplit(drawable(printable(legal_footer)), REGULAR, SMALL, TEXT_WIDTH)
    return tuple(lines) if len(lines) <= _LEGAL_LINES else ()


def frame_height(running: Running) -> float:
    """The height of the text on each page."""
    return PAGE[1] - TOP - _bottom(running)


def _bottom(running: Running) -> float:
    return BOTTOM + (SMALL_LEADING * len(running.legal) + 8 if running.legal else 0)


def build(story: list[Flowable], running: Running) -> bytes:
    """The PDF of `story`: the same story, the same bytes."""
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=PAGE,
        title=printable(running.title),
        author=printable(running.campaign),
        subject=printable(running.heading),
        creator="Signon",
        producer="Signon",
        lang=running.language,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    no_padding = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    frame = Frame(MARGIN, _bottom(running), TEXT_WIDTH, frame_height(running), **no_padding)
    document.addPageTemplates([PageTemplate(frames=[frame])])
    document.build(story, canvasmaker=partial(LetterCanvas, running=running))
    return out.getvalue()


class _Info(PDFInfo):
    """What the file says about itself: no date, which would be the day of printing, and no name of host or user."""

    def format(self, document: Any) -> bytes:
        facts = {"Title": self.title, "Author": self.author, "Creator": self.creator, "Producer": self.producer}
        if self.subject:
            facts["Subject"] = self.subject
        written: bytes = PDFDictionary({key: PDFString(value) for key, value in facts.items() if value}).format(
            document
        )
        return written


class LetterCanvas(Canvas):
    """A canvas that keeps its pages until their number is known, then draws what runs around the text."""

    def __init__(self, *args: Any, running: Running, **kwargs: Any):
        super().__init__(*args, pdfVersion=(1, 5), **kwargs)
        self._running = running
        self._kept: list[dict[str, Any]] = []
        self._marks: list[tuple[int, str, float]] = []
        self._doc.info = _Info()
        self.setViewerPreference("DisplayDocTitle", "true")

    def mark(self, level: int, text: str, y: float) -> None:
        """Puts a heading of this page, whose top is `y` points up, into the outline. `level` counts from 0."""
        self._marks.append((level, text, y))

    def showPage(self) -> None:  # noqa: N802
        """Keeps the page."""
        self._kept.append(dict(self.__dict__))
        self._marks = []
        self._startPage()

    def save(self) -> None:
        """Writes all pages, numbered."""
        kept, deepest = self._kept, -1
        for number, page in enumerate(kept, start=1):
            self.__dict__.update(page)
            self._furnish(number, len(kept))
            for level, text, y in self._marks:
                deepest = min(level, deepest + 1)
                key = f"heading-{number}-{y:.1f}"
                self.bookmarkPage(key, fit="XYZ", left=0, top=y + 12)
                self.addOutlineEntry(text, key, deepest)
            super().showPage()
        super().save()

    def _furnish(self, number: int, pages: int) -> None:
        running, right = self._running, PAGE[0] - MARGIN
        self.setFillColor(GREY)
        self.setFont(REGULAR, SMALL)
        if number > 1:
            self.drawString(MARGIN, _HEAD, shortened(running.heading, TEXT_WIDTH))
        for place, line in enumerate(running.legal, start=1):
            above = SMALL_LEADING * (len(running.legal) - place)
            self.drawString(MARGIN, _FOOT + 21 + above, line)
        self.drawString(MARGIN, _FOOT, shortened(running.campaign, TEXT_WIDTH * 0.7))
        self.drawRightString(right, _FOOT, drawable(printable(running.words.page(number, pages))))
        self.setStrokeColor(HAIRLINE)
        self.setLineWidth(0.4)
        self.line(MARGIN, _FOOT + 13, right, _FOOT + 13)


def shortened(text: str, width: float) -> str:
    """`text`, or as much of it as fits into `width` points in the small size, cut at a space, with an ellipsis."""
    text, measure = drawable(printable(text)), Measure(REGULAR, SMALL)
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
