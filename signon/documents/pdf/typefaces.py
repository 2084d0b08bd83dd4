"""The font files: which of them can draw a character. Read when first asked for, and only what is asked of them.

Noto Sans draws Latin, Greek, Cyrillic and Devanagari in four faces. Every other script has a file of its own; some
have a bold one too.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz

REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"
ITALIC = "NotoSans-Italic"
BOLD_ITALIC = "NotoSans-BoldItalic"

_REGULAR_FILE, _BOLD_FILE = "-Regular.ttf", "-Bold.ttf"
FOLDER = Path(__file__).resolve().parent.parent / "fonts"


class Typeface:
    """One font file. `name` is what a PDF calls it; advances and offsets are in thousandths of the type size."""

    def __init__(self, path: Path):
        self.path = path
        self.name = path.stem

    @cached_property
    def bold(self) -> "Typeface":
        """The bold file beside a regular one; itself where there is none."""
        path = self.path.with_name(self.path.name.replace(_REGULAR_FILE, _BOLD_FILE))
        return Typeface(path) if path != self.path and path.is_file() else self

    @cached_property
    def harfbuzz(self) -> uharfbuzz.Face:
        """The file as HarfBuzz sees it: mapped into memory, not read."""
        return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.path)))

    @cached_property
    def font(self) -> uharfbuzz.Font:
        """What shapes text, in the file's own units."""
        return uharfbuzz.Font(self.harfbuzz)

    @cached_property
    def scale(self) -> float:
        """Thousandths of the type size in a unit of the file."""
        return 1000 / float(self.harfbuzz.upem)

    def draws(self, character: str) -> bool:
        """Whether there is a shape for `character`."""
        return bool(self.font.get_nominal_glyph(ord(character)))

    def draws_all(self, characters: Iterable[str]) -> bool:
        """Whether there is a shape for each of `characters`."""
        return all(map(self.draws, characters))


FACES = {
    REGULAR: Typeface(FOLDER / "NotoSans-Regular.ttf"),
    BOLD: Typeface(FOLDER / "NotoSans-Bold.ttf"),
    ITALIC: Typeface(FOLDER / "NotoSans-Italic.ttf"),
    BOLD_ITALIC: Typeface(FOLDER / "NotoSans-BoldItalic.ttf"),
}

# In the order in which they are asked: those of one script before the big ones.
_SCRIPTS = """
Arabic Hebrew Ethiopic Armenian Georgian Bengali Gurmukhi Gujarati Tamil Telugu Kannada Malayalam Sinhala Oriya
Thai Lao Khmer Myanmar Cherokee CanadianAboriginal Tifinagh NKo Adlam Syriac Thaana
"""
_fallbacks = [
    FACES[REGULAR],
    *(Typeface(FOLDER / f"NotoSans{script}-Regular.ttf") for script in _SCRIPTS.split()),
    Typeface(FOLDER / "DroidSansFallback-Han.ttf"),
    Typeface(FOLDER / "NotoSansKR-Hangul.ttf"),
]


def use_fonts_in(folder: str | Path) -> None:
    """Draws what our own fonts cannot with the TrueType files (*.ttf) of `folder`, asked in the order of their names.

    A file "Name-Bold.ttf" beside "Name-Regular.ttf" is its bold face.
    Call it when the program starts. ValueError, with a sentence for the host, if there is no such folder or a file in
    it that cannot be used: fonts with PostScript outlines cannot be embedded.
    """
    place = Path(folder)
    if not place.is_dir():
        raise ValueError(f"There is no folder of fonts at {place}.")
    known = {typeface.path for typeface in _fallbacks}
    for path in sorted(place.glob("*.ttf")):
        typeface = Typeface(path.resolve())
        regular = path.with_name(path.name.replace(_BOLD_FILE, _REGULAR_FILE))
        if typeface.path in known or (regular != path and regular.is_file()):
            continue  # a bold file is used where its regular one is
        if not typeface.harfbuzz.glyph_count or "glyf" not in typeface.harfbuzz.table_tags:
            raise ValueError(f"{path} is not a TrueType font.")
        _fallbacks.append(typeface)
    fallback.cache_clear()


@lru_cache(maxsize=32_768)
def fallback(character: str) -> Typeface | None:
    """The first file besides Noto Sans that can draw `character`, if any can."""
    return next((typeface for typeface in _fallbacks if typeface.draws(character)), None)
