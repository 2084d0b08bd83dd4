"""`signon signees`: names gathered elsewhere come in, the signee list goes out."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.cli.files import read_file, refusals, write_file
from signon.cli.recording import note
from signon.database import now, transaction
from signon.documents import FORMATS, LAYOUTS, export, uncovered
from signon.letters.letters import current_texts, with_slug
from signon.letters.models import Letter
from signon.signatures import importing, signee_file
from signon.wording.print_words import print_words
from signon.wording.readings import read_signee_list


class _DryRun(Exception):
    """Ends a transaction that is not to be kept."""


@click.group()
def signees() -> None:
    """The names on a letter, from and to files."""


@signees.command("import")
@click.argument("slug")
@click.argument("path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@with_appcontext
def import_signees(slug: str, path: str, dry_run: bool) -> None:
    """List the names of FILE.csv on the letter SLUG, as typed, and say what became of every row."""
    letter = _letter(slug)
    report: list[importing.Row] = []
    with refusals(path):
        file = signee_file.read_file(read_file(path, signee_file.LARGEST), letter)
        totals: dict[str, int] = {}
        try:
            with transaction():
                keys = current_app.extensions["signon.keys"]
                at = now()
                totals = importing.take_names(letter, file, keys=keys, at=at, say=report.append)
                if dry_run:
                    raise _DryRun
                note("signees.imported", at, letter, number=totals[importing.IMPORTED])
        except _DryRun:
            click.echo("Dry run: nothing was kept.")
    for row in report:
        click.echo(f"line {row.line}: {row.outcome}: {row.name}" + (f" ({row.why})" if row.why else ""))
    click.echo(", ".join(f"{number} {outcome}" for outcome, number in totals.items()))


@signees.command("export")
@click.argument("slug")
@click.option("--format", "format_", type=click.Choice(FORMATS), required=True)
@click.option("--output", type=click.Path(dir_okay=False), required=True)
@click.option(
    "--layout", type=click.Choice(LAYOUTS), help="How the names stand in print; the letter's own way by default."
)
@click.option("--language", default="", help="The letter's text in this language, where it was translated.")
@with_appcontext
def export_signees(slug: str, format_: str, output: str, layout: str | None, language: str) -> None:
    """Write the letter SLUG with its signees to a file."""
    letter = _letter(slug)
    if language and language not in {text.language for text in current_texts(letter)}:
        raise click.ClickException(f"The letter {slug} has no text in {language}.")
    signee_list = read_signee_list(letter, language, now())
    document = export(format_, signee_list, print_words(signee_list), layout)
    missing = uncovered(signee_list) if format_ == "pdf" else ()
    if missing:
        click.echo(f"No font of ours has {' '.join(missing)}: printed as a replacement sign.", err=True)
    write_file(Path(output), document.data)
    click.echo(f"{output}: {len(signee_list.signees)} signees, {len(document.data)} bytes")


def _letter(slug: str) -> Letter:
    letter = with_slug(slug)
    if letter is None:
        raise click.ClickException(f"There is no letter {slug}.")
    return letter
