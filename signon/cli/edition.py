"""`signon edition`: what was handed over."""

import hashlib
from pathlib import Path

import click
from flask.cli import with_appcontext

from signon.database import db
from signon.letters.models import Letter
from signon.press import files
from signon.signatures.edition_models import ADDENDUM


@click.group()
def edition() -> None:
    """What was handed over."""


@edition.command("check")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@with_appcontext
def check_file(path: str) -> None:
    """Say whether FILE is one of the files that were handed over, unchanged; exit with 1 if it is not."""
    with Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = files.with_sha256(digest)
    if found is None:
        raise click.ClickException(f"{path}: this file is not one of ours, or it was changed.")
    made, format = found
    letter = db.session.get_one(Letter, made.letter_id)
    what = (
        f"addendum {made.number} to {letter.slug}" if made.kind == ADDENDUM else f"{letter.slug} as it was handed over"
    )
    click.echo(f"{path}: {what}, {made.made_at:%Y-%m-%d %H:%M} UTC ({format}, {made.names} names, code {made.code})")
