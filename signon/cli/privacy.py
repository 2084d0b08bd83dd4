"""`signon privacy`: what is kept of whom, and ending what need not be kept."""

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.database import now, transaction
from signon.mail import limits, outbox, suppressing
from signon.organizations import remembering
from signon.press import drawing
from signon.privacy.report import report as privacy_report
from signon.signatures.forgetting import forget_orphaned_word
from signon.signatures.purging import purge_requests


@click.group()
def privacy() -> None:
    """Personal data and its end."""


@privacy.command()
@with_appcontext
def purge() -> None:
    """Delete requests that nobody verified within seven days, and what else has had its time. Run it once an hour."""
    with transaction():
        at = now()
        gone = purge_requests(at)
        for end in (outbox.purge, suppressing.purge, limits.purge, drawing.purge):
            end(at)
    keys = current_app.extensions["signon.keys"]
    with transaction():
        remembering.purge(now(), keys=keys)
        forget_orphaned_word(keys)
    click.echo(f"{gone} requests ended")


@privacy.command()
def report() -> None:
    """Print what is stored of whom, what for and how long: every column of the database."""
    click.echo(privacy_report())
