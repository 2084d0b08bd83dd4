"""`signon letter`: letter files in and out."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.cli.delivering import add_addendum, deliver_letter
from signon.cli.files import read_file, refusals
from signon.cli.press import write_press_sheet
from signon.cli.recording import note
from signon.database import db, now, transaction
from signon.letters import letterheads
from signon.letters.changes import Change
from signon.letters.cloning import clone
from signon.letters.editing import note_revised
from signon.letters.file import LARGEST, SLUG, LetterFile, read, write
from signon.letters.letters import current_texts, with_slug
from signon.letters.moments import moment
from signon.letters.publishing import CORRECTED, NEW, UNCHANGED, as_file, publish, take_file, translations_as_files
from signon.refusals import Refusal
from signon.signatures import counting
from signon.signatures.listing import mark_conveners
from signon.signatures.text_changes import begin


@click.group()
def letter() -> None:
    """Letters and petitions, from and to files."""


letter.add_command(deliver_letter)
letter.add_command(add_addendum)
letter.add_command(write_press_sheet)


@letter.command("import")
@click.argument("path", metavar="FILE.md", type=click.Path(exists=True, dir_okay=False))
@click.option("--publish", "publishing", is_flag=True, help="Open it to everybody at once.")
@click.option(
    "--correction", default="", metavar="WHY", help="Why a published letter changes; makes a new text version."
)
@click.option("--clarification", default="", metavar="WHY", help="The same, and every signee is told, with a way out.")
@click.option("--material", default="", metavar="WHY", help="The same, and every signee is asked, until --answer-by.")
@click.option(
    "--answer-by", default="", metavar="MOMENT", help='Such as "2026-12-01 12:00", on the letter\'s own clock.'
)
@with_appcontext
def import_letter(path: str, publishing: bool, answer_by: str, **why: str) -> None:
    """Take in a letter file. The last line printed is the letter's slug.

    The same file again changes nothing; a changed file updates a draft.
    """
    with refusals(path):
        file = read(read_file(path, LARGEST))
        slug = file.slug or _slug_from(path)
        with transaction():
            _hold(file.translation_of or slug)
            at = now()
            change = _change(why, answer_by, _zone_of(file))
            taken = take_file(file, slug, change=change, keys=current_app.extensions["signon.keys"], at=at)
            if taken.outcome == CORRECTED:
                begin(taken.letter, at)
            mark_conveners(taken.letter, at)
            if taken.outcome not in (NEW, UNCHANGED):
                note_revised(taken.letter, None, at)
            opened = publishing and publish(taken.letter, at)
            if taken.outcome != UNCHANGED:
                note("letter.imported", at, taken.letter, outcome=taken.outcome)
            if opened:
                note("letter.published", at, taken.letter)
    click.echo(f"{taken.outcome}{', published' if opened else ''}: {file.title}")
    click.echo(taken.letter.slug)


@letter.command("export")
@click.argument("slug")
@click.option("--language", default="", help="The translation in this language instead of the letter itself.")
@click.option("--output", type=click.Path(dir_okay=False, writable=True), help="Write here instead of to the terminal.")
@with_appcontext
def export_letter(slug: str, language: str, output: str | None) -> None:
    """Print the letter file of the letter SLUG."""
    found = with_slug(slug)
    if found is None:
        raise click.ClickException(f"There is no letter {slug}.")
    file = as_file(found)
    if language and language != file.language:
        translations = {translation.language: translation for translation in translations_as_files(found)}
        if language not in translations:
            raise click.ClickException(f"The letter {slug} has no text in {language}.")
        file = translations[language]
    if output:
        Path(output).write_bytes(write(file))
    else:
        click.echo(write(file), nl=False)


@letter.command("clone")
@click.argument("slug")
@click.argument("new", metavar="NEW")
@click.option("--title", default="", help="What the copy is called; else as the letter SLUG.")
@with_appcontext
def clone_letter(slug: str, new: str, title: str) -> None:
    """Begin the draft NEW with the text, translations, conveners, layout and quotes of the letter SLUG."""
    found = with_slug(slug)
    if found is None:
        raise click.ClickException(f"There is no letter {slug}.")
    with refusals(new), transaction():
        at = now()
        keys = current_app.extensions["signon.keys"]
        made = clone(found, new, title or current_texts(found)[0].title, keys=keys, at=at)
        note("letter.cloned", at, made, source=found.slug)
    click.echo(made.slug)


@letter.command("letterhead")
@click.argument("slug")
@click.argument("path", metavar="[FILE]", type=click.Path(exists=True, dir_okay=False), required=False)
@click.option("--alt", default="", metavar="TEXT", help="What the picture shows, for those who hear the letter read.")
@click.option("--remove", "removing", is_flag=True, help="Print no picture above the letter any more.")
@with_appcontext
def set_letterhead(slug: str, path: str | None, alt: str, removing: bool) -> None:
    """Print the picture in FILE (PNG, JPEG, WebP, GIF or plain SVG) above the letter SLUG.

    Without FILE, the picture that is there gets the words of --alt.
    """
    found = with_slug(slug)
    if found is None:
        raise click.ClickException(f"There is no letter {slug}.")
    with refusals(path or slug):
        picture = letterheads.drawn(read_file(path, letterheads.MOST_BYTES)) if path else None
        with transaction():
            if removing:
                letterheads.remove(found, now())
            else:
                letterheads.put(found, picture, alt, now())
        row = letterheads.letterhead_of(found)
    click.echo(f"letterhead: {row.width} by {row.height} pixels" if row else "no letterhead")


def _hold(slug: str) -> None:
    """Wait for whoever changes this letter's list, so that a letter which is being delivered keeps its text."""
    found = with_slug(slug)
    if found is not None:
        counting.lock(found.id, now())
        db.session.refresh(found)


def _change(why: dict[str, str], answer_by: str, zone: str) -> Change | None:
    """The change whose reason was given, of `why` by kind. Raises Refusal for more than one."""
    given = [(kind, reason) for kind, reason in why.items() if reason]
    if len(given) > 1:
        raise Refusal("A change is one of --correction, --clarification and --material. Give one reason.")
    return Change(given[0][1], given[0][0], moment(answer_by, zone, "answer_by")) if given else None


def _zone_of(file: LetterFile) -> str:
    """On whose clock signees are asked: a translation's letter says it."""
    original = with_slug(file.translation_of) if file.translation_of else None
    return original.deadline_zone if original else file.deadline_zone


def _slug_from(path: str) -> str:
    stem = Path(path).stem
    if not SLUG.fullmatch(stem):
        raise Refusal(
            "The file's name gives the letter's address, so it may have small letters, digits and dashes only. "
            "Rename it, or add a line such as “slug: night-train”."
        )
    return stem
