"""The look of the page: US Letter, Noto Sans, one ink and one grey. All measures are points.

The text stands on lines 15 points apart, 42 to a page and about 78 characters long; what lies between paragraphs is
half a line. Every grey and blue has a contrast of at least 4.5 to 1 on white (WCAG 2.2, 1.4.3), hairlines apart.
"""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import LETTER

PAGE: tuple[float, float] = LETTER
MARGIN = 84.0  # left and right
TOP = 76.0
BOTTOM = 76.0
TEXT_WIDTH = PAGE[0] - 2 * MARGIN

INK = HexColor("#1b1b1b")
GREY = HexColor("#636363")
LINK = HexColor("#1f4e79")
UNDERLINE = HexColor("#a9bccd")
HAIRLINE = HexColor("#c9c9c9")

SMALL = 7.5  # running lines and legal footer
SMALL_LEADING = 10.0

_GAP = 7.5  # between paragraphs, half a line
LIST_INDENT = 18.0
MARKER_GAP = 6.5  # between a bullet or a number and its text
QUOTE_INDENT = 22.0


@dataclass(frozen=True)
class Look:
    """How a paragraph is set. `before` and `after` are the space around it: of two, the larger counts.

    `left` is the indent of its text from where reading begins, `right` from the other side. A `whole` paragraph is
    never split over two pages, and the lines of an `even` one are about equally long.
    """

    size: float
    leading: float
    bold: bool = False
    color: Color = INK
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    whole: bool = False
    even: bool = False


BODY = Look(10.5, 15, before=_GAP, after=_GAP)
TIGHT = Look(10.5, 15, before=2.5, after=2.5)
QUOTE = Look(10, 15, before=_GAP, after=_GAP)
DATE = Look(10.5, 15, after=15)
ADDRESSEE = Look(10.5, 15, before=_GAP, after=_GAP, whole=True)
ADDRESSEE_LINE = Look(10.5, 15)  # where no addressee has more than one line
TO = Look(10.5, 15, after=15)
SUBJECT = Look(10.5, 15, bold=True, before=15, after=_GAP, whole=True)
SALUTATION = Look(10.5, 15, before=15, after=_GAP)
CLOSING = Look(10.5, 15, before=15, after=_GAP)
TITLE = Look(20, 25, bold=True, before=0, after=14, whole=True, even=True)
LONG_TITLE = Look(14, 19.5, bold=True, before=0, after=13, whole=True, even=True)
LONG_TITLE_FROM = 70  # characters
_HEADINGS = {
    2: Look(12, 16.5, bold=True, before=20, after=5, whole=True, even=True),
    3: Look(10.5, 15, bold=True, before=15, after=3, whole=True, even=True),
    4: Look(10.5, 15, bold=True, color=GREY, before=12, after=2, whole=True, even=True),
}
_LONG_HEADING = Look(10.5, 15, bold=True, before=18, after=4.5, whole=True, even=True)
_LONG_HEADING_FROM = 60  # characters
SIGNEES = Look(11, 15, bold=True, before=15, after=6, whole=True, even=True)
PART = Look(10.5, 15, bold=True, before=18, after=5, whole=True)
GROUP = Look(9.5, 14, bold=True, color=GREY, before=12, after=4, whole=True)
ANONYMOUS = Look(9.5, 14, before=8)
NOTE = Look(8, 11, color=GREY, before=8)
CHECK = Look(8, 11.5, color=GREY)
LEGAL = Look(SMALL, SMALL_LEADING, color=GREY, before=14, whole=True)

LETTERHEAD_HEIGHT = 80.0  # at most
PIXEL = 0.5  # a letterhead's pixels are printed no larger than this, or they would be seen


def headings(longest: int) -> dict[int, Look]:
    """Looks by level, given the length of the longest heading of level 2: sentences are set smaller, all alike."""
    return {**_HEADINGS, 2: _LONG_HEADING} if longest >= _LONG_HEADING_FROM else _HEADINGS


class NameStyle:
    """How names are set in so many columns.

    The lines below a name are smaller and closer to it: what each has `saved` of the leading stands below the last.
    In a text from right to left the first column stands at the right, and so do names in it, of whatever script.
    """

    def __init__(self, columns: int, rtl: bool = False):
        self.columns, self.rtl = columns, rtl
        self.size, self.leading = {1: (10.0, 14.0), 2: (9.5, 13.0)}.get(columns, (9.0, 12.0))
        self.saved = 1.5
        self.detail_size, self.detail_leading = self.size - 1, self.leading - self.saved
        self.gutter = 18.0
        self.hanging = 9.0
        self.column_width = (TEXT_WIDTH - self.gutter * (columns - 1)) / columns
