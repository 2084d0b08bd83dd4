"""What is not text: the letterhead above it, rules, and the QR code at the end by which a copy is checked."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import segno
from reportlab.lib.utils import ImageReader

from signon.documents.blocks import Run
from signon.documents.pdf.company import Kept
from signon.documents.pdf.paragraph import Paragraph
from signon.documents.pdf.setting import Text
from signon.documents.pdf.styles import CHECK, HAIRLINE, INK, LETTERHEAD_HEIGHT, PIXEL
from signon.documents.plain import printable
from signon.signatures.signee import LetterheadReading

_CODE = 40.0  # points; a module of a usual address is then half a millimetre wide
_QUIET = 4  # modules around the code (ISO/IEC 18004)


class Letterhead(Kept):
    """A picture above the letter's text: no wider than the text, no higher than 80 points, never enlarged."""

    def __init__(self, picture: LetterheadReading):
        super().__init__()
        self._picture = picture
        self.spaceAfter = 28.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Its size on paper."""
        width, height = max(self._picture.width, 1), max(self._picture.height, 1)
        scale = min(PIXEL, availWidth / width, LETTERHEAD_HEIGHT / height)
        self.width, self.height = width * scale, height * scale
        return self.width, self.height

    def draw(self) -> None:
        """Draws the picture, which is read aloud as what it shows; of one that nobody described nothing is said."""
        structure = self.canv.structure
        left, bottom = self.canv.absolutePosition(0, 0)
        box = (left, bottom, left + self.width, bottom + self.height)
        alt = printable(self._picture.alt).strip()
        figure = structure.element("Figure", alt=alt, bbox=box)
        with structure.marked(figure) if alt else structure.artifact("Layout"):
            image = ImageReader(BytesIO(self._picture.png))
            self.canv.drawImage(image, 0, 0, self.width, self.height, mask="auto")


class Rule(Kept):
    """A hairline, over a share of the text's width."""

    def __init__(self, share: float, before: float, after: float):
        super().__init__()
        self._share = share
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """As wide as the text: the rule is a part of it."""
        self.width, self.height = availWidth, 0.5
        return availWidth, self.company.height_with(self.height, availHeight)

    def draw(self) -> None:
        """Draws the line, which nobody has read aloud."""
        with self.canv.structure.artifact("Layout"):
            self.canv.setStrokeColor(HAIRLINE)
            self.canv.setLineWidth(0.5)
            self.canv.line(0, 0, self.width * self._share, 0)


class CheckAddress(Kept):
    """A QR code and, beside it, the short address that it holds and what they are for."""

    def __init__(self, address: str, said: str, alt: str):
        super().__init__()
        self._code = segno.make(address, error="m", micro=False, boost_error=False)
        self._alt = alt
        shown = address.removeprefix("https://").removeprefix("http://").removeprefix("www.")
        runs = [Run(said), Run(line_break=True), Run(shown, href=address if shown != address else "")]
        self._text = Text(Paragraph(runs, CHECK))
        self.spaceBefore = 12.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The height of the code; its quiet zone hangs out into the margin."""
        modules = self._code.symbol_size(border=0)[0]
        self._module = _CODE / modules
        self._beside = _CODE + 2 * _QUIET * self._module
        _, height = self._text.wrap(availWidth - self._beside, availHeight)
        self.width, self.height = availWidth, max(_CODE, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draws both, first the picture."""
        structure = self.canv.structure
        at, beside = (self.width - _CODE, 0.0) if self._text.paragraph.rtl else (0.0, self._beside)
        left, bottom = self.canv.absolutePosition(at, self.height - _CODE)
        figure = structure.element(
            "Figure", alt=printable(self._alt), bbox=(left, bottom, left + _CODE, bottom + _CODE)
        )
        with structure.marked(figure):
            draw_code(self.canv, self._code.matrix, at, self.height, self._module)
        self._text.drawOn(self.canv, beside, self.height - (_CODE + self._text.height) / 2)


def draw_code(canvas: Any, matrix: Sequence[Sequence[int]], left: float, top: float, module: float) -> None:
    """One path of all modules of a QR code, row after row, those beside each other as one rectangle."""
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        y = top - (row + 1) * module
        start = 0
        while start < len(modules):
            end = start + 1
            if modules[start]:
                while end < len(modules) and modules[end]:
                    end += 1
                path.rect(left + start * module, y, (end - start) * module, module)
            start = end
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)
