"""What stands in the files that people download."""

import csv
import io
import re

import pypdfium2


def names_in_csv(data: bytes) -> list[str]:
    """The organizations in a signee file, as they stand."""
    return [row["organization"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]


def text_of_pdf(data: bytes) -> str:
    """All text of a PDF, a page after the other."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def out_of_order(text: str, names: list[str]) -> list[str]:
    """Those of `names` that do not stand in `text` after the one before them. Line breaks do not matter."""
    bare, place, missing = _bare(text), 0, []
    for name in names:
        found = bare.find(_bare(name), place)
        if found < 0:
            missing.append(name)
        else:
            place = found + len(_bare(name))
    return missing


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
