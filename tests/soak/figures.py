"""Figures: what a long test measured is told at the end of the run, whether it passed or not."""

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

import pytest

Tell = Callable[[str], None]
FIGURE = "figure"


def teller(request: pytest.FixtureRequest) -> Tell:
    """What a test tells its figures to, a line each."""

    def tell(line: str) -> None:
        request.node.user_properties.append((FIGURE, line))

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures below the name of their test."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])]
    told = [(report, list(_figures(report))) for report in reports if report.when == "call"]
    if any(lines for _, lines in told):
        terminalreporter.section("figures")
    for report, lines in told:
        if lines:
            terminalreporter.write_line(report.nodeid.rpartition("::")[2], bold=True)
        for line in lines:
            terminalreporter.write_line(f"  {line}")


def _figures(report: pytest.TestReport) -> Iterator[str]:
    return (str(line) for name, line in report.user_properties if name == FIGURE)


def milliseconds(seconds: float) -> str:
    """ "12.3 ms"."""
    return f"{seconds * 1000:.1f} ms"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of 100 are at most, such as the 95th percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def rank_auc(ones: Sequence[float], others: Sequence[float]) -> float:
    """How likely one of `ones` is greater than one of `others`; equal values count half. 0.5 tells nothing apart.

    It is Mann and Whitney's U over the number of pairs.
    """
    ordered = sorted(others)
    below = sum(bisect_left(ordered, one) + bisect_right(ordered, one) for one in ones) / 2
    return below / (len(ones) * len(ordered))
