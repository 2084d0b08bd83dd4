"""A flood of what anyone can ask for holds back nothing that is owed, and new links hold back nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from signon.database import transaction
from signon.mail import outbox
from signon.mail.limits import Limits
from signon.mail.models import ASKED_BY_ANYONE, LATER
from tests import make
from tests.mail.queue import HOUR, START, USUAL, ask, work
from tests.mail.sinks import states

OWED = (outbox.SIGNED, outbox.LISTED, outbox.AGAIN, outbox.DELEGATED, outbox.OBJECTED)
NARROW = replace(USUAL, per_domain_an_hour=6)


def narrow(what: str) -> Limits:
    """Limits of which one lets a single mail through."""
    field = {"domain": "per_domain_an_hour", "letter": "per_letter_an_hour", "all": "an_hour"}[what]
    return replace(USUAL, **{field: 1})


def test_made_up_mailboxes_of_a_domain_hold_back_neither_its_notices_nor_who_signs_there(app: Flask) -> None:
    for number in range(40):
        ask(f"x{number}@nightowls.org", kind=outbox.LINKS)
    for kind in (outbox.LISTED, outbox.SIGNED, outbox.VERIFICATION, outbox.APPROVAL, outbox.HANDOVER):
        ask(f"{kind}@nightowls.org", START + timedelta(minutes=1), kind=kind)
    sent = [mail.kind for mail in work(START + timedelta(minutes=2), NARROW)]
    assert sent.count(outbox.LINKS) == 2, "a third of what may go to a domain"
    assert {*sent} == {outbox.LINKS, outbox.LISTED, outbox.SIGNED, *ASKED_BY_ANYONE}
    assert states().count(LATER) == 38
    assert len(work(START + HOUR, NARROW)) == 2


@pytest.mark.parametrize("what", ["domain", "letter", "all"])
def test_what_is_owed_is_counted_and_never_waits(app: Flask, what: str) -> None:
    letter = make.letter()
    ask("ada@nightowls.org", letter=letter)
    for kind in OWED:
        ask("ada@nightowls.org", kind=kind, letter=letter, number=2)
    ask("ida@nightowls.org", letter=letter)
    sent = [mail.kind for mail in work(START, narrow(what))]
    assert [sent.count(kind) for kind in OWED] == [2] * len(OWED)
    assert sent.count(outbox.VERIFICATION) == (1 if what == "domain" else 0), "owed mail takes room, at no domain"


def test_new_links_take_a_third_of_all_mail_at_most(app: Flask) -> None:
    for number in range(10):
        ask(f"x{number}@gmail.com", kind=outbox.LINKS)
        ask(f"y{number}@gmail.com", START + timedelta(minutes=1))
    sent = [mail.kind for mail in work(START + timedelta(minutes=2), replace(USUAL, an_hour=9))]
    assert (sent.count(outbox.LINKS), sent.count(outbox.VERIFICATION)) == (3, 6)


def test_what_is_owed_is_taken_first_however_long_the_queue_before_it(app: Flask) -> None:
    for number in range(30):
        ask(f"x{number}@nightowls.org", kind=ASKED_BY_ANYONE[number % 4])
    for number, kind in enumerate(OWED):
        ask("ada@nightowls.org", START + timedelta(minutes=number), kind=kind)
    with transaction():
        first = outbox.claim(START + HOUR)
    kinds = [mail.kind for mail in first]
    assert kinds[-len(OWED) :] == list(OWED)
    assert len(kinds) == outbox.BATCH, "the batch is filled with the others"
    with transaction():
        assert [mail.kind for mail in outbox.claim(START + HOUR, 2)] == [outbox.LINKS, outbox.APPROVAL]
