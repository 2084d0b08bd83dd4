"""The difference between two signee lists, as staff read it before they hand over."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from signon.letters.reading import LetterReading
from signon.signatures.differing import difference
from signon.signatures.signee import Signee, SigneeList

LETTER = LetterReading("night-train", "Night Line", "organizations", "en", "Run the night train again", "Please.")
OWLS, ZINNIA, IRIS = (
    Signee(name, signature_id=number) for number, name in enumerate(("Night Owls", "Zinnia Circle", "Iris League"), 1)
)


def listed(*signees: Signee, letter: LetterReading = LETTER) -> SigneeList:
    return SigneeList(letter, signees, len(signees), 0, len(signees), datetime(2026, 11, 21, tzinfo=UTC))


def test_who_came_who_left_and_who_is_printed_otherwise_is_told_apart() -> None:
    renamed = replace(OWLS, name="Night Owls Union")
    found = difference(listed(OWLS, ZINNIA), listed(IRIS, renamed))
    assert (found.added, found.left) == ((IRIS,), (ZINNIA,))
    assert [(pair.before, pair.after, pair.renamed) for pair in found.changed] == [(OWLS, renamed, True)]
    assert found.moved == ()


def test_a_shown_representative_is_a_change_and_no_new_name() -> None:
    shown = replace(OWLS, representative="Ada Quill", role="Chair")
    (pair,) = difference(listed(OWLS), listed(shown)).changed
    assert not pair.renamed


def test_two_signees_of_one_name_are_two() -> None:
    twin = replace(OWLS, signature_id=9)
    assert difference(listed(OWLS, twin), listed(twin)).left == (OWLS,)


def test_only_the_name_that_went_elsewhere_is_said_to_have_moved() -> None:
    found = difference(listed(IRIS, OWLS, ZINNIA), listed(OWLS, ZINNIA, IRIS))
    assert found.moved == (IRIS,)
    assert not (found.added or found.left or found.changed)


def test_the_parts_of_the_letter_that_changed_are_named() -> None:
    other = replace(LETTER, body="Please, soon.", legal_footer="Paid for by nobody.")
    assert difference(listed(OWLS), listed(OWLS, letter=other)).parts == ("text", "footer")


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_what_is_told_leads_from_one_list_to_the_other(order: list[int], gone: set[int], new: set[int]) -> None:
    everybody = [Signee(f"Union {number}", signature_id=number + 1) for number in range(12)]
    before = listed(*(one for one in everybody if one.signature_id - 1 not in new))
    after = listed(*(everybody[number] for number in order if number not in gone))
    found = difference(before, after)
    apart = {one.signature_id for one in (*found.added, *found.left, *found.moved)}
    rest = [[one for one in side.signees if one.signature_id not in apart] for side in (before, after)]
    assert rest[0] == rest[1]
    assert {*before.signees, *found.added} - {*found.left} == set(after.signees)
    assert found.is_empty == (before.signees == after.signees)
