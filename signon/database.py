"""The database: one handle, the column types, the clock, and the only commit in the house."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Dialect, Engine, MetaData, String, event, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import DateTime, TypeDecorator

# Names for every constraint, so that a migration can find them again on both databases.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=_NAMES)


# What was read stays readable after the transaction that wrote: doors answer from it without asking again.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware datetimes in, aware UTC out, on SQLite too, which keeps no zone. A naive datetime is a
    TypeError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Text that is compared by its bytes on both databases, whatever language the server was set up in.
BytewiseString = String().with_variant(String(collation="C"), "postgresql")


def is_sqlite() -> bool:
    """Whether this installation's database is SQLite (the only other is PostgreSQL)."""
    return db.engine.dialect.name == "sqlite"


def now() -> datetime:
    """The database's clock, aware UTC. Only doors read it, once, so that two machines cannot disagree."""
    if is_sqlite():
        read = db.session.scalar(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"))
        return datetime.fromisoformat(str(read)).replace(tzinfo=UTC)
    moment: datetime = db.session.scalars(text("SELECT clock_timestamp()")).one()
    return moment.astimezone(UTC)


@contextmanager
def transaction() -> Iterator[None]:
    """All that is written inside is kept together when the block ends, or not at all when it raises.

    What was read before ends here, so that on SQLite the write lock is taken at the start and never by an upgrade,
    which another writer could refuse. Not to be nested: the door owns the one transaction.
    """
    if db.session.info.get("in_transaction"):
        raise RuntimeError("a transaction is already open: the door owns it")
    db.session.commit()
    db.session.info["in_transaction"] = True
    try:
        with _our_turn():
            yield from _kept_together()
    finally:
        db.session.info.pop("in_transaction", None)


def let_go() -> None:
    """End what is being read, and give its connection back, before waiting for anything but the database: whoever is
    waited for may need it. Not inside a transaction.
    """
    db.session.commit()


def _kept_together() -> Iterator[None]:
    try:
        db.session.connection(execution_options={"write": True})
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def _our_turn() -> Iterator[None]:
    """On SQLite, wait in line with the other writers on this machine.

    SQLite itself lets writers look again every tenth of a second, and who comes first is luck: among forty, some were
    unlucky for ten seconds. The kernel wakes those who wait for a lock on a file, one by one, in the order they came,
    and lets go of it for a process that dies. It is a file of its own, because closing SQLite's would drop its locks.
    """
    file = db.engine.url.database
    if not is_sqlite() or not file or file == ":memory:":
        yield
        return
    with Path(f"{file}-turn").open("a") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield


def insert_unless_there(model: type[Base], **values: Any) -> Any:
    """Insert one row by Core and answer its primary key (the first column of it), or None when a unique index already
    holds such a row. One statement.
    """
    table = model.__table__
    insert = sqlite_insert if is_sqlite() else postgresql_insert
    statement = insert(table).values(**values).on_conflict_do_nothing()  # type: ignore[arg-type]
    return db.session.execute(statement.returning(*table.primary_key)).scalar_one_or_none()


def insert_all_unless_there(model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert those of `rows` that no unique index holds yet, in one statement."""
    if rows:
        insert = sqlite_insert if is_sqlite() else postgresql_insert
        db.session.execute(insert(model.__table__).values(rows).on_conflict_do_nothing())  # type: ignore[arg-type]


def add_one(model: type[Base], column: str, **key: Any) -> None:
    """Add one to `column` of the row with the primary `key`, which begins at one. One statement, safe among many
    writers.
    """
    table = model.__table__
    insert = sqlite_insert if is_sqlite() else postgresql_insert
    statement = insert(table).values(**key, **{column: 1})  # type: ignore[arg-type]
    raised = statement.on_conflict_do_update(index_elements=list(key), set_={column: table.c[column] + 1})
    db.session.execute(raised)


def add_all(model: type[Base], column: str, rows: list[dict[str, Any]]) -> None:
    """Add to `column` what each of `rows` says, to the row with the primary key that it says, which begins at that. One
    statement, safe among many writers; no two of `rows` have the same key.
    """
    if not rows:
        return
    table = model.__table__
    insert = sqlite_insert if is_sqlite() else postgresql_insert
    statement = insert(table).values(rows)  # type: ignore[arg-type]
    sums = {column: table.c[column] + statement.excluded[column]}
    db.session.execute(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums))


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    # synchronous=FULL: who was told "check your mail" has a row, also after a power cut.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        immediate = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
