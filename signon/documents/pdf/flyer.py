"""The flyer of a letter: one page to print and hand out, with a code that a phone reads from a few steps away."""

import segno

from signon.documents.blocks import Run
from signon.documents.pdf.about import Facts
from signon.documents.pdf.figures import draw_code
from signon.documents.pdf.pages import build_sheet
from signon.documents.pdf.paragraph import Paragraph
from signon.documents.pdf.poster import Poster, fitted, one_line, said
from signon.documents.pdf.setting import Text
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import GREY, HAIRLINE, LINK, Look
from signon.documents.plain import printable
from signon.documents.share import PAPERS, Flyer

_MARGIN = 54.0
_BAND = 14.0
_TITLES = [Look(size, size * 1.18, bold=True, even=True) for size in (64, 56, 50, 44, 38, 33, 28, 24, 20, 17)]
_TITLE_HEIGHT = 240.0
_TO = Look(14, 19, color=GREY)
_LEADS = [Look(size, size * 1.45) for size in (22, 20, 18, 16, 14.5, 13)]
_READABLE = _LEADS[2]
_GAP = 14.0
_CODE = 208.0  # points, 73 mm: read from about two steps away
_GUTTER = 30.0
_NUMBER, _LABEL = Look(54, 60), Look(15, 19)
_SMALL = Look(13, 17, color=GREY)
_CALL = Look(24, 30, bold=True)
_SCANS = [Look(size, size * 1.25, bold=True) for size in (24, 21, 18, 15)]
_SCAN_HEIGHT = 60.0
_ADDRESSES = [Look(size, size * 1.3, bold=True, color=LINK) for size in (19, 17, 15, 13, 11.5, 10)]
_LEGAL = Look(8, 11, color=GREY)
_ABOVE_LEGAL = 8.0
_LEGAL_HEIGHT = 66.0


def render_flyer(flyer: Flyer, paper: str) -> bytes:
    """The flyer as a tagged PDF of one page, on `paper`, one of PAPERS (KeyError for another)."""
    card = flyer.card
    facts = Facts(printable(card.title), printable(card.campaign), printable(card.alt), card.language)
    return build_sheet(_Flyer(flyer), PAPERS[paper], facts, tagged=True)


class _Flyer(Poster):
    """All of the page."""

    def __init__(self, flyer: Flyer):
        super().__init__(flyer.card)
        self._flyer = flyer

    def draw(self) -> None:
        """Draws the words from the top down, and what leads to the letter from the bottom up."""
        self._text = self.width - 2 * _MARGIN
        legal = self._height_of(self._legal())
        bottom = _MARGIN + (legal + _ABOVE_LEGAL if legal else 0.0) + self._height_of(self._address()) + 14
        self._draw_words(bottom + _CODE + 40)
        self._draw_numbers(bottom + _CODE)
        self._draw_code(bottom + _CODE)
        y = self.put(self._address(), _MARGIN, bottom - 14, self._text)
        if self._flyer.legal:
            self.put(self._legal(), _MARGIN, y - _ABOVE_LEGAL, self._text)

    def _draw_words(self, bottom: float) -> None:
        """The title, to whom, and how it begins, down to `bottom` at most."""
        card, width = self.card, self._text
        self.fill(_MARGIN, self.height - _MARGIN - _BAND, width, _BAND, self.accent)
        y = self.height - _MARGIN - _BAND - 22
        eyebrow = " · ".join(filter(None, (card.kind, card.campaign)))
        y = self.put(one_line(eyebrow, Look(16, 21, color=self.accent), width), _MARGIN, y, width) - 12
        to = fitted(self._flyer.to, [_TO], width, 2 * _TO.leading, lambda: Tag("P"))
        below = self._height_of(to) + self._height_of(said(self._flyer.lead, _READABLE)) + 3 * _GAP
        y = self.put(self._title(y - bottom - below), _MARGIN, y, width) - _GAP
        if self._flyer.to:
            y = self.put(to, _MARGIN, y, width) - _GAP
        if self._flyer.lead and y - bottom > _LEADS[-1].leading:
            self.put(fitted(self._flyer.lead, _LEADS, width, y - bottom, lambda: Tag("P")), _MARGIN, y, width)

    def _title(self, room: float) -> Text:
        """The title as large as leaves room for the words below it; a very long one leaves them less."""
        title = self.card.title
        looks = [look for look in _TITLES if self._height_of(said(title, look)) <= room]
        return fitted(title, looks or _TITLES, self._text, _TITLE_HEIGHT, lambda: Tag("H1"))

    def _draw_numbers(self, top: float) -> None:
        """The numbers, and what the code beside them is for."""
        self.fill(_MARGIN, top + 20, self._text, 0.75, HAIRLINE)
        width = self._text - _CODE - _GUTTER
        y = top + 6
        if self.card.numbers:
            y = self.put_numbers(_MARGIN, y, _NUMBER, _LABEL, width)
        elif self.card.call:
            y = self.put(said(self.card.call, _CALL), _MARGIN, y, width)
        if self.card.goal:
            y = self.put_progress(_MARGIN, y - 10, width, _SMALL)
        if self._flyer.as_of and self.card.numbers:
            self.put(one_line(self._flyer.as_of, _SMALL, width), _MARGIN, y - 2, width)
        scan = fitted(self._flyer.scan, _SCANS, width, _SCAN_HEIGHT, lambda: Tag("P"))
        self.put(scan, _MARGIN, top - _CODE - 5 + scan.wrap(width, top)[1], width)

    def _address(self) -> Text:
        """The address to type: on one line, or its last part on the second."""
        address = self._flyer.address
        shown = address.removeprefix("https://").removeprefix("http://").removeprefix("www.")
        href = address if shown != address else ""
        for look in _ADDRESSES:
            if self._height_of(said(shown, look)) <= look.leading:
                return Text(Paragraph([Run(shown, href=href)], look))
        before, slash, last = shown.rpartition("/")
        return Text(Paragraph([Run(before + slash, href=href), Run(line_break=True), Run(last, href=href)], look))

    def _legal(self) -> Text:
        return fitted(self._flyer.legal, [_LEGAL], self._text, _LEGAL_HEIGHT, lambda: Tag("P"))

    def _height_of(self, text: Text) -> float:
        return text.wrap(self._text, self.height)[1] if any(run.text for run in text.paragraph.runs) else 0.0

    def _draw_code(self, top: float) -> None:
        code = segno.make(self._flyer.address, error="m", micro=False, boost_error=False)
        left = _MARGIN if self.rtl else self.width - _MARGIN - _CODE
        box = (left, top - _CODE, left + _CODE, top)
        structure = self.canv.structure
        with structure.marked(structure.element("Figure", alt=printable(self._flyer.scan_alt), bbox=box)):
            draw_code(self.canv, code.matrix, left, top, _CODE / code.symbol_size(border=0)[0])
