"""Letters and signee lists built by hand, and readers of what was drawn from them."""

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from signon.documents.words import Words
from signon.letters.reading import AddresseeReading, Layout, LetterReading
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION, Signee, SigneeList

WORDS = Words("Page {page} of {pages}", "March 1, 2026", "Re:", "To:", "Organizations", "Individuals")
AS_OF = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
CLOSING = "Respectfully,"
SMALL = 7.5  # the size of running lines

LETTER: dict[str, Any] = {
    "slug": "open-waiting-rooms",
    "campaign": "Open Door Coalition",
    "signed_by": "organizations",
    "language": "en",
    "title": "A letter on waiting rooms",
    "body": "Please keep the waiting rooms open in the evening.",
    "date": date(2026, 3, 1),
    "addressees": (AddresseeReading("The Honorable Ada Example", "County Clerk", ("Room 4", "Springfield")),),
    "subject": "Evening hours in county waiting rooms",
    "salutation": "Dear Clerk Example:",
    "closing": CLOSING,
    "layout": Layout(columns=3),
}
PETITION: dict[str, Any] = {
    "slug": "evening-hours",
    "campaign": "Open Door Coalition",
    "signed_by": "individuals",
    "language": "en",
    "title": "Open the doors at night",
    "body": "Sign below.",
    "addressees": (AddresseeReading("Clerk Example"), AddresseeReading("Mayor Sample")),
}

HOSTILE = (
    "<b>oops",
    '<img src="/etc/hostname">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<a href="javascript:alert(1)">press</a>',
    "<font size=400>",
    "<onDraw name='x'/>",
    "<seq id='x'/>",
    "</para>",
    "[[[x]]]",
    "{{ undersigned }}",
    "%(name)s {page} %s",
    "AT&T Workers",
    "R&D <Coalition> &amp; Sons",
    "=HYPERLINK(1)",
    "'quoted' \"twice\" \\ back",
    "Alliance | Aliança — ¡Sí! ’quoted’",
)
NAMES = (
    "Åland Readers' Circle",
    "Advocates for Evening Hours, National Office",
    "Birch - The People's Library",
    "Citizens' Union of the Northern Counties and Islands (CUNCI)",
    "Đoàn kết Người Việt ở Springfield",
    "IJKL- International Justice for Kitchen and Laundry Workers",
    "Kooperative Größe & Söhne / Cooperativa Tamaño e Hijos",
    "Łódź Neighbors",
    "Night Nurses",
    "Zebra Crossing!",
)


def letter(**changes: Any) -> LetterReading:
    return LetterReading(**{**LETTER, **changes})


def signee_list(names: Iterable[str], **changes: Any) -> SigneeList:
    """A list of organizations under the letter above, changed as said."""
    return of(letter(**changes), [Signee(name) for name in names])


def petition(names: Iterable[str], **changes: Any) -> SigneeList:
    return of(LetterReading(**{**PETITION, **changes}), [Signee(name, INDIVIDUAL) for name in names])


def of(reading: LetterReading, signees: Sequence[Signee]) -> SigneeList:
    organizations = sum(signee.kind == ORGANIZATION for signee in signees)
    individuals = len(signees) - organizations
    return SigneeList(reading, tuple(signees), organizations, individuals, len(signees), AS_OF)


def many(number: int) -> list[str]:
    """Names of one to five printed lines in three columns."""
    ends = ("", " of the Valley", " and Friends of the Public Library", " for Evening Hours in Every Waiting Room")
    return [f"{NAMES[i % len(NAMES)]}{ends[i % 4]} {i}" for i in range(number)]


def pages(data: bytes) -> list[str]:
    """The text of each page, in the order of the file, without the running title and the foot."""
    found = []
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(data)]
    for number, (text, page) in enumerate(zip(texts, lines(data), strict=True), start=1):
        running = [line.text.strip() for line in page if line.size == SMALL]
        assert any(line.startswith(f"Page {number} of ") for line in running), running
        # The running lines are drawn last.
        assert all(line.size == SMALL for line in page[-len(running) :])
        found.append(text[: text.rindex(running[0])])
    return found


def links(data: bytes) -> list[str]:
    """Where the links lead, in the order of the pages; one for each line of a link."""
    with pikepdf.open(BytesIO(data)) as document:
        areas = [area for page in document.pages for area in page.get("/Annots", ())]
        return [str(area.A.URI) for area in areas]


def words_of(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Line:
    """A piece of text as drawn: left edge and baseline in points from the lower left corner, face and size."""

    x: float
    y: float
    face: str
    size: float
    text: str


def lines(data: bytes) -> list[list[Line]]:
    """The text objects of each page as drawn, in the order of the file. Asserts that their faces are embedded."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        textpage = page.get_textpage()
        items = page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])
        found.append([_line(textpage, item) for item in items])
    return found


def name_columns(page: list[Line], size: float = 9.0) -> list[list[Line]]:
    """The lines of names on a page, by column from left to right; `size` is what names are set in."""
    names = [line for line in page if line.size == size]
    edges = sorted({line.x for line in names if not any(0 < line.x - other.x < 12 for other in names)})
    return [[line for line in names if 0 <= line.x - edge < 12] for edge in edges]


def _line(textpage: Any, item: Any) -> Line:
    matrix = item.get_matrix()
    size = pdfium.FPDFTextObj_GetText(item, textpage, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(item, textpage, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    text = buffer.raw.decode("utf-16-le").rstrip("\0")
    points = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, points)
    font = pdfium.FPDFTextObj_GetFont(item)
    face = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, face, 200)
    assert pdfium.FPDFFont_GetIsEmbedded(font) == 1, f"{face.value!r} is not embedded"
    return Line(round(matrix.e, 2), round(matrix.f, 2), face.value.decode(), round(points.value, 2), text)
