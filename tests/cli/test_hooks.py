"""The worker calls webhooks beside its other work."""

import threading

from flask import Flask

from signon.cli.hooks import calling_beside
from signon.database import db, now, transaction
from signon.hooks import webhooks
from tests import make
from tests.hooks.listening import hook, kept, listen
from tests.servers.hooks import hook_receiver


def test_webhooks_are_called_in_a_thread_of_their_own_and_by_a_worker_that_does_not_stay(app: Flask) -> None:
    make.letter()
    with hook_receiver() as receiver:
        listen(receiver.url, ["count.changed"])
        _send_a_test()
        with calling_beside(app, threading.Event()):
            receiver.wait_for(1)
        _send_a_test()
        assert app.test_cli_runner().invoke(args=["mail", "send"]).exit_code == 0
        assert len(receiver.wait_for(2)) == 2
    assert [call.state for call in kept()] == ["heard", "heard"]


def _send_a_test() -> None:
    found = hook()
    with transaction():
        webhooks.test(found, {}, now())
    db.session.remove()
