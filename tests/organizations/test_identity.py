"""When two spellings are certainly one organization: only what changes no word."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.organizations.identity import fold, normal_form

PAIRS = Path(__file__).resolve().parents[3] / "shared" / "org_pairs.csv"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Workers’ Center", "workers' center"),
        ("Comité de Ayuda", "COMITE DE AYUDA"),
        ("Rights – Now", "Rights - Now"),
        ("Night \u00a0Owls", " Night Owls "),
        ("Rights\u2010Now", "Rights-Now"),
        ("Rights\ufe58Now", "Rights-Now"),
        *(
            (f"Night{mark}Owls", "NightOwls")
            for mark in "\u034f\u115f\u180e\u200b\u200d\u2060\u3164\ufe0f\uffa0\U000e0041"
        ),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_case_accents_quotes_dashes_spaces_and_hidden_marks_make_no_other_organization(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Owls Action Fund", "Owls"), ("Night Owls", "The Night Owls"), ("AT&T Workers", "AT T Workers"), ("Owls", "Owl")],
)
def test_any_other_word_makes_another_organization(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.skipif(not PAIRS.exists(), reason="the real pairs lie beside the project only where it is developed")
def test_no_two_real_organizations_are_taken_for_one() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        pairs = list(csv.DictReader(lines))
    assert len(pairs) > 20
    wrong = [p for p in pairs if p["same_org"] == "0" and normal_form(p["left"]) == normal_form(p["right"])]
    missed = [p for p in pairs if p["relation"] == "exact" and normal_form(p["left"]) != normal_form(p["right"])]
    assert (wrong, missed) == ([], [])


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


def test_a_korean_name_is_not_longer_when_it_is_compared() -> None:
    assert len(fold("국민")) == 2
    assert normal_form("국민") == normal_form(unicodedata.normalize("NFD", "국민"))
