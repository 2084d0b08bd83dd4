"""The names in the PDF: in order, byte for byte, in columns that balance, never split."""

import shutil
import subprocess
import time
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.documents import pdf
from signon.documents.pdf.breaking import break_name
from signon.documents.pdf.entries import Names
from signon.documents.pdf.fonts import REGULAR, Measure
from signon.documents.pdf.styles import NameStyle
from signon.documents.shape import Entry
from signon.letters.reading import Layout
from signon.signatures.signee import Signee
from tests.documents.make import (
    CLOSING,
    HOSTILE,
    WORDS,
    Line,
    letter,
    lines,
    many,
    name_columns,
    of,
    pages,
    signee_list,
)

LAYOUTS = ["columns-3", "columns-2", "one-column"]
SIZES = {"columns-3": 9.0, "columns-2": 9.5, "one-column": 10.0}


def printed_names(data: bytes) -> str:
    """What is printed after the closing, lines joined."""
    text = "\n".join(pages(data))
    return " ".join(text[text.index(CLOSING) + len(CLOSING) :].split())


@pytest.mark.parametrize("layout", [*LAYOUTS, None])
@pytest.mark.parametrize("number", [0, 1, 2, 7, 102, 300])
def test_extracted_text_gives_every_name_back_in_order(number: int, layout: str | None) -> None:
    names = many(number)
    assert printed_names(pdf.render(signee_list(names, layout=Layout(2)), WORDS, layout)) == " ".join(names)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_hostile_names_are_printed_literally(layout: str) -> None:
    assert printed_names(pdf.render(signee_list(HOSTILE), WORDS, layout)) == " ".join(HOSTILE)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
@pytest.mark.parametrize(
    ("layout", "option"),
    [("columns-3", "-raw"), ("columns-3", "-nopgbrk"), *(("one-column", o) for o in ("-raw", "-nopgbrk", "-layout"))],
)
def test_another_reader_gives_the_same_names(tmp_path: Path, layout: str, option: str) -> None:
    names = many(102)
    (tmp_path / "list.pdf").write_bytes(pdf.render(signee_list(names), WORDS, layout))
    run = subprocess.run(["pdftotext", option, tmp_path / "list.pdf", "-"], capture_output=True, check=True)
    text, position = " ".join(run.stdout.decode().split()), 0
    for name in names:
        position = text.index(name, position) + len(name)


def test_a_wrapped_name_keeps_the_space_it_was_wrapped_at() -> None:
    (page,) = lines(pdf.render(signee_list(["Advocates for Evening Hours, National Office"]), WORDS))
    drawn = [line.text for line in page if line.size == 9]
    assert drawn == ["Advocates for Evening Hours, ", "National Office"]


def test_a_word_broken_inside_is_copied_out_whole() -> None:
    name = f"Verein {'Donaudampfschiff' * 5} Ulm"
    assert name in "\n".join(pages(pdf.render(signee_list([name, "Next"]), WORDS)))


def test_characters_that_no_face_has_are_named_and_still_copied_out() -> None:
    names = ["Private \ue000 name", "No\u00a0break", "Plain"]
    listed = signee_list(names, title="\ue001 and ™")
    assert pdf.uncovered(listed) == ("\ue000", "\ue001")
    text = "\n".join(pages(pdf.render(listed, WORDS)))
    assert all(name in text for name in names)


def test_signs_that_are_never_seen_are_not_named() -> None:
    assert pdf.uncovered(signee_list(["Zero\u200dwidth \ufe0f \u202e"])) == ()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=400), max_size=12))
def test_no_name_stops_the_document(names: list[str]) -> None:
    for layout in LAYOUTS:
        assert pdf.render(signee_list(names), WORDS, layout).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "name", ["x" * 5000, "word " * 1000, "a" + "\u0301" * 40, "\ud800 half", "nul\x00", "two\nlines", "\u202eright", ""]
)
def test_names_out_of_all_measure_stop_nothing(name: str) -> None:
    for layout in LAYOUTS:
        assert pages(pdf.render(signee_list([name, "After"]), WORDS, layout))[-1].rstrip().endswith("After")


@pytest.mark.parametrize("number", [20, 102, 300, 301, 302])
def test_columns_of_the_last_page_differ_by_no_more_than_the_tallest_name(number: int) -> None:
    last = name_columns(lines(pdf.render(signee_list(many(number)), WORDS))[-1])
    assert len(last) == 3
    heights = [len(column) for column in last]
    assert max(heights) - min(heights) <= 5


@pytest.mark.parametrize("number", [102, 300])
def test_columns_before_the_last_page_are_full(number: int) -> None:
    drawn = lines(pdf.render(signee_list(many(number)), WORDS))
    for page in drawn[:-1]:
        feet = [min(line.y for line in column) for column in name_columns(page)]
        # A name of five lines at most may not have fitted.
        assert max(feet) - min(feet) <= 4 * NameStyle(3).leading + 0.01


def starts_a_name(line: Line, column: list[Line]) -> bool:
    return line.x == min(other.x for other in column)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_name_is_split_across_columns_or_pages(layout: str) -> None:
    long = [f"{name} and Friends of the Public Library of Springfield, {name}" for name in many(150)]
    for page in lines(pdf.render(signee_list(long), WORDS, layout)):
        for column in name_columns(page, SIZES[layout]):
            assert starts_a_name(column[0], column)
            assert not column[-1].text.endswith(" ")


def test_columns_are_read_from_left_to_right() -> None:
    for page in lines(pdf.render(signee_list(many(102)), WORDS)):
        drawn = [line for line in page if line.size == 9]
        assert drawn == [line for column in name_columns(page) for line in column]


