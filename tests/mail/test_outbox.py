"""Mail is a row first: a worker sends it, a server that is down delays it, nothing is lost and nothing leaks."""

import logging
import re
import smtplib
import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.mail import outbox
from signon.mail.models import OutboxMail
from signon.mail.sending import local_mailbox, send_due
from tests import make
from tests.mail.sinks import deliveries, first, hurry, point_mail_at, states
from tests.servers.smtp import SmtpSink, free_port, silent_server


def test_the_mail_says_who_signs_what_with_one_link_and_one_code_in_text_and_html(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    make.send_form(client)
    expected = make.newest_mail()
    assert send_due(make.keys()) == 1
    delivery = first(sink)
    assert delivery.recipients == ("ada@nightowls.org",)
    mail = delivery.message
    assert [part.get_content_type() for part in mail.walk()][-3:] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    plain, page = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    for part in (plain, page):
        assert "Night Owls Union" in part
        assert "Run the night train again" in part
        assert expected.code in part
        assert f"http://localhost/verify/{expected.token}" in part
    link = f"http://localhost/verify/{expected.token}"
    assert re.findall(r'href="([^"]+)"', page) == [link, f"{link}/not-us"]
    assert page.count('class="action"') == 1
    assert not re.search(r"<(img|script|link|iframe)|src=|@import|url\(", page)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert max(map(len, delivery.message.as_string().splitlines())) <= 998


def test_a_mail_to_a_spanish_form_is_in_spanish_and_leads_to_a_spanish_page(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    page = client.get("/es/letters/night-train/sign")
    client.post("/es/letters/night-train/sign", data={**make.ORGANIZATION, "form_token": make.form_token(page)})
    send_due(make.keys())
    mail = first(sink).message
    assert "/es/verify/" in mail.get_body(("plain",)).get_content()
    assert "código" in mail.get_body(("plain",)).get_content()


def test_what_was_sent_is_erased_from_the_outbox_and_not_sent_again(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    send_due(make.keys())
    hurry()
    assert send_due(make.keys()) == 0
    assert len(sink.deliveries) == 1
    assert db.session.query(OutboxMail).one().sealed is None
    assert states() == ["sent"]


def test_a_server_that_is_down_delays_mail_and_loses_none(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter()
    sink.stop()
    for number in range(5):
        make.send_form(client, email=f"ada{number}@nightowls.org")
    assert send_due(make.keys()) == 0
    assert states() == ["queued"] * 5
    assert send_due(make.keys()) == 0, "a delayed mail waits before it is tried again"
    sink.start()
    hurry()
    assert send_due(make.keys()) == 5
    assert sorted(delivery.recipients[0] for delivery in deliveries(sink, 5)) == [
        f"ada{n}@nightowls.org" for n in range(5)
    ]


def test_waits_grow_and_after_five_days_the_mail_lapses(app: Flask) -> None:
    letter = make.letter()
    with transaction():
        outbox.keep(
            "verification", {"to": "a@b.org"}, language="en", keys=make.keys(), host="x", at=now(), letter=letter
        )
    waits = []
    for _ in range(4):
        hurry()
        with transaction():
            at = now()
            claimed = outbox.claim(at)[0]
            outbox.note_delayed(claimed, at)
        waits.append(db.session.query(OutboxMail).populate_existing().one().due_at - at)
    assert waits == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120), timedelta(seconds=240)]
    hurry()
    with transaction():
        claimed = outbox.claim(now())[0]
        outbox.note_delayed(claimed, now() + timedelta(days=6))
    assert states() == ["lapsed"]
    assert db.session.query(OutboxMail).populate_existing().one().sealed is None


@pytest.mark.parametrize(("code", "state"), [(450, "queued"), (421, "queued"), (550, "refused"), (554, "refused")])
def test_a_temporary_no_is_tried_again_and_a_permanent_one_is_marked_without_the_address_in_any_log(
    sink: SmtpSink, client: FlaskClient, caplog: pytest.LogCaptureFixture, code: int, state: str
) -> None:
    caplog.set_level(logging.DEBUG)
    make.letter()
    make.send_form(client)
    sink.refuse_next(code)
    assert send_due(make.keys()) == 0
    assert states() == [state]
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]  # not the server's
    assert "delayed" in ours[-1] or "refused" in ours[-1]
    assert "nightowls" not in "".join(ours)


def test_a_server_that_never_speaks_lets_the_worker_go_after_the_time_out(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.letter()
    make.send_form(client)
    with silent_server() as (host, port):
        point_mail_at(app, monkeypatch, host, port, timeout=0.5)
        assert send_due(make.keys()) == 0
    assert states() == ["queued"]


def test_nobody_listening_is_a_delay_too(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make.letter()
    make.send_form(client)
    point_mail_at(app, monkeypatch, "127.0.0.1", free_port())
    send_due(make.keys())
    assert states() == ["queued"]


def test_four_workers_at_once_send_every_mail_once(sink: SmtpSink, app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        for number in range(40):
            says = {"to": f"a{number}@b.org", "name": "Alder", "token": "t", "code": "c"}
            outbox.keep("verification", says, language="en", keys=make.keys(), host="x", at=now(), letter=letter)

    def work() -> None:
        with app.app_context():
            send_due(make.keys())

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sink.deliveries) == 40
    assert len({delivery.recipients[0] for delivery in sink.deliveries}) == 40


def test_a_worker_that_died_leaves_its_mail_to_the_next_with_the_same_message_id(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    make.send_form(client)
    with transaction():
        claimed = outbox.claim(now())[0]
    assert send_due(make.keys()) == 0, "the lease is still the dead worker's"
    hurry()
    assert send_due(make.keys()) == 1
    assert first(sink).message["Message-ID"] == claimed.message_id


def test_a_worker_told_to_stop_gives_back_what_it_has_not_sent(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter()
    for number in range(3):
        make.send_form(client, email=f"ada{number}@nightowls.org")
    answers = iter([False, False, True, True])
    assert send_due(make.keys(), lambda: next(answers)) == 1
    assert sorted(states()) == ["queued", "queued", "sent"]


def test_without_a_mail_server_mail_lies_in_the_local_mailbox_and_can_be_read_in_the_browser(
    client: FlaskClient,
) -> None:
    make.letter()
    local_mailbox().clear()
    make.send_form(client)
    assert send_due(make.keys()) == 1
    page = client.get("/dev/mailbox").text
    assert "Night Owls Union" in page
    assert "/verify/" in page


def test_a_discreet_letter_names_nothing_in_the_subject(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter(safe_mode=True)
    make.send_form(client)
    send_due(make.keys())
    subject = first(sink).message["Subject"]
    assert "train" not in subject.lower()
    assert "Owls" not in subject


def test_an_smtp_fault_of_any_kind_is_no_reason_to_lose_mail(app: Flask, client: FlaskClient, sink: SmtpSink) -> None:
    make.letter()
    make.send_form(client)
    sink.refuse_next(451, stage="data")
    send_due(make.keys())
    assert states() == ["queued"]
    assert issubclass(smtplib.SMTPDataError, smtplib.SMTPException)


def test_a_server_that_refuses_the_sender_or_wants_a_login_delays_and_erases_nothing(
    sink: SmtpSink, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.letter()
    make.send_form(client)
    monkeypatch.setattr(smtplib.SMTP, "mail", lambda *_, **__: (530, b"authentication required"))
    assert send_due(make.keys()) == 0
    assert states() == ["queued"]
    assert db.session.query(OutboxMail).one().sealed


def test_a_mail_that_cannot_be_made_delays_itself_and_lets_the_others_go(sink: SmtpSink, client: FlaskClient) -> None:
    letter = make.letter()
    with transaction():
        outbox.keep(
            "no such mail", {"to": "a@b.org"}, language="en", keys=make.keys(), host="x", at=now(), letter=letter
        )
    make.send_form(client)
    assert send_due(make.keys()) == 1
    assert sorted(states()) == ["queued", "sent"]


def test_a_discreet_letter_names_neither_title_nor_campaign_in_its_mail(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter(safe_mode=True)
    make.send_form(client)
    send_due(make.keys())
    mail = first(sink).message
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content()
        assert "night train" not in text.lower()
        assert "Night Line" not in text
