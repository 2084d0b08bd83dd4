"""Charts as plain numbers: where each bar stands and how long it is. The template draws them as SVG, without a script;
the words around them are the page's own, so that they can be read at every width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 160  # of a chart of days, in its own units
FEWEST = 14  # days for which there is room: a bar of the first day alone would be a block
FULL = 100  # the length of the longest share


@dataclass(frozen=True)
class Bar:
    """One bar of a chart of days: what it stands for, its number, and its rectangle."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Columns:
    """A chart of days: one bar each for the larger number, and one before it for the smaller. `top` is the value of the
    highest bar, `first` and `last` are the labels of the first and the last day.
    """

    behind: tuple[Bar, ...]
    before: tuple[Bar, ...]
    top: int
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Share:
    """One part of a whole: its label, its number, and how long its bar is, of FULL."""

    label: str
    value: int
    length: float


def columns(days: Sequence[tuple[str, int, int]]) -> Columns:
    """A chart of `days`: (label, larger number, smaller number) each, in order."""
    top = max((larger for _, larger, _ in days), default=0)
    step = WIDTH / max(len(days), FEWEST)

    def bar(place: int, label: str, value: int) -> Bar:
        tall = HEIGHT * value / top if top else 0
        return Bar(label, value, round(place * step, 2), round(HEIGHT - tall, 2), round(step * 0.8, 2), round(tall, 2))

    behind = tuple(bar(place, label, larger) for place, (label, larger, _) in enumerate(days))
    before = tuple(bar(place, label, smaller) for place, (label, _, smaller) in enumerate(days))
    return Columns(behind, before, top, *((days[0][0], days[-1][0]) if days else ("", "")))


def shares(parts: Sequence[tuple[str, int]]) -> tuple[Share, ...]:
    """The bars of `parts`: (label, number) each, in the order in which they are to stand."""
    top = max((number for _, number in parts), default=0)
    return tuple(Share(label, number, round(FULL * number / top, 2) if top else 0) for label, number in parts)
