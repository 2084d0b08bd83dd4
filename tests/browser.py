"""A visitor's browser without JavaScript, as the tests of doors use it."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """A browser whose every request has an application context of its own, as at a real server.

    Inside the context of a test, Flask would share `g` and the database session among the requests.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


def browser(app: Flask) -> Browser:
    """The browser of somebody with no cookies yet."""
    return Browser(app, app.response_class, use_cookies=True)
