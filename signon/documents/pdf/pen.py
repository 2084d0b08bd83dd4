"""Drawing names: straight into the page's text, and into the structure tree as bytes.

A Paragraph for each would take ten times as long. What is plain is put together here; `scripts` draws the rest.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.textobject import PDFTextObject

from signon.documents.pdf.entries import Names, Special, needs_spelling_out
from signon.documents.pdf.fonts import REGULAR, Measure
from signon.documents.pdf.scripts import is_rtl, set_line, spelled_out
from signon.documents.pdf.styles import GREY, INK


class Pen:
    """Draws entries of one list one below the other, in one text object."""

    def __init__(self, canvas: Any, names: Names):
        self._names, self._structure = names, canvas.structure
        self.text: PDFTextObject = canvas.beginText()
        self._write = self.text._code.append
        if names.codes is None:
            names.codes = _Codes(canvas._doc)
        self._codes, style = names.codes, names.style
        self._name_look = f"{_font(canvas._doc, style.size)} {_color(INK)} {style.leading:g} TL"
        self._detail_look = f"{_font(canvas._doc, style.detail_size)} {_color(GREY)} {style.detail_leading:g} TL"
        self._indent = f"{style.hanging:g} {-style.leading:g} Td"
        self._outdent = f"{-style.hanging:g} {-style.leading:g} Td"

    def draw(self, start: int, end: int, x: float, y: float) -> None:
        """Draws a column: the entries from position `start` up to `end`, from a first baseline at `y` on."""
        self._x, self._top, self._first = x, y, start
        self._resume(start)
        begin = start
        for position in range(start, end) if self._names.special else ():
            one = self._names.special.get(position)
            if one and one.tag:
                self._draw_items(begin, position)
                with self._structure.marked(one.tag.on(self._structure), self.text):
                    self._draw_special(position, one)
                begin = position + 1
        self._draw_items(begin, end)

    def _resume(self, position: int) -> None:
        """Makes ready for what is plain, at the place of the entry at `position`."""
        self._write(f"{self._name_look} 1 0 0 1 {self._x:g} {self._baseline(position):g} Tm")

    def _baseline(self, position: int) -> float:
        lines = self._names.lines.between(self._first, position)
        return self._top - float(lines * self._names.style.leading)

    def _draw_items(self, start: int, end: int) -> None:
        """Draws entries of which each is one item of the list."""
        if start == end:
            return
        special, broken, write = self._names.special, self._names.broken, self._write
        tagged, rtl = self._structure.tagged, self._names.style.rtl
        mcid = self._structure.items(self._names.tag.on(self._structure), end - start) if tagged else 0
        for position in range(start, end):
            if tagged:
                write(f"/LBody<</MCID {mcid}>>BDC")
                mcid += 1
            if position in special:
                self._draw_special(position, special[position])
            elif rtl:
                self._draw_careful(position, broken[position], 0)
            else:
                self._draw_plain(position, broken[position])
            if tagged:
                write("EMC")

    def _draw_plain(self, position: int, lines: Sequence[str]) -> None:
        try:
            coded = [line.translate(self._codes) for line in lines]
        except _NotPlain:
            self._draw_careful(position, lines, 0)
            return
        if len(coded) == 1:
            self._write(f"({coded[0]})Tj T*")
        else:
            rest = ")Tj T*(".join(coded[1:])
            self._write(f"({coded[0]})Tj {self._indent}({rest})Tj {self._outdent}")

    def _draw_special(self, position: int, special: Special) -> None:
        lines, details = self._names.broken[position], special.details
        if special.care or details == len(lines) or self._names.style.rtl:
            self._draw_careful(position, lines, details)
        elif details:
            self._draw_detailed(position, lines, details)
        else:
            self._draw_plain(position, lines)

    def _draw_detailed(self, position: int, lines: Sequence[str], details: int) -> None:
        """A plain name with the smaller lines below it."""
        try:
            coded = [line.translate(self._codes) for line in lines]
        except _NotPlain:
            self._draw_careful(position, lines, details)
            return
        name, rest = coded[: len(lines) - details], coded[len(lines) - details :]
        name[-1] += " "  # for whoever listens
        shown = [f"({name[0]})Tj {self._indent}", *(f"({line})Tj T*" for line in name[1:])]
        saved = self._names.style.saved
        shown += [f" 0 {saved:g} Td {self._detail_look}({')Tj T*('.join(rest)})Tj {self._name_look}"]
        self._write(f"{''.join(shown)} {self._outdent} 0 {-saved * details:g} Td")

    def _draw_careful(self, position: int, lines: Sequence[str], details: int) -> None:
        """An entry of any script, whose last lines are the `details`."""
        style, y = self._names.style, self._baseline(position)
        name, below = lines[: len(lines) - details], lines[len(lines) - details :]
        self.text.setFillColor(INK)
        self._draw_lines(name, 0, y, style.size, style.leading)
        if below:
            self.text.textOut(" ")
            self.text.setFillColor(GREY)
            y -= len(name) * style.leading - style.saved
            self._draw_lines(below, style.hanging, y, style.detail_size, style.detail_leading)
        self._resume(position + 1)

    def _draw_lines(self, lines: Sequence[str], indent: float, y: float, size: float, leading: float) -> None:
        """Draws lines that belong together, the first with this indent, the others as far in as names are."""
        text, typed = self.text, "".join(lines)
        text.setFont(REGULAR, size, leading)
        with spelled_out(text, typed) if needs_spelling_out(lines) else nullcontext():
            for number, line in enumerate(lines):
                left = self._x + self._inset(line, self._names.style.hanging if number else indent, size)
                before, after = "".join(lines[:number]), "".join(lines[number + 1 :])
                set_line(text, left, y, line, REGULAR, size, is_rtl(typed), before, after)
                y -= leading

    def _inset(self, line: str, indent: float, size: float) -> float:
        """How far from the column's left edge a line begins."""
        style = self._names.style
        return style.column_width - indent - Measure(REGULAR, size)(line.rstrip(" ")) if style.rtl else indent


def _font(document: Any, size: float) -> str:
    """The operator that chooses the first glyphs of the face, among them all of ASCII."""
    font = getFont(REGULAR)
    font.splitString(" ", document)  # makes the face known to the document
    return f"{font.getSubsetInternalName(0, document)} {size:g} Tf"


def _color(color: Color) -> str:
    return f"{color.red:.3f} {color.green:.3f} {color.blue:.3f} rg"


class _NotPlain(Exception):
    """A character that has to be drawn with care after all."""


class _Codes(dict[int, str]):
    """The characters of a document as they are written in the strings of its pages, by code point."""

    def __init__(self, document: Any):
        super().__init__()
        self._document, self._font = document, getFont(REGULAR)

    def __missing__(self, point: int) -> str:
        if point not in self._font.face.charToGlyph:
            raise _NotPlain
        ((subset, codes),) = self._font.splitString(chr(point), self._document)
        if subset:
            raise _NotPlain
        code = codes[0]
        self[point] = chr(code) if 32 <= code < 127 and code not in b"()\\" else f"\\{code:03o}"
        return self[point]
