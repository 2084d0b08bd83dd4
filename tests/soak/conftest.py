"""Fixtures of the long tests."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from signon.database import now
from tests import make
from tests.conftest import DATABASES
from tests.installations import installation_of_its_own
from tests.soak.figures import Tell, pytest_terminal_summary, teller

__all__ = ["pytest_terminal_summary"]  # a hook of pytest, which finds it here


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An installation of its own with a letter."""
    with installation_of_its_own(request, request.param, tmp_path) as app:
        make.letter(at=now() - timedelta(days=2))  # past its first day, on which a surge is ten times as many
        yield app


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Tells a figure at the end of the run: `tell("200 names in 12 s")`."""
    return teller(request)
