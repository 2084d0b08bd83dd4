"""When two spellings are certainly one organization: only what changes no word."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.organizations.identity import normal_form

PAIRS = Path(__file__).resolve().parents[3] / "shared" / "org_pairs.csv"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Workers’ Center", "workers' center"),
        ("Comité de Ayuda", "COMITE DE AYUDA"),
        ("Rights – Now", "Rights - Now"),
        ("Night \u00a0Owls", " Night Owls "),
    ],
)
def test_case_accents_quotes_dashes_and_spaces_make_no_other_organization(one: str, other: str) -> None:
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
