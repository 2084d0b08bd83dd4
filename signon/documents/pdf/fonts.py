"""The faces on the page: Noto Sans by reportlab, whatever it does not draw by the files beside it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace

from signon.documents.pdf.bidi import turns
from signon.documents.pdf.shaping import plain, segments, shape, unseen
from signon.documents.pdf.typefaces import BOLD, BOLD_ITALIC, FACES, ITALIC, REGULAR, fallback, use_fonts_in
from signon.documents.plain import printable
from signon.documents.shape import PLACE, REPRESENTATIVE, ROLE
from signon.signatures.signee import SigneeList

__all__ = [
    "BOLD",
    "BOLD_ITALIC",
    "ITALIC",
    "REGULAR",
    "Measure",
    "uncovered",
    "use_fonts_in",
]

# Where a signee keeps what `Layout.details` names; states and countries are printed by names that we know.
_DETAILS = {REPRESENTATIVE: "representative", ROLE: "role", PLACE: "city"}
_MOST_WORDS = 100_000  # that one Measure keeps the widths of


class _Face(TTFont):
    """A face of Noto Sans that reads its file when it is first used: that takes a third of a second for all four."""

    def __init__(self, name: str):
        self.fontName = name
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self.shapable = False
        self._asciiReadable = rl_config.ttfAsciiReadable

    @cached_property
    def face(self) -> TTFontFace:
        """What reportlab reads from the file."""
        return TTFontFace(str(FACES[self.fontName].path))


_LOADED = {name: _Face(name) for name in FACES}

for _font in _LOADED.values():
    _font._dynamicFont = 0  # or registering it would read the file
    registerFont(_font)
    del _font._dynamicFont


class Measure:
    """Widths of text in one face and size, in points. Keeps every word it has measured: make one per document."""

    def __init__(self, face: str, size: float):
        font = _LOADED[face].face
        self._face = face
        self._widths: dict[int, float] = font.charWidths
        self._default: float = font.defaultWidth
        self._scale = size / 1000
        self._words: dict[str, float] = {}

    def __call__(self, text: str) -> float:
        width = self._words.get(text)
        if width is None:
            if len(self._words) > _MOST_WORDS:
                self._words.clear()
            width = self._words[text] = self._scale * (self._plain(text) if plain(text) else sum(self._shaped(text)))
        return width

    def _plain(self, text: str) -> float:
        get, default = self._widths.get, self._default
        return sum([get(ord(character), default) for character in text])

    def _shaped(self, text: str) -> Iterator[float]:
        """The widths of the stretches of `text`, in thousandths of the size."""
        for part, _ in segments(text, [0] * len(text)):
            if plain(part):
                yield self._plain(part)
            else:
                yield sum(stretch.width for stretch in shape(part, self._face, turns(part)))


def uncovered(signee_list: SigneeList) -> tuple[str, ...]:
    """The characters of a letter, its names and what is printed with them that no font can draw, in code point order.

    Each is named once. They are printed as U+FFFD, a question mark in a diamond: whoever exports the document should be
    told. Signs that are never seen, like the joiners and selectors of an emoji, are not named.
    """
    found = {character for text in _printed(signee_list) if not plain(text) for character in set(printable(text))}
    return tuple(sorted(c for c in found if not _covered(c) and not unseen(c)))


def _printed(signee_list: SigneeList) -> Iterator[str]:
    letter = signee_list.letter
    yield from (letter.title, letter.subject, letter.salutation, letter.body, letter.closing, letter.signee_heading)
    yield from (letter.legal_footer, letter.campaign, letter.layout.page_header)
    for addressee in letter.addressees:
        yield from (addressee.name, addressee.title, *addressee.address)
    details = [_DETAILS[detail] for detail in letter.layout.details]
    for signee in signee_list.signees:
        yield from (signee.name, signee.affiliation, *(getattr(signee, detail) for detail in details))


def _covered(character: str) -> bool:
    return plain(character) or fallback(character) is not None
