"""`signon recount`: do the counters agree with the signatures?"""

import click
from flask.cli import with_appcontext

from signon.database import now, transaction
from signon.organizations import register
from signon.signatures import counting


@click.command()
@with_appcontext
def recount() -> None:
    """Count every letter's signatures anew; report and correct what had drifted, and complete the register."""
    with transaction():
        drifts = counting.recount(now())
        register.complete()
    for drift in drifts:
        click.echo(f"{drift.slug}: said {drift.said}, is {drift.true}: corrected")
    if drifts:
        click.echo("(organizations, individuals, conveners, unlisted, anonymous)")
    click.echo(f"{len(drifts)} counters had drifted")
