"""What the tests of limits and suspicions share."""

from collections.abc import Callable

import pytest
from flask import Flask

from signon.web.tries import Tries

Setting = Callable[..., None]


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """`settings(FORM_SECONDS=2)`: other settings for one test, in which nobody has tried anything yet."""
    monkeypatch.setitem(app.extensions, "signon.tries", Tries())

    def change(**values: object) -> None:
        for name, value in values.items():
            assert name in app.config, f"there is no setting {name}"
            monkeypatch.setitem(app.config, name, value)

    return change
