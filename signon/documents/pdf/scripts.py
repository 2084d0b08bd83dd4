"""One printed line of any script: where its pieces stand, and how they are drawn."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import NamedTuple

from reportlab.pdfgen.textobject import PDFTextObject

from signon.documents.pdf.bidi import is_rtl, levels, turns, visual
from signon.documents.pdf.embedding import coded
from signon.documents.pdf.fonts import Measure
from signon.documents.pdf.shaping import Cluster, Stretch, plain, segments, shape

__all__ = ["Piece", "is_rtl", "lay", "set_line", "show", "spelled_out"]


class Piece(NamedTuple):
    """A stretch of one run in one font and direction. `x` and `width` are points from the line's left edge.

    `stretch` holds its glyphs; without one it is set by reportlab, letter by letter.
    """

    run: int
    x: float
    width: float
    typed: str
    face: str
    size: float
    stretch: Stretch | None = None


def lay(
    runs: Sequence[tuple[str, str]], size: float, rtl: bool = False, before: str = "", after: str = ""
) -> list[Piece]:
    """One printed line of (text, face) runs as pieces in visual order, from left to right.

    `rtl` is the direction of the paragraph. `before` and `after` are what of the same paragraph stands on the lines
    before and after this one: brackets and numbers turn on it.
    """
    measures = {face: Measure(face, size) for _, face in runs}
    pieces, turned, start = [], [], 0
    line_levels = _levels("".join(text for text, _ in runs), rtl, before, after)
    for run, (text, face) in enumerate(runs):
        for part, level in segments(text, line_levels[start : start + len(text)]):
            for piece in _pieces(run, part, face, level, size, measures[face]):
                pieces.append(piece)
                turned.append(level)
        start += len(text)
    return _placed(_joined(visual(pieces, turned)), rtl)


def _levels(line: str, rtl: bool, before: str, after: str) -> list[int]:
    if not rtl and not turns(before + line + after):
        return [0] * len(line)
    found = levels(before + line + after, rtl)[len(before) : len(before) + len(line)]
    shown = len(line.rstrip(" "))
    return found[:shown] + [int(rtl)] * (len(line) - shown)  # spaces at a line's end hang over there (L1)


def _pieces(run: int, part: str, face: str, level: int, size: float, measure: Measure) -> Iterator[Piece]:
    if part[0] == " " or (not level % 2 and plain(part)):
        yield Piece(run, 0.0, measure(part), part, face, size)
        return
    for stretch in shape(part, face, bool(level % 2)):
        yield Piece(run, 0.0, stretch.width * size / 1000, stretch.typed, face, size, stretch)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of one run, file and direction that stand beside each other as one, with the spaces between them."""
    found: list[Piece] = []
    for piece in pieces:
        found.append(piece)
        for parts in (2, 3):
            if len(found) >= parts and (whole := _whole(found[-parts:])):
                found[-parts:] = [whole]
    return found


def _whole(parts: Sequence[Piece]) -> Piece | None:
    """Two pieces, and maybe spaces between them, as one; None where they cannot be.

    The spaces become glyphs without a shape in the file of the words beside them: readers then find them for sure.
    """
    one, other, between = parts[0].stretch, parts[-1].stretch, parts[1:-1]
    if not one or not other or one[:2] != other[:2] or len({part.run for part in parts}) > 1:
        return None
    spaces: list[Cluster] = []
    for piece in between:
        if not piece.typed.isspace():
            return None
        advance = piece.width / piece.size * 1000 / one.typeface.scale / len(piece.typed)
        spaces += [Cluster(space, (), round(advance)) for space in piece.typed]
    typed = "".join(part.typed for part in (parts[::-1] if one.rtl else parts))
    stretch = one._replace(typed=typed, clusters=(*one.clusters, *spaces, *other.clusters))
    return parts[0]._replace(typed=typed, width=sum(part.width for part in parts), stretch=stretch)


def _placed(pieces: Sequence[Piece], rtl: bool) -> list[Piece]:
    """Pieces one after the other from 0 on; the spaces at the end of a line from right to left hang over before it."""
    hanging = takewhile(lambda piece: piece.typed.isspace(), pieces if rtl else ())
    x, found = -sum(piece.width for piece in hanging), []
    for piece in pieces:
        found.append(piece._replace(x=x))
        x += piece.width
    return found


def show(text: PDFTextObject, pieces: Sequence[Piece], x: float, y: float) -> None:
    """Draws pieces of one line into an open text object, the line's left edge at `x`, its baseline at `y`.

    Sets face and size, not the color. Any part of a line's pieces may be drawn alone, such as those of a link.
    """
    for piece in pieces:
        text.setTextOrigin(x + piece.x, y)
        if piece.stretch is None:
            text.setFont(piece.face, piece.size, text._leading)
            text.textOut(piece.typed)
            continue
        for font, codes in coded(text._canvas._doc, piece.stretch.typeface, piece.stretch.clusters):
            text._code.append(f"/{font} {piece.size:g} Tf <{codes}> Tj")
        text._curSubset = -1  # reportlab has to choose its own font anew


def set_line(
    text: PDFTextObject,
    x: float,
    y: float,
    line: str,
    face: str,
    size: float,
    rtl: bool | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """Draws one line of one face; `text` has that face and size set already, and keeps them.

    `rtl` is the direction of the paragraph that the line is of; None asks the line itself. `before` and `after` as in
    `lay`.
    """
    if not rtl and plain(line) and not turns(before + after):
        text.setTextOrigin(x, y)
        text.textOut(line)
        return
    show(text, lay([(line, face)], size, is_rtl(line) if rtl is None else rtl, before, after), x, y)
    text.setFont(face, size, text._leading)


@contextmanager
def spelled_out(text: PDFTextObject, typed: str) -> Iterator[None]:
    """What is drawn inside says `typed` to whoever copies, searches or listens (/ActualText)."""
    text._code.append(f"/Span <</ActualText <{'feff' + typed.encode('utf-16-be').hex()}>>> BDC")
    yield
    text._code.append("EMC")
