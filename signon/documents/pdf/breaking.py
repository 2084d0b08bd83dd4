"""Breaking a name or a paragraph into printed lines, so that the lines joined give it back byte for byte."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from signon.documents.pdf.clusters import clusters, is_syllabic, joins_next, words
from signon.documents.pdf.fonts import Measure

Width = Callable[[str], float]
Run = tuple[str, str]  # text, face
Line = list[tuple[str, str, int]]  # text, face, number of the run
_ROUNDING = 1e-6
Stretch = tuple[int, int]  # from one position in a text up to another


def break_name(name: str, width: float, indent: float, measure: Width) -> tuple[str, ...]:
    """`name` in lines no wider than `width` points, those after the first no wider than `width - indent`.

    Lines end at spaces, which stay at the line's end and may hang over, or between Chinese or Japanese characters;
    never after a hyphen while another break will do. Only a word that is wider than a line is broken inside, Thai, Lao,
    Khmer and Burmese ones between syllables.
    """
    if measure(name) <= width:
        return (name,)
    lines: list[str] = []
    line, used, limit = "", 0.0, width
    for part in _parts(name, width - indent, measure):
        if line and used + measure(part.rstrip(" ")) > limit:
            lines.append(line)
            line, used, limit = "", 0.0, width - indent
        line += part
        used += measure(part)
    lines.append(line)
    return tuple(lines)


def _parts(name: str, limit: float, measure: Width) -> Iterator[str]:
    """What must stay on one line: words with the spaces after them; a word that ends in a hyphen goes with the next."""
    held = ""
    for token in words(name):
        if held and measure((held + token).rstrip(" ")) > limit:
            yield from _pieces(held, limit, measure)
            held = ""
        held += token
        if not joins_next(held):
            yield from _pieces(held, limit, measure)
            held = ""
    if held:
        yield from _pieces(held, limit, measure)


def _pieces(part: str, limit: float, measure: Width) -> Iterator[str]:
    """`part` whole, or in pieces that fit where a word alone is wider than a line."""
    if measure(part.rstrip(" ")) <= limit:
        yield part
        return
    piece, syllabic = "", is_syllabic(part)
    for cluster in clusters(part):
        if piece and cluster.strip(" ") and (syllabic or measure(piece + cluster) > limit):
            yield piece
            piece = ""
        piece += cluster
    yield piece


def break_runs(runs: Sequence[Run], width: float, first_indent: float, size: float) -> list[Line]:
    """A paragraph of (text, face) runs in lines no wider than `width` points, the first `first_indent` points less.

    Lines end where names do. Of all ways to break the paragraph, the one whose lines end most evenly is taken, the last
    line not counted. Nothing is lost: the lines joined are the paragraph. A paragraph without text is one empty line.
    """
    text = "".join(text for text, _ in runs)
    measure = _RunMeasure(runs, size)
    parts = list(_stretches(text, width - max(first_indent, 0.0), measure))
    ends = _even_ends(parts, measure, width, first_indent)
    return [measure.cut(start, end) for start, end in pairwise([0, *ends])]


class _RunMeasure:
    """Widths of stretches of a paragraph. `at` is where in its text the stretches begin that are given as words."""

    def __init__(self, runs: Sequence[Run], size: float):
        self.at = 0
        self._runs = runs
        self._text = "".join(text for text, _ in runs)
        self._starts = list(accumulate((len(text) for text, _ in runs), initial=0))
        self._measures = {face: Measure(face, size) for _, face in runs}

    def __call__(self, start: int, end: int) -> float:
        return sum(self._measures[face](text) for text, face, _ in self.cut(start, end))

    def here(self, part: str) -> float:
        """The width of `part`, which is what stands at `at`."""
        return self(self.at, self.at + len(part))

    def without_spaces(self, stretch: Stretch) -> Stretch:
        """`stretch` without the spaces at its end."""
        start, end = stretch
        return start, start + len(self._text[start:end].rstrip(" "))

    def cut(self, start: int, end: int) -> Line:
        """What of each run lies between two positions."""
        line = []
        first = max(bisect_right(self._starts, start) - 1, 0)
        for number in range(first, bisect_left(self._starts, end, hi=len(self._runs))):
            (text, face), begins = self._runs[number], self._starts[number]
            if cut := text[max(start - begins, 0) : end - begins]:
                line.append((cut, face, number))
        return line


def _stretches(text: str, limit: float, measure: _RunMeasure) -> Iterator[Stretch]:
    """What must stay on one line."""
    for part in _parts(text, limit, measure.here):
        measure.at += len(part)
        yield measure.at - len(part), measure.at


def _even_ends(parts: Sequence[Stretch], measure: _RunMeasure, width: float, first_indent: float) -> list[int]:
    """Where the lines end: as few lines as can be, and of these the least sum of squared gaps, the last one's apart."""
    reach = list(accumulate((measure(start, end) for start, end in parts), initial=0.0))
    shown = [measure(start, end) for start, end in map(measure.without_spaces, parts)]
    # What it takes to break the first n parts: lines, and squared gaps; and at which part the last of them begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for last, hangs in enumerate(shown):
        ways = []
        for first in range(last, -1, -1):
            room = width - (first_indent if first == 0 else 0.0) - (reach[last] - reach[first] + hangs)
            if first < last and room < min(0.0, first_indent) - _ROUNDING:
                break
            if room >= -_ROUNDING or first == last:
                gap = 0.0 if last == len(shown) - 1 else room * room
                ways.append((best[first][0] + 1, best[first][1] + gap, first))
        best.append(min(ways))
    ends, part = [], len(parts)
    while part:
        ends.append(parts[part - 1][1])
        part = best[part][2]
    return ends[::-1] or [0]
