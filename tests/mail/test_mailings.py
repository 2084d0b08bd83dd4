"""A mailing reaches everybody whom it is meant for once, nobody else, and holds no other mail back."""

import re
from datetime import timedelta
from email import policy

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.mail import mailings
from signon.mail.sending import send_due
from signon.mail.suppressing import suppress
from signon.outreach import leaving
from signon.outreach.mailing import Words
from signon.outreach.models import (
    INVITATION,
    LAST_CALL,
    REMINDER,
    SENT,
    UNVERIFIED,
    UPDATE,
    Invitation,
    Mailing,
    Reminded,
)
from signon.refusals import Refusal
from signon.signatures.models import Signature
from tests import make
from tests.mail.kinds import links, parts, words, words_of_page
from tests.mail.mailings import invite, kept, requested_ago, sent_off, to, work
from tests.mail.sinks import deliveries
from tests.servers.smtp import SmtpSink

NAMES = [f"Union {number}" for number in range(5)]


def read_anew(row: Mailing) -> Mailing:
    db.session.refresh(row)
    return row


def test_each_of_the_invited_gets_one_mail_with_a_link_of_its_own_and_one_press_to_leave(
    sink: SmtpSink, client: FlaskClient
) -> None:
    letter = make.letter(deadline="2030-01-01 12:00")
    invite(letter, NAMES)
    row = sent_off(letter)
    work()
    assert (read_anew(row).state, row.done, row.total) == (SENT, 5, 5)
    assert send_due(make.keys()) == 5
    arrived = deliveries(sink, 5)
    assert sorted(one.recipients[0] for one in arrived) == sorted(f"ada@union{number}.org" for number in range(5))
    message = arrived[0].message
    assert message["Subject"] == "Will Union 0 sign?"
    assert re.fullmatch(r"ida[\d.]+@nightline\.org", message["Reply-To"]), "answers go to whoever sent it"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    as_received = message.as_bytes(policy=policy.SMTP.clone(refold_source="none"))
    [header] = [line for line in as_received.split(b"\n") if line.startswith(b"List-Unsubscribe:")]
    leave = re.fullmatch(rb"List-Unsubscribe: <http://localhost(/unsubscribe/[\w.-]+)>\r?", header)
    assert leave, header
    assert b"union0" not in leave[1]
    plain, page = parts(message)
    assert words(plain) == words_of_page(page)
    assert sorted(set(links(plain))) == sorted(set(links(page)))
    assert page.count('class="action"') == 1
    assert leave[1].decode() in plain
    tokens = {re.search(r"/invited/([\w.-]+)", parts(one.message)[0])[1] for one in arrived}  # type: ignore[index]
    assert len(tokens) == 5
    assert client.get(f"/invited/{tokens.pop()}").status_code == 200
    assert client.post(leave[1].decode(), data={"List-Unsubscribe": "One-Click"}).status_code == 200
    invite(letter, ["Union 9"])
    sent_off(letter)
    work()
    assert to() == ["ada@union9.org"], "who was invited is not invited again"


def test_who_left_who_said_it_was_not_them_and_who_signed_meanwhile_are_passed_over(client: FlaskClient) -> None:
    letter, at = make.letter(), now()
    invite(letter, ["Union 0", "Union 1", "Union 2", "Union 3"])
    row = sent_off(letter)
    with transaction():
        leaving.leave(letter.campaign_id, leaving.mark_of(letter.campaign_id, "Ada@union0.org", make.keys()), at)
        suppress("ada@union1.org", keys=make.keys(), at=at)
    make.verified(client, organization="Union 2")
    work()
    assert to() == ["ada@union3.org"]
    assert (read_anew(row).state, row.done, row.total) == (SENT, 1, 4)
    assert mailings.reach(letter, INVITATION, make.keys(), now()).total == 2
    assert (reach := mailings.reach(letter, INVITATION, make.keys(), now())).gets_it == 0
    assert (reach.left, reach.suppressed) == (1, 1)


def test_a_reminder_goes_two_days_after_the_last_mail_at_the_earliest_and_three_times_at_most(app: Flask) -> None:
    letter, at = make.letter(), now()
    invite(letter, ["Union 0"])
    sent_off(letter)
    work()
    for days, comes in ((1, False), (3, True), (4, False), (6, True), (9, True), (12, False)):
        moment = at + timedelta(days=days)
        assert mailings.reach(letter, REMINDER, make.keys(), moment).total == comes, f"on day {days}"
        if comes:
            sent_off(letter, REMINDER, at=moment)
            work(moment)
    assert len(kept()) == 4
    assert db.session.query(Invitation).one().mails == 4


