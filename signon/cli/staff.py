"""`signon staff`: the people who sign in."""

import click
from flask import current_app
from flask.cli import with_appcontext

from signon.campaigns.campaigns import named
from signon.cli.recording import note
from signon.database import now, transaction
from signon.refusals import Refusal
from signon.signatures.addresses import email_address
from signon.staff import people
from signon.staff.access import grant
from signon.staff.members import (
    current_code,
    enter,
    forget_authenticator,
    has_authenticator,
    renew_password,
    with_email,
)
from signon.staff.models import ROLES, StaffMember


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
        note("staff.role_changed", at, campaign_id=found.id if found else None, role=role)
    click.echo(f"{address}: {role} in {campaign or 'every campaign'}")
    if password:
        click.echo(f"password: {password}")
    if not has_authenticator(member):
        click.echo("At the next sign-in the person sets up an authenticator app.")


@staff.command()
@click.argument("email")
@with_appcontext
def disable(email: str) -> None:
    """Close the account of EMAIL: every session ends at once, and nobody can sign in with it."""
    with transaction():
        member = _member(email)
        if people.disable(member):
            note("staff.disabled", now())
    click.echo(f"{member.email}: closed, every session has ended")
    _tell_unowned()


@staff.command()
@click.argument("email")
@with_appcontext
def enable(email: str) -> None:
    """Open the account of EMAIL again, with the password and the app it had."""
    with transaction():
        member = _member(email)
        if people.enable(member):
            note("staff.enabled", now())
    click.echo(f"{member.email}: open")


@staff.command()
@click.argument("email")
@click.confirmation_option(prompt="Erase this account? What the person did stays, without saying who")
@with_appcontext
def remove(email: str) -> None:
    """Erase the account of EMAIL. What the person did stays, without saying who; to keep that too, disable it."""
    with transaction():
        member = _member(email)
        people.erase(member)
        note("staff.erased", now())
    click.echo(f"{email}: erased")
    _tell_unowned()


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


def _member(email: str) -> StaffMember:
    member = with_email(email)
    if member is None:
        raise click.ClickException(f"Nobody on the staff has the address {email}.")
    return member


def _tell_unowned() -> None:
    for name in people.unowned():
        click.echo(f"Nobody who can sign in owns {name} now: signon staff add EMAIL --role owner")
