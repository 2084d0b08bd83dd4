"""How much mail goes where: nobody is flooded through us, nobody's mail is lost, and several workers count as one."""

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from signon.database import db, now, transaction
from signon.mail import backlog, limits, outbox, suppressing
from signon.mail.limits import Limits
from signon.mail.models import DROPPED, LATER, SENT, MailTally, OutboxMail, SuppressedAddress
from signon.mail.sending import send_due
from signon.signatures.switches import MAIL, turn_off, turn_on
from tests import make
from tests.mail.queue import DAY, HOUR, START, USUAL, ask, work
from tests.mail.sinks import deliveries, states
from tests.servers.smtp import SmtpSink

SPELLINGS = ["ada.quill@gmail.com", "adaquill@gmail.com", "a.d.a.quill+{}@gmail.com", "adaquill+{}@googlemail.com"]


def hours(number: int) -> Iterator[datetime]:
    """The moments at which a worker looks, one an hour."""
    return (START + hour * HOUR for hour in range(number))


def sent_at() -> list[datetime]:
    """When mails left, oldest first."""
    db.session.rollback()
    query = select(OutboxMail.sent_at).where(OutboxMail.state == SENT).order_by(OutboxMail.sent_at)
    return [moment for moment in db.session.scalars(query) if moment is not None]


def most_in_a_day(moments: list[datetime]) -> int:
    """The most that left in any 24 hours."""
    return max((sum(1 for other in moments if first <= other <= first + DAY) for first in moments), default=0)


def tally(name: str) -> int:
    """What is counted under names that begin like this."""
    db.session.rollback()
    return sum(row.number for row in db.session.query(MailTally) if row.counted.startswith(name))


def test_a_flood_to_one_mailbox_over_many_letters_and_spellings_ends_after_three_mails_a_day(app: Flask) -> None:
    letters = [make.letter(f"letter-{number}") for number in range(5)]
    spellings = itertools.cycle(SPELLINGS)
    for number in range(60):
        ask(next(spellings).format(number), START + number * timedelta(minutes=1), letter=letters[number % 5])
    for at in hours(24 * 4):
        work(at + timedelta(minutes=59))
    assert most_in_a_day(sent_at()) == 3
    assert len(sent_at()) == 6, "three on the first day, three of what waited on the next"
    assert set(states()) == {"sent", "dropped"}
    assert db.session.query(OutboxMail).filter(OutboxMail.sealed.is_not(None)).count() == 0


def test_a_steady_trickle_is_never_more_than_three_in_any_24_hours(app: Flask) -> None:
    for number in range(100):
        at = START + number * timedelta(minutes=47)
        ask("ada@nightowls.org", at)
        work(at)
    assert most_in_a_day(sent_at()) == 3
    assert len(sent_at()) >= 9


def test_who_signs_five_letters_in_one_day_gets_the_last_two_mails_on_the_next_and_thanks_at_once(app: Flask) -> None:
    ask("ada@nightowls.org", number=5)
    assert len(work(START)) == 3
    for at in hours(5):
        ask("ada@nightowls.org", at, kind=outbox.SIGNED)
        assert [mail.kind for mail in work(at)] == [outbox.SIGNED], "what follows from one's own act is not kept back"
    for at in hours(26):
        work(at)
    assert sent_at()[-2:] == [START + 25 * HOUR] * 2
    assert set(states()) == {"sent"}


def test_thanks_and_staff_mail_go_out_however_much_was_sent_and_do_not_use_up_what_may_be_asked_for(
    app: Flask,
) -> None:
    for kind in (outbox.SIGNED, outbox.LISTED, outbox.AGAIN, outbox.DELEGATED, outbox.STAFF_NOTICE, outbox.SURGE):
        ask("ada@nightowls.org", kind=kind, number=4)
    assert len(work(START)) == 24
    for kind in (outbox.VERIFICATION, outbox.LINKS, outbox.APPROVAL, outbox.HANDOVER):
        ask("ada@nightowls.org", kind=kind)
    assert [mail.kind for mail in work(START)] == [outbox.VERIFICATION, outbox.LINKS, outbox.APPROVAL]


def test_other_mailboxes_at_the_same_domain_are_other_people(app: Flask) -> None:
    for name in ("ada", "ida", "oda"):
        ask(f"{name}@nightowls.org", number=3)
    assert len(work(START)) == 9


@pytest.mark.parametrize(
    "narrow",
    [replace(USUAL, per_domain_an_hour=4), replace(USUAL, per_letter_an_hour=4), replace(USUAL, an_hour=4)],
    ids=["domain", "letter", "all"],
)
def test_over_what_may_leave_in_an_hour_mail_waits_for_the_next_hour_and_none_is_lost(
    app: Flask, narrow: Limits
) -> None:
    letter = make.letter()
    for number in range(15):
        ask(f"a{number}@nightowls.org", letter=letter)
    assert len(work(START, narrow)) == 4
    assert states().count(LATER) == 11
    assert work(START + timedelta(minutes=9), narrow) == [], "the hour is not over"
    assert [len(work(at, narrow)) for at in hours(4)][1:] == [4, 4, 3]
    assert set(states()) == {"sent"}


