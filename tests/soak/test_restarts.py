"""A web server whose processes are killed while people sign: who was told to look into the inbox has a signature."""

import http.client
import os
import random
import signal
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import text

from signon.database import db
from signon.mail.models import OutboxMail
from tests import make
from tests.conftest import PATIENT
from tests.servers.web import running_app
from tests.soak.processes import children_of

pytestmark = pytest.mark.soak

KILLS, SIGNEES = 60, 4
REST = 0.4  # seconds between two kills, on average


class Signees:
    """People who sign one after the other at `address`, until told to stop."""

    def __init__(self, app: Flask, address: str) -> None:
        self.promised: list[str] = []
        self.failed = 0
        self._tokens = app.extensions["signon.tokens"]
        self._host = urlsplit(address).netloc
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._sign, args=(number,)) for number in range(SIGNEES)]

    def __enter__(self) -> "Signees":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _sign(self, who: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            name = f"Union {who} of Line {number}"
            status = 0
            with suppress(OSError, http.client.HTTPException):
                status = self._sent(name)
            if status == 303:
                self.promised.append(name)
            else:
                self.failed += 1
                time.sleep(0.05)

    def _sent(self, name: str) -> int:
        token = self._tokens.form_token("sign night-train", datetime.now(UTC))
        entry = {**make.ORGANIZATION, "organization": name, "form_token": token}
        connection = http.client.HTTPConnection(self._host, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", "/letters/night-train/sign", urlencode(entry), headers)
            return connection.getresponse().status
        finally:
            connection.close()


def web_workers() -> list[int]:
    """The processes that gunicorn, a child of this one, has answer requests."""
    return [
        worker for child in children_of(os.getpid()) if "gunicorn" in words_of(child) for worker in children_of(child)
    ]


def words_of(pid: int) -> str:
    """The command line of a process; "" of one that has gone."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def environment_of(app: Flask) -> dict[str, str]:
    """The environment in which another process is the same installation."""
    uri = str(app.config["SQLALCHEMY_DATABASE_URI"])
    return {"DATABASE_URL": uri, "DATA_DIR": str(app.config["DATA_DIR"]), **PATIENT}


def test_web_processes_killed_while_people_sign_break_no_promise(house: Flask) -> None:
    chance, killed = random.Random(60), 0
    with running_app(environment_of(house), options=["--workers", "2"]) as address, Signees(house, address) as signees:
        while killed < KILLS:
            time.sleep(chance.random() * 2 * REST)
            workers = web_workers()
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1
        time.sleep(2)
        served = len(signees.promised)
        time.sleep(2)
        assert len(signees.promised) > served, "nobody is served any more"
    kept = {row.printed_name for row in make.signatures("pending")}
    assert set(signees.promised) <= kept, "somebody was told to look into the inbox and has no signature"
    assert len(kept) - len(signees.promised) <= signees.failed
    assert db.session.query(OutboxMail).count() == len(kept)
    assert {row.signature_id for row in db.session.query(OutboxMail)} == {row.id for row in make.signatures()}
    if house.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
