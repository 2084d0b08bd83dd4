"""Tests that this machine cannot run are skipped, and the end of the run says so in capitals.

Under `CI=true` they fail instead: there everything must run. A pytest plugin; `tests/conftest.py` names it in
`pytest_plugins`.
"""

import os
import re
from collections import Counter
from typing import NoReturn

import pytest

SAID = re.compile(r"^Skipped: (?P<words>[A-Z][A-Z0-9 ]* SKIPPED: .*)$", re.DOTALL)


def skip_loudly(title: str, reason: str) -> NoReturn:
    """Skip the running test, or fail it under CI. `title` is plural: "browser journeys", "PostgreSQL tests"."""
    words = f"{title.upper()} SKIPPED: {reason}"
    if must_run_everything():
        pytest.fail(f"{words} - and CI=true, where nothing may be skipped", pytrace=False)
    pytest.skip(words)


def must_run_everything() -> bool:
    """Whether this is a run under CI."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one line in capitals for each reason, with the number of tests that it kept from running."""
    reasons = Counter(_words(report) for report in terminalreporter.stats.get("skipped", []))
    for words, count in sorted(reasons.items()):
        if words:
            terminalreporter.write_line(f"{words} ({count} tests did not run)", yellow=True, bold=True)


def _words(report: pytest.TestReport) -> str:
    """The loud reason of a skipped test, or "" when it was skipped for another reason."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    said = SAID.match(reason)
    return said["words"] if said else ""
