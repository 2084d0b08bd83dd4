"""What staff type is checked as a letter file is: every fault beside its field, and what passes can be a file."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.letters.differences import differences
from signon.letters.file import LetterFile, read, write
from signon.letters.moments import known_zone, moment, typed
from signon.letters.typed import faults
from signon.refusals import Refusal
from tests.make import moment as utc

LETTER = LetterFile(
    title="Run the night train again",
    body="We, {{ undersigned }} organizations, ask.\n\nThe bus takes two hours.\n",
    slug="night-train",
    campaign="Night Line",
    addressees=({"name": "Ada Quill", "title": "Minister", "address": "1 Rail Street\nDayton"},),
    conveners=("Alder Union",),
)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"subject": "Trains\u202e"}, "subject"),
        ({"salutation": "Dear {{ minister }}:"}, "salutation"),
        ({"closing": "Yours,\nall"}, "closing"),
        ({"legal_footer": "x" * 1001}, "legal_footer"),
        ({"body": "\n"}, "body"),
        ({"body": "one\ntwo &#x202e; lines\n"}, "body"),
        ({"body": "We, {{ undersgined }}, ask.\n"}, "body"),
        ({"body": "x" * 200_001}, "body"),
        ({"addressees": ({"name": "", "title": "Minister", "address": ""},)}, "addressees-0-name"),
        ({"addressees": (LETTER.addressees[0], {"name": "A", "title": "", "address": "\x07"})}, "addressees-1-address"),
        ({"addressees": LETTER.addressees * 51}, "addressees"),
        ({"conveners": ("Alder Union", "\x07")}, "conveners"),
        ({"conveners": ("x",) * 201}, "conveners"),
        ({"goal": 0}, "goal"),
        ({"language": "klingon"}, "language"),
        ({"signed_by": "nobody"}, "signed_by"),
    ],
)
def test_each_fault_is_told_beside_its_field(wrong: dict[str, Any], field: str) -> None:
    assert not faults(LETTER)
    assert {refusal.field for refusal in faults(replace(LETTER, **wrong))} == {field}


def test_all_faults_are_told_at_once() -> None:
    told = faults(replace(LETTER, title="", body="", goal=0))
    assert [refusal.field for refusal in told] == ["title", "body", "goal"]


LINE = st.text(max_size=40).map(lambda text: " ".join(text.split()))
BOX = st.text(max_size=60).map(str.strip)
ADDRESSEE = st.fixed_dictionaries({"name": LINE, "title": LINE, "address": BOX})


@settings(max_examples=60)
@given(
    title=LINE,
    subject=LINE,
    body=st.text(max_size=80).map(lambda text: text.strip("\n") + "\n"),
    addressees=st.lists(ADDRESSEE, max_size=2).map(tuple),
    conveners=st.lists(LINE.filter(bool), max_size=2).map(tuple),
)
def test_what_passes_can_be_written_as_a_letter_file_and_read_back(**words: Any) -> None:
    file = replace(LETTER, **words)
    if not faults(file):
        assert read(write(file)) == file


@pytest.mark.parametrize(
    ("said", "zone", "means"),
    [
        ("2026-12-31T23:59", "America/New_York", "2027-01-01 04:59"),
        ("2026-12-31 23:59", "UTC", "2026-12-31 23:59"),
        ("2026-11-01T01:30", "America/New_York", "2026-11-01 05:30"),  # shown twice: the first one
    ],
)
def test_a_moment_is_read_on_the_clock_of_its_zone(said: str, zone: str, means: str) -> None:
    found = moment(said, zone, "deadline")
    assert found == utc(means)
    assert typed(found, zone) == said.replace(" ", "T")


@pytest.mark.parametrize("said", ["tomorrow", "2026-02-30T10:00", "1999-01-01T10:00", "2027-03-14T02:30"])
def test_what_is_no_moment_or_is_skipped_by_the_clocks_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refused:
        moment(said, "America/New_York", "deadline")
    assert refused.value.field == "deadline"
    assert moment(" ", "UTC", "deadline") is None


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    assert known_zone(" Europe/Paris ", "zone") == "Europe/Paris"
    with pytest.raises(Refusal):
        known_zone(name, "zone")


def test_differences_are_told_part_by_part_and_word_by_word() -> None:
    mine = replace(LETTER, body=LETTER.body.replace("two", "three"), goal=100)
    told = differences(LETTER, mine)
    assert [one.part for one in told] == ["body", "goal"]
    changed = [(piece.kind, piece.words) for line in told[0].lines for piece in line if piece.kind != "same"]
    assert changed == [("removed", "two"), ("added", "three")]
    assert not differences(LETTER, LETTER)
