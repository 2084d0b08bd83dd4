"""`signon privacy`: what is kept of whom, and ending what need not be kept."""

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.database import now, transaction
from signon.hooks import waiting
from signon.mail import limits, outbox, suppressing
from signon.organizations import remembering
from signon.outreach import inviting, updates_mailed
from signon.press import drawing
from signon.privacy.report import report as privacy_report
from signon.signatures import import_jobs
from signon.signatures.forgetting import forget_orphaned_word
from signon.signatures.purging import purge_requests
from signon.staff import inviting as staff_inviting

_ROOMS = (
    outbox,
    suppressing,
    limits,
    drawing,
    import_jobs,
    inviting,
    updates_mailed,
    staff_inviting,
    waiting,
)


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
        for room in _ROOMS:
            room.purge(at)
    keys = current_app.extensions["signon.keys"]
    with transaction():
        remembering.purge(now(), keys=keys)
        forget_orphaned_word(keys)
    click.echo(f"{gone} requests ended")


@privacy.command()
def report() -> None:
    """Print what is stored of whom, what for and how long: every column of the database."""
    click.echo(privacy_report())
