"""`signon mail`: the sending worker."""

import logging
import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from signon.cli.draw import drawing_beside, told_to_stop
from signon.cli.hooks import call_due, calling_beside
from signon.cli.working import work_a_round
from signon.database import db
from signon.mail.sending import send_due

log = logging.getLogger(__name__)
REST = 1.0  # seconds between looks into an empty outbox


@click.group()
def mail() -> None:
    """The outbox."""


@mail.command("send")
@click.option(
    "--watch", is_flag=True, help="Stay and send whatever comes, draw documents and call webhooks, until told to stop."
)
@with_appcontext
def send(watch: bool) -> None:
    """Send the mail that is due, and call the webhooks that are to hear of something."""
    stopping = told_to_stop()
    if watch:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        with drawing_beside(app, stopping), calling_beside(app, stopping):
            sent = _send(stopping, watch)
    else:
        sent = _send(stopping, watch)
        while not stopping.is_set() and call_due():
            db.session.remove()
    click.echo(f"{sent} sent")


def _send(stopping: threading.Event, watch: bool) -> int:
    keys = current_app.extensions["signon.keys"]
    sent = done = 0
    while not stopping.is_set():
        try:
            done = work_a_round(stopping.is_set)  # first: what it writes is mail that leaves in the same round
            sent += send_due(keys, stopping.is_set)
        except SQLAlchemyError as fault:
            if not watch:
                raise
            log.error("the database did not answer: %s", type(fault).__name__)
        db.session.remove()
        if done:
            continue  # there may be more: long work is done a bit at a time
        if not watch:
            break
        stopping.wait(REST)
    return sent
