"""Fixtures of the mail tests."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.mail.sinks import point_mail_at
from tests.servers.smtp import SmtpSink, smtp_sink


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpSink]:
    """A real SMTP server to which this application sends."""
    with smtp_sink() as server:
        point_mail_at(app, monkeypatch, server.host, server.port)
        yield server
