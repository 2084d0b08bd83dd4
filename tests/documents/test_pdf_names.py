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
from tests.documents.make import CLOSING, HOSTILE, WORDS, Line, lines, many, name_columns, pages, signee_list

LAYOUTS = ["columns-3", "one-column"]


def printed_names(data: bytes) -> str:
    """What is printed after the closing, lines joined."""
    text = "\n".join(pages(data))
    return " ".join(text[text.index(CLOSING) + len(CLOSING) :].split())


@pytest.mark.parametrize("layout", [*LAYOUTS, None])
@pytest.mark.parametrize("number", [0, 1, 2, 7, 102, 300])
def test_extracted_text_gives_every_name_back_in_order(number: int, layout: str | None) -> None:
    names = many(number)
    assert printed_names(pdf.render(signee_list(names, columns=2), WORDS, layout)) == " ".join(names)


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
    names = ["Wide 中文 name", "No\u00a0break", "Plain"]
    listed = signee_list(names, title="Ꙃ and ™")
    assert pdf.uncovered(listed) == ("中", "文")
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
        assert max(feet) - min(feet) <= 4 * 12.5 + 0.01


def starts_a_name(line: Line, column: list[Line]) -> bool:
    return line.x == min(other.x for other in column)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_name_is_split_across_columns_or_pages(layout: str) -> None:
    long = [f"{name} and Friends of the Public Library of Springfield, {name}" for name in many(150)]
    for page in lines(pdf.render(signee_list(long), WORDS, layout)):
        for column in name_columns(page, 9.0 if layout == "columns-3" else 10.0):
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
    assert (len(tops), steps) == (1, {12.5})


@pytest.mark.parametrize(
    ("columns", "layout", "found"), [(1, None, 1), (2, None, 2), (3, None, 3), (1, "columns-3", 3)]
)
def test_the_letter_says_how_many_columns_unless_the_export_does(columns: int, layout: str | None, found: int) -> None:
    (page,) = lines(pdf.render(signee_list([f"Name {i}" for i in range(12)], columns=columns), WORDS, layout))
    assert len({line.x for line in page if line.text.startswith("Name ")}) == found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_last_page_never_holds_a_single_name(layout: str) -> None:
    for number in range(40, 60):
        drawn = lines(pdf.render(signee_list([f"Name {i}" for i in range(number * 3)]), WORDS, layout))
        assert sum(line.text.startswith("Name ") for line in drawn[-1]) > 1


def test_ten_thousand_names_are_set_in_seconds() -> None:
    started = time.monotonic()
    data = pdf.render(signee_list(many(10_000)), WORDS)
    assert time.monotonic() - started < 10  # it takes about half a second
    assert len(pypdfium2.PdfDocument(data)) > 100
