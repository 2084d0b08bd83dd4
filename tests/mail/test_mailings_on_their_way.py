"""A mailing on its way: kept a batch at a time and once, stopped at once, and never before any other mail."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask, current_app

from signon.database import db, now, transaction
from signon.mail import mailings, outbox
from signon.mail.limits import Limits
from signon.mail.sending import send_due
from signon.outreach import inviting, leaving, mailing
from signon.outreach.inviting import Guest
from signon.outreach.mailing import ChangedMeanwhile, Words
from signon.outreach.models import SENT, STOPPED, Mailing
from signon.refusals import Refusal
from signon.signatures.entry import Contact, Entry
from signon.signatures.signee import ORGANIZATION
from tests import make
from tests.crowds import at_once
from tests.mail.mailings import WORDS, drafted, invite, kept, sent_off, step, to, work
from tests.mail.queue import START, USUAL, ask
from tests.mail.queue import work as send_at
from tests.mail.sinks import deliveries, states
from tests.servers.smtp import SmtpSink
from tests.statements import said_by

NAMES = [f"Union {number}" for number in range(5)]


def read_anew(row: Mailing) -> Mailing:
    db.session.refresh(row)
    return row


def test_a_batch_is_kept_once_however_many_workers_try_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    letter = make.letter()
    invite(letter, NAMES)
    row = sent_off(letter)
    stale = mailings._Posting(row, make.keys(), app.extensions["signon.tokens"], "x", now())
    as_seen = replace_row(row)
    assert step()
    with transaction():
        assert not mailings._take_batch(as_seen, stale), "somebody else was faster"
    work()
    assert sorted(to()) == sorted(f"ada@union{number}.org" for number in range(5))
    assert read_anew(row).done == 5


def replace_row(row: Mailing) -> Mailing:
    """The mailing as another worker read it before."""
    facts = ("id", "letter_id", "kind", "words", "state", "part", "last_id", "begun_at", "written_by")
    return Mailing(**{name: getattr(row, name) for name in facts})


def test_four_workers_at_once_keep_every_mail_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "AT_ONCE", 3)
    letter = make.letter()
    invite(letter, [f"Union {number}" for number in range(30)])
    row = sent_off(letter)

    def a_worker() -> None:
        with app.app_context():
            work()

    at_once([a_worker] * 4)
    assert len(to()) == len(set(to())) == 30
    assert (read_anew(row).state, row.done) == (SENT, 30)


def test_the_command_that_sends_once_sends_a_whole_mailing(sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    monkeypatch.setattr(mailings, "MOST_WAITING", 3)
    letter = make.letter()
    invite(letter, [f"Union {number}" for number in range(7)])
    sent_off(letter)
    assert "7 sent" in current_app.test_cli_runner().invoke(args=["mail", "send"]).output
    assert db.session.query(Mailing).one().state == SENT


def test_a_mailing_is_sent_off_once_and_not_after_somebody_changed_it(app: Flask) -> None:
    letter = make.letter()
    invite(letter, NAMES)
    row = drafted(letter)
    seen = row.changed_at
    by = row.written_by or 0
    with transaction():
        mailing.change(row, {"en": Words("Other", "{{ link }}")}, seen=seen, by=by, at=now() + timedelta(seconds=1))
    for act in (
        lambda: mailing.send(letter, row, total=5, seen=seen, by=by, at=now()),
        lambda: mailing.change(row, WORDS, seen=seen, by=by, at=now()),
    ):
        with pytest.raises(ChangedMeanwhile), transaction():
            act()
    with transaction():
        mailing.send(letter, row, total=5, seen=row.changed_at, by=by, at=now())
    for late in (
        lambda: mailing.send(letter, row, total=5, seen=row.changed_at, by=by, at=now()),
        lambda: mailing.change(row, WORDS, seen=row.changed_at, by=by, at=now()),
        lambda: mailing.remove(row),
    ):
        with pytest.raises(Refusal, match="already"), transaction():
            late()


def test_what_was_stopped_keeps_no_more_mails_and_those_that_wait_never_leave(
    sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    letter = make.letter()
    invite(letter, NAMES)
    row = sent_off(letter)
    assert step()
    with transaction():
        assert mailing.stop(row, now())
    assert not step()
    assert send_due(make.keys()) == 0
    assert (row.state, row.done, states()) == (STOPPED, 2, ["dropped"] * 2)


def test_a_mail_that_waits_does_not_leave_to_whoever_left_meanwhile(sink: SmtpSink) -> None:
    letter = make.letter()
    invite(letter, NAMES[:2])
    sent_off(letter)
    work()
    with transaction():
        leaving.leave(letter.campaign_id, leaving.mark_of(letter.campaign_id, "ada@union0.org", make.keys()), now())
    assert send_due(make.keys()) == 1
    assert deliveries(sink, 1)[0].recipients == ("ada@union1.org",)


def test_a_mail_that_waits_does_not_leave_after_the_letter_closed(sink: SmtpSink) -> None:
    letter = make.letter()
    invite(letter, NAMES[:2])
    sent_off(letter)
    work()
    with transaction():
        letter.deadline_at = now() - timedelta(seconds=1)
    assert (send_due(make.keys()), states()) == (0, ["dropped"] * 2)


def test_a_mailing_ends_with_the_letter_it_asks_to_sign(app: Flask) -> None:
    letter = make.letter()
    invite(letter, NAMES)
    row = sent_off(letter)
    with transaction():
        letter.deadline_at = now() - timedelta(hours=1)
    work()
    assert (read_anew(row).state, to()) == (STOPPED, [])
    with pytest.raises(Refusal, match="cannot be signed"):
        sent_off(letter)


def test_the_outbox_holds_few_at_once_and_every_other_mail_goes_first(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    monkeypatch.setattr(mailings, "MOST_WAITING", 3)
    letter = make.letter(at=START)
    invite(letter, NAMES)
    sent_off(letter, at=START)
    work(START)
    assert len(kept()) == 4, "two batches: no third while so many wait"
    for kind in (outbox.VERIFICATION, outbox.SIGNED):
        ask("ada@nightowls.org", START + timedelta(minutes=1), kind=kind)
    with transaction():
        claimed = outbox.claim(START + timedelta(minutes=2), most=3)
    assert [mail.kind for mail in claimed][-2:] == [outbox.VERIFICATION, outbox.SIGNED]


@pytest.mark.parametrize("narrow", [replace(USUAL, an_hour=10), replace(USUAL, per_letter_an_hour=10)])
def test_a_mailing_takes_half_of_an_hours_room_and_no_strangers_link_waits_for_it(app: Flask, narrow: Limits) -> None:
    letter = make.letter(at=START)
    invite(letter, [f"Union {number}" for number in range(12)])
    sent_off(letter, at=START)
    work(START)
    assert [mail.kind for mail in send_at(START, narrow)] == [outbox.MAILING] * 5
    for number in range(5):
        ask(f"a{number}@nightowls.org", letter=letter)
    assert [mail.kind for mail in send_at(START, narrow)] == [outbox.VERIFICATION] * 5
    assert len(send_at(START + timedelta(hours=1), narrow)) == 5, "the rest waits for the next hours"


def test_a_mailing_to_one_domain_is_spread_over_the_hours(app: Flask) -> None:
    letter = make.letter(at=START)
    guests = [Entry(ORGANIZATION, f"Union {number}", Contact(email=f"a{number}@union.org")) for number in range(5)]
    with transaction():
        inviting.add(letter, [Guest(one) for one in guests], keys=make.keys(), at=START)
    sent_off(letter, at=START)
    work(START)
    narrow = replace(USUAL, per_domain_an_hour=2)
    assert [len(send_at(START + timedelta(hours=number), narrow)) for number in range(4)] == [2, 2, 1, 0]


def test_a_batch_says_the_same_few_things_however_many_are_in_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = make.letter()
    invite(letter, [f"Union {number}" for number in range(60)])
    sent_off(letter)
    monkeypatch.setattr(mailings, "AT_ONCE", 5)
    few = said_by(step)
    monkeypatch.setattr(mailings, "AT_ONCE", 50)
    many = said_by(step)
    assert len(many) == len(few) <= 20
    assert len(kept()) == 55
