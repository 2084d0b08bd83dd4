"""`signon check`: is this installation fit to be used?"""

import smtplib
from datetime import UTC, datetime
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from signon.database import db
from signon.press import Press
from signon.press.signing import certificate_fault


@click.command()
@with_appcontext
def check() -> None:
    """Name every setting that is missing, unsafe or unreachable; exit with 1 if there is any.

    Missing and unsafe settings are found before any command runs; this adds what only trying can tell.
    """
    faults = [*_database(), *_mail(current_app.config), *_certificate(Press.of(current_app.config))]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    if current_app.config["PRODUCTION"] and not current_app.config["TRUSTED_PROXIES"]:
        click.echo("TRUSTED_PROXIES is 0: behind a web server all visitors seem to be one, and are not limited.")
    click.echo("Everything is in order.")


def _database() -> list[str]:
    try:
        db.session.execute(text("SELECT 1"))
        if not inspect(db.engine).has_table("letter"):
            return ["DATABASE_URL: the database answers but has no tables yet. Run: signon db upgrade"]
    except SQLAlchemyError as fault:
        return [f"DATABASE_URL: the database does not answer ({type(fault).__name__})."]
    return []


def _certificate(press: Press) -> list[str]:
    fault = certificate_fault(press, datetime.now(UTC))
    return [fault] if fault else []


def _mail(config: Any) -> list[str]:
    if not config["MAIL_SERVER"]:
        return []
    server = smtplib.SMTP_SSL if config["MAIL_USE_SSL"] else smtplib.SMTP
    try:
        with server(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=config["MAIL_TIMEOUT"]) as smtp:
            smtp.noop()
    except (OSError, smtplib.SMTPException) as fault:
        return [f"MAIL_SERVER, MAIL_PORT: the mail server does not answer ({type(fault).__name__})."]
    return []
