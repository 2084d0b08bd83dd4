"""`signon staff`: the people who sign in."""

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.campaigns.campaigns import named
from signon.database import now, transaction
from signon.refusals import Refusal
from signon.signatures.addresses import email_address
from signon.staff.access import grant
from signon.staff.members import current_code, enter, forget_authenticator, has_authenticator, renew_password
from signon.staff.models import ROLES


@click.group()
def staff() -> None:
    """People who sign in to the workspace."""


@staff.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--campaign", default="", metavar="NAME", help="Only in this campaign; without it in every one.")
@click.option("--new-password", is_flag=True, help="Give a person who is on the staff already a new password.")
@click.option("--new-authenticator", is_flag=True, help="Let a person who lost their phone set up another app.")
@with_appcontext
def add(email: str, role: str, campaign: str, new_password: bool, new_authenticator: bool) -> None:
    """Add EMAIL to the staff, or change what they may do. Prints a new person's first password once."""
    try:
        address = email_address(email)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    with transaction():
        at = now()
        found = named(campaign) if campaign else None
        if campaign and found is None:
            raise click.ClickException(f"There is no campaign {campaign}. Import its first letter to begin it.")
        member, password = enter(address, at)
        if new_password and password is None:
            password = renew_password(member)
        if new_authenticator:
            forget_authenticator(member)
        grant(member, role, found.id if found else None, at)
    click.echo(f"{address}: {role} in {campaign or 'every campaign'}")
    if password:
        click.echo(f"password: {password}")
    if not has_authenticator(member):
        click.echo("At the next sign-in the person sets up an authenticator app.")


@staff.command()
@click.argument("email")
@with_appcontext
def code(email: str) -> None:
    """Print the one-time code of EMAIL at this moment. Only on a loopback PUBLIC_URL, for trying things out."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("One-time codes are printed only where PUBLIC_URL is this machine itself.")
    found = current_code(email)
    if found is None:
        raise click.ClickException("This person has not set up an authenticator app yet.")
    click.echo(found)
