"""`signon privacy`: what is kept of whom, and ending what need not be kept."""

import click
from flask.cli import with_appcontext

from signon.database import now, transaction
from signon.privacy.report import report as privacy_report
from signon.signatures.purging import purge_requests


@click.group()
def privacy() -> None:
    """Personal data and its end."""


@privacy.command()
@with_appcontext
def purge() -> None:
    """Delete requests that nobody verified within seven days. Run it once an hour."""
    with transaction():
        gone = purge_requests(now())
    click.echo(f"{gone} requests ended")


@privacy.command()
def report() -> None:
    """Print what is stored of whom, what for and how long: every column of the database."""
    click.echo(privacy_report())
