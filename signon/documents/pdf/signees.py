"""The names on pages: in columns, balanced or filled, never one alone."""

from itertools import pairwise

from reportlab.platypus import Flowable

from signon.documents.pdf.balance import arrange, fill, page_of
from signon.documents.pdf.entries import Names
from signon.documents.pdf.pen import Pen

__all__ = ["Names", "SigneeColumns"]

_ROUNDING = 1e-6


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
        names, capacity = self._names, self._capacity(availHeight)
        lines, columns = names.lines, names.style.columns
        if fill(lines, self._start, columns, capacity)[-1] < len(lines):
            return availWidth, availHeight + names.style.leading
        self._drawn = arrange(lines, self._start, columns, capacity, names.filled)
        self.height = lines.tallest_column(self._drawn) * names.style.leading
        return availWidth, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """What fits on this page, and the rest; nothing where no name fits."""
        names = self._names
        division = page_of(names.lines, self._start, names.style.columns, self._capacity(availHeight), names.filled)
        if division[-1] == self._start:
            return []
        # The page counts as full even where lines were left free, or the rest would follow into them.
        page = SigneeColumns(names, self._start, (division, availHeight))
        return [page, SigneeColumns(names, division[-1])]

    def draw(self) -> None:
        """Draws column after column, so that the text is read in printed order."""
        names, style = self._names, self._names.style
        pen = Pen(self.canv, names)
        # The first baseline lies where a line of this leading has it: the rest of the leading goes above and below.
        top = self.height - (style.leading - style.size) / 2 - 0.8 * style.size
        for column, (start, end) in enumerate(pairwise(self._drawn)):
            place = style.columns - 1 - column if style.rtl else column
            pen.draw(start, end, place * (style.column_width + style.gutter), top)
        self.canv.drawText(pen.text)

    def _capacity(self, height: float) -> int:
        return int((height + _ROUNDING) / self._names.style.leading)
