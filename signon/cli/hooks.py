"""Webhooks, beside the worker's other work: what happened is told, and calls are made in a thread of its own."""

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Flask, current_app

from signon.database import db, now, transaction
from signon.hooks import noticing, signing, waiting
from signon.hooks.calling import Answer, call
from signon.hooks.waiting import Claimed, Turn
from signon.keys import KeyGone, KeyLocked
from signon.mail import hook_notice
from signon.mail.links import public_host, public_link

log = logging.getLogger(__name__)
REST = 1.0  # seconds between looks at what waits
A_TURN = 30.0  # seconds after which the rest of a turn is given back: well within its lease
Made = list[tuple[Claimed, Answer | None]]  # None for a call that was not made


def tell_webhooks() -> bool:
    """Keep calls about what happened by itself; answers whether something had. An idle worker takes no write lock."""
    found = noticing.untold(public_link, now())
    if not found:
        return False
    with transaction():
        noticing.tell_all(noticing.untold(public_link, now()))
    return True


def call_due() -> int:
    """Make the calls that are due, a turn of each webhook, several at a time; answers how many were made."""
    if not waiting.is_due(now()):
        return 0
    with transaction():
        at = now()
        turns = waiting.claim(at)
    made = 0
    with ThreadPoolExecutor(max_workers=waiting.AT_ONCE) as pool:
        here = not current_app.config["PRODUCTION"]
        doing = [pool.submit(_take_turn, turn, _secrets(turn, at), here, at) for turn in turns]
        for done in as_completed(doing):
            made += _note(done.result())
    return made


@contextmanager
def calling_beside(app: Flask, stopping: threading.Event) -> Iterator[None]:
    """Call webhooks in a thread of its own, so that no mail waits for a slow one, until `stopping` is set."""

    def work() -> None:
        with app.app_context():
            _call(stopping)

    thread = threading.Thread(target=work, name="calling")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _call(stopping: threading.Event) -> None:
    while not stopping.is_set():
        made = 0
        try:
            made = call_due()
        except Exception as fault:  # a worker that stays outlives what it did not foresee
            log.error("no webhook is called for now: %s", type(fault).__name__)
        db.session.remove()
        if not made:
            stopping.wait(REST)


def _secrets(turn: Turn, at: datetime) -> tuple[str, ...]:
    """The secrets to sign with; none where the key store cannot open them."""
    try:
        return signing.opened(turn.secret, current_app.extensions["signon.keys"]).valid(at)
    except (KeyGone, KeyLocked) as fault:
        log.error("the secret of webhook %s cannot be opened: %s", turn.webhook_id, type(fault).__name__)
        return ()


def _take_turn(turn: Turn, secrets: tuple[str, ...], here: bool, at: datetime) -> Made:
    """Make the calls of a turn one after the other, until one is not heard, or the time is over."""
    began, made = time.monotonic(), list[tuple[Claimed, Answer | None]]()
    for one in turn.calls:
        gone = time.monotonic() - began
        goes_on = secrets and gone < A_TURN and all(answer and answer.is_heard for _, answer in made)
        if not goes_on:
            made.append((one, None))
            continue
        body = one.body.encode("utf-8", "replace")
        headers = signing.headers_of(one.event_id, body, secrets, at + timedelta(seconds=gone))
        made.append((one, call(turn.url, body, headers, here=here)))
    return made


def _note(made: Made) -> int:
    """Note a turn; whatever staff are to know is mailed in the same transaction. Answers how many calls were made."""
    keys = current_app.extensions["signon.keys"]
    with transaction():
        at = now()
        waiting.release([one for one, answer in made if answer is None])  # first: they rest with the others
        for one, answer in made:
            given_up = waiting.note(one, answer, at) if answer is not None else None
            if given_up is not None:
                hook_notice.tell_of(given_up, keys=keys, host=public_host(), at=at)
    return sum(answer is not None for _, answer in made)
