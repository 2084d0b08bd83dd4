from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.documents.pdf.balance import Lines, arrange, balance, fill, page_of

heights = st.lists(st.integers(1, 6), min_size=0, max_size=150)
columns = st.integers(1, 3)

# The printed lines of the names of the sample letter in three columns, whose original was filled: by their number, in
# order, as they come out where lines end as they did there.
SAMPLE = "12222212112111111122112111221122311222211111222212222221211211132112112122122111221111"


def sizes(lines: Lines, division: list[int]) -> list[int]:
    return [lines.between(start, end) for start, end in pairwise(division)]


@given(heights, columns)
def test_columns_differ_by_no_more_lines_than_the_tallest_name_has(heights: list[int], columns: int) -> None:
    lines = Lines(heights)
    found = sizes(lines, balance(lines, 0, columns))
    assert max(found) - min(found) <= max(heights, default=0)


@given(heights, columns)
def test_every_name_stands_in_one_column_and_in_order(heights: list[int], columns: int) -> None:
    division = balance(Lines(heights), 0, columns)
    assert len(division) == columns + 1
    assert division == sorted(division)
    assert (division[0], division[-1]) == (0, len(heights))


@given(heights, columns, st.integers(6, 50))
def test_a_page_that_must_be_full_takes_all_that_fits(heights: list[int], columns: int, capacity: int) -> None:
    lines = Lines(heights)
    division = fill(lines, 0, columns, capacity)
    assert all(size <= capacity for size in sizes(lines, division))
    for start, end in pairwise(division):
        assert end == len(heights) or lines.between(start, end) + heights[end] > capacity


@given(heights, columns, st.integers(13, 50), st.booleans())
def test_pages_after_pages_hold_all_names_once(heights: list[int], columns: int, capacity: int, filled: bool) -> None:
    lines, start, pages = Lines(heights), 0, []
    while start < len(heights):
        division = page_of(lines, start, columns, capacity, filled)
        assert len(division) == columns + 1
        assert division == sorted(division)
        assert division[0] == start
        assert division[-1] > start
        assert lines.tallest_column(division) <= capacity
        pages.append(division[-1] - start)
        start = division[-1]
    assert len(pages) < 2 or pages[-1] > 1  # no page holds a single name


@given(heights, st.integers(2, 3), st.booleans())
def test_no_name_stands_alone_in_the_last_column_beside_a_longer_one(
    heights: list[int], columns: int, filled: bool
) -> None:
    lines = Lines(heights)
    division = arrange(lines, 0, columns, 200, filled)
    if len(heights) > columns and division[-1] - division[-2] == 1 < division[-2] - division[-3]:
        *_, before, last = sizes(lines, division)
        assert last >= before


@given(heights, columns)
def test_filled_columns_are_no_shorter_than_the_next(heights: list[int], columns: int) -> None:
    lines = Lines(heights)
    division = arrange(lines, 0, columns, 400, filled=True)
    assert (division[0], division[-1]) == (0, len(heights))
    # No taller than balanced ones by more than the tallest name, or two where one column less is taken.
    assert lines.tallest_column(division) <= -(-sum(heights) // max(columns - 1, 1)) + max(heights, default=0)


def test_the_sample_letter_stands_as_its_original_does() -> None:
    lines = Lines([int(height) for height in SAMPLE])
    division = arrange(lines, 0, 3, 48, filled=True)
    assert sizes(lines, division) == [46, 46, 37]
    assert [end - start for start, end in pairwise(division)] == [32, 28, 26]
    assert sizes(lines, arrange(lines, 0, 3, 48)) == [44, 42, 43]


@pytest.mark.parametrize(
    ("names", "filled", "found"),
    [
        (3, False, [1, 1, 1]),
        (4, False, [2, 1, 1]),
        (5, False, [3, 2, 0]),
        (7, True, [3, 2, 2]),
        (8, True, [3, 3, 2]),
        (10, True, [4, 4, 2]),
        (86, True, [29, 29, 28]),
    ],
)
def test_names_of_a_line_each_in_three_columns(names: int, filled: bool, found: list[int]) -> None:
    lines = Lines([1] * names)
    assert sizes(lines, arrange(lines, 0, 3, 50, filled)) == found


def test_ten_names_of_a_line_stand_four_three_three() -> None:
    assert balance(Lines([1] * 10), 0, 3) == [0, 4, 7, 10]


def test_the_shortest_longest_column_wins() -> None:
    lines = Lines([3, 1, 1, 1, 1, 1, 1])
    assert sizes(lines, balance(lines, 0, 3)) == [3, 3, 3]


def test_fewer_names_than_columns_leave_the_last_columns_empty() -> None:
    assert balance(Lines([1]), 0, 3) == [0, 1, 1, 1]
    assert balance(Lines([]), 0, 3) == [0, 0, 0, 0]
