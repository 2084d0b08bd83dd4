"""A thousand requests for one mailbox, through fifty letters and under every spelling of its address.

Gunicorn takes the forms over HTTP, from two hundred addresses; four workers send over SMTP at the same time. All
limits are those of an installation that sets none.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, or_, select, update

from signon.database import db, now, transaction
from signon.mail.models import DROPPED, LATER, QUEUED, SENDING, MailTally, OutboxMail, SuppressedAddress
from tests import make
from tests.servers.smtp import SmtpSink, smtp_sink
from tests.servers.web import running_app, running_worker
from tests.soak import made_up
from tests.soak.figures import Tell
from tests.soak.visitors import Visitor, link_in, settings_beside, sign, together, visiting

pytestmark = pytest.mark.soak

REQUESTS, LETTERS, ADDRESSES, WORKERS, MORE = 1000, 50, 200, 4, 100
A_DAY = 3  # mails to one mailbox
PATIENCE = 600  # seconds


def spelled(number: int) -> str:
    """The victim's address in another spelling: dots, a word behind a plus sign, capitals, the other domain."""
    chance = random.Random(number)
    dotted = "".join(mark + chance.choice(("", ".")) for mark in "adaquil") + "l"
    cased = "".join(chance.choice((mark, mark.upper())) for mark in dotted)
    return f"{cased}{chance.choice(('', f'+{number}'))}@{chance.choice(('gmail.com', 'googlemail.com'))}"


def ask(visitor: Visitor, house: Flask, number: int) -> int:
    """Sign one of the letters with the victim's address."""
    slug = f"train-{number % LETTERS}"
    name = made_up.names(REQUESTS + MORE)[number]
    return sign(visitor, house, number % ADDRESSES, slug, organization=name, email=spelled(number)).status


@contextmanager
def at_work(house: Flask, sink: SmtpSink) -> Iterator[str]:
    """The web server and four workers; gives the server's address."""
    with ExitStack() as stack:
        address = stack.enter_context(running_app(settings_beside(house, sink), options=["--workers", "2"]))
        for _ in range(WORKERS):
            stack.enter_context(running_worker(settings_beside(house, sink, PUBLIC_URL=address)))
        yield address


def wait_until_all_is_decided() -> Counter[str]:
    """Wait until nothing is due or being sent; how many mails are in each state."""
    unsettled = or_(OutboxMail.state.in_((QUEUED, SENDING)), (OutboxMail.state == LATER) & (OutboxMail.due_at <= now()))
    deadline = time.monotonic() + PATIENCE
    db.session.rollback()  # what was read before is not what is so now
    while db.session.scalar(select(func.count()).select_from(OutboxMail).where(unsettled)):
        assert time.monotonic() < deadline, "the workers are still at it"
        time.sleep(0.1)
        db.session.rollback()
    db.session.rollback()
    return Counter(db.session.scalars(select(OutboxMail.state)))


def let_pass(hours: int) -> None:
    """So many hours pass, as far as the mails and their limits can tell: the workers keep the real time."""
    gone = timedelta(hours=hours)
    with transaction():
        for mail in db.session.query(OutboxMail):
            mail.created_at, mail.due_at = mail.created_at - gone, mail.due_at - gone
        # The oldest first, so that no hour becomes one that is still to be moved.
        for tally in db.session.query(MailTally).order_by(MailTally.hour):
            key = (MailTally.counted == tally.counted, MailTally.hour == tally.hour)
            db.session.execute(update(MailTally).where(*key).values(hour=tally.hour - gone))


def test_one_mailbox_gets_three_mails_a_day_and_none_once_it_said_this_was_not_us(house: Flask, tell: Tell) -> None:
    assert len({spelled(number) for number in range(REQUESTS)}) > REQUESTS // 2
    for number in range(LETTERS):
        make.letter(f"train-{number}")
    with smtp_sink() as sink, at_work(house, sink) as address:
        began = time.monotonic()
        assert set(together(4, address, lambda one, n: ask(one, house, n), range(REQUESTS))) == {303}
        states = wait_until_all_is_decided()
        seconds = time.monotonic() - began
        tell(f"day 1: {len(sink.deliveries)} of {REQUESTS} mails arrived, {dict(states)}, {seconds:.0f} s")
        assert 1 <= len(sink.deliveries) <= A_DAY
        let_pass(hours=26)
        states = wait_until_all_is_decided()
        tell(f"day 2: {len(sink.deliveries)} arrived in all, {dict(states)}")
        assert len(sink.deliveries) <= 2 * A_DAY
        assert states[DROPPED] == REQUESTS - len(sink.deliveries), "what waited a day and is over the limit is dropped"
        let_pass(hours=26)  # the next day has room for three again, were they wanted
        arrived = len(sink.deliveries)
        say_that_it_was_not_us(sink, address)
        assert set(together(4, address, lambda one, n: ask(one, house, n), range(REQUESTS, REQUESTS + MORE))) == {303}
        states = wait_until_all_is_decided()
        time.sleep(1)
        tell(f'after "this was not us": {len(sink.deliveries) - arrived} of {MORE} arrived, {dict(states)}')
        assert len(sink.deliveries) == arrived
    assert all("@" not in row.hash and len(row.hash) >= 64 for row in db.session.query(SuppressedAddress))


def say_that_it_was_not_us(sink: SmtpSink, address: str) -> None:
    """Follow a mail's link to "this was not us", and say so."""
    link = f"{link_in(sink.deliveries[0])}/not-us"
    with visiting(address) as victim:
        assert victim.get(link).status == 200
        assert victim.post(link, {"sure": "y"}).status == 303
    assert db.session.query(SuppressedAddress).count() == 1
