"""The signee file: names gathered elsewhere as CSV, read whole or refused with the line and what to do."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from signon.letters.file import decode
from signon.letters.models import INDIVIDUALS, ORGANIZATIONS, Letter
from signon.refusals import Refusal
from signon.signatures.entry import Entry, individual_entry, organization_entry
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION

LARGEST = 10 * 1024 * 1024  # bytes; a hundred thousand names fit
_ORGANIZATION_COLUMNS = (
    "organization",
    "website",
    "representative",
    "role",
    "email",
    "scope",
    "city",
    "state",
    "language",
    "sort_key",
)
_INDIVIDUAL_COLUMNS = (
    "name",
    "email",
    "city",
    "state",
    "postal_code",
    "country",
    "affiliation",
    "language",
    "sort_key",
)


@dataclass(frozen=True)
class Line:
    """One line of a signee file: the name as typed, and the checked entry or the refusal that says what is wrong."""

    number: int
    name: str
    entry: Entry | Refusal


@dataclass(frozen=True)
class SigneeFile:
    """A signee file that could be read: the kind of its names, and its lines, checked one by one."""

    kind: str
    lines: tuple[Line, ...]


def read_file(data: bytes, letter: Letter) -> SigneeFile:
    """The signee file in `data` (CSV, UTF-8, commas or semicolons, Excel's BOM understood). Raises Refusal for all of
    it.
    """
    if len(data) > LARGEST:
        raise Refusal(
            "The file has %(size)s bytes; a signee file may have 10 MB at most. Is it the right file?", size=len(data)
        )
    text = decode(data)
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise Refusal(
            "Line 1: the file is empty. Its first line must name the columns, such as “organization,website”."
        )
    head = text.split("\n", 1)[0]
    separator = ";" if head.count(";") > head.count(",") else "," if "\t" not in head else "\t"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader)]
        kind = _kind(columns, letter)
        rows = tuple(_rows(reader, columns))
    except csv.Error as wrong:
        raise Refusal("Line %(line)s: this is not CSV (%(wrong)s).", line=reader.line_num, wrong=str(wrong)) from None
    if not rows:
        raise Refusal("Line 2: the file has a heading but no names below it.")
    return SigneeFile(kind, tuple(checked(number, typed, kind) for number, typed in rows))


def checked(number: int, typed: dict[str, str], kind: str) -> Line:
    """The line with this number, its cells by column. The slow part of an import, and it needs no database."""
    check, column = (organization_entry, "organization") if kind == ORGANIZATION else (individual_entry, "name")
    try:
        entry: Entry | Refusal = check(typed, needs_contact=False)
    except Refusal as refusal:
        entry = refusal
    return Line(number, typed.get(column, ""), entry)


def _kind(columns: list[str], letter: Letter) -> str:
    kind = INDIVIDUAL if "name" in columns and "organization" not in columns else ORGANIZATION
    allowed = _INDIVIDUAL_COLUMNS if kind == INDIVIDUAL else _ORGANIZATION_COLUMNS
    if allowed[0] not in columns:
        raise Refusal(
            "Line 1: there is no column “organization” (or “name” for individuals). Found: %(found)s.",
            found=", ".join(columns),
        )
    for name in columns:
        if name not in allowed:
            raise Refusal(
                "Line 1: “%(name)s” is not a column of a signee file. Known are: %(known)s.",
                name=name,
                known=", ".join(allowed),
            )
        if columns.count(name) > 1:
            raise Refusal("Line 1: the column “%(name)s” stands twice.", name=name)
    if letter.signed_by == (ORGANIZATIONS if kind == INDIVIDUAL else INDIVIDUALS):
        raise Refusal(
            "Line 1: the letter %(slug)s is signed by %(signed_by)s only.", slug=letter.slug, signed_by=letter.signed_by
        )
    return kind


def _rows(reader: Iterable[list[str]], columns: list[str]) -> Iterable[tuple[int, dict[str, str]]]:
    for cells in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            raise Refusal(
                "Line %(line)s: there are %(have)s cells but %(columns)s columns. Put names with commas in quotes.",
                line=line,
                have=len(cells),
                columns=len(columns),
            )
        yield line, {name: _unguarded(cell) for name, cell in zip(columns, cells, strict=False)}


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that our own exports put before what a spreadsheet would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\r＝＋－＠") else cell
