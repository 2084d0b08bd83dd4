"""Who does not answer is called again for three days, no more often than does good; then staff are told."""

from datetime import timedelta

import pytest
from flask import Flask

from signon.cli.hooks import call_due
from signon.database import db, now, transaction
from signon.hooks import telling, waiting, webhooks
from signon.hooks.calling import Answer
from signon.hooks.events import TEST, UPDATE_PUBLISHED
from signon.hooks.models import GIVEN_UP, HEARD, WAITING, HookCall
from signon.hooks.telling import Happening
from signon.mail.models import OutboxMail
from signon.refusals import Refusal
from signon.staff.models import EDITOR, REVIEWER
from tests import make
from tests.hooks.listening import age, hook, kept, listen, the, work
from tests.servers.hooks import hook_receiver
from tests.staff.people import person

NOBODY = Answer(None)


def test_a_call_that_is_not_heard_is_made_again_with_growing_gaps_and_is_the_same_call(app: Flask) -> None:
    make.letter()
    gaps = []
    with hook_receiver() as receiver:
        receiver.answers = [500, 404, receiver.url]
        listen(receiver.url)
        _tell(1)
        for _ in range(4):
            before = now()
            work()
            [call] = kept()
            if call.state == WAITING:
                gaps.append((call.due_at - before).total_seconds())
                age(call.due_at - before + timedelta(seconds=1))
        assert [gap // 10 for gap in gaps] == [0, 30, 180]  # tens of seconds
        assert (call.state, call.tries, call.answered, call.body) == (HEARD, 4, 204, "")
        assert len({heard.headers["webhook-id"] for heard in receiver.heard}) == 1
        assert len({heard.body for heard in receiver.heard}) == 1
    assert hook().heard_at is not None and hook().failing_since is None


def test_all_that_waits_rests_while_nobody_answers_and_comes_in_its_order_afterwards(app: Flask) -> None:
    make.letter()
    with hook_receiver() as receiver:
        receiver.answers = [503]
        listen(receiver.url)
        _tell(30)
        work()
        assert len(receiver.heard) == 1, "nobody is knocked at for each of many"
        assert all(call.due_at > now() for call in kept())
        age(timedelta(seconds=6))
        work()
        assert [heard.said["data"]["number"] for heard in receiver.heard] == [0, *range(30)]
    assert {call.state for call in kept()} == {HEARD}


def test_what_failed_once_and_was_taken_back_does_not_count_against_a_call_of_a_week_later(app: Flask) -> None:
    make.letter()
    with hook_receiver() as receiver:
        receiver.answers = [500, 500]
        listen(receiver.url)
        _tell(1)
        work()
        with transaction():
            db.session.query(HookCall).delete()
        age(timedelta(days=7))
        _tell(1)
        work()
    assert hook().paused_at is None and kept()[0].state == WAITING
    assert hook().failing_since is not None and hook().failing_since > now() - timedelta(hours=1)


def test_after_three_days_without_an_answer_it_is_paused_and_staff_are_told_once(app: Flask) -> None:
    make.letter()
    people = [person("ed@nightline.org", EDITOR, "Night Line"), person("rev@nightline.org", REVIEWER, "Night Line")]
    with hook_receiver() as receiver:
        receiver.answers = [500] * 100
        listen(receiver.url)
        _tell(3)
        for _ in range(40):
            work()
            if hook().paused_at is not None:
                break
            age(timedelta(hours=6))
        assert 10 <= len(receiver.heard) <= 40
    assert {call.state for call in kept()} == {GIVEN_UP} and {call.body for call in kept()} == {""}
    assert hook().failing_since and not the().has_hooks
    assert [make.newest_mail("hook_given_up").to] == [people[0].email]
    assert db.session.query(OutboxMail).filter_by(kind="hook_given_up").count() == 1
    _tell(1)
    assert len(kept()) == 3, "a paused one hears of nothing"


def test_410_ends_it_at_once_and_a_single_lost_call_is_told_without_ending_it(app: Flask) -> None:
    make.letter()
    person("ed@nightline.org", EDITOR, "Night Line")
    listen()
    _tell(2)
    first, second = _claimed()
    last = waiting.Claimed(**{**vars(first), "tries": len(waiting.GAPS) + 1})
    with transaction():
        given_up = waiting.note(last, Answer(500), now())
        assert given_up is not None and not given_up.is_paused
    assert hook().paused_at is None
    with transaction():
        gone = waiting.note(second, Answer(410), now())
        assert gone is not None and gone.is_paused
    assert hook().paused_at is not None and [call.answered for call in kept()] == [500, 410]


def test_a_worker_that_dies_loses_no_call_and_two_make_none_twice(app: Flask) -> None:
    make.letter()
    with hook_receiver() as receiver:
        listen(receiver.url)
        _tell(2)
        assert len(_claimed()) == 2
        assert _claimed() == [] and call_due() == 0, "another worker has them"
        age(waiting.LEASE + timedelta(seconds=1))
        work()
        assert len(receiver.heard) == 2
    with transaction():
        waiting.purge(now() + timedelta(days=29))
    assert len(kept()) == 2
    with transaction():
        waiting.purge(now() + timedelta(days=31))
    assert kept() == []


def test_one_that_does_not_answer_holds_up_no_other_and_what_it_cannot_hear_is_refused(app: Flask) -> None:
    make.letter()
    with hook_receiver() as deaf, hook_receiver() as receiver:
        deaf.answers = [500] * 9
        for url in (deaf.url, receiver.url):
            listen(url)
        _tell(25)
        assert _round() == 21
        assert (len(deaf.heard), len(receiver.heard)) == (1, 20)
    first = hook(1)
    with transaction():
        webhooks.pause(first, now())
    with pytest.raises(Refusal), transaction():
        webhooks.test(first, {}, now())
    first = hook(1)
    with transaction():
        webhooks.resume(first, now())
        webhooks.test(first, {}, now())
    assert kept(TEST)[0].webhook_id == 1 and the().has_hooks
    for _ in range(webhooks.MOST - 2):
        listen()
    with pytest.raises(Refusal):
        listen()


def _round() -> int:
    db.session.remove()
    return call_due()


def _tell(number: int) -> None:
    with transaction():
        told = [Happening(UPDATE_PUBLISHED, {"number": one}, now()) for one in range(number)]
        telling.tell(the(), *told)


def _claimed() -> list[waiting.Claimed]:
    with transaction():
        return [call for turn in waiting.claim(now()) for call in turn.calls]
