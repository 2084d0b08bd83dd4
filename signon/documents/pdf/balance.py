"""Dividing a row of names into columns, in order and never inside a name, by counting printed lines.

A division is a list of `columns + 1` positions: column k holds the names from position k up to position k + 1.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise


class Lines:
    """How many printed lines names take. `heights[i]` is the number of lines of name i, at least 1."""

    def __init__(self, heights: Sequence[int]):
        self.heights = heights
        self.before = [0]
        for height in heights:
            self.before.append(self.before[-1] + height)

    def __len__(self) -> int:
        return len(self.heights)

    def between(self, start: int, end: int) -> int:
        """The lines of the names from `start` up to `end`."""
        return self.before[end] - self.before[start]

    def tallest_column(self, division: Sequence[int]) -> int:
        """The lines of the longest column."""
        return max(self.between(start, end) for start, end in pairwise(division))


def fill(lines: Lines, start: int, columns: int, capacity: int) -> list[int]:
    """Fills column after column with names from `start` on, `capacity` lines each, until the names or columns end."""
    division = [start]
    for _ in range(columns):
        end, room = division[-1], capacity
        while end < len(lines) and lines.heights[end] <= room:
            room -= lines.heights[end]
            end += 1
        division.append(end)
    return division


def balance(lines: Lines, start: int, columns: int) -> list[int]:
    """Divides all names from `start` on so that the columns differ by no more than the tallest name has lines.

    Such a division always exists (Bárány and Grinberg, "Block partitions of sequences", 2015). Among them the one with
    the shortest longest column is taken, then the evenest, then the one whose earlier columns are the longer ones.
    """
    tallest = max(lines.heights[start:], default=0)

    def worth(division: list[int]) -> tuple[bool, int, int, int]:
        sizes = [lines.between(a, b) for a, b in pairwise(division)]
        spread = max(sizes) - min(sizes)
        rises = sum(after - before for before, after in pairwise(sizes) if after > before)
        return spread > tallest, max(sizes), spread, rises

    return min(_candidates(lines, start, columns, tallest), key=worth)


def _candidates(lines: Lines, start: int, columns: int, slack: int) -> Iterator[list[int]]:
    """Divisions whose columns all lie within `slack` lines of the mean: the wanted one is among them."""
    if columns == 1:
        yield [start, len(lines)]
        return
    mean = lines.between(start, len(lines)) / columns
    end = start
    while end < len(lines) and lines.between(start, end) < mean - slack:
        end += 1
    while end <= len(lines) and lines.between(start, end) <= mean + slack:
        for rest in _candidates(lines, end, columns - 1, slack):
            yield [start, *rest]
        end += 1


def arrange(lines: Lines, start: int, columns: int, capacity: int) -> list[int]:
    """A page of names from `start` on, `capacity` lines a column: balanced if all fit, else each column full."""
    filled = fill(lines, start, columns, capacity)
    if filled[-1] < len(lines):
        return filled
    division = balance(lines, start, columns)
    return division if lines.tallest_column(division) <= capacity else filled
