"""How Alembic runs our migrations: on the application's own database, one transaction for all of them.

Offline scripts are not offered: data moves with the schema.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

migrate = current_app.extensions["migrate"]
database = migrate.db


def run() -> None:
    """Migrate over a connection of the application's engine. What a migration leaves without its parents is refused."""
    # "write": on SQLite the write lock is taken at the start, where we wait for others, and never by an upgrade.
    with database.engine.connect().execution_options(write=True) as connection, _children_left_alone(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            transactional_ddl=True,  # Alembic would not dare on SQLite, where we say BEGIN ourselves
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            _refuse_orphans(connection)


@contextmanager
def _children_left_alone(connection: Connection) -> Iterator[None]:
    """Switch foreign keys off on SQLite, where changing a table copies and drops it, and the drop deletes its children.

    The pragma does nothing inside a transaction, hence the rollbacks of the one that SQLAlchemy may have begun.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.rollback()
    connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(connection: Connection) -> None:
    """What PostgreSQL refuses by itself."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration left rows without their parents: {broken[:5]}")


run()
