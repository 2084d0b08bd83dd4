"""An installation of one test's own, where the suite's common one would be in the way: its files can be searched, its
tables dropped, its disk filled.
"""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from sqlalchemy import make_url

from signon import create_app
from signon.database import db
from tests.conftest import running_postgres, settings_for

_numbers = itertools.count(1)
_migrated: dict[str, str] = {}  # addresses of databases with all migrations, by their kind


def migrations() -> Config:
    """The project's migrations, as Alembic wants them."""
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    return config


@contextmanager
def installation_of_its_own(
    request: pytest.FixtureRequest,
    kind: str,
    folder: Path,
    *,
    migrated: bool = True,
    copy_of: str = "",
    **settings: str,
) -> Iterator[Flask]:
    """An application on a new database of `kind`, "sqlite" or "postgresql", inside its context.

    Its data, and the SQLite file `signon.db`, are in `folder`. With `migrated` false there are no tables. `copy_of` is
    the address of a database to begin with, to which nobody is connected.
    """
    url = _new_database(request, kind, folder, copy_of or (_migrated_once(request, kind) if migrated else ""))
    app = create_app(settings_for(url, folder, **settings))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
    if kind == "postgresql":
        running_postgres(request).drop_database(url)


def _new_database(request: pytest.FixtureRequest, kind: str, folder: Path, copy_of: str) -> str:
    if kind == "postgresql":
        return running_postgres(request).create_database(f"own_{next(_numbers)}", copy_of or None)
    file = folder / "signon.db"
    if copy_of:
        shutil.copyfile(str(make_url(copy_of).database), file)
    return f"sqlite:///{file}"


def _migrated_once(request: pytest.FixtureRequest, kind: str) -> str:
    """The address of a database with all migrations and no rows: copying it costs far less than migrating again."""
    if kind not in _migrated:
        folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("migrated")
        _migrated[kind] = _new_database(request, kind, folder, "")
        app = create_app(settings_for(_migrated[kind], folder))
        with app.app_context():
            command.upgrade(migrations(), "head")
            db.engine.dispose()
    return _migrated[kind]
