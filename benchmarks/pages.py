"""CPU per request of the hot pages, as a multiple of a bare Flask view that is measured in the same run.

    python -m benchmarks.pages [--rounds 30] [--names 200]

The method is in README.md beside this file.
"""

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from werkzeug.test import EnvironBuilder, run_wsgi_app

from config import read_settings
from signon import create_app
from signon.database import db, transaction
from signon.mail.models import OutboxMail
from signon.mail.outbox import unseal
from tests import make
from tests.conftest import PATIENT
from tests.servers.postgres import postgres_server

PER_ROUND = 20  # requests of each kind in one round
WARM_UP = 3  # rounds that are not counted
PAGE, COUNT = "/letters/night-train", "/letters/night-train/count.json"
SIGNED = "other-train"  # a letter of its own for those who sign, so that the page that is read does not grow

Environ = dict[str, Any]
Work = Callable[[], list[Environ]]


def bare() -> Flask:
    """A Flask application with one view that answers one line."""
    app = Flask("bare")
    app.add_url_rule("/", "view", lambda: "one line")
    return app


@contextmanager
def installation(url: str, folder: Path, names: int) -> Iterator[Flask]:
    """Signon on the database at `url`, with a letter that `names` organizations have signed, and one that none has."""
    here = {"DATABASE_URL": url, "DATA_DIR": str(folder), "PUBLIC_URL": "http://localhost"}
    app = create_app(read_settings({**here, **PATIENT}))
    with app.app_context():
        upgrade()
        make.letter(SIGNED)
        make.listed(make.letter(), [f"Union of Line {number}" for number in range(names)])
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def looking(path: str) -> Work:
    """What a round of readers of `path` sends."""
    return lambda: [EnvironBuilder(path).get_environ() for _ in range(PER_ROUND)]


def signing(app: Flask) -> Work:
    """What a round of signees sends: the filled-in form, each from a showing of its own."""
    tokens = app.extensions["signon.tokens"]

    def forms() -> list[Environ]:
        shown = [tokens.form_token(f"sign {SIGNED}", datetime.now(UTC)) for _ in range(PER_ROUND)]
        entries = [{**make.ORGANIZATION, "form_token": token} for token in shown]
        return [EnvironBuilder(f"/letters/{SIGNED}/sign", method="POST", data=entry).get_environ() for entry in entries]

    return forms


def verifying(app: Flask) -> Work:
    """What a round of those who got the mail sends: the box ticked, each for an organization that was not listed."""
    tokens, number = app.extensions["signon.tokens"], itertools.count(1)

    def presses() -> list[Environ]:
        with app.app_context(), transaction():
            db.session.query(OutboxMail).delete()
        for _ in range(PER_ROUND):
            entry = {**make.ORGANIZATION, "organization": f"Society of Line {next(number)}"}
            entry["form_token"] = tokens.form_token(f"sign {SIGNED}", datetime.now(UTC))
            ask(app, EnvironBuilder(f"/letters/{SIGNED}/sign", method="POST", data=entry).get_environ(), 303)
        with app.app_context():
            links = [unseal(row, make.keys())["token"] for row in db.session.query(OutboxMail)]
        pressed = {"method": "POST", "data": {"authorized": "y"}}
        return [EnvironBuilder(f"/verify/{token}", **pressed).get_environ() for token in links]

    return presses


def ask(app: Flask, environ: Environ, status: int) -> None:
    """One request from its first byte to its last."""
    body, answered, _ = run_wsgi_app(app, environ, buffered=True)
    assert int(answered[:3]) == status, f"{environ['PATH_INFO']}: {answered}"
    assert list(body) or status == 303


def cpu(app: Flask, work: Work, status: int) -> float:
    """The CPU seconds of this process for one request, over a round. Making the requests ready is not counted."""
    environs = work()
    began = time.process_time()
    for environ in environs:
        ask(app, environ, status)
    return (time.process_time() - began) / len(environs)


def measure(app: Flask, rounds: int) -> dict[str, list[float]]:
    """By page, its CPU as a multiple of the bare view's in the same round."""
    view, nothing = bare(), looking("/")
    pages: dict[str, tuple[Work, int]] = {
        "page": (looking(PAGE), 200),
        "count": (looking(COUNT), 200),
        "sign": (signing(app), 303),
        "verify": (verifying(app), 303),
    }
    found: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds + WARM_UP):
        for name, (work, status) in pages.items():
            # The bare view before and after: a machine that slows down in the midst of it slows both.
            before, taken, after = cpu(view, nothing, 200), cpu(app, work, status), cpu(view, nothing, 200)
            if number >= WARM_UP:
                found[name].append(taken / ((before + after) / 2))
    return found


def report(database: str, found: dict[str, list[float]]) -> None:
    """One line for each page: the median, and between which the middle half of the rounds lies."""
    for name, ratios in found.items():
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(f"{database:<12}{name:<8}{middle:6.1f} x   ({low:.1f} to {high:.1f})", flush=True)


def main() -> None:
    """Measure on both databases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--names", type=int, default=200)
    options = parser.parse_args()
    view = bare()
    milliseconds = statistics.median(1000 * cpu(view, looking("/"), 200) for _ in range(options.rounds))
    print(f"a bare view takes {milliseconds:.3f} ms; the pages, as multiples of it:", flush=True)
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        urls = {"SQLite": f"sqlite:///{folder}/signon.db"}
        if server is not None:
            urls["PostgreSQL"] = server.create_database("benchmark")
        for database, url in urls.items():
            with installation(url, Path(folder) / database, options.names) as app:
                report(database, measure(app, options.rounds))


if __name__ == "__main__":
    main()
