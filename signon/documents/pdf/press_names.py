"""The names on a press sheet: run in under their states, in columns, set as large as there is room for.

Where not all fit, each state has as many as the others, and says how many more there are. No name is cut, and only one
that is longer than a line stands on several.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from reportlab.lib.colors import Color
from reportlab.pdfgen.textobject import PDFTextObject

from signon.documents.pdf.balance import Lines, arrange, fill
from signon.documents.pdf.bidi import turns
from signon.documents.pdf.breaking import break_name
from signon.documents.pdf.entries import needs_spelling_out
from signon.documents.pdf.fonts import BOLD, ITALIC, REGULAR, Measure
from signon.documents.pdf.scripts import is_rtl, lay, show, spelled_out
from signon.documents.pdf.structure import Structure, Tag
from signon.documents.pdf.styles import GREY, INK, TEXT_WIDTH
from signon.documents.plain import printable
from signon.documents.press_sheet import Place, PressWords, summed_up

_GUTTER = 18.0
_INDENT = 8.0  # of what goes on below a state's first line
_BETWEEN = ";"
_MOST = 500  # names; more never fit on a page
_ROUNDING = 1e-6
_LINE = 2  # half lines


class _Setting(NamedTuple):
    """A way to set names: size and leading in points, columns, and the half lines that are free above a state."""

    size: float
    leading: float
    columns: int
    gap: int = 0

    @property
    def width(self) -> float:
        """Of a column."""
        return (TEXT_WIDTH - _GUTTER * (self.columns - 1)) / self.columns


_SIZES = ((10.0, 13.5), (9.5, 13.0), (9.0, 12.0), (8.5, 11.5), (8.0, 10.5), (7.5, 10.0))
_LARGEST, _SMALLEST = _Setting(10.5, 15, 1, gap=1), (7.5, 9.5)
# Under states, a line in two columns holds more than one name of the usual length; in three it does not.
_BY_STATE = (_LARGEST, *(_Setting(*size, 2, gap=1) for size in _SIZES), _Setting(*_SMALLEST, 2))
_IN_A_LIST = (_LARGEST, *(_Setting(*size, 3) for size in _SIZES), _Setting(*_SMALLEST, 3))
_NUMBERS_ALONE = tuple(_Setting(*size, 3) for size in (*_SIZES, _SMALLEST))


class _Piece(NamedTuple):
    """A heading or a name, in as many lines as it needs: the first `x` points from the left and so many lines `below`
    the row's first, the others indented. Without `tag` it is not read aloud: it only parts two names.
    """

    lines: tuple[str, ...]
    x: float
    below: int
    face: str
    color: Color
    tag: Tag | None


@dataclass
class _Row:
    """Pieces beside each other. The first row of a state `begins` it, `gap` half lines below what is above it."""

    begins: bool = False
    gap: int = 0
    pieces: list[_Piece] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many printed lines it takes."""
        return max((piece.below + len(piece.lines) for piece in self.pieces), default=1)

    @property
    def height(self) -> int:
        """In half lines, with what is free above it."""
        return self.lines * _LINE + self.gap

    @property
    def is_alone(self) -> bool:
        """Whether it is a heading without a name beside it."""
        return self.begins and len(self.pieces) == 1


_Unit = list[_Row]


class _Setter:
    """Sets places in one setting: `rows` grows."""

    def __init__(self, setting: _Setting, words: PressWords):
        self.rows: list[_Row] = []
        self._setting, self._words = setting, words
        self._measures = {face: Measure(face, setting.size) for face in (REGULAR, BOLD, ITALIC)}
        self._x = 0.0

    def set(self, place: Place, most: int) -> None:
        """Sets a place with so many of its names at most."""
        shown, left = place.names[:most], len(place.names) - most
        if place.heading:
            self._begin_row(begins=True)
            self._add(f"{place.heading} ({self._words.number(len(place.names))})", BOLD, INK, Tag("H3"))
            self._x += self._setting.size * 0.4
        listed = Tag("L")
        for number, name in enumerate(shown, start=1):
            tag = Tag("LBody", Tag("LI", listed), actual=printable(name) if turns(name) else "")
            if not place.heading:
                self._begin_row()
                self._x = 0.0
            self._add(printable(name), REGULAR, INK, tag, is_last=number == len(shown) or not place.heading)
        if left > 0 and (shown or not place.heading):
            if not place.heading:
                self._begin_row()
            self._add(self._words.and_more(left), ITALIC, GREY, Tag("P"))

    def _begin_row(self, begins: bool = False) -> None:
        self.rows.append(_Row(begins, self._setting.gap if begins else 0))
        self._x = 0.0 if begins else _INDENT

    def _add(self, text: str, face: str, color: Color, tag: Tag, is_last: bool = True) -> None:
        """Adds a heading or a name to the last row, or where there is no room for all of it to a row of its own."""
        measure, row = self._measures[face], self.rows[-1]
        parted = 0.0 if is_last else measure(_BETWEEN)
        if row.pieces and self._x + measure(text) + parted > self._setting.width:
            self._begin_row()
            row = self.rows[-1]
        room = self._setting.width - parted
        lines = break_name(text, room - self._x, _INDENT - self._x, measure)
        row.pieces.append(_Piece(lines, self._x, row.lines - 1, face, color, tag))
        end = (self._x if len(lines) == 1 else _INDENT) + measure(lines[-1])
        if not is_last:
            row.pieces.append(_Piece((_BETWEEN,), end, row.lines - 1, face, color, None))
        self._x = end + parted + measure(" ")


