"""The signee list as CSV and XLSX, in printed order. No contact data: there is none in a SigneeList.

People who signed anonymously have no row: rows that are all alike tell nobody more than their number does, and whoever
imported them again would list people of the name "Anonymous".
"""

import csv
import io

import xlsxwriter

from signon.documents.plain import printable
from signon.signatures.signee import Signee, SigneeList

_ORGANIZATIONS = ("organization", "website", "scope", "city", "state", "sort_key")
_INDIVIDUALS = ("name", "city", "state", "country", "affiliation")
_BOTH = ("kind", "name", "website", "scope", "city", "state", "country", "sort_key", "affiliation")
_SHOWN = ("representative", "role")  # only where somebody chose to be shown beside their organization's name

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
}
_WIDTH = 14  # in characters, for the columns not named above


def csv_bytes(signee_list: SigneeList) -> bytes:
    """RFC 4180 with CRLF and a byte order mark, which Excel needs to read UTF-8.

    The columns of a letter signed by organizations are those that `signon signees import` reads; petitions have
    `name, city, state, country, affiliation`, letters signed by both have all of them after `kind`. A cell that a
    spreadsheet would compute gets a leading apostrophe, and a lone surrogate becomes a question mark.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = _columns(signee_list)
    writer.writerow(columns)
    for signee in signee_list.signees:
        writer.writerow([cell(value) for value in _row(signee, columns)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def cell(value: str) -> str:
    """`value` as a CSV cell that no spreadsheet computes: the gatekeeper for CSV."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def xlsx_bytes(signee_list: SigneeList) -> bytes:
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
    columns = _columns(signee_list)
    for number, name in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(name, _WIDTH), text)
        sheet.write_string(0, number, name, heading)
    sheet.freeze_panes(1, 0)
    for row, signee in enumerate(signee_list.signees, start=1):
        for number, value in enumerate(_row(signee, columns)):
            if value:
                sheet.write_string(row, number, printable(value), text)
    if signee_list.signees:
        sheet.autofilter(0, 0, len(signee_list.signees), len(columns) - 1)
    book.close()
    return out.getvalue()


def _columns(signee_list: SigneeList) -> tuple[str, ...]:
    columns = {"individuals": _INDIVIDUALS, "both": _BOTH}.get(signee_list.letter.signed_by, _ORGANIZATIONS)
    shown = any(signee.representative or signee.role for signee in signee_list.signees)
    return (*columns, *_SHOWN) if shown else columns


def _row(signee: Signee, columns: tuple[str, ...]) -> list[str]:
    facts = {
        "kind": signee.kind,
        "organization": signee.name,
        "name": signee.name,
        "website": signee.website,
        "scope": signee.scope,
        "city": signee.city,
        "state": signee.home_state,
        "country": signee.country,
        "sort_key": signee.own_sort_key,
        "affiliation": signee.affiliation,
        "representative": signee.representative,
        "role": signee.role,
    }
    return [facts[column] for column in columns]
