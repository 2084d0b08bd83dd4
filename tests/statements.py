"""What the application says to its database: recorded as it is said, counted, and explained by the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from signon.database import db, is_sqlite


@dataclass(frozen=True)
class Statement:
    """One statement with its parameters, as the driver gets them."""

    text: str
    parameters: Any

    def explained(self) -> str:
        """How the database would carry it out, in its own words. It is not carried out."""
        explain = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
        connection = db.session.connection()
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {self.text}", self.parameters))


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """A list that fills with every statement said inside, but for the beginnings and ends of transactions."""
    said: list[Statement] = []

    def record(_connection: Any, _cursor: Any, text: str, parameters: Any, *_more: Any) -> None:
        if not text.startswith("BEGIN"):
            said.append(Statement(text, parameters))

    event.listen(db.engine, "before_cursor_execute", record)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", record)


def said_by(act: Callable[[], object]) -> list[Statement]:
    """What `act` says to the database."""
    with recorded() as said:
        act()
    return said


def listed(said: list[Statement]) -> str:
    """The statements, numbered, for whoever has to find the one too many."""
    return "\n".join(f"{number:3}. {' '.join(one.text.split())[:160]}" for number, one in enumerate(said, start=1))
