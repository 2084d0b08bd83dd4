"""A letter file is read whole or refused with one sentence that names the line."""

import contextlib
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.letters.file import LetterFile, read, write
from signon.refusals import Refusal
from tests.letters.files import SMALLEST, refused_with, titled, with_body, with_front


def test_the_smallest_letter_has_a_title_and_a_text() -> None:
    assert read(SMALLEST) == LetterFile(title="Run the night train", body="Please.\n")


def test_a_letter_file_keeps_its_text_byte_for_byte() -> None:
    body = "First  paragraph\nwith {{ undersigned }} & <b>.\n\n- one\n\n- two\n"
    assert read(SMALLEST.replace(b"Please.\n", body.encode())).body == body


@pytest.mark.parametrize("place", ["{{ undersinged }}", "{{undersigned | upper}}", "{{ }}", "{{ config }}"])
def test_a_misspelled_living_number_is_refused_with_its_line(place: str) -> None:
    with pytest.raises(Refusal, match=r"Line 5: .*means nothing"):
        read(SMALLEST.replace(b"Please.", f"We, {place}, ask.".encode()))


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    assert read(b"\xef\xbb\xbf" + SMALLEST.replace(b"\n", b"\r\n")) == read(SMALLEST)


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (with_front("sponsor: us"), 3, "sponsor"),
        (with_front("date: soon"), 3, "2026-11-21"),
        (with_front("subject: x", "signed_by: everyone"), 4, "organizations, individuals, both"),
        (with_front("goal: many"), 3, "number"),
        (with_front("goal: true"), 3, "number"),
        (with_front("signee_columns: 4"), 3, "1 to 3"),
        (with_front("signee_fill: half"), 3, "true or false"),
        (with_front("signee_groups: alphabet"), 3, "scope, state, country"),
        (with_front("conveners_first: 3"), 3, "true or false"),
        (with_front("signee_details: role"), 3, "[representative, role]"),
        (with_front("signee_details: [role, shoe]"), 3, "representative, role, place"),
        (with_front("signee_details: [role, role]"), 3, "each once"),
        (with_front(f"page_header: {'x' * 201}"), 3, "200 characters"),
        (with_front("page_header: we, {{ undersinged }}"), 3, "means nothing"),
        (with_front("quotes: We wait."), 3, "- text:"),
        (with_front("quotes:", "  - text: We wait."), 3, "who said it"),
        (with_front("quotes:", '  - text: ""', "    by: Ada"), 3, "empty"),
        (with_front("quotes:", "  - text: We wait.", "    by: Ada", "    by: Bo"), 3, "each once"),
        (with_front("quotes:", f"  - text: {'x' * 601}", "    by: Ada"), 3, "600 characters"),
        (with_front("quotes:", "  - text: “We are {{ undersigned }}.”", "    by: Ada"), 3, "no living number"),
        (with_front("quotes:", *['  - {text: "x", by: "y"}'] * 6), 3, "5 at most"),
        (with_front("slug: Night Train"), 3, "open-the-night-train"),
        (with_front("deadline: tomorrow"), 3, "2026-12-31 23:59"),
        (with_front("deadline_zone: Mars/Olympus"), 3, "America/New_York"),
        (with_front("addressees: The Minister"), 3, "list"),
        (with_front("addressees:", "  - title: Minister"), 3, "name"),
        (with_front("addressees:", "  - name: A", "    phone: 1"), 3, "nothing else"),
        (with_front("conveners:", "  - 12"), 3, "names"),
        (with_front("safe_mode: perhaps"), 3, "true or false"),
        (with_front("subject: one", "subject: two"), 4, "twice"),
        (with_front("subject: Re: the train: now"), 3, "YAML"),
        (with_front("subject: [1, 2"), 3, "YAML"),
        (b"---\nsubject: x\n---\n\nPlease.\n", 1, "title"),
        (b"---\ntitle: x\n\nPlease.\n", 5, "---"),
        (b"Dear Minister,\n", 1, "---"),
        (b"---\ntitle: x\n---\n\n", 4, "no text"),
        (b"---\n- a\n- b\n---\n\nPlease.\n", 2, "key: value"),
        (b"", 1, "---"),
        (with_front() + "résumé".encode("cp1252"), 6, "UTF-8"),
        (with_front() + b"a\x00b", 6, "control character"),
    ],
)
def test_a_malformed_letter_file_is_refused_with_its_line(data: bytes, line: int, says: str) -> None:
    refused_with(data, line, says)


def test_a_title_longer_than_three_hundred_characters_is_refused_soon() -> None:
    assert len(read(titled("x" * 300)).title) == 300
    began = time.process_time()
    refused_with(titled("x" * 200_000), 2, "300 characters")
    refused_with(titled('"' + "x " * 100_000 + '"'), 2, "300 characters")
    assert time.process_time() - began < 4


def test_a_text_of_one_very_long_line_is_read_soon() -> None:
    began = time.process_time()
    for body in ("x" * 200_000, "&#" * 100_000, "é\u0301" * 50_000, "{{ " * 60_000):
        assert len(read(with_body(body)).body) == len(body) + 1
    assert time.process_time() - began < 4


def test_a_file_of_twenty_megabytes_is_refused_by_its_size() -> None:
    with pytest.raises(Refusal, match="1 MB"):
        read(SMALLEST + b"x" * 20_000_000)


FULL = LetterFile(
    title="Trains: now & “here”",
    body="Dear all,\n\n1. One\n2. Two\n",
    slug="night-train",
    campaign="Night Line",
    signed_by="both",
    addressees=({"name": "Ada", "title": "Minister", "address": "1 Rail Street\nDayton"},),
    conveners=("Night Owls: Union",),
    subject="Re: it",
    goal=500,
    deadline="2027-03-31 23:59",
    deadline_zone="America/New_York",
    safe_mode=True,
    signee_columns=3,
    signee_fill=True,
    signee_groups="state",
    conveners_first=True,
    signee_details=("representative", "role", "place"),
    page_header="Night trains: {{ undersigned }} organizations",
    quotes=({"text": "The bus takes two hours: we wait.", "by": "Ada Quill, Night Owls"},),
)


def test_details_stand_in_the_order_in_which_they_are_printed_and_a_quote_on_one_line() -> None:
    file = read(
        with_front("signee_details: [place, role]", "quotes:", "  - text: |", "      We", "      wait.", "    by: A")
    )
    assert file.signee_details == ("role", "place")
    assert file.quotes == ({"text": "We wait.", "by": "A"},)


def test_what_is_written_reads_back_as_the_same_and_is_written_the_same_again() -> None:
    data = write(FULL)
    again = read(data)
    assert again == FULL
    assert write(again) == data


def test_a_letter_with_everything_at_its_longest_is_read_back_too() -> None:
    one = {"name": "é" * 1000, "title": "ü" * 1000, "address": "ő\n" * 499 + "ő"}
    file = LetterFile(title="“" * 300, body="Please.\n", addressees=(one,) * 50, conveners=("夜" * 300,) * 200)
    file = replace(file, quotes=({"text": "é" * 600, "by": "ü" * 200},) * 5, page_header="夜" * 200)
    assert read(write(file)) == file


@given(
    title=st.text(min_size=1, max_size=300).map(str.strip).filter(lambda text: text.isprintable() and text),
    subject=st.text(max_size=40),
)
def test_every_printable_title_survives_the_round_trip(title: str, subject: str) -> None:
    file = LetterFile(title=title, body="Please.\n", subject=subject.strip() if subject.isprintable() else "")
    assert read(write(file)) == file


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    with contextlib.suppress(Refusal):
        read(b"---\ntitle: x\n" + data)
