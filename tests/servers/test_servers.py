"""The servers the other tests stand on do what they promise."""

import signal
import smtplib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.loud_skips import skip_loudly
from tests.servers.browser import PHONE, Browser, sideways_scroll
from tests.servers.postgres import PostgresServer, postgres_server
from tests.servers.smtp import SmtpSink, silent_server, smtp_sink
from tests.servers.web import ROOT, running_app

# A web application of four lines that shows one of its settings.
SMALL_APP = """
import os
def app(environ, start_response):
    start_response("200 OK" if environ["PATH_INFO"] == "/healthz" else "404 Not Found", [])
    return [os.environ.get("GREETING", "nothing").encode(), b" ", os.environ["PUBLIC_URL"].encode()]
"""
KILLED_WHILE_IT_RUNS = """
import time
from tests.servers.postgres import postgres_server
with postgres_server() as server:
    print(server.psql_url, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        if server is None:
            skip_loudly("PostgreSQL tests", "no PostgreSQL programs here")
        yield server


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with smtp_sink() as server:
        yield server


def send(sink: SmtpSink, *recipients: str) -> None:
    message = EmailMessage()
    message["To"] = "¡Sí! Workers’ Center <center@example.org>"
    message["Subject"] = "Your link"
    message.set_content("Grüße")
    with smtplib.SMTP(sink.host, sink.port, timeout=5) as client:
        client.send_message(message, "letters@example.org", recipients or ["center@example.org"])


def scalar(url: str, statement: str) -> object:
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.scalar(sa.text(statement))
    finally:
        engine.dispose()


def test_a_new_postgresql_database_is_empty_and_can_be_written(postgres: PostgresServer) -> None:
    url = postgres.create_database("empty")
    assert scalar(url, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'") == 0
    assert scalar(url, "WITH word AS (SELECT 'ja' AS text) SELECT text FROM word") == "ja"


def test_a_postgresql_database_is_copied_from_another_with_its_rows(postgres: PostgresServer) -> None:
    first = postgres.create_database("first")
    with psycopg.connect(first.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE word AS SELECT 'ja' AS text")
    copy = postgres.create_database("copy", template=first)
    assert scalar(copy, "SELECT text FROM word") == "ja"


def test_a_postgresql_database_that_was_dropped_is_gone(postgres: PostgresServer) -> None:
    url = postgres.create_database("gone")
    postgres.drop_database(url)
    with pytest.raises(sa.exc.OperationalError, match="does not exist"):
        scalar(url, "SELECT 1")


def test_a_server_that_is_named_in_the_environment_is_used_and_left_as_it_was(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", postgres.psql_url)
    with postgres_server() as named:
        assert named is not None
        assert scalar(named.create_database("ours"), "SELECT current_database()") != "ours"
    left = "SELECT count(*) FROM pg_database WHERE datname LIKE '%ours'"
    assert scalar(named.psql_url.replace("://", "+psycopg://"), left) == 0


def test_postgresql_ends_and_clears_up_after_a_test_run_that_was_killed() -> None:
    run = subprocess.Popen([sys.executable, "-c", KILLED_WHILE_IT_RUNS], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with run:
        assert run.stdout
        address = sa.make_url(run.stdout.readline().strip())
        folder = Path(str(address.query["host"]))
        assert folder.is_dir()
        run.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while folder.exists():
        assert time.monotonic() < deadline, f"{folder} is still there"
        time.sleep(0.05)


def test_the_mail_sink_keeps_the_message_and_the_envelope(sink: SmtpSink) -> None:
    send(sink, "center@example.org", "hidden@example.org")
    [message] = sink.wait_for(1)
    assert message["To"] == "¡Sí! Workers’ Center <center@example.org>"
    assert message.get_content().strip() == "Grüße"
    assert sink.deliveries[0].recipients == ("center@example.org", "hidden@example.org")
    assert sink.deliveries[0].sender == "letters@example.org"


def test_the_mail_sink_refuses_the_next_recipient_and_takes_the_one_after(sink: SmtpSink) -> None:
    sink.refuse_next(451)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(sink)
    assert refused.value.recipients["center@example.org"][0] == 451
    send(sink)
    assert len(sink.messages) == 1


def test_the_mail_sink_refuses_the_body_of_the_next_message(sink: SmtpSink) -> None:
    sink.refuse_next(554, stage="data")
    with pytest.raises(smtplib.SMTPDataError, match="554"):
        send(sink)
    assert sink.messages == []


def test_the_mail_sink_goes_down_and_comes_back_on_the_same_port(sink: SmtpSink) -> None:
    send(sink)
    sink.stop()
    with pytest.raises(ConnectionRefusedError):
        send(sink)
    sink.start()
    send(sink)
    assert len(sink.messages) == 2


def test_the_silent_server_takes_the_connection_and_never_speaks() -> None:
    with silent_server() as (host, port), pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        smtplib.SMTP(host, port, timeout=0.3)


def test_an_application_is_served_with_its_own_settings_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small.py").write_text(SMALL_APP)
    monkeypatch.setenv("GREETING", "from the shell")
    with running_app({}, app="small:app", folder=tmp_path) as address:
        assert fetched(f"{address}/healthz") == f"nothing {address}"
    with running_app({"GREETING": "hello"}, app="small:app", folder=tmp_path) as address:
        assert fetched(f"{address}/healthz") == f"hello {address}"
    with pytest.raises(urllib.error.URLError):
        fetched(f"{address}/healthz")


def test_an_application_that_does_not_start_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.py").write_text("raise ValueError('SECRET_KEY is missing')")
    with pytest.raises(AssertionError, match="gunicorn ended"), running_app({}, app="broken:app", folder=tmp_path):
        pass
    assert "SECRET_KEY is missing" in capsys.readouterr().out


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return str(answer.read().decode())


def test_the_browser_opens_a_page_as_wide_as_a_phone_in_the_visitors_language(chromium: Browser) -> None:
    with chromium.page(PHONE, locale="es-MX", color_scheme="dark") as page:
        page.set_content("<meta name=viewport content=width=device-width><h1>Carta</h1><p lang>")
        expect(page.get_by_role("heading")).to_have_text("Carta")
        assert page.evaluate("[innerWidth, navigator.language]") == [PHONE, "es-MX"]
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        assert sideways_scroll(page) == 0


def test_the_browser_tells_of_script_errors_and_of_requests_to_other_machines(chromium: Browser) -> None:
    words = r"script: (?s:.)*asked another machine: https://fonts\.example/"
    with pytest.raises(AssertionError, match=words), chromium.page() as page:
        page.set_content("<script>missing()</script><img src='https://fonts.example/a.png'>", wait_until="load")


def test_the_browser_tells_of_what_the_content_security_policy_refused(chromium: Browser) -> None:
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    with pytest.raises(AssertionError, match="Content Security Policy"), chromium.page() as page:
        page.set_content(f"{policy}<p style='color:red'>Hello</p>", wait_until="load")
