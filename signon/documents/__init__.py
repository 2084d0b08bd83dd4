"""Documents: one frozen SigneeList in; PDF, DOCX, XLSX, CSV and JSON out.

All are drawn from the same reading, so a name, its spelling and its place cannot differ between them. Nothing here
knows the database or a request: what a document says in the reader's language is handed in as `Words`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from signon.documents import docx, pdf
from signon.documents.columns import Table
from signon.documents.data import json_bytes, table_json
from signon.documents.pdf import uncovered, use_fonts_in
from signon.documents.shape import LAYOUTS
from signon.documents.spreadsheets import csv_bytes, xlsx_bytes
from signon.documents.words import Words
from signon.signatures.signee import SigneeList

__all__ = [
    "FORMATS",
    "LAYOUTS",
    "TABLE_FORMATS",
    "Document",
    "Table",
    "Words",
    "export",
    "export_table",
    "uncovered",
    "use_fonts_in",
]


@dataclass(frozen=True)
class Document:
    """A file to hand out: its bytes, its media type, and a name that needs no escaping anywhere."""

    data: bytes
    media_type: str
    filename: str


_Draw = Callable[[SigneeList, Words, str | None, str], bytes]

_OFFICE = "application/vnd.openxmlformats-officedocument"

# What `signon signees export --format` offers: media type and drawing. Only PDF and DOCX have words, a layout, and an
# address at the end.
FORMATS: dict[str, tuple[str, _Draw]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": (f"{_OFFICE}.wordprocessingml.document", docx.render),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", lambda signee_list, *rest: xlsx_bytes(signee_list)),
    "csv": ("text/csv; charset=utf-8", lambda signee_list, *rest: csv_bytes(signee_list)),
    "json": ("application/json", lambda signee_list, *rest: json_bytes(signee_list)),
}


# What is chosen column by column: the same media types.
_TABLES: dict[str, Callable[[SigneeList, Table], bytes]] = {"xlsx": xlsx_bytes, "csv": csv_bytes, "json": table_json}
TABLE_FORMATS = tuple(_TABLES)


def export_table(format: str, signee_list: SigneeList, table: Table) -> Document:
    """The columns that `table` asks for as a file, in one of TABLE_FORMATS; ValueError for any other."""
    if format not in _TABLES:
        raise ValueError(f"unknown format {format!r}: use one of {', '.join(_TABLES)}")
    return Document(_TABLES[format](signee_list, table), FORMATS[format][0], f"{signee_list.letter.slug}.{format}")


def export(
    format: str, signee_list: SigneeList, words: Words, layout: str | None = None, check_address: str = ""
) -> Document:
    """`signee_list` as a file named after its letter's slug.

    `format` is one of `FORMATS`, `layout` one of `LAYOUTS` or None for what the letter asks for; ValueError for any
    other. A PDF or DOCX ends with `check_address`, the short address where a copy of it is checked, if there is one.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}: use one of {', '.join(FORMATS)}")
    if layout is not None and layout not in LAYOUTS:
        raise ValueError(f"unknown layout {layout!r}: use one of {', '.join(LAYOUTS)}")
    media_type, draw = FORMATS[format]
    return Document(draw(signee_list, words, layout, check_address), media_type, f"{signee_list.letter.slug}.{format}")
