"""Processes that die at the worst moment: what was promised is kept, and no mail is lost."""

import itertools
import os
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from signon import create_app
from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.mail import outbox
from signon.mail.models import QUEUED, SENDING, OutboxMail
from signon.mail.sending import send_due
from signon.signatures.models import Signature
from tests import make
from tests.browser import browser
from tests.servers.smtp import SmtpSink, smtp_sink
from tests.soak.processes import Process, begun, kill, settings_of

pytestmark = pytest.mark.soak

MAILS, KILLS = 2000, 100
MOST_COPIES, MOST_DUPLICATES = 4, 100
DEATHS = 100


def work(settings: dict[str, Any]) -> None:
    """The mail worker, until it is killed."""
    app = create_app(settings)
    with app.app_context():
        while True:
            send_due(app.extensions["signon.keys"])
            db.session.remove()
            time.sleep(0.05)


def waiting() -> int:
    """How many mails are still to be sent by somebody."""
    db.session.rollback()
    return db.session.query(OutboxMail).filter(OutboxMail.state.in_((QUEUED, SENDING))).count()


def unclaimed() -> int:
    """How many mails no worker holds, dead or alive."""
    db.session.rollback()
    return db.session.query(OutboxMail).filter_by(state=QUEUED).count()


def claimable() -> int:
    """How many mails a worker may claim at this moment: nobody's, and those of the dead whose leases have ended."""
    db.session.rollback()
    ended = (OutboxMail.state == SENDING) & (OutboxMail.lease_until < now())
    return db.session.query(OutboxMail).filter((OutboxMail.state == QUEUED) | ended).count()


def let_leases_end() -> None:
    """Five minutes pass, as far as the leases of the dead can tell."""
    with transaction():
        past = now() - timedelta(seconds=1)
        db.session.query(OutboxMail).filter_by(state=SENDING).update({"lease_until": past})


def keep_mails() -> None:
    """Two thousand mails, each to an address of its own."""
    letter = with_slug("night-train")
    with transaction():
        for number in range(MAILS):
            says = {"to": f"a{number}@b.org", "name": "Alder", "token": f"t{number}", "code": "2345-6789"}
            outbox.keep(outbox.VERIFICATION, says, language="en", keys=make.keys(), host="x", at=now(), letter=letter)


def kill_some(workers: list[Process], settings: dict[str, Any], sink: SmtpSink, left: int) -> int:
    """Let the workers send and kill one after the other until no mail is unclaimed; how many died, `left` at most."""
    chance, died = random.Random(left), 0
    while unclaimed() and died < left:
        arrived, deadline = len(sink.deliveries), time.monotonic() + 30
        while len(sink.deliveries) == arrived and unclaimed() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        place = chance.randrange(len(workers))
        kill(workers[place])
        workers[place] = begun(work, settings)
        died += 1
    return died


@pytest.mark.parametrize("number", [1, 4])
def test_workers_killed_in_the_midst_of_sending_lose_no_mail(house: Flask, number: int) -> None:
    keep_mails()
    died = 0
    with smtp_sink() as sink:
        settings = {**settings_of(house), "MAIL_SERVER": sink.host, "MAIL_PORT": sink.port, "TESTING": False}
        while waiting():
            workers = [begun(work, settings) for _ in range(number)]
            died += kill_some(workers, settings, sink, KILLS - died)
            deadline = time.monotonic() + 120
            while claimable() and time.monotonic() < deadline:  # a worker takes seconds to begin on a busy machine
                time.sleep(0.1)
            time.sleep(1)  # those who live finish what they hold
            for worker in workers:
                kill(worker)
            let_leases_end()
        deliveries = list(sink.deliveries)
    assert died >= KILLS // 2
    copies = Counter(delivery.recipients for delivery in deliveries)
    assert len(copies) == MAILS, "mail was lost"
    assert len(deliveries) - MAILS <= MOST_DUPLICATES
    assert max(copies.values()) <= MOST_COPIES
    names = {(delivery.recipients, delivery.message["Message-ID"]) for delivery in deliveries}
    assert len(names) == MAILS, "copies of one mail bear different names"


def sign_and_die(settings: dict[str, Any], number: int, when: str) -> None:
    """Send a form to an application whose process is killed just before or just after its second commit.

    The first one only ends what was read; the second one keeps the signature and its mail.
    """
    app = create_app(settings)
    client, commits = browser(app), itertools.count(1)

    def die(*_: object) -> None:
        if next(commits) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        tokens = app.extensions["signon.tokens"]
        entry = {**make.ORGANIZATION, "organization": f"Union of Line {number}"}
        entry["form_token"] = tokens.form_token("sign night-train", datetime.now(UTC))
        if when == "before":
            event.listen(db.engine, "commit", die)
        else:
            event.listen(db.session, "after_commit", die)
    client.post("/letters/night-train/sign", data=entry)


def pairs() -> list[tuple[int, int | None]]:
    """Every signature's id with that of each mail about it."""
    db.session.rollback()
    query = select(Signature.id, OutboxMail.id).outerjoin(OutboxMail, OutboxMail.signature_id == Signature.id)
    return [(row[0], row[1]) for row in db.session.execute(query)]


@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", DEATHS)])
def test_a_web_process_killed_around_the_commit_leaves_a_signature_with_its_mail_or_neither(
    house: Flask, when: str, kept: int
) -> None:
    for number in range(DEATHS):
        process = begun(sign_and_die, settings_of(house), number, when)
        process.join(60)
        assert process.exitcode == -signal.SIGKILL, "the process was to die in the midst of the request"
    found = pairs()
    assert len(found) == kept
    assert len({signature for signature, _ in found}) == kept
    assert all(mail is not None for _, mail in found)
    assert db.session.query(OutboxMail).count() == kept
    if house.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
