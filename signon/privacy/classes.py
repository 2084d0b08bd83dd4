"""What can be said of a column: whether it is about a person, what it is for, and how long it is kept."""

from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """What a column says about a person, and who could read it."""

    NO = "no"
    PUBLIC = "public"
    STAFF = "staff"
    SEALED = "sealed"
    HASH = "hash"


MEANING = {
    Personal.NO: "says nothing about a person",
    Personal.PUBLIC: "about a person, and given to be shown",
    Personal.STAFF: "about a person, and readable by the staff",
    Personal.SEALED: "about a person, encrypted; its key lies elsewhere and can be destroyed",
    Personal.HASH: "a fingerprint, by which a thing is known again and never read back",
}


@dataclass(frozen=True)
class Column:
    """One column. `kept` is empty where it is kept as long as its row."""

    name: str
    personal: Personal
    purpose: str
    kept: str = ""


@dataclass(frozen=True)
class Table:
    """One table: what a row of it is, and how long a row is kept."""

    name: str
    row: str
    kept: str
    columns: tuple[Column, ...]


NO, PUBLIC, STAFF, SEALED, HASH = Personal
ID = Column("id", NO, "tells rows apart")
FOR_GOOD = "for good"
AS_THE_LETTER = "as long as the letter"
AS_THE_SIGNATURE = "as long as the signature"