def test_a_domain_at_which_anyone_may_have_an_address_is_nobodys_domain(app: Flask) -> None:
    for number in range(10):
        ask(f"a{number}@gmail.com")
        ask(f"a{number}@office.nightowls.org" if number % 2 else f"a{number}@nightowls.org")
    assert len(work(START, replace(USUAL, per_domain_an_hour=4))) == 10 + 4


def test_a_mail_is_counted_once_however_often_it_is_tried_and_not_while_it_waits(app: Flask) -> None:
    ask("ada@nightowls.org", number=5)
    at = START
    for _ in range(3):
        with transaction():
            for mail in limits.admit(outbox.claim(at), USUAL, keys=make.keys(), at=at):
                outbox.note_delayed(mail, at)
        at += timedelta(minutes=10)
    assert tally("address:") == tally("domain:") == tally("all") == 3
    assert states().count(LATER) == 2
    assert len(work(at)) == 3
    assert tally("address:") == 3


def test_the_next_letter_to_sign_is_not_lost_because_no_mail_left_for_days(app: Flask) -> None:
    ask("ada@nightowls.org", number=5)
    assert len(work(START + 3 * DAY)) == 3, "the worker was away"
    assert states().count(DROPPED) == 0
    assert len(work(START + 3 * DAY + 25 * HOUR)) == 2


def test_a_mail_whose_letter_was_erased_is_left_to_the_worker_who_finds_that_out(sink: SmtpSink, app: Flask) -> None:
    letter = make.letter()
    ask("ada@nightowls.org", now(), letter=letter)
    make.keys().destroy(letter.key_name)
    assert send_due(make.keys()) == 0
    assert states() == ["refused"]


def test_four_workers_at_once_let_no_mail_too_many_go(
    sink: SmtpSink, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAILS_PER_ADDRESS_A_DAY", 3)
    monkeypatch.setitem(app.config, "MAILS_PER_DOMAIN_AN_HOUR", 7)
    letter = make.letter()
    for number in range(15):
        ask(SPELLINGS[number % 4].format(number), now(), letter=letter)
        ask(f"a{number}@nightowls.org", now(), letter=letter)

    def one() -> None:
        with app.app_context():
            send_due(make.keys())

    workers = [threading.Thread(target=one) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    recipients = [delivery.recipients[0] for delivery in deliveries(sink, 10)]
    assert sum("mail.com" in address for address in recipients) == 3
    assert sum("nightowls" in address for address in recipients) == 7
    assert (tally("address:"), tally("domain:"), tally("letter:"), tally("all")) == (10, 7, 10, 10)


def test_mail_that_is_switched_off_stays_until_it_is_switched_on(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    with transaction():
        turn_off(MAIL, now())
    assert send_due(make.keys()) == 0
    assert states() == ["queued"]
    with transaction():
        turn_on(MAIL)
    assert send_due(make.keys()) == 1


def test_a_worker_sends_no_faster_than_it_is_told(
    sink: SmtpSink, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "MAILS_A_SECOND", 20)
    for number in range(6):
        ask(f"a{number}@nightowls.org", now(), kind=outbox.STAFF_NOTICE)
    began = time.monotonic()
    assert send_due(make.keys()) == 6
    assert time.monotonic() - began >= 5 / 20


def test_what_a_limit_put_off_is_no_backlog_before_it_is_due(client: FlaskClient) -> None:
    ask("ada@nightowls.org", number=5)
    work(START)
    later = START + 20 * HOUR
    assert backlog.backlog(later) == backlog.Backlog(waiting=0, oldest_seconds=0)
    due = START.replace(minute=0) + 25 * HOUR
    assert backlog.backlog(due + timedelta(minutes=1)) == backlog.Backlog(waiting=2, oldest_seconds=60)
    assert client.get("/readyz").status_code == 200


def test_what_is_counted_and_what_is_done_with_is_purged(app: Flask) -> None:
    letter = make.letter()
    ask("ada@nightowls.org", number=4, letter=letter)
    ask("ida@nightline.org", kind=outbox.STAFF_NOTICE)
    work(START)
    with transaction():
        limits.purge(START + 47 * HOUR)
        outbox.purge(START + 6 * DAY)
    assert tally("") > 0
    assert states() == ["sent"] * 3 + ["later", "sent"]
    with transaction():
        limits.purge(START + 3 * DAY)
        outbox.purge(START + 8 * DAY)
    assert tally("") == 0
    assert states() == ["later"], "what still waits is kept"


def test_the_hourly_purge_forgets_what_was_counted_done_with_and_suppressed_long_enough(app: Flask) -> None:
    long_ago = now() - 10 * DAY
    ask("ida@nightline.org", long_ago, kind=outbox.STAFF_NOTICE)
    ask("ada@nightowls.org", long_ago, letter=make.letter())
    work(long_ago)
    with transaction():
        suppressing.suppress("ida@nightowls.org", keys=make.keys(), at=now() - 366 * DAY)
    assert tally("") > 0
    result = app.test_cli_runner().invoke(args=["privacy", "purge"])
    assert result.exit_code == 0, result.output
    assert tally("") == 0
    assert states() == []
    assert db.session.query(SuppressedAddress).count() == 0
