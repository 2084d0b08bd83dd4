"""The signee list as CSV and XLSX, in printed order unless another is asked for. A SigneeList has no contact data:
where somebody may have it, it is handed in beside the list.

People who signed anonymously have no row: rows that are all alike tell nobody more than their number does, and whoever
imported them again would list people of the name "Anonymous".
"""

import csv
import io

import xlsxwriter

from signon.documents.columns import Table, rows, usual
from signon.documents.plain import printable
from signon.signatures.signee import SigneeList

# What a spreadsheet program takes for the start of a formula (OWASP, "CSV Injection"), full-width forms included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

_WIDTHS = {
    "organization": 56,
    "name": 48,
    "website": 40,
    "city": 22,
    "state": 8,
    "country": 14,
    "sort_key": 24,
    "affiliation": 40,
    "representative": 28,
    "role": 28,
    "email": 32,
}
_WIDTH = 14  # in characters, for the columns not named above
USUAL = Table()


def csv_bytes(signee_list: SigneeList, table: Table = USUAL) -> bytes:
    """RFC 4180 with CRLF and a byte order mark, which Excel needs to read UTF-8.

    The usual columns of a letter signed by organizations are those that `signon signees import` reads; petitions have
    `name, city, state, country, affiliation`, letters signed by both have all of them after `kind`. A cell that a
    spreadsheet would compute gets a leading apostrophe, and a lone surrogate becomes a question mark.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns or usual(signee_list))
    for row in rows(signee_list, table):
        writer.writerow([cell(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def cell(value: str) -> str:
    """`value` as a CSV cell that no spreadsheet computes: the gatekeeper for CSV."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def xlsx_bytes(signee_list: SigneeList, table: Table = USUAL) -> bytes:
    """One sheet with the columns of the CSV, every cell typed as text, the header frozen. Same list, same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    letter = signee_list.letter
    book.set_properties(
        {
            "title": printable(letter.title)[:255],
            "author": printable(letter.campaign)[:255],
            "created": signee_list.as_of.replace(tzinfo=None),
        }
    )
    sheet = book.add_worksheet("Signees")
    heading = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    columns = table.columns or usual(signee_list)
    for number, name in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(name, _WIDTH), text)
        sheet.write_string(0, number, name, heading)
    sheet.freeze_panes(1, 0)
    for below, row in enumerate(rows(signee_list, table), start=1):
        for number, value in enumerate(row):
            if value:
                sheet.write_string(below, number, printable(value), text)
    if signee_list.signees:
        sheet.autofilter(0, 0, len(signee_list.signees), len(columns) - 1)
    book.close()
    return out.getvalue()
