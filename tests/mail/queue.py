"""A queue of mails and a worker whose clock the test sets."""

from datetime import datetime, timedelta

from signon.database import transaction
from signon.letters.models import Letter
from signon.mail import limits, outbox
from signon.mail.limits import Limits
from signon.mail.outbox import Claimed
from tests import make

USUAL = Limits(per_address_a_day=3, per_domain_an_hour=60, per_letter_an_hour=20_000, an_hour=50_000)
START = make.moment("2026-11-21 17:50")
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)


def ask(
    to: str, at: datetime = START, *, kind: str = outbox.VERIFICATION, letter: Letter | None = None, number: int = 1
) -> None:
    """Keep `number` mails to `to`, as a form that was sent `at` that moment does."""
    says = {"to": to, "name": "Alder", "token": "t", "code": "c", "heading": "A notice", "text": "Something was done."}
    with transaction():
        for _ in range(number):
            outbox.keep(kind, says, language="en", keys=make.keys(), host="x", at=at, letter=letter)


def work(at: datetime, allowed: Limits = USUAL) -> list[Claimed]:
    """What a worker sends until nothing is due, when the clock says `at`."""
    sent: list[Claimed] = []
    while True:
        with transaction():
            claimed = outbox.claim(at)
            admitted = limits.admit(claimed, allowed, keys=make.keys(), at=at)
            for mail in admitted:
                outbox.note_sent(mail, at)
        if not claimed:
            return sent
        sent += admitted
