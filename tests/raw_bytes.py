"""Searching everything that is stored, byte by byte, for what must not be there in any writing."""

import base64
import hashlib
import html
import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from signon.database import db, is_sqlite

Writings = dict[str, set[bytes]]


def writings(word: str, *, hashed: bool = True) -> set[bytes]:
    """`word` as it might be written: in capitals, escaped for addresses and pages, in base64, hex, UTF-16, and hashed
    without a key, which for an IP address or an email address is no more than another writing.
    """
    plain = word.encode()
    written = {form.encode() for form in (word, word.upper(), word.lower(), html.escape(word), quote(word, safe=""))}
    written |= {quote_plus(word).encode(), word.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()}
    for digest in (hashlib.md5(plain), hashlib.sha1(plain), hashlib.sha256(plain)) if hashed else ():
        written |= {digest.digest(), digest.hexdigest().encode()}
    return written | set(_in_base64(plain))


def _in_base64(plain: bytes) -> Iterator[bytes]:
    """What is the same in every text that holds `plain`, wherever it begins: base64 writes three bytes at a time."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + plain)
        kept = whole[-(-before * 8 // 6) : len(whole) - (4 if (before + len(plain)) % 3 else 0)]
        yield kept
        yield kept.translate(bytes.maketrans(b"+/", b"-_"))


def found_in(data: bytes | mmap.mmap, wanted: Writings) -> list[str]:
    """Which of the words are in `data`, in whichever of the writings that are wanted."""
    return [word for word, forms in wanted.items() if any(data.find(form) >= 0 for form in forms)]


def found_in_files(files: Iterable[Path], wanted: Writings) -> dict[str, list[str]]:
    """Which of the words are in which of `files`; only the files that hold any.

    A file that is gone by now is stored no more: PostgreSQL removes some whenever it likes.
    """
    hits = {}
    for path in files:
        with suppress(FileNotFoundError), path.open("rb") as file:
            if os.fstat(file.fileno()).st_size:
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                    hits[str(path)] = found_in(data, wanted)
    return {path: words for path, words in hits.items() if words}


def wal_position() -> str:
    """Where PostgreSQL's log of changes stands now; "" on SQLite."""
    return "" if is_sqlite() else str(db.session.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())")))


def database_files(since: str) -> list[Path]:
    """The files in which the database keeps its rows, old versions of them, and its logs, written down first.

    On PostgreSQL also its log of changes from `since` on, a `wal_position`, and what the server wrote about itself.
    None where the server is another machine's.
    """
    db.session.rollback()
    if is_sqlite():
        file = Path(str(db.engine.url.database))
        return sorted(file.parent.glob(f"{file.name}*"))
    with suppress(ProgrammingError):
        folder = Path(str(db.session.scalar(text("SHOW data_directory"))))
        number = db.session.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        until = wal_position()
        db.session.execute(text("CHECKPOINT"))
        if os.access(folder / "base", os.R_OK):
            changes = [path for path in (folder / "pg_wal").iterdir() if since <= path.name <= until]
            log = Path(str(make_url(db.engine.url).query.get("host"))) / "postgres.log"
            return [*(folder / "base" / str(number)).iterdir(), *changes, *([log] if log.is_file() else [])]
    return []
