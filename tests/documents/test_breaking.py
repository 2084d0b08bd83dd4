from hypothesis import given
from hypothesis import strategies as st

from signon.documents.pdf.breaking import break_name
from signon.documents.pdf.fonts import REGULAR, Measure

measure = Measure(REGULAR, 9)
WIDTH, INDENT = 138.0, 9.0

names = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60) | st.sampled_from(["-", "IJKL-"]),
    min_size=1,
    max_size=12,
).map(" ".join)


def broken(name: str) -> tuple[str, ...]:
    return break_name(name, WIDTH, INDENT, measure)


@given(names)
def test_the_lines_of_a_name_joined_are_the_name(name: str) -> None:
    assert "".join(broken(name)) == name


@given(names)
def test_no_line_is_wider_than_its_column(name: str) -> None:
    for number, line in enumerate(broken(name)):
        shown = line.rstrip(" ")
        # One character with its marks and hyphens is never broken, however wide.
        assert measure(shown) <= WIDTH - (INDENT if number else 0) + 0.001 or len(shown.lstrip(" ")) <= 66


@given(st.lists(st.text("abcdefgh-", min_size=1, max_size=9).map(lambda w: f"{w}x"), min_size=1, max_size=20))
def test_lines_end_only_at_spaces_where_all_words_fit(words: list[str]) -> None:
    assert all(line.endswith(" ") for line in broken(" ".join(words))[:-1])


def test_a_short_name_is_one_line() -> None:
    assert broken("Night Nurses") == ("Night Nurses",)


def test_a_word_that_ends_in_a_hyphen_goes_to_the_next_line_with_the_word_after_it() -> None:
    assert broken("Neighbors of the Valley IJK- Justice") == ("Neighbors of the Valley ", "IJK- Justice")
    assert broken("Sisters of the Long Valleys - Justice Team") == ("Sisters of the Long Valleys ", "- Justice Team")


def test_a_hyphen_ends_a_line_where_no_other_break_would_do() -> None:
    long = "W" * 14
    assert broken(f"{long}- {long}") == (f"{long}- ", long)


def test_a_word_wider_than_the_column_is_broken_by_characters_but_not_before_a_combining_mark() -> None:
    lines = broken("e\u0301" * 80)
    assert len(lines) > 1
    assert all(line.startswith("e") for line in lines)


def test_spaces_typed_twice_are_kept() -> None:
    name = "Neighbors  of the  Long and Winding  Valleys"
    assert len(broken(name)) == 2
    assert "".join(broken(name)) == name


def test_a_word_of_five_thousand_characters_is_broken() -> None:
    assert "".join(broken("x" * 5000)) == "x" * 5000
