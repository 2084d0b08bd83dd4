"""What may be printed as a name, and in which order names stand."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.refusals import Refusal
from signon.signatures.names import initials, printed_name, sort_key

REAL = Path(__file__).resolve().parents[3] / "shared" / "letters"
SHAPES = [
    "AT&T Workers",
    "R&D <Coalition>",
    "Rights Now | RN",
    "¡Sí! — Workers’ Center",
    "WeCount!",
    "IJAM- Movement",
    "Migrantes / Migrants",
    "Lanterns901",
    "Łódź Night Readers",
    "Hội Bạn Đường Sắt",
    "夜行列车之友",
    "اتحاد قطار الليل",
    "איגוד רכבת הלילה",
    "የሌሊት ባቡር",
    "Sèvis Solèy",
    "4 Corners Union",
    '"Quoted" Friends',
    "<b>oops",
    "[[[x]]]",
    "=cmd Collective",
]


@pytest.mark.parametrize("name", SHAPES)
def test_a_real_name_is_kept_byte_for_byte(name: str) -> None:
    assert printed_name(name) == name


def test_outer_and_doubled_spaces_are_the_only_thing_that_is_tidied() -> None:
    assert printed_name("  Night \u00a0 Owls\tUnion\n") == "Night Owls Union"
    assert printed_name("Cafe\u0301 Workers") == "Café Workers"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "---",
        "!",
        "x" * 301,
        "Night\x00Owls",
        "Night\x1bOwls",
        "Owls \u202egnihtemos",
        "Night\u200bOwls",
        "Night\ufeffOwls",
        "Night\u2066Owls",
        "Owls \ud800",
        "\ue000 Owls",
        "a" * 61,
        "Ow" + "\u0301" * 40 + "ls",
        "Visit https://owls.org",
        "www.owls.org",
        "owls.com friends",
        "ada@owls.org",
        "Call 937 555 0100 12",
        "Call +1 (937) 555-0100",
    ],
)
def test_what_is_no_name_is_refused_beside_its_field(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        printed_name(name)
    assert refused.value.field == "organization"


@given(st.text(max_size=400))
def test_a_kept_name_has_nothing_hidden_and_is_kept_the_same_again(text: str) -> None:
    try:
        name = printed_name(text)
    except Refusal:
        return
    assert printed_name(name) == name
    assert "\n" not in name
    assert not set(name) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x00")


def test_the_whole_name_is_sorted_without_case_and_accents_the_article_included() -> None:
    names = ["The Advocates", "élan", "Elbow", "NYU Clinic", "Northwest", "CASA", "California", "Center"]
    assert sorted(names, key=sort_key) == [
        "California",
        "CASA",
        "Center",
        "élan",
        "Elbow",
        "Northwest",
        "NYU Clinic",
        "The Advocates",
    ]


def test_a_sort_key_of_ones_own_takes_the_place_of_the_name() -> None:
    assert sort_key("St. Brigid", "Saint Brigid") == sort_key("saint brigid")


@pytest.mark.skipif(not REAL.exists(), reason="the real letters lie beside the project only where it is developed")
@pytest.mark.parametrize("file", ["enforcement-reform-priorities", "five-things-dhs-retaliation"])
def test_the_real_lists_stand_in_their_printed_order(file: str) -> None:
    with (REAL / f"{file}.signees.csv").open(encoding="utf-8-sig", newline="") as lines:
        names = [row["organization"] for row in csv.DictReader(lines)]
    assert len(names) in (86, 102)
    assert sorted(names, key=sort_key) == names
    assert [printed_name(name) for name in names] == names


def test_initials_are_the_first_letters_of_each_part() -> None:
    assert initials("Ana María de la Cruz-Vega") == "A. M. D. L. C. V."
