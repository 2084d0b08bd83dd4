"""Names gathered elsewhere: a signee file is read row by row and its names are listed as typed, attributed to whoever
brings them.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.file import decode
from signon.letters.letters import current_texts
from signon.letters.models import INDIVIDUALS, ORGANIZATIONS, Letter
from signon.organizations.identity import normal_form
from signon.organizations.register import known_or_entered_all
from signon.refusals import Refusal
from signon.signatures import counting
from signon.signatures.entry import Entry, individual_entry, organization_entry
from signon.signatures.listing import is_convener
from signon.signatures.models import FROM_IMPORT, VERIFIED, Signature
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION
from signon.signatures.signing import signature_values

LARGEST = 10 * 1024 * 1024  # bytes; a hundred thousand names fit
IMPORTED, MATCHED, REFUSED = "imported", "matched", "refused"
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
_INDIVIDUAL_COLUMNS = ("name", "email", "city", "state", "postal_code", "country", "language", "sort_key")


@dataclass(frozen=True)
class Row:
    """What became of one line of the file: imported, matched (on the list already), or refused, and why."""

    line: int
    name: str
    outcome: str
    why: str = ""


@dataclass(frozen=True)
class SigneeFile:
    """A signee file that can be read: its kind of names, and its rows with their line numbers, as typed."""

    kind: str
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_file(data: bytes, letter: Letter) -> SigneeFile:
    """The signee file in `data` (CSV, UTF-8, commas or semicolons, Excel's BOM understood). Raises Refusal for all of
    it.
    """
    if len(data) > LARGEST:
        raise Refusal(
            "The file has %(size)s bytes; a signee file may have 10 MB at most. Is it the right file?", size=len(data)
        )
    text = decode(data)
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
    return SigneeFile(kind, rows)


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


def take_names(
    letter: Letter, file: SigneeFile, *, keys: KeyStore, at: datetime, say: Callable[[Row], None]
) -> dict[str, int]:
    """List the names of `file` on `letter`, telling `say` about every row; answers how many had each outcome.

    Names are listed as typed. One that is on the list already is matched and changes nothing, so that the same file
    twice is the same as once. The caller owns the transaction: a dry run is one that is not kept.
    """
    counting.lock(letter.id, at)
    listed = _listed_names(letter, file.kind)
    totals = {IMPORTED: 0, MATCHED: 0, REFUSED: 0}
    new: list[Entry] = []
    for line, typed in file.rows:
        row, entry = _judge(line, typed, file.kind, listed)
        totals[row.outcome] += 1
        say(row)
        if entry is not None:
            new.append(entry)
    if new:
        _list_all(letter, new, keys, at)
    return totals


def _judge(line: int, typed: dict[str, str], kind: str, listed: dict[str, str]) -> tuple[Row, Entry | None]:
    name = typed.get("organization" if kind == ORGANIZATION else "name", "")
    try:
        check = organization_entry if kind == ORGANIZATION else individual_entry
        entry = check(typed, needs_contact=False)
    except Refusal as refusal:
        return Row(line, name, REFUSED, f"{refusal.field}: {refusal}"), None
    same = _same(kind, entry.printed_name, entry.city, entry.home_state, entry.country)
    known_as = listed.setdefault(same, entry.printed_name)
    if known_as is not entry.printed_name:
        why = "" if known_as == entry.printed_name else f"on the list as “{known_as}”"
        return Row(line, name, MATCHED, why), None
    return Row(line, name, IMPORTED), entry


def _same(kind: str, name: str, city: str, home_state: str, country: str) -> str:
    """Equal for two rows that are one signee: an organization by its name; a person, whose name others bear, by place
    too.
    """
    parts = [name] if kind == ORGANIZATION else [name, city, home_state, country]
    return "\n".join(map(normal_form, parts))


def _listed_names(letter: Letter, kind: str) -> dict[str, str]:
    rows = db.session.execute(
        select(Signature.printed_name, Signature.city, Signature.home_state, Signature.country).where(
            Signature.letter_id == letter.id, Signature.kind == kind, Signature.state == VERIFIED
        )
    ).all()
    return {_same(kind, *row): row[0] for row in rows}


def _list_all(letter: Letter, entries: list[Entry], keys: KeyStore, at: datetime) -> None:
    text = current_texts(letter)[0]
    organizations = known_or_entered_all([entry for entry in entries if entry.kind == ORGANIZATION], at)
    rows = [
        {
            **signature_values(letter, entry, keys, at),
            "letter_id": letter.id,
            "text_version_id": text.id,
            "organization_id": organizations.get(normal_form(entry.printed_name)),
            "is_convener": entry.kind == ORGANIZATION and is_convener(letter, entry.printed_name),
            "state": VERIFIED,
            "origin": FROM_IMPORT,
            "language": entry.language or text.language,
            "requested_at": at,
            "verified_at": at,
        }
        for entry in entries
    ]
    db.session.execute(insert(Signature), rows)
    counting.shift(letter.id, entries[0].kind, len(rows), at, conveners=sum(bool(row["is_convener"]) for row in rows))