def test_the_columns_share_their_baselines() -> None:
    (page,) = lines(pdf.render(signee_list(many(30)), WORDS))
    tops = {column[0].y for column in name_columns(page)}
    steps = {round(a.y - b.y, 2) for column in name_columns(page) for a, b in pairwise(column)}
    assert (len(tops), steps) == (1, {NameStyle(3).leading})


@pytest.mark.parametrize(
    ("columns", "layout", "found"), [(1, None, 1), (2, None, 2), (3, None, 3), (1, "columns-3", 3), (3, "columns-2", 2)]
)
def test_the_letter_says_how_many_columns_unless_the_export_does(columns: int, layout: str | None, found: int) -> None:
    (page,) = lines(pdf.render(signee_list([f"Name {i}" for i in range(12)], layout=Layout(columns)), WORDS, layout))
    assert len({line.x for line in page if line.text.startswith("Name ")}) == found


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("filled", [True, False])
def test_the_last_page_never_holds_a_single_name(layout: str, filled: bool) -> None:
    for number in range(132, 168, 3):
        names = [f"Name {i}" if i % 7 else f"Name {i} of {'a very long kind of name ' * 3}" for i in range(number)]
        drawn = lines(pdf.render(signee_list(names, layout=Layout(3, filled)), WORDS, layout))
        assert sum(line.text.startswith("Name ") for line in drawn[-1]) > 1


PARTS = ("Birch", "-", "Kitchen-", "—", "of", "Größe", "Łódź", "’quoted’", "W" * 40, "a", "(CUNCI)", "|")


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=14).map(" ".join), st.sampled_from([1, 2, 3]))
def test_plain_names_are_broken_as_all_others_are(name: str, columns: int) -> None:
    style = NameStyle(columns)
    measured = break_name(name, style.column_width, style.hanging, Measure(REGULAR, style.size))
    assert Names([Entry(name)], columns).broken == [measured]


def test_filled_columns_are_as_tall_as_each_other_but_the_last() -> None:
    names = [f"Name {i}" for i in range(40)]
    (page,) = lines(pdf.render(signee_list(names, layout=Layout(3, True)), WORDS))
    assert [len(column) for column in name_columns(page)] == [14, 14, 12]


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_what_stands_below_a_name_stays_with_it_in_smaller_type(columns: int) -> None:
    signees = [Signee(name, representative="Ada Quill-Lind", role="Director of Evening Hours") for name in many(120)]
    listed = of(letter(layout=Layout(columns, details=("representative", "role"))), signees)
    drawn, size = lines(pdf.render(listed, WORDS)), NameStyle(columns).size
    details = 0
    for page in drawn:
        names = [line for line in page if line.size in (size, size - 1) and (line.y < 500 or page is not drawn[0])]
        for column in {line.x for line in names if line.size == size}:
            assert min(line.y for line in names if 0 <= line.x - column < 12) in {
                line.y for line in names if line.size == size - 1
            }
        details += " ".join(line.text for line in names if line.size == size - 1).count("Ada Quill-Lind")
    assert details == 120


@pytest.mark.parametrize(
    "name", ["Night Nurses", "\u05d0\u05d2\u05d5\u05d3\u05ea \u05d4\u05e9\u05db\u05e0\u05d9\u05dd"]
)
def test_what_stands_below_a_name_is_closer_to_it_than_to_the_next(name: str) -> None:
    signees = [Signee(f"{name} {i}", role="Director, " * 5) for i in range(9)]
    listed = of(letter(layout=Layout(3, details=("role",))), signees)
    (page,) = lines(pdf.render(listed, WORDS))
    rows = sorted({line.y for line in page if line.size in (8, 9)}, reverse=True)
    assert [round(above - below, 1) for above, below in pairwise(rows)] == [10.5, 10.5, 15, 10.5, 10.5, 15, 10.5, 10.5]


def test_in_a_text_from_right_to_left_columns_and_names_begin_at_the_right() -> None:
    body = "\u05d4\u05e9\u05d0\u05d9\u05e8\u05d5 \u05d0\u05ea \u05d4\u05d3\u05dc\u05ea"
    (page,) = lines(pdf.render(signee_list([f"Night Nurses {i}" for i in range(30, 39)], body=body), WORDS))
    names, measure = [line for line in page if line.size == 9], Measure(REGULAR, 9)
    assert [line.text.split()[-1] for line in names] == [str(i) for i in range(30, 39)]
    ends = [round(line.x + measure(line.text.strip()), 1) for line in names]
    assert ends == [528.0] * 3 + [374.0] * 3 + [220.0] * 3


@pytest.mark.parametrize("layout", LAYOUTS)
def test_names_of_72_and_of_300_characters_keep_their_columns(layout: str) -> None:
    names = [("Long name of an organization " * 11)[: 300 if i % 2 else 72].strip() for i in range(24)]
    data = pdf.render(signee_list(names), WORDS, layout)
    assert printed_names(data) == " ".join(names)
    style = NameStyle({"columns-3": 3, "columns-2": 2, "one-column": 1}[layout])
    measure = Measure(REGULAR, style.size)
    for page in lines(data):
        for line in (line for column in name_columns(page, style.size) for line in column):
            assert measure(line.text.rstrip()) <= style.column_width + 0.01


def test_ten_thousand_names_are_set_in_seconds() -> None:
    started = time.monotonic()
    data = pdf.render(signee_list(many(10_000)), WORDS)
    assert time.monotonic() - started < 10  # it takes about a quarter of a second
    assert len(pypdfium2.PdfDocument(data)) > 100
