import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.documents.spreadsheets import cell, csv_bytes, xlsx_bytes
from signon.signatures.signee import INDIVIDUAL, Signee, SigneeList
from tests.documents.make import HOSTILE, NAMES, letter, of, petition, signee_list

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ALPHA = Signee(
    "Alpha", website="https://alpha.example", scope="state", city="Springfield", home_state="ST", own_sort_key="a"
)
ANA = Signee(
    "Ana Example", INDIVIDUAL, city="Springfield", home_state="ST", country="US", affiliation="Night Owls Union"
)


def csv_rows(listed: SigneeList) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(listed).decode("utf-8-sig"), newline="")))


def xlsx_rows(listed: SigneeList) -> list[list[str]]:
    """The cells of the sheet; asserts that each is text."""
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(listed))) as file:
        shared = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        strings = ["".join(t.text or "" for t in item.iter(f"{SHEET}t")) for item in shared.iter(f"{SHEET}si")]
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = list(row.iter(f"{SHEET}c"))
        assert all(found.get("t") == "s" for found in cells)
        assert not list(row.iter(f"{SHEET}f"))
        rows.append([strings[int(found.findtext(f"{SHEET}v") or 0)] for found in cells])
    return rows


def test_organizations_have_the_columns_that_an_import_reads() -> None:
    assert csv_rows(of(letter(), [ALPHA, Signee("Beta")])) == [
        ["organization", "website", "scope", "city", "state", "sort_key"],
        ["Alpha", "https://alpha.example", "state", "Springfield", "ST", "a"],
        ["Beta", "", "", "", "", ""],
    ]


def test_individuals_have_a_name_a_place_and_an_affiliation() -> None:
    listed = of(petition([]).letter, [ANA])
    assert csv_rows(listed) == [
        ["name", "city", "state", "country", "affiliation"],
        ["Ana Example", "Springfield", "ST", "US", "Night Owls Union"],
    ]


def test_a_letter_signed_by_both_says_which_is_which() -> None:
    assert csv_rows(of(letter(signed_by="both"), [ALPHA, ANA])) == [
        ["kind", "name", "website", "scope", "city", "state", "country", "sort_key", "affiliation"],
        ["organization", "Alpha", "https://alpha.example", "state", "Springfield", "ST", "", "a", ""],
        ["individual", "Ana Example", "", "", "Springfield", "ST", "US", "", "Night Owls Union"],
    ]


def test_who_signed_and_as_what_has_columns_only_where_somebody_chose_to_be_shown() -> None:
    shown = Signee("Beta", representative="Ada Quill", role="Director")
    listed = of(letter(), [ALPHA, shown])
    columns = ["organization", "website", "scope", "city", "state", "sort_key", "representative", "role"]
    assert [csv_rows(listed)[0], csv_rows(listed)[2]] == [columns, ["Beta", *[""] * 5, "Ada Quill", "Director"]]
    assert xlsx_rows(listed)[2] == ["Beta", "Ada Quill", "Director"]
    guarded = of(letter(), [Signee("Beta", representative="=1", role="@x")])
    assert csv_rows(guarded)[1][-2:] == ["'=1", "'@x"]


def test_csv_opens_in_excel_as_utf8_with_its_own_line_ends() -> None:
    data = csv_bytes(signee_list(NAMES))
    assert data.startswith(b"\xef\xbb\xbforganization,")
    assert data.count(b"\r\n") == data.count(b"\n") == len(NAMES) + 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_csv_cell_is_what_was_typed_unless_a_spreadsheet_would_compute_it(value: str) -> None:
    ((_, *_), (found, *_)) = csv_rows(signee_list([value]))
    assert found == cell(value)
    assert found.removeprefix("'") == value.removeprefix("'")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe_in_csv(start: str) -> None:
    value = f"{start}cmd|' /C calc'!A0"
    assert csv_rows(signee_list([value]))[1][0] == f"'{value}"


def test_other_columns_than_the_name_are_guarded_too() -> None:
    listed = of(letter(), [Signee("Alpha", website="=1", scope="+1", city="@x", home_state="-1", own_sort_key="\tx")])
    assert csv_rows(listed)[1][1:] == ["'=1", "'+1", "'@x", "'-1", "'\tx"]


def test_xlsx_holds_every_name_as_text_in_order() -> None:
    names = [*NAMES, *HOSTILE, "=1+1", "https://example.org", "0123"]
    assert [row[0] for row in xlsx_rows(signee_list(names))] == ["organization", *names]


def test_xlsx_has_the_columns_of_the_csv() -> None:
    listed = of(letter(signed_by="both"), [ALPHA, ANA])
    filled = [[value for value in row if value] for row in csv_rows(listed)]
    assert xlsx_rows(listed) == filled


def test_the_header_of_the_sheet_stays_in_sight() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(signee_list(NAMES)))) as file:
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
        core = file.read("docProps/core.xml").decode()
    (pane,) = sheet.iter(f"{SHEET}pane")
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert "2026-03-01T17:00:00Z" in core
    assert "Open Door Coalition" in core


def test_the_same_list_gives_the_same_bytes() -> None:
    assert xlsx_bytes(signee_list(NAMES)) == xlsx_bytes(signee_list(NAMES))
    assert csv_bytes(signee_list(NAMES)) == csv_bytes(signee_list(NAMES))


@pytest.mark.parametrize("name", ["\ud800 half", "nul\x00", "two\nlines", "x" * 40_000, ""])
def test_no_name_stops_a_spreadsheet(name: str) -> None:
    listed = signee_list([name, "After"])
    assert xlsx_rows(listed)[-1] == ["After"]
    assert csv_rows(listed)[-1][0] == "After"
