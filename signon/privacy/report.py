"""The classification of all columns as a text for people."""

from collections.abc import Iterator

from signon.privacy.classes import MEANING, Table
from signon.privacy.columns import TABLES

NEVER = "Never stored: IP addresses, what browsers say of themselves, cookies of visitors, passwords in clear."


def report() -> str:
    """What is stored of whom, what for and how long: a line for every column."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    number = sum(len(table.columns) for table in TABLES)
    yield f"What Signon stores: {number} columns in {len(TABLES)} tables. Each is about a person in one of these ways:"
    yield ""
    for personal, meaning in MEANING.items():
        yield f"  {personal:<8}{meaning}"
    yield ""
    yield NEVER
    for table in TABLES:
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    width = max(len(column.name) for column in table.columns) + 2
    yield ""
    yield f"{table.name}: {table.row}"
    yield f"  kept {table.kept}"
    for column in table.columns:
        yield f"    {column.name:<{width}}{column.personal:<8}{column.purpose}"
        if column.kept:
            yield f"{'':<{width + 12}}kept {column.kept}"
