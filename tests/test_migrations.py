"""Every migration, those to come too, runs up and down on both databases and loses no row on the way."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import TextClause, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from signon.database import db
from signon.signatures.models import HELD, PENDING, STRUCK, VERIFIED, WITHDRAWN
from tests.conftest import DATABASES
from tests.filled import contents, fill, rows_by_table
from tests.installations import installation_of_its_own, migrations

THROWAWAY = '''"""A migration of a test."""

import sqlalchemy as sa
from alembic import op

revision = "throwaway"
down_revision = "{head}"


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''
# Rebuilding copies a table, drops it and renames the copy: the drop must not take the rows that point to it along.
REBUILD = """
    for name in {tables}:
        always = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
        with op.batch_alter_table(name, recreate=always) as table:
            table.{change}
"""

# How each index was made: the order within it is told by nothing else on SQLite.
_INDEXES_SAID = {
    "sqlite": text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :name"),
    "postgresql": text("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = :name"),
}


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application, inside its context, on a database of its own without any table."""
    with installation_of_its_own(request, request.param, tmp_path, migrated=False) as app:
        yield app


@pytest.fixture(scope="module", params=DATABASES)
def filled_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The kind and the address of a database with all migrations and a row in every table, to be copied."""
    with installation_of_its_own(request, request.param, tmp_path_factory.mktemp("filled")) as app:
        fill(app.test_client())
        db.engine.dispose()
        yield request.param, db.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def filled(request: pytest.FixtureRequest, filled_once: tuple[str, str], tmp_path: Path) -> Iterator[Flask]:
    """An application, inside its context, on a copy of that database."""
    kind, address = filled_once
    with installation_of_its_own(request, kind, tmp_path, copy_of=address) as app:
        yield app


def with_throwaway(folder: Path, upgrade: str, downgrade: str = "pass") -> Config:
    """The project's migrations and one more, whose two steps these are."""
    versions = folder / "versions"
    versions.mkdir()
    words = {"head": revisions()[-1], "upgrade": upgrade.strip(), "downgrade": downgrade.strip()}
    (versions / "throwaway.py").write_text(THROWAWAY.format(**words))
    config = migrations()
    own = Path(str(config.get_main_option("script_location"))) / "versions"
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{own}\n{versions}")
    return config


def revisions() -> list[str]:
    """The names of the project's migrations, the first one first."""
    return [script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()][::-1]


def revision_reached() -> str | None:
    """The migration that the database is at."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def schema(connection: Connection) -> dict[str, Any]:
    """What the database itself says of its tables, with the conditions of indexes and the order of text."""
    found = inspect(connection)
    return {
        name: {
            "columns": _plain(found.get_columns(name)),
            "key": found.get_pk_constraint(name)["constrained_columns"],
            "parents": _plain(found.get_foreign_keys(name)),
            "indexes": _plain(found.get_indexes(name)),
            "unique": _plain(found.get_unique_constraints(name)),
            "said": sorted(connection.scalars(_INDEXES_SAID[connection.dialect.name], {"name": name})),
        }
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def _plain(facts: Iterable[Any]) -> list[str]:
    """Facts as sorted lines: a column that was added later stands last, and that is no difference."""
    return sorted(", ".join(f"{name}={_words(fact)}" for name, fact in sorted(one.items())) for one in facts)


def _words(fact: Any) -> str:
    if isinstance(fact, dict):
        return str({name: _words(value) for name, value in sorted(fact.items())})
    return str(fact) if isinstance(fact, TextClause) else repr(fact)


def test_there_is_one_line_of_migrations(empty: Flask) -> None:
    assert len(ScriptDirectory.from_config(migrations()).get_heads()) == 1


def test_every_migration_goes_up_and_down_and_up_again(empty: Flask) -> None:
    for revision in revisions():
        for way, to in ((command.upgrade, revision), (command.downgrade, "-1"), (command.upgrade, revision)):
            way(migrations(), to)
    with db.engine.connect() as connection:
        first = schema(connection)
    command.downgrade(migrations(), "base")
    assert rows_by_table() == {}
    command.upgrade(migrations(), "head")
    with db.engine.connect() as connection:
        assert schema(connection) == first


def test_no_step_down_or_up_loses_a_row_of_a_table_that_stays(filled: Flask) -> None:
    for revision in reversed(revisions()):
        before = rows_by_table()
        for way, to in ((command.downgrade, "-1"), (command.upgrade, revision), (command.downgrade, "-1")):
            way(migrations(), to)
            after = rows_by_table()
            lost = {name: (before[name], rows) for name, rows in after.items() if rows < before.get(name, 0)}
            assert not lost, f"{revision}, {way.__name__}: rows before and after, by table"
            before = after


def test_the_rows_that_migrations_are_tried_with_are_in_every_table_and_every_state(filled: Flask) -> None:
    assert [name for name, rows in rows_by_table().items() if not rows] == [], "tests/filled.py leaves these empty"
    stored = contents()
    states = {row[list(db.metadata.tables["signature"].columns.keys()).index("state")] for row in stored["signature"]}
    assert states == {PENDING, VERIFIED, HELD, WITHDRAWN, STRUCK}
    assert len(stored["text_version"]) >= 3


def test_the_migrated_schema_is_the_one_that_the_models_describe(empty: Flask) -> None:
    command.upgrade(migrations(), "head")
    with db.engine.connect() as connection:
        compared = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(compared, db.metadata) == []
        migrated = schema(connection)
    command.downgrade(migrations(), "base")
    db.metadata.create_all(db.engine)
    with db.engine.connect() as connection:
        described = schema(connection)
    assert migrated == described


def test_rebuilding_a_table_takes_no_row_along_that_points_to_it(filled: Flask, tmp_path: Path) -> None:
    tables = [table.name for table in db.metadata.sorted_tables]
    before = contents()
    steps = with_throwaway(
        tmp_path,
        REBUILD.format(tables=tables, change='add_column(sa.Column("throwaway", sa.String()))'),
        REBUILD.format(tables=tables, change='drop_column("throwaway")'),
    )
    command.upgrade(steps, "head")
    assert contents() == before
    command.downgrade(steps, "-1")
    assert contents() == before


def test_a_migration_that_leaves_rows_without_their_parents_is_refused_and_changes_nothing(
    filled: Flask, tmp_path: Path
) -> None:
    before = contents()
    steps = with_throwaway(tmp_path, "op.execute('DELETE FROM letter')")
    with pytest.raises((RuntimeError, IntegrityError)):
        command.upgrade(steps, "head")
    assert contents() == before
    assert revision_reached() == revisions()[-1]


def test_a_migration_that_fails_half_way_leaves_nothing_behind(filled: Flask, tmp_path: Path) -> None:
    before = contents()
    steps = with_throwaway(
        tmp_path,
        """
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE letter SET slug = slug || '-changed'")
    op.execute("SELECT * FROM nowhere")
""",
    )
    with pytest.raises(Exception, match="nowhere"):
        command.upgrade(steps, "head")
    assert contents() == before
    assert "half" not in rows_by_table()
    assert revision_reached() == revisions()[-1]


def test_after_a_migration_foreign_keys_are_kept_again(filled: Flask, tmp_path: Path) -> None:
    steps = with_throwaway(tmp_path, "op.execute('SELECT * FROM nowhere')")
    with pytest.raises(Exception, match="nowhere"):
        command.upgrade(steps, "head")
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM letter"))
