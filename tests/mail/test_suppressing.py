"""Whoever said "this was not us" is left alone, and all that is kept for that is a hash."""

from flask import Flask

from signon.database import db, transaction
from signon.mail import limits, outbox, suppressing
from signon.mail.models import SuppressedAddress
from tests import make
from tests.mail.queue import DAY, HOUR, START, USUAL, ask, work
from tests.mail.sinks import states


def test_nothing_but_staff_mail_leaves_to_who_said_this_was_not_us_and_only_a_hash_is_kept(app: Flask) -> None:
    with transaction():
        suppressing.suppress("Ada.Quill@gmail.com", keys=make.keys(), at=START)
    for days in range(0, 364, 40):
        for kind in (outbox.VERIFICATION, outbox.LINKS, outbox.APPROVAL, outbox.LISTED, outbox.AGAIN, outbox.SIGNED):
            ask("a.d.a.quill+x@googlemail.com", START + days * DAY, kind=kind)
        assert work(START + days * DAY) == []
    assert set(states()) == {"dropped"}
    ask("adaquill@gmail.com", kind=outbox.STAFF_NOTICE)
    assert len(work(START)) == 1
    row = db.session.query(SuppressedAddress).one()
    assert len(row.hash) == 64
    assert "quill" not in row.hash


def test_after_a_year_it_is_forgotten_and_saying_it_again_begins_a_new_year(app: Flask) -> None:
    with transaction():
        suppressing.suppress("ada@nightowls.org", keys=make.keys(), at=START)
        suppressing.suppress("ida@nightowls.org", keys=make.keys(), at=START)
        suppressing.suppress("ida@nightowls.org", keys=make.keys(), at=START + 100 * DAY)
        suppressing.purge(START + 366 * DAY)
    assert not suppressing.is_suppressed("ada@nightowls.org", make.keys())
    assert suppressing.is_suppressed("Ida+x@nightowls.org", make.keys())


def test_a_mail_that_was_let_go_before_its_address_was_suppressed_does_not_leave_any_more(app: Flask) -> None:
    ask("ada@nightowls.org")
    with transaction():
        [mail] = limits.admit(outbox.claim(START), USUAL, keys=make.keys(), at=START)
        outbox.note_delayed(mail, START)
        suppressing.suppress("ada@nightowls.org", keys=make.keys(), at=START)
    assert work(START + HOUR) == []
    assert states() == ["dropped"]
