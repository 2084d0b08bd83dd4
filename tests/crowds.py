"""Many visitors at one moment: threads that wait for each other and then all press the button."""

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from signon.database import db, now, transaction
from signon.mail.models import OutboxMail
from signon.mail.outbox import unseal
from signon.signatures import counting
from tests import make

Answer = TypeVar("Answer")
PATIENCE = 60  # seconds; a crowd that takes longer hangs


def at_once(acts: Iterable[Callable[[], Answer]]) -> list[Answer]:
    """What the `acts` answer, in their order, each done in a thread of its own and all begun together.

    A thread inherits no application context: give an act a test client, which brings one for every request, or let it
    open its own. What an act raises is raised here.
    """
    todo = list(acts)
    barrier = threading.Barrier(len(todo))
    answers: dict[int, Answer] = {}
    faults: list[BaseException] = []

    def run(number: int, act: Callable[[], Answer]) -> None:
        try:
            barrier.wait(PATIENCE)
            answers[number] = act()
        except BaseException as fault:  # told to the test below, whatever it is
            faults.append(fault)

    threads = [threading.Thread(target=run, args=one, daemon=True) for one in enumerate(todo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    if faults:
        raise faults[0]
    assert len(answers) == len(todo), "somebody is still waiting"
    return [answers[number] for number in range(len(todo))]


def all_links() -> list[str]:
    """The paths of the links in all mails that wait in the outbox, in the order of their requests."""
    db.session.rollback()
    return [f"/verify/{unseal(row, make.keys())['token']}" for row in db.session.query(OutboxMail).order_by("id")]


def assert_counters_agree() -> None:
    """Every counter says what its letter's signatures say."""
    db.session.rollback()
    with transaction():
        drifts = counting.recount(now())
    assert drifts == [], "counters that did not agree with the signatures"
