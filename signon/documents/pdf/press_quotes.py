"""What is quoted on a press sheet: one quote across the page, or several in two columns."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from signon.documents.pdf.setting import Text, plain
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import GREY, TEXT_WIDTH, UNDERLINE, Look

Quote = Mapping[str, str]

_Set = tuple[list[Text], float]  # a quote and its height

_GUTTER = 18.0
_BESIDE_BAR = 10.0
_BETWEEN = 12.0
_ALONE = (Look(12, 17), Look(9, 13, color=GREY))
_BESIDE = tuple((Look(size, size + 4), Look(size - 1, size + 2.5, color=GREY)) for size in (9.5, 9.0, 8.5, 8.0))


def as_fit(quotes: Sequence[Quote], room: float) -> "Quotes | None":
    """As many of the first quotes as fit into so many points, as large as they do; none of them is cut."""
    for most in range(len(quotes), 0, -1):
        looks = (_ALONE, *_BESIDE) if most == 1 else _BESIDE
        for look in looks:
            found = Quotes(quotes[:most], *look)
            if found.height <= room:
                return found
    return None


class Quotes:
    """Quotes set in these looks: what was said, and by whom. `height` is what they take up, in points."""

    def __init__(self, quotes: Sequence[Quote], said: Look, by: Look):
        columns = 1 if len(quotes) == 1 else 2
        self._width = (TEXT_WIDTH - _GUTTER * (columns - 1)) / columns
        set_ = [_set(quote, said, by) for quote in quotes]
        heights = [sum(text.wrap(self._width - _BESIDE_BAR, 0)[1] for text in one) for one in set_]
        self._columns = _shared_out(list(zip(set_, heights, strict=True)), columns)
        self.height = max(map(_height, self._columns))

    def draw(self, canvas: Any, top: float) -> None:
        """Draws them, the first line's top at `top`."""
        for place, column in enumerate(self._columns):
            x, y = place * (self._width + _GUTTER), top
            for texts, height in column:
                with canvas.structure.artifact("Layout"):
                    canvas.setStrokeColor(UNDERLINE)
                    canvas.setLineWidth(1.5)
                    canvas.line(x + 0.75, y - 2, x + 0.75, y - height + 2)
                for text in texts:
                    y -= text.height
                    text.drawOn(canvas, x + _BESIDE_BAR, y)
                y -= _BETWEEN


def _height(column: Sequence[_Set]) -> float:
    return sum(height + _BETWEEN for _, height in column) - _BETWEEN


def _shared_out(found: Sequence[_Set], columns: int) -> list[list[_Set]]:
    """Quotes in columns of about equal height, the first of all at the top of the first; otherwise as in order."""
    ways = []
    for places in product(range(columns), repeat=len(found) - 1):
        placed = list(zip((0, *places), found, strict=True))
        ways.append([[one for place, one in placed if place == column] for column in range(columns)])
    return min(ways, key=lambda way: max(map(_height, way)))


def _set(quote: Quote, said: Look, by: Look) -> list[Text]:
    whole = Tag("BlockQuote")
    return [plain(quote["text"], said, Tag("P", whole)), plain(quote["by"], by, Tag("P", whole))]
