from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from signon.documents.pdf.balance import Lines, arrange, balance, fill

heights = st.lists(st.integers(1, 6), min_size=0, max_size=150)
columns = st.integers(1, 3)


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


@given(heights, columns, st.integers(6, 50))
def test_pages_after_pages_hold_all_names_once(heights: list[int], columns: int, capacity: int) -> None:
    lines, start, pages = Lines(heights), 0, []
    while start < len(heights):
        division = arrange(lines, start, columns, capacity)
        assert division[0] == start
        assert division[-1] > start
        assert lines.tallest_column(division) <= capacity
        start = division[-1]
        pages.append(division)
    assert start == len(heights)


def test_ten_names_of_a_line_stand_four_three_three() -> None:
    assert balance(Lines([1] * 10), 0, 3) == [0, 4, 7, 10]


def test_the_shortest_longest_column_wins() -> None:
    lines = Lines([3, 1, 1, 1, 1, 1, 1])
    assert sizes(lines, balance(lines, 0, 3)) == [3, 3, 3]


def test_fewer_names_than_columns_leave_the_last_columns_empty() -> None:
    assert balance(Lines([1]), 0, 3) == [0, 1, 1, 1]
    assert balance(Lines([]), 0, 3) == [0, 0, 0, 0]
