"""Tests of the application run twice, on SQLite and PostgreSQL: migrated as an installation is, and empty at first."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from passlib.totp import AppWallet
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
PLENTY = 1 << 30  # bytes of memory that must be free before databases are kept there
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


# How long an example takes says more of what else the machine does than of us.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys first: what they need is started once then, by one process, while others help it with the rest."""
    items.sort(key=lambda item: item.path.parent.name != "journeys")


def pytest_collection_finish() -> None:
    """Leave what stays to the end out of every search for garbage: with all the tests in it, one takes a second."""
    gc.collect()
    gc.freeze()


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


def settings_for(database: str, data_dir: Path, **more: str) -> dict[str, Any]:
    """The settings of an installation on this machine, as its environment would give them."""
    here = {"DATABASE_URL": database, "DATA_DIR": str(data_dir), "PUBLIC_URL": "http://localhost"}
    environment = {**here, **PATIENT, **more}
    # Passwords hashed at full cost would take half of the suite's time; how strong they are is not ours to test.
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    AppWallet.encrypt_cost = 1  # the same for the keys of authenticator apps
    return {**read_settings(environment), "TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": cheap}


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is room: SQLite waits for a disk after everything that is kept."""
    room = Path("/dev/shm")
    if not os.access(room, os.W_OK) or shutil.disk_usage(room).free < PLENTY:
        yield tmp_path_factory.mktemp("memory")
        return
    with tempfile.TemporaryDirectory(prefix="signon-", dir=room) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def installed(memory: Path) -> Iterator[dict[str, Flask]]:
    """The installed applications of this process, by the kind of their database; see `installed_on`."""
    apps: dict[str, Flask] = {}
    yield apps
    for app in apps.values():
        with app.app_context():
            db.engine.dispose()


def installed_on(kind: str, request: pytest.FixtureRequest) -> Flask:
    """The application that is installed on a database of `kind` for all tests of this process; made when asked for
    first, and empty unless somebody uses it already.
    """
    apps: dict[str, Flask] = request.getfixturevalue("installed")
    if kind not in apps:
        folder: Path = request.getfixturevalue("memory")
        apps[kind] = create_app(settings_for(empty_database(kind, request, folder), folder / kind))
        with apps[kind].app_context():
            upgrade()
    return apps[kind]


def empty_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a new database of `kind` without any table; that of SQLite lies in `folder`."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'signon.db'}"
    return running_postgres(request).create_database("suite")


def running_postgres(request: pytest.FixtureRequest) -> PostgresServer:
    """The PostgreSQL of this process; where there is none the test is skipped."""
    server: PostgresServer | None = request.getfixturevalue("postgres")
    if server is None:
        skip_loudly("PostgreSQL tests", "no PostgreSQL here: set TEST_DATABASE_URL, or install your system's package")
    return server


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest) -> Flask:
    """The installed application on each database; `app` is the same, and clean."""
    return installed_on(request.param, request)


@contextmanager
def used(installation: Flask) -> Iterator[Flask]:
    """Inside the context of an installed application, which is empty again afterwards."""
    with installation.app_context():
        yield installation
        db.session.rollback()
        take_all_out()


@pytest.fixture
def app(installation: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside its context."""
    with used(installation):
        yield installation


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser without JavaScript."""
    return browser(app)


def take_all_out() -> None:
    """Take every row out, and begin to count again at one."""
    deletions = [f'DELETE FROM "{table.name}"' for table in reversed(db.metadata.sorted_tables)]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # TRUNCATE gives every table and index a new file, and every connection all to learn anew: more work than
            # most tests.
            together = "; ".join([*deletions, "SELECT setval(seqrelid, 1, false) FROM pg_sequence"])
            connection.execution_options(no_parameters=True).exec_driver_sql(together)
        else:
            for deletion in deletions:
                connection.execute(text(deletion))
