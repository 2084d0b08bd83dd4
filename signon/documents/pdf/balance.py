"""Dividing a row of names into columns, in order and never inside a name, by counting printed lines.

A division is a list of `columns + 1` positions: column k holds the names from position k up to position k + 1.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise


class Lines:
    """How many printed lines names take. `heights[i]` is the number of lines of name i, at least 1."""

    def __init__(self, heights: Sequence[int]):
        self.heights = heights
        self.before = list(accumulate(heights, initial=0))

    def __len__(self) -> int:
        return len(self.heights)

    def between(self, start: int, end: int) -> int:
        """The lines of the names from `start` up to `end`."""
        return self.before[end] - self.before[start]

    def within(self, start: int, capacity: int) -> int:
        """Up to which name the names from `start` on fit into `capacity` lines."""
        return bisect_right(self.before, self.before[start] + capacity, lo=start) - 1

    def sizes(self, division: Sequence[int]) -> list[int]:
        """The lines of each column."""
        return [self.between(start, end) for start, end in pairwise(division)]

    def tallest_column(self, division: Sequence[int]) -> int:
        """The lines of the longest column."""
        return max(self.sizes(division))


def page_of(lines: Lines, start: int, columns: int, capacity: int, filled: bool = False) -> list[int]:
    """A page of names from `start` on, `capacity` lines a column: the last page as `arrange` says, the others full.

    Where more names follow, three at least are left for them if that can be, else two: no page holds a name alone.
    """
    division = fill(lines, start, columns, capacity)
    if division[-1] == len(lines):
        return arrange(lines, start, columns, capacity, filled)
    for wanted in (3, 2):
        for room in range(capacity, 2, -1):
            found = fill(lines, start, columns, room)
            if len(lines) - found[-1] >= wanted:
                if found[-1] > start:
                    return found
                break
    return division


def fill(lines: Lines, start: int, columns: int, capacity: int) -> list[int]:
    """Fills column after column with names from `start` on, `capacity` lines each, until the names or columns end."""
    division = [start]
    for _ in range(columns):
        division.append(lines.within(division[-1], capacity))
    return division


def arrange(lines: Lines, start: int, columns: int, capacity: int, filled: bool = False) -> list[int]:
    """All names from `start` on, on one page that has room for them: balanced, or each column `filled` before the next.

    No name stands alone in the last column beside a longer one: rather one column less.
    """
    full = _filled(lines, start, columns, capacity) if filled and columns > 1 else None
    found = full or balance(lines, start, columns)
    if columns > 1 and _ends_lonely(lines, found):
        found = balance(lines, start, columns - 1)
        found.append(found[-1])
    return found if lines.tallest_column(found) <= capacity else fill(lines, start, columns, capacity)


def _ends_lonely(lines: Lines, division: Sequence[int]) -> bool:
    """Whether the last column is a single name beside a longer column of several."""
    before, last, end = division[-3:]
    return end - last == 1 and last - before > 1 and lines.between(last, end) < lines.between(before, last)


def _filled(lines: Lines, start: int, columns: int, capacity: int) -> list[int] | None:
    """All names from `start` on with every column full but the last, which takes the rest; None where that cannot be.

    The columns are as short as full columns can be while none holds more names, or more lines, than the one before it.
    With the names of the sample letter that was laid out so, whose lines stood 46, 46 and 37, that is how they stand.
    """
    least = -(-lines.between(start, len(lines)) // columns)
    tallest = max(lines.heights[start:], default=0)
    found = [fill(lines, start, columns, room) for room in range(least, min(least + tallest, capacity) + 1)]
    fitting = [one for one in found if one[-1] == len(lines) > one[-2] and not _ends_lonely(lines, one)]

    def worth(division: list[int]) -> tuple[bool, int, int]:
        sizes, names = lines.sizes(division), [end - first for first, end in pairwise(division)]
        rises = any(b > a for row in (sizes, names) for a, b in pairwise(row))
        return rises, sum(max(sizes) - size for size in sizes[:-1]), max(sizes)

    return min(fitting, key=worth, default=None)


def balance(lines: Lines, start: int, columns: int) -> list[int]:
    """Divides all names from `start` on so that the columns differ by no more than the tallest name has lines.

    Such a division always exists (Bárány and Grinberg, "Block partitions of sequences", 2015). Among them the one with
    the shortest longest column is taken, then the evenest, then the one whose earlier columns are the longer ones.
    """
    tallest = max(lines.heights[start:], default=0)

    def worth(division: list[int]) -> tuple[bool, int, int, int]:
        sizes = lines.sizes(division)
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
