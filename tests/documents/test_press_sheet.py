"""The press sheet: one page, whatever is put on it; nothing on it is cut."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pypdfium2
import pytest

from signon.documents.pdf.press import render_press_sheet
from signon.documents.press_sheet import Place, PressWords, places, summed_up
from signon.letters.reading import AddresseeReading
from signon.organizations.states import STATES
from signon.signatures.signee import INDIVIDUAL, Signee, SigneeList
from tests.documents.make import HOSTILE, NAMES, WORDS, letter, many, of, petition
from tests.documents.tagged import Element, read
from tests.press.tags import faults

W = PressWords(
    WORDS, "For the press", "As of March 1, 2026", "organizations have signed", "people have signed", "{:,}".format
)
ADDRESS = "https://letters.example/letters/open-waiting-rooms"
QUOTES = [{"text": f"We waited {hours} hours in the corridor.", "by": f"Ada Quill {hours}"} for hours in range(1, 7)]
LONG_QUOTES = [{"text": f"{'We waited, all of us. ' * 25}{n}", "by": "Ada Quill " * 20} for n in range(5)]
CODES = [line.partition(":")[2].split()[0] for line in STATES.strip().splitlines()]
SCRIPTS = ("جمعية النور (Light)", "אגודת הבית 12", "東京の会", "हिन्दी संघ", "x" * 300, ("Very " * 60)[:299] + "!")


def signees(names: Sequence[str], states: Sequence[str] = CODES, national: int = 0) -> list[Signee]:
    """Organizations from these states in turn, the first ones reaching the whole nation."""
    return [
        Signee(name, home_state=states[place % len(states)], scope="national" if place < national else "state")
        for place, name in enumerate(names)
    ]


def people(number: int) -> SigneeList:
    listed = [
        Signee(f"Ana María de los Ángeles Example y Sample {n}", INDIVIDUAL, home_state=CODES[n % len(CODES)])
        for n in range(number)
    ]
    return replace(of(petition([]).letter, listed), anonymous=312, individuals=number + 312)


SHEETS: dict[str, tuple[SigneeList, list[dict[str, str]]]] = {
    "three names": (of(letter(), signees(["Alpha", "Beta", "Gamma"], ["OH", "TX", ""])), QUOTES[:1]),
    "a hundred names": (of(letter(), signees(many(102), CODES[:20], national=6)), QUOTES),
    "no states": (of(letter(), signees([f"Night Nurses of Ward {n}" for n in range(102)], [""])), []),
    "thousands of names": (of(letter(), signees(many(2000), national=60)), QUOTES),
    "a great petition": (people(20_000), QUOTES),
    "odd names": (of(letter(signed_by="both"), signees([*HOSTILE, *SCRIPTS], ["TX", "", "<b>State"])), QUOTES[:2]),
    "long words": (
        of(
            letter(
                title=("A title of many words " * 14)[:300],
                campaign=("The campaign " * 30)[:300],
                addressees=(AddresseeReading("The Honorable " * 20, "Secretary " * 90),) * 50,
                legal_footer="Paid for by us. " * 20,
            ),
            signees(many(300)),
        ),
        LONG_QUOTES,
    ),
    "states of one's own": (of(letter(), signees(many(400), [f"Province {n}" for n in range(300)])), LONG_QUOTES),
    "nobody": (of(letter(addressees=(), date=None), []), []),
}


@cache
def drawn(name: str) -> bytes:
    listed, quotes = SHEETS[name]
    words = W if listed.letter.date else replace(W, words=replace(WORDS, dated=""))
    return render_press_sheet(listed, quotes, words, ADDRESS)


@cache
def document(name: str) -> Element:
    return read(drawn(name)).document


def by_place(name: str) -> list[tuple[str, int, list[str], int]]:
    """Each place with its number, the names that are printed, and how many more are said to be there."""
    found: list[Any] = []
    for one in document(name).all():
        if one.role == "H3":
            heading, number = re.fullmatch(r"(.*) \(([\d,]+)\)", one.words).groups()  # type: ignore[union-attr]
            found.append([heading, int(number.replace(",", "")), [], 0])
        elif found and one.role == "LBody":
            found[-1][2].append(one.words)
        elif found and (more := re.fullmatch(r"and ([\d,]+) more", one.words)):
            found[-1][3] = int(more[1].replace(",", ""))
    return [tuple(one) for one in found]


@pytest.mark.parametrize("name", SHEETS)
def test_it_is_one_page_in_which_pdfua_finds_nothing(name: str) -> None:
    opened = pypdfium2.PdfDocument(drawn(name))
    try:
        assert len(opened) == 1
    finally:
        opened.close()
    assert faults(drawn(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_name_is_cut_and_those_left_out_are_counted(name: str) -> None:
    listed, _ = SHEETS[name]
    whole = {place.heading: place.names for place in places(listed, WORDS)}
    for heading, number, names, more in by_place(name):
        if heading == W.elsewhere:
            assert names == []
            continue
        assert tuple(names) == whole[heading][: len(names)]
        assert number == len(whole[heading])
        assert not names or len(names) + more == number


def test_it_says_what_is_written_to_whom_when_how_many_signed_and_where_to_read_it() -> None:
    sheet = document("a hundred names")
    said = [" ".join(one.words.split()) for one in sheet.those("H1", "H2", "P")]
    assert said[:5] == [
        "For the press · Open Door Coalition",
        "A letter on waiting rooms",
        "To: The Honorable Ada Example, County Clerk",
        "March 1, 2026",
        "102 organizations have signed",
    ]
    assert [one.alt for one in sheet.those("Figure")] == [W.read_alt]
    assert [one.words for one in sheet.those("Link")] == ["letters.example/letters/open-waiting-rooms"]
    assert [one.words for one in sheet.those("H2")] == ["In their words", "Who signed, by state"]


def test_five_quotes_at_most_are_printed_whole_with_who_said_them() -> None:
    for name, most in (("a hundred names", 5), ("long words", 5), ("three names", 1)):
        _, given = SHEETS[name]
        quoted = [[kid.words.strip() for kid in one.kids] for one in document(name).those("BlockQuote")]
        assert 1 <= len(quoted) <= most
        whole = [[" ".join(one["text"].split()), one["by"].strip()] for one in given[: len(quoted)]]
        assert sorted([" ".join(said.split()), by] for said, by in quoted) == sorted(whole)
    assert len(document("a hundred names").those("BlockQuote")) == 5


def test_organizations_of_the_whole_nation_come_first_and_those_of_no_state_last() -> None:
    listed = signees(["Alpha", "Beta", "Gamma", "Delta", "Epsilon"], ["TX", "", "Ohio", "oh", ""], national=1)
    found = places(of(letter(), listed), WORDS)
    assert found == [
        Place("National", ("Alpha",)),
        Place("Ohio", ("Gamma", "Delta")),
        Place("No state given", ("Beta", "Epsilon")),
    ]
    assert places(of(letter(), signees(["Alpha", "Beta"], [""])), WORDS) == [Place("", ("Alpha", "Beta"))]


def test_where_all_names_fit_all_are_printed_and_where_they_do_not_each_state_has_some() -> None:
    assert [(names, more) for _, _, names, more in by_place("three names")] == [
        (["Alpha"], 0), (["Beta"], 0), (["Gamma"], 0)
    ]  # fmt: skip
    assert len(document("no states").those("LBody")) == 102
    shown = [len(names) for _, _, names, _ in by_place("a hundred names")]
    assert len(shown) == 21 and min(shown) >= 1
    # Of so many people the states' numbers alone are told, and how many stand on no list.
    petition = by_place("a great petition")
    assert sum(number for _, number, _, _ in petition) == 20_000
    assert not any(names for _, _, names, _ in petition)


def test_places_that_there_is_no_room_for_are_one() -> None:
    found = by_place("states of one's own")
    assert found[-1][0] == "Elsewhere" and sum(number for _, number, _, _ in found) == 400
    few = [Place("A", ("1",)), Place("B", ("2", "3")), Place("C", ("4", "5", "6")), Place("D", ("7",))]
    assert summed_up(few, 3, "Elsewhere") == [*few[1:3], Place("Elsewhere", ("1", "7"))]
    assert summed_up(few, 1, "Elsewhere") == [Place("Elsewhere", tuple("1234567"))]
    assert summed_up(few, 4, "Elsewhere") == few


def test_a_letter_signed_by_both_has_two_numbers() -> None:
    listed = of(letter(signed_by="both"), [Signee("Alpha"), *people(3).signees])
    sheet = read(render_press_sheet(listed, [], replace(W, unlisted="2 people are not listed."), ADDRESS)).document
    said = [one.words for one in sheet.those("P")]
    assert "1 organizations have signed" in said and "3 people have signed" in said
    assert said[-1] == "2 people are not listed."


def test_odd_names_are_printed_as_they_were_typed() -> None:
    found = [name for _, _, names, _ in by_place("odd names") for name in names]
    assert sorted(found) == sorted([*HOSTILE, *SCRIPTS])


def test_the_same_list_gives_the_same_bytes() -> None:
    listed = of(letter(), signees(NAMES))
    assert render_press_sheet(listed, QUOTES, W, ADDRESS) == render_press_sheet(listed, QUOTES, W, ADDRESS)
