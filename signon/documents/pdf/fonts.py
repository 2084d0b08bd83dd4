"""Noto Sans, embedded and subset: the only faces on the page."""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from signon.documents.plain import printable
from signon.signatures.signee import SigneeList

REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"
ITALIC = "NotoSans-Italic"
BOLD_ITALIC = "NotoSans-BoldItalic"

_FOLDER = Path(__file__).resolve().parent.parent / "fonts"
_FILES = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    ITALIC: "NotoSans-Italic.ttf",
    BOLD_ITALIC: "NotoSans-BoldItalic.ttf",
}
_LOADED = {name: TTFont(name, str(_FOLDER / file)) for name, file in _FILES.items()}

for _font in _LOADED.values():
    registerFont(_font)
for _name, _bold, _italic in ((REGULAR, 0, 0), (BOLD, 1, 0), (ITALIC, 0, 1), (BOLD_ITALIC, 1, 1)):
    addMapping(REGULAR, _bold, _italic, _name)

# Stands on paper for a character that no face can draw. (The empty glyph itself prints as nothing in some viewers.)
_REPLACEMENT = "\ufffd"
_NO_BREAK_SPACE = "\u00a0"  # reportlab sets it, and lets it be copied out, as a plain space


class Measure:
    """Widths of text in one face and size, in points. Keeps every word it has measured: make one per document."""

    def __init__(self, face: str, size: float):
        font = _LOADED[face].face
        self._widths: dict[int, float] = font.charWidths
        self._default: float = font.defaultWidth
        self._scale = size / 1000
        self._words: dict[str, float] = {}

    def __call__(self, text: str) -> float:
        width = self._words.get(text)
        if width is None:
            drawn = drawable(text)
            get, default = self._widths.get, self._default
            width = self._words[text] = self._scale * sum([get(ord(character), default) for character in drawn])
        return width


@cache
def _covered() -> frozenset[str]:
    """The characters that all four faces can draw."""
    sets = [set(font.face.charToGlyph) for font in _LOADED.values()]
    return frozenset(map(chr, set.intersection(*sets)))


@cache
def _drawn(character: str) -> str:
    if character in _covered():
        return character
    # A mark or a sign without a shape of its own is left out, rather than drawn as a character that was never there.
    return "" if unicodedata.category(character) in ("Cf", "Mn", "Me") else _REPLACEMENT


def drawable(text: str) -> str:
    """`text` with U+FFFD for each character that no face can draw."""
    return text if text.isascii() else "".join(map(_drawn, text))


def altered(text: str) -> bool:
    """Whether `text`, copied out of the PDF, would differ from what was typed unless the PDF spells it out."""
    return not text.isascii() and (_NO_BREAK_SPACE in text or drawable(text) != text)


def uncovered(signee_list: SigneeList) -> tuple[str, ...]:
    """The characters of a letter, its names and affiliations that no embedded face can draw, in code point order.

    Each is named once. They are printed as U+FFFD, a question mark in a diamond: whoever exports the document should be
    told. Signs that are never seen, like the joiners and selectors of an emoji, are not named.
    """
    letter = signee_list.letter
    texts = [letter.title, letter.subject, letter.salutation, letter.body, letter.closing, letter.signee_heading]
    texts += [letter.legal_footer, letter.campaign]
    for addressee in letter.addressees:
        texts += [addressee.name, addressee.title, *addressee.address]
    for signee in signee_list.signees:
        texts += [signee.name, signee.affiliation]
    found = {character for text in texts if not text.isascii() for character in set(printable(text))}
    return tuple(sorted(c for c in found - _covered() if not _unseen(c)))


def _unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"
