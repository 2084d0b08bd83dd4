"""`signon mail`: the sending worker."""

import logging
import signal
import threading

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from signon.database import db
from signon.mail.sending import send_due

log = logging.getLogger(__name__)
REST = 1.0  # seconds between looks into an empty outbox


@click.group()
def mail() -> None:
    """The outbox."""


@mail.command("send")
@click.option("--watch", is_flag=True, help="Stay and send whatever comes, until told to stop.")
@with_appcontext
def send(watch: bool) -> None:
    """Send the mail that is due."""
    stopping = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stopping.set())
    keys = current_app.extensions["signon.keys"]
    sent = 0
    while not stopping.is_set():
        try:
            sent += send_due(keys, stopping.is_set)
        except SQLAlchemyError as fault:
            if not watch:
                raise
            log.error("the database did not answer: %s", type(fault).__name__)
        db.session.remove()
        if not watch:
            break
        stopping.wait(REST)
    click.echo(f"{sent} sent")
