"""Reading files that people hand over, and saying what is wrong with them; writing the ones they asked for."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from signon.refusals import Refusal


def read_file(path: str, largest: int) -> bytes:
    """The bytes of the file at `path`. One that is far too large is refused before it is read."""
    file = Path(path)
    size = file.stat().st_size
    if size > largest:
        raise Refusal(
            "The file has %(size)s MB; at most %(most)s MB are read. Is it the right file?",
            size=round(size / 1024 / 1024),
            most=round(largest / 1024 / 1024),
        )
    return file.read_bytes()


def write_file(path: Path, data: bytes) -> None:
    """All of the file or nothing: written beside it and moved into its place."""
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(draft).chmod(0o644)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as wrong:
        raise click.ClickException(f"{path}: {wrong.strerror}.") from None


@contextmanager
def refusals(path: str) -> Iterator[None]:
    """Turn a refusal into one sentence on the terminal, with the file's name before it, and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(f"{path}: {refusal}") from None
