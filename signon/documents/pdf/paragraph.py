"""A paragraph as it was written, in the lines that it is printed in: never hyphenated, ragged at the end of reading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from signon.documents.blocks import Run
from signon.documents.pdf.breaking import Line, break_runs
from signon.documents.pdf.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, Measure
from signon.documents.pdf.scripts import is_rtl
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import Look
from signon.documents.plain import printable

_FACES = {(False, False): REGULAR, (True, False): BOLD, (False, True): ITALIC, (True, True): BOLD_ITALIC}
_LONGEST_EVEN = 6  # lines; in more, nobody sees whether they are even
_SHORT_END = 0.2  # of the measure: a last line of one word, which looks forgotten
_NARROWER = (0.99, 0.98, 0.97, 0.96)
_MUCH_NARROWER = (0.94, 0.92, 0.9, 0.88, 0.86, 0.84)  # for two lines, which nobody compares with a third
_AROUND = 4  # lines; a bracket that is opened and closed further apart turns nothing
_TALLEST_WHOLE = 200.0  # points; what is taller may be split, whatever its look says


@dataclass(frozen=True)
class Marker:
    """What hangs before a paragraph: a bullet, a number, or a label such as "Re:", `gap` points before the text.

    `tag` is the element that it belongs to; without one it belongs to the paragraph's own.
    """

    text: str
    gap: float
    tag: Tag | None = None
    bold: bool = False


@dataclass(frozen=True, eq=False)
class Link:
    """A link in a paragraph: where it leads, the words that lead there, and their element."""

    href: str
    words: str
    tag: Tag


class Paragraph:
    """Runs of text in one look, an element of the structure tree, and maybe a marker.

    `outline` is the level, from 0, and the text by which the outline of the document names it.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        look: Look,
        tag: Tag | None = None,
        marker: Marker | None = None,
        outline: tuple[int, str] | None = None,
    ):
        self.runs, self.look, self.marker, self.outline = tuple(runs), look, marker, outline
        self.tag = tag or Tag("P")
        self.rtl = is_rtl("".join(run.text for run in runs))
        self.links = tuple(_links(self.runs, self.tag))  # for each run, the link that it is of
        self.width = 0.0
        self.lines: list[Line] = []

    def break_lines(self, width: float) -> None:
        """Breaks it into `lines` for so many points, unless it is broken for them already."""
        if self.lines and self.width == width:
            return
        self.width = width
        measure = max(width - self.look.left - self.look.right, self.look.size)
        self.lines = self._broken(measure)
        if self.look.even and 1 < len(self.lines) <= _LONGEST_EVEN:
            self.lines = self._evened(measure)
        elif len(self.lines) > 1 and self._ends_short(self.lines, measure):
            self.lines = self._without_short_end(measure)

    @property
    def whole(self) -> bool:
        """Whether it must not be split over two pages."""
        return len(self.lines) <= 3 or (self.look.whole and len(self.lines) * self.look.leading <= _TALLEST_WHOLE)

    def around(self, line: int) -> tuple[str, str]:
        """What stands on the lines before and after one, as far as the direction of its words can turn on it."""
        before, after = self.lines[max(line - _AROUND, 0) : line], self.lines[line + 1 : line + 1 + _AROUND]
        return _said(before), _said(after)

    def _evened(self, measure: float) -> list[Line]:
        """As many lines, in the narrowest measure that holds them."""
        least, most, found = measure / 2, measure, self.lines
        while most - least > 2:
            middle = (least + most) / 2
            tried = self._broken(middle)
            if len(tried) > len(self.lines):
                least = middle
            else:
                most, found = middle, tried
        return found

    def _ends_short(self, lines: list[Line], measure: float) -> bool:
        return sum(Measure(face, self.look.size)(text) for text, face, _ in lines[-1]) < measure * _SHORT_END

    def _without_short_end(self, measure: float) -> list[Line]:
        """As many lines, in a measure a little narrower, so that the last line is more than a word."""
        for share in _NARROWER if len(self.lines) > 2 else (*_NARROWER, *_MUCH_NARROWER):
            tried = self._broken(measure * share)
            if len(tried) == len(self.lines) and not self._ends_short(tried, measure):
                return tried
        return self.lines

    def _broken(self, measure: float) -> list[Line]:
        lines: list[Line] = []
        for places in self._between_breaks():
            if lines and lines[-1]:
                # Whoever listens, or copies, needs the end of a line to be told from the next one's beginning.
                text, face, run = lines[-1][-1]
                lines[-1][-1] = (f"{text} ", face, run)
            runs = [(printable(self.runs[place].text), self._face(self.runs[place])) for place in places]
            for line in break_runs(runs, measure, 0, self.look.size):
                lines.append([(text, face, places[run]) for text, face, run in line])
        return lines

    def _between_breaks(self) -> Iterator[list[int]]:
        """The positions of the runs between the line breaks that were typed."""
        places: list[int] = []
        for place, run in enumerate(self.runs):
            if run.line_break:
                yield places
                places = []
            else:
                places.append(place)
        yield places

    def _face(self, run: Run) -> str:
        """The face of a run: its own emphasis on top of the look's."""
        return _FACES[run.bold or self.look.bold, run.italic]


def _links(runs: Sequence[Run], tag: Tag) -> Iterator[Link | None]:
    """For each run its link. Runs of several looks beside each other that lead to one place are one link."""
    for href, found in groupby(runs, key=lambda run: run.href):
        some = list(found)
        link = Link(href, "".join(run.text for run in some), Tag("Link", tag)) if href else None
        yield from [link] * len(some)


def _said(lines: Iterable[Line]) -> str:
    return "".join(text for line in lines for text, _, _ in line)
