"""Tests of the application run twice, on SQLite and PostgreSQL: migrated as an installation is, and empty at first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import text

from config import read_settings
from signon import create_app
from signon.database import db
from tests.browser import browser
from tests.loud_skips import pytest_terminal_summary, skip_loudly
from tests.servers.browser import Browser, find_chromium
from tests.servers.postgres import PostgresServer, postgres_server

__all__ = ["pytest_terminal_summary"]  # a hook of pytest, which finds it here

DATABASES = ("sqlite", "postgresql")
# Tests type faster than people and come from one place: what limits either is tried by tests of its own.
PATIENT = {
    "FORM_SECONDS": "0",
    "SIGNINGS_PER_VISITOR_AN_HOUR": "100000",
    "SIGNINGS_WITHOUT_PROOF_AN_HOUR": "100000",
    "FORMS_PER_VISITOR_AN_HOUR": "100000",
    "SIGN_IN_TRIES_PER_MINUTE": "100000",
    "MAILS_PER_ADDRESS_A_DAY": "100000",
    "MAILS_PER_DOMAIN_AN_HOUR": "100000",
    "SURGE_LEAST": "100000",
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one running browser of this process: Playwright allows no second.

    `with chromium.page(width, javascript=False) as page:` opens another visitor's page.
    """
    executable = find_chromium()
    if executable is None:
        skip_loudly("browser journeys", "no Chromium: install your system's package, or name the program in CHROMIUM")
    with Browser(executable) as browser:
        yield browser


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer | None]:
    """The PostgreSQL server of this process, or None where the machine has none."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'signon.db'}"
    server: PostgresServer | None = request.getfixturevalue("postgres")
    if server is None:
        skip_loudly("PostgreSQL tests", "no PostgreSQL here: set TEST_DATABASE_URL, or install your system's package")
    return server.create_database("suite")


def settings_for(database: str, data_dir: Path, **more: str) -> dict[str, Any]:
    """The settings of an installation on this machine, as its environment would give them."""
    here = {"DATABASE_URL": database, "DATA_DIR": str(data_dir), "PUBLIC_URL": "http://localhost"}
    environment = {**here, **PATIENT, **more}
    # Passwords hashed at full cost would take half of the suite's time; how strong they are is not ours to test.
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    return {**read_settings(environment), "TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": cheap}


@pytest.fixture(scope="session")
def installation(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One installed application for all tests on this database."""
    app = create_app(settings_for(database_url, tmp_path_factory.mktemp("data")))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(installation: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside its context."""
    with installation.app_context():
        yield installation
        db.session.rollback()
        _empty()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser without JavaScript."""
    return browser(app)


def _empty() -> None:
    tables = [f'"{table.name}"' for table in reversed(db.metadata.sorted_tables)]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY"))
        else:
            for table in tables:
                connection.execute(text(f"DELETE FROM {table}"))
