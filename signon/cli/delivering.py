"""`signon letter deliver` and `signon letter addendum`: handing a letter over, and what came since."""

from collections.abc import Callable
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.cli.files import refusals
from signon.cli.recording import note
from signon.database import now, transaction
from signon.documents import uncovered
from signon.letters.letters import current_texts, with_slug
from signon.letters.models import Letter
from signon.press import Press, files, worker
from signon.signatures import delivering
from signon.signatures.edition_models import Edition
from signon.signatures.signee import SigneeList
from signon.wording.addenda import read_addendum
from signon.wording.readings import read_signee_list


@click.command("deliver")
@click.argument("slug")
@click.option(
    "--late-until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Let late signees sign until the end of this day, 30 days from now at most.",
)
@with_appcontext
def deliver_letter(slug: str, late_until: datetime | None) -> None:
    """Freeze the letter SLUG with its names as they are listed now, as its edition. This cannot be undone.

    The last line printed is the edition's code.
    """
    letter = _letter(slug)
    until = delivering.late_signing_ends(letter, late_until.date()) if late_until else None
    edition = _frozen(
        letter,
        "letter.delivered",
        _as_it_stands,
        lambda signee_list, at: delivering.deliver(letter, signee_list, until, at),
    )
    click.echo(f"delivered: {edition.undersigned} undersigned, {edition.names} names, SHA-256 {edition.sha256}")
    click.echo(edition.code)


@click.command("addendum")
@click.argument("slug")
@with_appcontext
def add_addendum(slug: str) -> None:
    """Freeze the names that came to the delivered letter SLUG since, as its next addendum.

    The last line printed is the addendum's code.
    """
    letter = _letter(slug)
    edition = _frozen(
        letter,
        "addendum.made",
        read_addendum,
        lambda signee_list, at: delivering.add_addendum(letter, signee_list, at),
    )
    click.echo(f"addendum {edition.number}: {edition.names} names, SHA-256 {edition.sha256}")
    click.echo(edition.code)


def _frozen(
    letter: Letter,
    act: str,
    read: Callable[[Letter, datetime], SigneeList],
    freeze: Callable[[SigneeList, datetime], Edition],
) -> Edition:
    """`freeze` what is `read` while nobody else changes the letter's list, and draw small files at once."""
    with refusals(letter.slug), transaction():
        delivering.hold(letter, now())
        at = now()  # not before: whoever was waited for came earlier
        signee_list = read(letter, at)
        edition = freeze(signee_list, at)
        files.ask(edition, at)
        note(act, at, letter, edition=edition.code, names=edition.names)
    worker.draw_at_once(edition, Press.of(current_app.config))
    missing = uncovered(signee_list)
    if missing:
        click.echo(f"No font of ours has {' '.join(missing)}: printed as a replacement sign.", err=True)
    return edition


def _as_it_stands(letter: Letter, at: datetime) -> SigneeList:
    return read_signee_list(letter, current_texts(letter)[0].language, at)


def _letter(slug: str) -> Letter:
    letter = with_slug(slug)
    if letter is None:
        raise click.ClickException(f"There is no letter {slug}.")
    return letter
