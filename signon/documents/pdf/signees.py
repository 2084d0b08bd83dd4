"""The names, set straight onto the canvas: a Paragraph for each would take six to eight times as long."""

from collections.abc import Iterable
from itertools import pairwise

from reportlab.platypus import Flowable

from signon.documents.pdf.balance import Lines, arrange, fill
from signon.documents.pdf.breaking import break_name
from signon.documents.pdf.fonts import REGULAR, Measure, altered, drawable
from signon.documents.pdf.styles import INK, NameStyle
from signon.documents.plain import printable

_TALLEST = 36  # lines; a name of more cannot be sure of a page of its own and is set in pieces
_ROUNDING = 1e-6


class Names:
    """Names broken into lines for one width of column, measured once for all pages."""

    def __init__(self, names: Iterable[str], columns: int):
        self.style = style = NameStyle(columns)
        measure = Measure(REGULAR, style.size)
        self.broken: list[tuple[str, ...]] = []
        for name in names:
            lines = break_name(printable(name), style.column_width, style.hanging, measure)
            for piece in range(0, len(lines), _TALLEST):
                self.broken.append(lines[piece : piece + _TALLEST])
        self.lines = Lines([len(lines) for lines in self.broken])

    def least_height(self) -> float:
        """What must be free on a page for the list to start there: room for two names, or for a few rows of columns."""
        two = max(self.lines.between(0, min(2, len(self.lines))), 2)
        rows = min(-(-self.lines.between(0, len(self.lines)) // self.style.columns), 4)
        return max(two, rows) * self.style.leading


class SigneeColumns(Flowable):
    """Names from position `start` to the end, in columns: balanced on their last page, full on the pages before.

    A full page is such a thing too, with the division made for it and the height that it takes up.
    """

    def __init__(self, names: Names, start: int = 0, page: tuple[list[int], float] | None = None):
        super().__init__()
        self._names = names
        self._start = start
        self._page = page

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The height that the names need; more than there is, where they go on to the next page."""
        if self._page:
            self._drawn, self.height = self._page
            return availWidth, self.height
        names = self._names
        division = arrange(names.lines, self._start, names.style.columns, self._capacity(availHeight))
        if division[-1] < len(names.lines):
            return availWidth, availHeight + names.style.leading
        self._drawn = division
        self.height = names.lines.tallest_column(division) * names.style.leading
        return availWidth, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """What fits on this page, and the rest; nothing where no name fits."""
        lines, columns, capacity = self._names.lines, self._names.style.columns, self._capacity(availHeight)
        division = fill(lines, self._start, columns, capacity)
        left = len(lines) - division[-1]
        if 0 < left < 2 * columns and capacity > 12:
            # The last page should not hold a name or two: leave it two rows more.
            division = fill(lines, self._start, columns, capacity - 2)
        if division[-1] == self._start:
            return []
        # The page counts as full even where two rows were left free, or the rest would follow into them.
        page = SigneeColumns(self._names, self._start, (division, availHeight))
        return [page, SigneeColumns(self._names, division[-1])]

    def draw(self) -> None:
        """Draws column after column, so that the text is read in printed order."""
        style = self._names.style
        text = self.canv.beginText()
        text.setFont(REGULAR, style.size, style.leading)
        text.setFillColor(INK)
        # The first baseline lies where a line of this leading has it: the rest of the leading goes above and below.
        top = self.height - (style.leading - style.size) / 2 - 0.8 * style.size
        for column, (start, end) in enumerate(pairwise(self._drawn)):
            left, y = column * (style.column_width + style.gutter), top
            for lines in self._names.broken[start:end]:
                spelled_out = _needs_spelling_out(lines)
                if spelled_out:
                    text._code.append(
                        f"/Span <</ActualText <{'feff' + ''.join(lines).encode('utf-16-be').hex()}>>> BDC"
                    )
                for number, line in enumerate(lines):
                    text.setTextOrigin(left + (style.hanging if number else 0), y)
                    text.textOut(drawable(line))
                    y -= style.leading
                if spelled_out:
                    text._code.append("EMC")
        self.canv.drawText(text)

    def _capacity(self, height: float) -> int:
        return int((height + _ROUNDING) / self._names.style.leading)


def _needs_spelling_out(lines: tuple[str, ...]) -> bool:
    """Whether the glyphs alone do not say what was typed: a character without a glyph, a word broken inside."""
    return any(map(altered, lines)) or any(not line.endswith(" ") for line in lines[:-1])