class PressNames:
    """Names set to fit into so much `room`, in points; `height` is what they take up."""

    def __init__(self, places: Sequence[Place], words: PressWords, room: float):
        self._words, self._room = words, room
        self._setting, units = self._as_large_as_fits(places)
        division = arrange(_lines(units), 0, self._setting.columns, self._capacity(self._setting))
        self._columns = [[row for unit in units[start:end] for row in unit] for start, end in pairwise(division)]
        half_lines = max((sum(row.height for row in rows) - _free_above(rows) for rows in self._columns), default=0)
        self.height = half_lines * self._setting.leading / _LINE

    def _capacity(self, setting: _Setting) -> int:
        """In half lines."""
        return int(self._room * _LINE / setting.leading + _ROUNDING)

    def _as_large_as_fits(self, places: Sequence[Place]) -> tuple[_Setting, list[_Unit]]:
        settings = _BY_STATE if any(place.heading for place in places) else _IN_A_LIST
        if sum(len(place.names) for place in places) <= _MOST:
            for setting in settings:
                if units := self._fitting(places, setting, _MOST):
                    return setting, units
        if units := self._as_many_as_fit(places, settings[-1]):
            return settings[-1], units
        for setting in _NUMBERS_ALONE:
            if units := self._fitting(places, setting, 0):
                return setting, units
        _, units = _largest(1, len(places), lambda most: self._summed_up(places, most))
        return setting, units

    def _as_many_as_fit(self, places: Sequence[Place], setting: _Setting) -> list[_Unit]:
        """As many names of each place, and one more of the first ones; nothing where most places would have none."""
        best, found = _largest(1, _MOST, lambda most: self._fitting(places, setting, most))
        first, more = _largest(1, len(places), lambda first: self._fitting(places, setting, best, first))
        return (more or found) if best or first > len(places) / 2 else []

    def _summed_up(self, places: Sequence[Place], most: int) -> list[_Unit]:
        return self._fitting(summed_up(places, most, self._words.elsewhere), _NUMBERS_ALONE[-1], 0)

    def _fitting(self, places: Sequence[Place], setting: _Setting, most: int, first: int = 0) -> list[_Unit]:
        """The rows with so many names of each place, one more of the `first` ones; nothing where they do not fit."""
        capacity, measure = self._capacity(setting), Measure(REGULAR, setting.size)
        shown = [most + (number < first) for number in range(len(places))]
        names = (name for place, most in zip(places, shown, strict=True) for name in place.names[:most])
        if sum(map(measure, names)) > setting.width * setting.columns * capacity / _LINE:
            return []
        setter = _Setter(setting, self._words)
        for place, most in zip(places, shown, strict=True):
            setter.set(place, most)
        units = _units(setter.rows)
        lines = _lines(units)
        return units if fill(lines, 0, setting.columns, capacity)[-1] == len(lines) else []

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draws the columns, the first line's top at `top`."""
        setting = self._setting
        for number, rows in enumerate(self._columns):
            text = canvas.beginText()
            left = x + number * (setting.width + _GUTTER)
            y = top + _free_above(rows) * setting.leading / _LINE
            for row in rows:
                y -= row.height * setting.leading / _LINE
                first = y + row.lines * setting.leading - (setting.leading - setting.size) / 2 - 0.8 * setting.size
                for piece in row.pieces:
                    self._draw_piece(canvas.structure, text, piece, left, first)
            canvas.drawText(text)

    def _draw_piece(self, structure: Structure, text: PDFTextObject, piece: _Piece, left: float, y: float) -> None:
        tag, typed = piece.tag, "".join(piece.lines)
        within = structure.marked(tag.on(structure), text) if tag else structure.artifact("Layout", within=text)
        text.setFillColor(piece.color)
        with within, spelled_out(text, typed) if needs_spelling_out(piece.lines) and tag else nullcontext():
            for number, line in enumerate(piece.lines):
                pieces = lay([(line, piece.face)], self._setting.size, is_rtl(typed))
                at = left + (_INDENT if number else piece.x)
                show(text, pieces, at, y - (piece.below + number) * self._setting.leading)


def _units(rows: Sequence[_Row]) -> list[_Unit]:
    """Rows that stand in one column: a heading that is alone on its row goes with the next."""
    units: list[_Unit] = []
    for row in rows:
        if units and not row.begins and units[-1][-1].is_alone:
            units[-1].append(row)
        else:
            units.append([row])
    return units


def _lines(units: Sequence[_Unit]) -> Lines:
    return Lines([sum(row.height for row in unit) for unit in units])


def _free_above(rows: Sequence[_Row]) -> int:
    """What nothing is free for at the top of a column."""
    return rows[0].gap if rows else 0


def _largest(least: int, most: int, find: Callable[[int], list[_Unit]]) -> tuple[int, list[_Unit]]:
    """The largest number between these two for which anything is found, and that; for smaller ones it always is."""
    found: list[_Unit] = []
    best = least - 1
    while least <= most:
        middle = (least + most) // 2
        if tried := find(middle):
            best, found, least = middle, tried, middle + 1
        else:
            most = middle - 1
    return best, found
