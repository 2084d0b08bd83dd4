"""`signon letter press`: one page for journalists."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from signon.cli.files import write_file
from signon.database import now
from signon.letters.letters import current_texts, text_for, with_slug
from signon.mail.links import letter_link
from signon.press.press_sheet import press_sheet


@click.command("press")
@click.argument("slug")
@click.option("--output", type=click.Path(dir_okay=False), required=True)
@click.option("--language", default="", help="In the language of this translation.")
@with_appcontext
def write_press_sheet(slug: str, output: str, language: str) -> None:
    """Write the press sheet of the letter SLUG: a PDF of one page with the numbers, quotes, and names by state."""
    letter = with_slug(slug)
    if letter is None:
        raise click.ClickException(f"There is no letter {slug}.")
    text = text_for(current_texts(letter), language)
    if language and text.language != language:
        raise click.ClickException(f"The letter {slug} has no text in {language}.")
    data = press_sheet(letter, text.language, letter_link(slug, text.language), now())
    write_file(Path(output), data)
    click.echo(f"{output}: {len(data)} bytes")
