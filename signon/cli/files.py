"""Reading files that people hand over, and saying what is wrong with them."""

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


@contextmanager
def refusals(path: str) -> Iterator[None]:
    """Turn a refusal into one sentence on the terminal, with the file's name before it, and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(f"{path}: {refusal}") from None
