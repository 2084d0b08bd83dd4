"""Fixtures of the workspace's tests."""

import pytest
from flask import Flask

from tests.staff.people import Browser, browser, person, sign_in


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser that never was here."""
    return browser(app)


@pytest.fixture
def owner(app: Flask) -> Browser:
    """A browser in which an owner of every campaign is signed in."""
    signed_in = browser(app)
    assert sign_in(signed_in, person()).status_code == 302
    return signed_in
