"""What may be printed as a name, and in which order names stand."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.refusals import Refusal
from signon.signatures.names import LONGEST, initials, plain_text, printed_name, sort_key

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
    "350.org",
    "MoveOn.org Civic Action",
    "St.John’s Friends",
    "U.S. Workers",
    "U.S./Mexico Border Watch",
    "A.C.L.U. of N.Y.",
    "No.9 Depot",
    "Color.Of.Night",
    "Class of 2020-2021 Alumni",
    "9 to 5, 1199 SEIU",
    "Local 1199-1200 2021-2022",
    "24/7 Night Line",
    "می\u200cخواهم",  # Persian, with the joiner that its spelling needs
    "क्\u200dष",
    "ශ්\u200dරී ලංකා",
    "လျှော့ချရေး",  # Burmese: five signs after one letter
    "שָׁלוֹם",
    "ខ្ញុំ ស្ត្រី",
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
        "xyz://owls",
        "ｗｗｗ．ｏｗｌｓ．ｏｒｇ",
        "owls.com/join",
        "owls.com./join",
        "owls.com:8080",
        "192.168.0.1",
        "ada@owls.org",
        "ada＠owls",
        "Call 937 555 0100 12",
        "Call +1 (937) 555-0100",
        "Call (937) 555–0100",
        "Call 06 12 34 56 78",
        "Call 9375550100",
        "Call +47 123 45 67",
        "Call ９３７ ５５５ ０１００",
        "Since 2020 937 555 0100",
        "Ow" + "\u20dd" * 50 + "ls",
        "Ow" + "\u0301\u20dd" * 3 + "ls",
        "လ" + "\u103b" * 9,
        "\u3164",
        "\u115f\u1160",
        "Night\u200cOwls",
        "Night\u200dOwls",
        "Ночные\u200dСовы",
        "Νυχτο\u200cΠουλια",
        "夜\u200d行",
        "x\u0301\u200d\u0301",
        "👩\u200d👩 Families",
        "\u200dمی",
        "می\u200c",
        "می\u200c\u200cخواهم",
        "ﷺ " * 150,
    ],
)
def test_what_is_no_name_is_refused_beside_its_field(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        printed_name(name)
    assert refused.value.field == "organization"


IGNORABLE = "034F 061C 115F 1160 17B4 17B5 180B 180F 200B 200E 202A 202E 2060 2065 206F 3164 FE00 FE0F FEFF FFA0 FFF0"
IGNORABLE += " FFF8 1BCA0 1BCA3 1D173 1D17A E0000 E0001 E0FFF AD"


@pytest.mark.parametrize("code", IGNORABLE.split())
def test_what_is_drawn_as_nothing_is_refused_in_names_and_in_short_answers(code: str) -> None:
    with pytest.raises(Refusal, match="cannot be printed"):
        printed_name(f"夜{chr(int(code, 16))}行")
    with pytest.raises(Refusal, match="cannot be printed"):
        plain_text(f"夜{chr(int(code, 16))}行", "city")


OWN = frozenset({"moveon.org", "xn--e1afmkfd.xn--p1ai"})


@pytest.mark.parametrize(
    "name",
    [
        "MoveOn.org Civic Action",
        "Friends of “MoveOn.org”",
        "Civic Action (MoveOn.org), Inc.",
        "front.moveon.org",
        "Пример.рф",
        "St.John",
        "No.9",
        "U.S.",
        "The St.John’s Friends of Night Trains, Slow Trains and Every Other Train",
    ],
)
def test_a_domain_in_a_name_may_be_the_organizations_own(name: str) -> None:
    assert printed_name(name, "organization", OWN) == name


@pytest.mark.parametrize(
    "name",
    [
        "Owls.com",
        "MoveOn.org and Owls.com",
        "moveon.org.owls.com",
        "MoveOn.org and MoveOn.org",
        "Win:MoveOn.org",
        "MoveOn.org-friends",
        "You have won collect your prize at moveon.org",
        "You-have-won-collect-your-prize-at moveon.org",
        "You_have_won_collect_your_prize_at moveon.org",
        "You/have/won/collect/your/prize moveon.org",
        "owls.com-friends",
        "owls.com.",
        "owls。com",
        "ｏｗｌｓ.ｃｏｍ",
        "сова.рф",
        "bit.ly",
        "owls.co.uk",
        "owls.wordpress.com",
    ],
)
def test_any_other_domain_in_a_name_is_refused_unless_staff_bring_it(name: str) -> None:
    assert printed_name(name) == name
    with pytest.raises(Refusal, match="own website") as refused:
        printed_name(name, "organization", OWN)
    assert refused.value.field == "organization"
    with pytest.raises(Refusal, match="the name only") as refused:
        printed_name(name, "name", frozenset())
    assert refused.value.field == "name"


@pytest.mark.parametrize("typed", ["e\u0301\u0316" * 60_000, "\u0316\u0301" * 60_000, " " * 100_000, "1 (" * 60_000])
def test_what_is_far_too_long_is_refused_before_it_costs_anything(typed: str) -> None:
    began = time.process_time()
    with pytest.raises(Refusal):
        printed_name(typed)
    with pytest.raises(Refusal):
        plain_text(typed, "city")
    assert time.process_time() - began < 0.5


def test_a_short_answer_may_be_empty_and_is_cleaned_like_a_name() -> None:
    assert plain_text("  \n", "city") == ""
    assert plain_text(" Cafe\u0301 \t 5 ", "city") == "Café 5"
    assert plain_text("x" * 20, "postal_code", most=20)


@pytest.mark.parametrize("typed", ["x" * 21, "a\x00", "a\u202e", "a\u200db", "a" + "\u0301" * 5, "a" + "\u20dd" * 5])
def test_a_short_answer_that_cannot_be_printed_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        plain_text(typed, "postal_code", most=20)
    assert refused.value.field == "postal_code"


@given(st.text(max_size=400))
def test_a_kept_name_has_nothing_hidden_and_is_kept_the_same_again(text: str) -> None:
    try:
        name = printed_name(text)
    except Refusal:
        return
    assert printed_name(name) == name
    assert "\n" not in name
    assert not set(name) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x00")
    assert len(sort_key(name).encode(errors="replace")) < 2600


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


@pytest.mark.parametrize("own", ["ﷺ" * 200, "한" * 200, "\U0001f600" * 200])
def test_a_sort_key_fits_into_an_index_of_postgresql(own: str) -> None:
    assert len(sort_key("Owls", own).encode()) < 2600
    assert len(sort_key("Owls", own)) <= LONGEST


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ana María de la Cruz-Vega", "A. M. D. L. C. V."),
        ("(Ana) (Cruz)", "A. C."),
        ("'Abd 'Ali", "A. A."),
        ("“Ana” ¡Cruz! – Vega", "A. C. V."),
        ("Conan O'Neil", "C. O."),
        ("Ana 2nd", "A."),
        ("किरण देवी", "क. द."),
        ("123 456", ""),
        ("— 5", ""),
    ],
)
def test_initials_are_the_first_letters_of_each_part(name: str, short: str) -> None:
    assert initials(name) == short
