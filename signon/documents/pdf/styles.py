"""The look of the page: US Letter, Noto Sans, one ink and one grey. All measures are points."""

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle

from signon.documents.pdf.fonts import BOLD, REGULAR

PAGE: tuple[float, float] = LETTER
MARGIN = 80.0  # left and right: about 80 characters of text a line
TOP = 74.0
BOTTOM = 72.0
TEXT_WIDTH = PAGE[0] - 2 * MARGIN

INK = HexColor("#1b1b1b")
GREY = HexColor("#6e6e6e")
HAIRLINE = HexColor("#c9c9c9")

SMALL = 7.5  # running lines and legal footer
SMALL_LEADING = 10.0

_GAP = 7.5  # between paragraphs, half a line
LIST_INDENT = 19.0
QUOTE_INDENT = 22.0


def _style(name: str, size: float, leading: float, **extra: object) -> ParagraphStyle:
    settings: dict[str, object] = {
        "fontName": REGULAR,
        "fontSize": size,
        "leading": leading,
        "textColor": INK,
        "bulletFontName": REGULAR,
        "bulletFontSize": size,
        "bulletColor": INK,
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
    }
    return ParagraphStyle(name, **{**settings, **extra})


BODY = _style("body", 10.5, 15.5, spaceBefore=_GAP, spaceAfter=_GAP)
TIGHT = _style("tight", 10.5, 15.5, spaceBefore=2.5, spaceAfter=2.5)
QUOTE = _style("quote", 10, 15, spaceBefore=_GAP, spaceAfter=_GAP, rightIndent=QUOTE_INDENT)
BLOCK = _style("block", 10.5, 14.5)  # date and addressees, line under line
SUBJECT = _style("subject", 10.5, 15, fontName=BOLD, spaceBefore=16, spaceAfter=_GAP)
SALUTATION = _style("salutation", 10.5, 15.5, spaceBefore=16, spaceAfter=_GAP)
CLOSING = _style("closing", 10.5, 15.5, spaceBefore=14, spaceAfter=_GAP)
TITLE = _style("title", 21, 26.5, fontName=BOLD, spaceAfter=14, spaceBefore=10)
LONG_TITLE = _style("long title", 14.5, 20, fontName=BOLD, spaceAfter=13, spaceBefore=10)
LONG_TITLE_FROM = 70  # characters
_HEADINGS = {
    2: _style("heading 2", 12, 16.5, fontName=BOLD, spaceBefore=19, spaceAfter=5),
    3: _style("heading 3", 10.5, 15.5, fontName=BOLD, spaceBefore=14, spaceAfter=3),
    4: _style("heading 4", 10.5, 15.5, fontName=BOLD, textColor=GREY, spaceBefore=12, spaceAfter=2),
}
_LONG_HEADING = _style("long heading 2", 10.5, 15, fontName=BOLD, spaceBefore=19, spaceAfter=5)
_LONG_HEADING_FROM = 60  # characters
SIGNEES = _style("signees", 11, 16, fontName=BOLD, spaceBefore=14, spaceAfter=6)
GROUP = _style("group", 9.5, 14, fontName=BOLD, textColor=GREY, spaceBefore=14, spaceAfter=5)
ANONYMOUS = _style("anonymous", 9.5, 14, spaceBefore=8)
NOTE = _style("note", 8, 11, textColor=GREY, spaceBefore=8)
LEGAL = _style("legal", SMALL, SMALL_LEADING, textColor=GREY, spaceBefore=24)


def headings(longest: int) -> dict[int, ParagraphStyle]:
    """Styles by level, given the length of the longest heading of level 2: sentences are set smaller, all alike."""
    return {**_HEADINGS, 2: _LONG_HEADING} if longest >= _LONG_HEADING_FROM else _HEADINGS


class NameStyle:
    """How names are set in so many columns."""

    def __init__(self, columns: int):
        self.columns = columns
        self.size, self.leading = {1: (10, 14.5), 2: (9.5, 13.25)}.get(columns, (9.0, 12.5))
        self.gutter = 18.0
        self.hanging = 9.0
        self.column_width = (TEXT_WIDTH - self.gutter * (columns - 1)) / columns
