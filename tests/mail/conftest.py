"""Fixtures of the mail tests."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.mail.sinks import point_mail_at
from tests.servers.smtp import LARGEST, SmtpSink, smtp_sink


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[SmtpSink]:
    """The SMTP server of this process."""
    with smtp_sink() as server:
        yield server


@pytest.fixture
def sink(app: Flask, smtp_server: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpSink]:
    """A real SMTP server to which this application sends, up and empty."""
    smtp_server.start()
    smtp_server.clear()
    point_mail_at(app, monkeypatch, smtp_server.host, smtp_server.port)
    yield smtp_server
    if smtp_server.largest != LARGEST:
        smtp_server.stop()
        smtp_server.largest = LARGEST
