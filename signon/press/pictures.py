"""Pages of a PDF as pictures: what staff and signees are shown before anything is handed over."""

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageDraw

ADDED, LEFT, OWN = (0, 128, 64), (190, 40, 40), (214, 158, 0)  # what a mark says, by its colour
_FAINT = 56  # of 255: a mark lies over the words and must not hide them
_MARGIN = 1.5  # points around the words of a mark
_MOST_MARKS = 60  # on one page; a page of nothing but new names needs none

# PDFium is not made for several threads at once.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Mark:
    """Words to point out on a page: the text as it is printed, and the colour."""

    words: str
    color: tuple[int, int, int] = OWN


def page_count(pdf: bytes) -> int:
    """How many pages the document has."""
    with _opened(pdf) as document:
        return len(document)


def page_with(pdf: bytes, words: str) -> int | None:
    """The last page that prints `words`, counted from 0; None where none does. The list of names stands at the end."""
    with _opened(pdf) as document:
        for number in reversed(range(len(document))):
            if any(_boxes(document[number], words)):
                return number
    return None


def page_picture(pdf: bytes, page: int, width: int, marks: Sequence[Mark] = ()) -> bytes:
    """The page, counted from 0, as a PNG of `width` pixels, with `marks` laid over their words.

    Words that are not on the page, or that a line break parts otherwise than in the text, are not marked. Raises
    IndexError for a page that is not there.
    """
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        sheet = document[page]
        scale = width / sheet.get_width()
        picture = sheet.render(scale=scale).to_pil().convert("RGB")
        height = sheet.get_height()
        for mark in _printed(sheet, marks):
            for left, bottom, right, top in _boxes(sheet, mark.words):
                corners = (left - _MARGIN, height - top - _MARGIN, right + _MARGIN, height - bottom + _MARGIN)
                picture = _over(picture, tuple(scale * corner for corner in corners), mark.color)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


class _opened:  # noqa: N801 - reads as a verb in a with
    """The document, alone in this process as long as it is open."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf

    def __enter__(self) -> pypdfium2.PdfDocument:
        _one_at_a_time.acquire()
        try:
            self._document = pypdfium2.PdfDocument(self._pdf)
        except BaseException:
            _one_at_a_time.release()
            raise
        return self._document

    def __exit__(self, *_: object) -> None:
        try:
            self._document.close()
        finally:
            _one_at_a_time.release()


def _printed(page: pypdfium2.PdfPage, marks: Sequence[Mark]) -> Sequence[Mark]:
    """Those of `marks` whose words may stand on the page: each one is searched for, and names may be very many."""
    text = _unspaced(page.get_textpage().get_text_range())
    return [mark for mark in marks if _unspaced(mark.words) in text][:_MOST_MARKS]


def _unspaced(words: str) -> str:
    return "".join(words.split())


def _boxes(page: pypdfium2.PdfPage, words: str) -> Iterator[tuple[float, float, float, float]]:
    """Where `words` stand on the page: left, bottom, right and top in points, one box for each line they take."""
    if not words.strip():
        return
    text = page.get_textpage()
    found = text.search(words, match_case=True)
    while (place := found.get_next()) is not None:
        first, length = place
        for number in range(text.count_rects(first, length)):
            yield text.get_rect(number)


def _over(picture: Image.Image, box: tuple[float, ...], color: tuple[int, int, int]) -> Image.Image:
    veil = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ImageDraw.Draw(veil).rounded_rectangle(box, radius=4, fill=(*color, _FAINT), outline=(*color, 200), width=2)
    return Image.alpha_composite(picture.convert("RGBA"), veil).convert("RGB")