def test_a_request_that_waits_is_reminded_by_a_new_link_and_code_that_work(sink: SmtpSink, client: FlaskClient) -> None:
    letter = make.letter()
    make.send_form(client)
    assert mailings.reach(letter, UNVERIFIED, make.keys(), now()).total == 0, "not before two days"
    requested_ago(2.1)
    sent_off(letter, UNVERIFIED)
    work()
    [says] = kept()
    assert db.session.query(Reminded).one().mails == 1
    assert mailings.reach(letter, UNVERIFIED, make.keys(), now()).total == 0, "not twice within two days"
    send_due(make.keys())
    plain, _page = parts(sink.messages[-1])
    assert f"/verify/{says['token']}" in plain
    assert says["code"] in plain
    thanks = client.post(f"/verify/{says['token']}", data={"authorized": "y"}, follow_redirects=True)
    assert thanks.status_code == 200
    assert [row.state for row in make.signatures()] == ["verified"]


def test_a_mailbox_under_which_something_was_proven_or_forged_is_not_reminded(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client)
    make.send_form(client, organization="Other Union", email="ada@nightowls.org")
    for name in ("Twice Union", "Twice Union Local"):
        make.send_form(client, organization=name, email="twice@union.org")
    make.send_form(client, organization="Odd Union", subject="filled in by a program")
    requested_ago(3)
    sent_off(letter, UNVERIFIED)
    work()
    assert to() == ["twice@union.org"]


def test_a_last_call_goes_to_both_within_the_last_seven_days_and_counts_as_a_reminder(client: FlaskClient) -> None:
    letter = make.letter()
    invite(letter, ["Union 0"])
    sent_off(letter)
    work()
    make.send_form(client)
    at = now() + timedelta(days=3)
    with pytest.raises(Refusal, match="seven days"):
        sent_off(letter, LAST_CALL, at=at)
    with transaction():
        letter.deadline_at = at + timedelta(days=6)
    row = sent_off(letter, LAST_CALL, at=at)
    work(at)
    assert (read_anew(row).state, row.done) == (SENT, 2)
    assert to()[1:] == ["ada@union0.org", "ada@nightowls.org"]
    assert mailings.reach(letter, REMINDER, make.keys(), at).total == 0
    assert mailings.reach(letter, UNVERIFIED, make.keys(), at).total == 0


def test_news_go_to_listed_signees_who_asked_for_it_in_their_language(sink: SmtpSink, client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client)
    make.verified(client, organization="Asking Union", wants_updates="y")
    spanish = {**make.ORGANIZATION, **make.home_of("Sindicato"), "organization": "Sindicato", "wants_updates": "y"}
    token = make.form_token(client.get("/es/letters/night-train/sign"))
    client.post("/es/letters/night-train/sign", data={**spanish, "form_token": token})
    client.post(make.newest_mail().link, data={"authorized": "y"})
    send_due(make.keys())
    news = {"en": Words("News", "It runs.\n\n{{ link }}"), "es": Words("Noticias", "Ya circula.")}
    sent_off(letter, UPDATE, news)
    work()
    assert send_due(make.keys()) == 2
    english, other = sink.messages[-2:]
    assert (english["Subject"], other["Subject"]) == ("News", "Noticias")
    assert "http://localhost/letters/night-train" in parts(english)[0]
    assert "http://localhost/es/unsubscribe/" in parts(other)[0]


def test_whoever_asks_for_news_after_having_left_gets_them(client: FlaskClient) -> None:
    letter = make.letter()
    mark = leaving.mark_of(letter.campaign_id, make.ORGANIZATION["email"], make.keys())
    with transaction():
        leaving.leave(letter.campaign_id, mark, now())
    make.verified(client, wants_updates="y")
    db.session.rollback()
    assert mailings.reach(letter, UPDATE, make.keys(), now()).gets_it == 1
    with transaction():
        leaving.come_back(letter.campaign_id, mark)
        leaving.leave(letter.campaign_id, mark, now() + timedelta(seconds=1))
    assert mailings.reach(letter, UPDATE, make.keys(), now()).gets_it == 0


def test_a_withdrawn_signature_hears_nothing_more(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client, wants_updates="y")
    with transaction():
        db.session.query(Signature).update({"state": "withdrawn"})
    assert mailings.reach(letter, UPDATE, make.keys(), now()).total == 0


def test_words_that_were_written_before_the_letter_became_discreet_do_not_go_out(app: Flask) -> None:
    letter = make.letter()
    invite(letter, ["Night Owls Union"])
    with transaction():
        letter.safe_mode = True
    with pytest.raises(Refusal, match="safe mode"):
        sent_off(letter)
    work()
    assert to() == []
