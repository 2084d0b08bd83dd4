"""Names and their details broken into printed lines, once for all pages.

Most names are plain: Latin, Greek or Cyrillic letters that need no shaping, in words that a column has room for. They
are broken here, word by word, by widths that were measured once; `break_name`, which knows all scripts, has the rest.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import getFont

from signon.documents.pdf.balance import Lines
from signon.documents.pdf.bidi import turns
from signon.documents.pdf.breaking import break_name
from signon.documents.pdf.fonts import REGULAR, Measure
from signon.documents.pdf.structure import Tag
from signon.documents.pdf.styles import NameStyle
from signon.documents.plain import printable
from signon.documents.shape import Entry

_TALLEST = 36  # lines; an entry of more cannot be sure of a page of its own and is set in pieces
_FEW = 4  # rows
_MOST_WORDS = 50_000  # whose widths are remembered
_ROUNDING = 1e-6

# Characters that stand for themselves, one glyph each, and are no hyphens; those without a glyph are sorted out later.
_PLAIN = re.compile(r"[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2013-\u2022\u2026]*").fullmatch
# Where words alone do not say how a name is broken: spaces beside each other or at an end.
_UNUSUAL = re.compile(r"^ | $|  ").search
# A word with the one after it, where it ends in a hyphen: no line ends there.
_WORD = re.compile(r"(?:[^ ]*- )*[^ ]+")


@dataclass
class Special:
    """What is out of the ordinary about an entry, or a piece of one.

    So many of its last lines are `details`, smaller than the name. It is to be drawn with `care` where its glyphs need
    shaping, or do not say what was typed. `tag` is its element, where that is not like all others: it holds the pieces
    of an entry too tall for a page, or says in order what is drawn from right to left.
    """

    details: int
    care: bool
    tag: Tag | None


class Names:
    """Entries broken into lines for one width of column, as one list of the structure tree.

    `filled` fills each column of the last page before the next one, rather than balancing them. `rtl` says that they
    are of a text from right to left.
    """

    def __init__(self, entries: Iterable[Entry], columns: int, filled: bool = False, rtl: bool = False):
        self.style = NameStyle(columns, rtl)
        self.filled = filled
        self.tag = Tag("L")
        self.broken: list[tuple[str, ...]] = []
        self.special: dict[int, Special] = {}  # by position
        self.codes: dict[int, str] | None = None  # kept for the drawing of the next page
        self._breaker = _Breaker(self.style)
        for name, detail in entries:
            lines = self._breaker.broken(name)
            if lines is None or detail or len(lines) > _TALLEST:
                self._add_unusual(name, lines or self._breaker.broken_with_care(name), detail)
            else:
                self.broken.append(lines)
        self.lines = Lines(list(map(len, self.broken)))

    def _add_unusual(self, name: str, named: tuple[str, ...], detail: str) -> None:
        below = self._breaker.detail(detail)
        care = not (_PLAIN(name) and _PLAIN(detail)) or needs_spelling_out(named) or needs_spelling_out(below)
        lines = (*named, *below)
        tag = self._own_tag(f"{name} {detail}".strip(), len(lines))
        for start in range(0, len(lines), _TALLEST):
            piece = lines[start : start + _TALLEST]
            details = min(max(start + len(piece) - len(named), 0), len(piece))
            if details or care or tag:
                self.special[len(self.broken)] = Special(details, care, tag)
            self.broken.append(piece)

    def _own_tag(self, read: str, lines: int) -> Tag | None:
        """The element of an entry that is not like all others."""
        turned = printable(read) if turns(read) else ""
        return Tag("LBody", Tag("LI", self.tag), actual=turned) if turned or lines > _TALLEST else None

    def least_height(self) -> float:
        """What must be free on a page for the list to start there: room for two names, or for a few rows of columns."""
        two = max(self.lines.between(0, min(2, len(self.lines))), 2) * self.style.leading
        rows = -(-self.lines.between(0, len(self.lines)) // self.style.columns) * self.style.leading
        return max(two, min(rows, self.few_rows))

    @property
    def few_rows(self) -> float:
        """The height of the fewest rows that a page begins or ends with."""
        return _FEW * self.style.leading


class _Breaker:
    """Breaks names for one style."""

    def __init__(self, style: NameStyle):
        self._style = style
        self._measure = Measure(REGULAR, style.size)
        self._small = Measure(REGULAR, style.detail_size)
        self._words = _Words()
        # In thousandths of the size, as faces are measured.
        self._width = style.column_width * 1000 / style.size + _ROUNDING
        self._narrower = (style.column_width - style.hanging) * 1000 / style.size + _ROUNDING

    def broken(self, name: str) -> tuple[str, ...] | None:
        """The lines of a plain name; None for another."""
        if not _PLAIN(name) or _UNUSUAL(name):
            return None
        words = _WORD.findall(name) if "- " in name else name.split(" ")
        widths = [self._words[word] for word in words]
        space = self._words[" "]
        if sum(widths) + space * (len(words) - 1) <= self._width:
            return (name,)
        if max(widths) > self._narrower:
            return None
        lines, begin, used, limit = [], 0, -space, self._width
        for place, width in enumerate(widths):
            used += space + width
            if used > limit:
                lines.append(" ".join(words[begin:place]) + " ")
                begin, used, limit = place, width, self._narrower
        lines.append(" ".join(words[begin:]))
        return tuple(lines)

    def broken_with_care(self, name: str) -> tuple[str, ...]:
        """The lines of any name."""
        return break_name(printable(name), self._style.column_width, self._style.hanging, self._measure)

    def detail(self, detail: str) -> tuple[str, ...]:
        """The lines below a name."""
        if not detail:
            return ()
        return break_name(printable(detail), self._style.column_width - self._style.hanging, 0, self._small)


class _Words(dict[str, int]):
    """Widths of words, measured when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        face = getFont(REGULAR).face
        self._widths: dict[int, int] = face.charWidths
        self._default: int = face.defaultWidth

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        get, default = self._widths.get, self._default
        width = self[word] = sum([get(ord(character), default) for character in word])
        return width


def needs_spelling_out(lines: Sequence[str]) -> bool:
    """Whether the glyphs alone do not say what was typed: a word is broken inside."""
    return any(not line.endswith(" ") for line in lines[:-1])
