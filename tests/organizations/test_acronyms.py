"""What an organization's name may be shortened to."""

import pytest

from signon.organizations.acronyms import acronyms


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Northern Kayak and Canoe League", {"nkcl", "nkacl"}),
        ("The Lantern Society of Dayton", {"lsd", "tlsod"}),
        ("Red Owls (ROWL) Guild", {"rog"}),
        ("Night Owls | NOW", {"no", "non"}),
        ("Choir - The People’s Singing Center", {"psc", "tpsc", "cpsc", "ctpsc"}),
        ("Círculo Ñandú del Río", {"cnr", "cndr"}),
        ("OM (Open Media Initiative)", {"omi"}),
        ("Łódź Night Readers", {"łnr"}),
    ],
)
def test_a_name_spells_its_acronyms_with_the_small_words_and_without(name: str, spelt: set[str]) -> None:
    assert set(acronyms(name).split()) == spelt
    assert acronyms(name) == f" {acronyms(name).strip()} "


@pytest.mark.parametrize("name", ["", "Mijente", "日本", "1 2 3", "A " * 300])
def test_one_word_numbers_and_endless_names_spell_none(name: str) -> None:
    assert acronyms(name) == ""
