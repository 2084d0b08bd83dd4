"""`signon draw`: the drawing worker, and how the other worker draws beside its own work."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from signon.database import db
from signon.press import Press
from signon.press.worker import draw_due

log = logging.getLogger(__name__)
REST = 1.0  # seconds between looks at what waits


@click.command()
@click.option("--watch", is_flag=True, help="Stay and draw whatever comes, until told to stop.")
@with_appcontext
def draw(watch: bool) -> None:
    """Draw the documents that wait."""
    stopping = told_to_stop()
    click.echo(f"{_draw(stopping, watch)} drawn")


def told_to_stop() -> threading.Event:
    """An event that is set when this process is told to stop."""
    stopping = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stopping.set())
    return stopping


@contextmanager
def drawing_beside(app: Flask, stopping: threading.Event) -> Iterator[None]:
    """Draw what waits in a thread of its own, so that nothing waits for a large document, until `stopping` is set.

    The end of the block waits until the document at hand is drawn.
    """

    def work() -> None:
        with app.app_context():
            _draw(stopping, watch=True)

    thread = threading.Thread(target=work, name="drawing")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _draw(stopping: threading.Event, watch: bool) -> int:
    press = Press.of(current_app.config)
    drawn = 0
    while not stopping.is_set():
        try:
            drawn += draw_due(press, stopping.is_set)
        except Exception as fault:  # a worker that stays outlives what it did not foresee
            if not watch:
                raise
            log.error("nothing is drawn for now: %s", type(fault).__name__)
        db.session.remove()
        if not watch:
            break
        stopping.wait(REST)
    return drawn
