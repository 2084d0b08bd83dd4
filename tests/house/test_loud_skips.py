"""A test that could not run here is told of in capitals, and under CI it fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

TWO_JOURNEYS = """
import pytest
from tests.loud_skips import skip_loudly

@pytest.fixture(scope="session")
def browser():
    skip_loudly("browser journeys", "no Chromium here")

def test_one(browser): pass
def test_two(browser): pass
def test_other(): pytest.skip("for a quiet reason")
"""


def run(folder: Path, ci: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_journeys.py").write_text(TWO_JOURNEYS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.loud_skips", "-q", *options]
    env = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["in one process", "on two cores"])
def test_a_loud_skip_is_said_in_capitals_with_the_number_of_tests(tmp_path: Path, options: tuple[str, ...]) -> None:
    answer = run(tmp_path, "", *options)
    assert "BROWSER JOURNEYS SKIPPED: no Chromium here (2 tests did not run)" in answer.stdout
    assert "quiet" not in answer.stdout
    assert answer.returncode == 0


def test_a_loud_skip_is_a_failure_under_ci(tmp_path: Path) -> None:
    answer = run(tmp_path, "true")
    assert "BROWSER JOURNEYS SKIPPED: no Chromium here - and CI=true" in answer.stdout
    assert answer.returncode == 1
