"""`signon demo`: an empty database becomes a sample campaign, served as it would be for real."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from signon.campaigns.campaigns import named
from signon.cli.sample_campaign import furnish
from signon.database import db, now, transaction
from signon.letters import file as letter_file
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.letters.publishing import publish, take_file
from signon.signatures import importing, signee_file
from signon.staff.access import grant
from signon.staff.members import enrol_authenticator, enter, renew_password, with_email
from signon.staff.models import OWNER

SAMPLE = Path(__file__).resolve().parent / "sample"
LETTERS = ("doors-till-nine", "open-on-sundays")
CAMPAIGN = "Doors Till Nine"
STAFF = "staff@doors-till-nine.example"
PATIENCE = 30.0  # seconds until the server must answer


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--prepare-only", is_flag=True, help="Make the sample campaign and stop.")
@with_appcontext
def demo(port: int, prepare_only: bool) -> None:
    """Make a sample campaign in an empty database and serve it; mail is readable at /dev/mailbox."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("The demo is for this machine only: PUBLIC_URL must be a loopback address.")
    Path(current_app.config["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    upgrade()
    if db.session.scalar(select(Letter.id).where(Letter.slug.not_in(LETTERS)).limit(1)) is not None:
        raise click.ClickException("This database has letters of its own. Give the demo another: DATA_DIR=/tmp/demo")
    with transaction():
        for slug in LETTERS:
            if with_slug(slug) is None:
                _take_sample(slug)
    login = _staff_login()
    _furnish()
    db.session.remove()
    if not prepare_only:
        _serve(port, login)


def _take_sample(slug: str) -> None:
    keys, at = current_app.extensions["signon.keys"], now()
    for name in (f"{slug}.md", f"{slug}.es.md"):
        file = letter_file.read((SAMPLE / name).read_bytes())
        letter = take_file(file, slug, keys=keys, at=at).letter
    publish(letter, at)
    names = signee_file.read_file((SAMPLE / f"{slug}.signees.csv").read_bytes(), letter)
    importing.take_names(letter, names, keys=keys, at=at, say=lambda row: None)


def _furnish() -> None:
    with transaction():
        campaign, member = named(CAMPAIGN), with_email(STAFF)
        if campaign is not None and member is not None:
            furnish(campaign, member.id, now())


def _staff_login() -> list[str]:
    """The lines that tell how to sign in. The password is new at every start: nothing secret lies in a file."""
    with transaction():
        member, password = enter(STAFF, now())
        if password is None:
            password = renew_password(member)
        grant(member, OWNER, None, now())
        key = enrol_authenticator(member)
    return [
        f"staff login     {STAFF}",
        f"password        {password}",
        f"one-time codes  {_same_data()}.venv/bin/signon staff code {STAFF}",
        f"                (or add this key to an authenticator app: {key})",
    ]


def _same_data() -> str:
    """What a command in another terminal needs before it to find the same data."""
    names = [name for name in ("DATA_DIR", "DATABASE_URL") if name in os.environ]
    return "".join(f"{name}={shlex.quote(os.environ[name])} " for name in names)


def _serve(port: int, login: list[str]) -> None:
    """Run the web server and the sending worker until one of them ends or somebody stops us."""
    _check_free(port)
    url = _public_url(port)
    environment = {**os.environ, "PUBLIC_URL": url}
    python = sys.executable
    commands = [
        [python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "wsgi:app"],
        [python, "-m", "flask", "--app", "wsgi", "mail", "send", "--watch"],
    ]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    root = Path(current_app.root_path).parent
    running = [subprocess.Popen(command, cwd=root, env=environment) for command in commands]  # noqa: S603 - our own
    try:
        _wait_until_up(port, running[0])
        mail = current_app.config["MAIL_SERVER"] or f"{url}/dev/mailbox"
        lines = [f"address         {url}/", f"staff           {url}/staff/", *login, f"outgoing mail   {mail}"]
        click.echo("\n".join(["", "Signon is running. Stop it with Ctrl-C.", "", *lines, ""]))
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
        raise click.ClickException("The web server or the mail worker ended by itself; see above.")
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=15)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(f"Port {port} is taken. Choose another: make run PORT={port + 1}") from None


def _public_url(port: int) -> str:
    """PUBLIC_URL with the port that is served, unless somebody chose an address of their own."""
    chosen = urlsplit(current_app.config["PUBLIC_URL"])
    return current_app.config["PUBLIC_URL"] if "PUBLIC_URL" in os.environ else f"http://{chosen.hostname}:{port}"


def _wait_until_up(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise click.ClickException(f"The web server did not come up on port {port}. Is another one running there?")
