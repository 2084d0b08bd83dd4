"""How Alembic runs our migrations: on the application's own database, one transaction for all of them."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
database = migrate.db


def run() -> None:
    """Migrate over a connection of the application's engine. Offline scripts are not offered: data moves with the
    schema.
    """
    with database.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=database.metadata, **migrate.configure_args)
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # Changing a table on SQLite copies and drops it; with foreign keys on, the drop would delete its children.
            # The pragma does nothing inside a transaction, hence the rollback of the one SQLAlchemy has begun.
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"the migration left rows without their parents: {broken[:5]}")
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()
