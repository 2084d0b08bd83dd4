"""Fixtures of the long tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.conftest import DATABASES
from tests.installations import installation_of_its_own


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An installation of its own with a letter."""
    with installation_of_its_own(request, request.param, tmp_path) as app:
        make.letter()
        yield app
