"""`signon switch`: turn something off at once, and on again, without a restart."""

import click
from flask.cli import with_appcontext

from signon.cli.recording import note
from signon.database import now, transaction
from signon.signatures import switches

_WHAT_STAYS = {
    switches.SIGNING: "nobody can send a sign form; links that were mailed still work",
    switches.MAIL: "no mail leaves; it waits in the outbox",
    switches.LISTING: "every name is held until staff have looked",
}
_NAME = click.argument("name", type=click.Choice(switches.SWITCHES))


@click.group()
def switch() -> None:
    """Turn signing, mail or listing off for the whole installation, and on again."""


@switch.command("list")
@with_appcontext
def list_switches() -> None:
    """Say what is on and what is off, and since when."""
    off = switches.off_since()
    for name in switches.SWITCHES:
        since = f"off since {off[name]:%Y-%m-%d %H:%M} UTC" if name in off else "on"
        click.echo(f"{name}: {since}")


@switch.command("off")
@_NAME
@with_appcontext
def turn_off(name: str) -> None:
    """Turn NAME off, from the next request on."""
    with transaction():
        at = now()
        switches.turn_off(name, at)
        note("switch.off", at, switch=name)
    click.echo(f"{name} is off: {_WHAT_STAYS[name]}")


@switch.command("on")
@_NAME
@with_appcontext
def turn_on(name: str) -> None:
    """Turn NAME on again."""
    with transaction():
        switches.turn_on(name)
        note("switch.on", now(), switch=name)
    click.echo(f"{name} is on")
