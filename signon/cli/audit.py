"""`signon audit`: is the record of what staff did as it was kept?"""

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.campaigns.models import Campaign
from signon.database import db
from signon.staff.audit_reading import last_of
from signon.staff.auditing import INSTALLATION_CHAIN, broken_at, chains


@click.group()
def audit() -> None:
    """The record of who did what."""


@audit.command()
@with_appcontext
def verify() -> None:
    """Check every entry against the seal of the one before it. Exit 1 if one was changed, removed or added.

    Prints the last seal of each chain: whoever keeps it elsewhere can tell later whether the end was cut off, even by
    somebody who has the keys.
    """
    keys, broken = current_app.extensions["signon.keys"], 0
    for chain in chains():
        number = broken_at(chain, keys)
        if number is None:
            length, seal = last_of(chain)
            click.echo(f"{_name(chain)}: {length} entries, intact; the last seal is {seal}")
        else:
            broken += 1
            click.echo(f"{_name(chain)}: entry {number} is not as it was kept", err=True)
    if not chains():
        click.echo("Nothing was done yet.")
    if broken:
        raise click.exceptions.Exit(1)


def _name(chain: int) -> str:
    campaign = db.session.get(Campaign, chain)
    return "installation" if chain == INSTALLATION_CHAIN else campaign.name if campaign else f"campaign {chain}"
