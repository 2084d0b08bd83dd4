"""A campaign's update by mail: in its own words, with the link to its page, once to whoever signed several letters."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.campaigns.models import Update
from signon.campaigns.updates import Words, take_back
from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail import mailings
from signon.mail.sending import send_due
from signon.mail.update_words import plain, words_of_update
from signon.outreach import mailing, updates_mailed
from signon.outreach.mailing import Words as Mailed
from signon.outreach.models import UPDATE, Mailing, UpdateMailed
from signon.refusals import Refusal
from signon.signatures.own_entry import want_updates
from tests import make
from tests.campaigns.told import colleague_id, written
from tests.crowds import at_once
from tests.mail.kinds import parts
from tests.mail.mailings import step, to, work
from tests.mail.sinks import deliveries
from tests.servers.smtp import SmtpSink
from tests.staff.people import Browser, browser, person, send, sign_in

BOTH = {"en": Words("It runs", "**Thank** you."), "es": Words("Ya circula", "Gracias.")}


@pytest.fixture
def owner(app: Flask) -> Browser:
    """A browser in which an owner of every campaign is signed in."""
    signed_in = browser(app)
    assert sign_in(signed_in, person()).status_code == 302
    return signed_in


def sent_off(letter: Letter, update_id: int) -> Mailing:
    """A mailing of the update to those who signed `letter`, with the words that it begins with."""
    by = colleague_id()
    with transaction():
        row = mailing.draft(letter, UPDATE, words(letter, update_id), update_id=update_id, by=by, at=now())
        total = mailings.reach(letter, UPDATE, make.keys(), now()).gets_it
        mailing.send(letter, row, total=total, seen=row.changed_at, by=by, at=now())
    return row


def words(letter: Letter, update_id: int) -> dict[str, Mailed]:
    row = db.session.get_one(Update, update_id)
    return words_of_update(row, letter, ["en", "es"], now())


def ask_for_news(client: FlaskClient, slug: str, *names: str) -> None:
    for name in names:
        make.verified(client, slug, organization=name, wants_updates="y")


def test_who_signed_two_letters_gets_an_update_once_and_reads_it_on_its_page(
    sink: SmtpSink, client: FlaskClient
) -> None:
    letter, other = make.letter(), make.letter("other-train")
    ask_for_news(client, "night-train", "Night Guild", "Both Guild")
    ask_for_news(client, "other-train", "Both Guild", "Other Guild")
    row = written(letter, words=BOTH)
    mails = [sent_off(one, row.id) for one in (letter, other)]
    work()
    db.session.rollback()
    assert sorted(to()) == ["ada@bothguild.org", "ada@nightguild.org", "ada@otherguild.org"]
    assert [(one.done, one.total) for one in map(db.session.merge, mails)] == [(2, 2), (1, 2)]
    send_due(make.keys())
    news = [one.message for one in deliveries(sink, 11) if one.message["Subject"] == "It runs"]
    assert len(news) == 3
    text = parts(news[0])[0]
    assert "It runs\n\nThank you." in text.replace("\r\n", "\n")
    assert f"http://localhost/campaigns/night-line/updates/{row.id}" in text


def test_workers_at_once_write_to_nobody_twice(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "AT_ONCE", 1)
    letter, other = make.letter(), make.letter("other-train")
    names = ("Night Guild", "Both Guild", "Third Guild")
    for slug in ("night-train", "other-train"):
        ask_for_news(client, slug, *names)
    row = written(letter)
    for one in (letter, other):
        sent_off(one, row.id)

    def a_worker() -> None:
        with app.app_context():
            work()

    at_once([a_worker] * 3)
    assert sorted(to()) == ["ada@bothguild.org", "ada@nightguild.org", "ada@thirdguild.org"]
    assert sum(one.done for one in db.session.query(Mailing)) == 3


def test_an_update_that_was_dropped_before_it_left_can_be_mailed_again(sink: SmtpSink, client: FlaskClient) -> None:
    letter = make.letter()
    ask_for_news(client, "night-train", "Night Guild")
    send_due(make.keys())
    row = written(letter)
    first = sent_off(letter, row.id)
    assert step()
    assert db.session.query(UpdateMailed).count() == 1
    with transaction():
        first.state = "stopped"
    send_due(make.keys())
    db.session.rollback()
    assert db.session.query(UpdateMailed).count() == 0
    sent_off(letter, row.id)
    work()
    assert to() == ["ada@nightguild.org"]
    with transaction():
        updates_mailed.purge(now() + timedelta(days=29))
        assert db.session.query(UpdateMailed).count() == 1
        updates_mailed.purge(now() + timedelta(days=31))
        assert db.session.query(UpdateMailed).count() == 0


def test_what_was_taken_back_is_not_mailed_and_a_letter_in_safe_mode_is_told_of_discreetly(app: Flask) -> None:
    letter, safe = make.letter(), make.letter("safe-train", safe_mode=True)
    row, by = written(letter, words=BOTH), colleague_id()
    assert set(words(letter, row.id)) == {"en", "es"}
    assert "runs" not in str(words(safe, row.id))
    with transaction():
        draft = mailing.draft(letter, UPDATE, words(letter, row.id), update_id=row.id, by=by, at=now())
        take_back(row, now())
    with pytest.raises(Refusal, match="is a draft again"), transaction():
        mailing.send(letter, draft, total=1, seen=draft.changed_at, by=by, at=now())


def test_markdown_becomes_the_plain_text_of_a_mail() -> None:
    text = "## Now\n\nThey *wrote*\nback, see [the page](https://x.org) or <b>.\n\n3. One\n4. Two\n\n- dot\n\n> Said."
    said = ["Now", "They wrote back, see the page (https://x.org) or <b>.", "3. One", "4. Two", "- dot", "Said."]
    assert plain(text).split("\n\n") == said


def test_what_is_taken_back_or_removed_while_it_goes_out_leaves_no_more(
    sink: SmtpSink, client: FlaskClient, owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "AT_ONCE", 1)
    letter = make.letter()
    ask_for_news(client, "night-train", "Night Guild", "Third Guild")
    send_due(make.keys())
    for do in ("take-back", "remove"):
        page = f"/staff/campaigns/{letter.campaign_id}/updates/{sent_off(letter, written(letter).id).update_id}"
        assert step()
        assert send(owner, page, to=f"{page}/{do}").status_code == 303
        work()
        send_due(make.keys())
        db.session.rollback()
        assert db.session.query(Mailing).order_by(Mailing.id.desc()).first().state == "stopped"
    assert len(deliveries(sink, 4)) == 4, "two requests and two receipts, and no news"
    assert db.session.query(UpdateMailed).count() == 0


def test_who_wants_no_updates_any_more_gets_none_that_waits(sink: SmtpSink, client: FlaskClient) -> None:
    letter = make.letter()
    ask_for_news(client, "night-train", "Night Guild")
    send_due(make.keys())
    sent_off(letter, written(letter).id)
    assert step()
    with transaction():
        want_updates(make.signatures()[0], False)
    send_due(make.keys())
    assert len(deliveries(sink, 2)) == 2


def test_an_update_that_nobody_can_read_yet_is_not_mailed(client: FlaskClient, owner: Browser) -> None:
    letter = make.letter()
    ask_for_news(client, "night-train", "Night Guild")
    row = written(letter, about=make.letter("secret-train", published=False))
    page = f"/staff/campaigns/{letter.campaign_id}/updates/{row.id}"
    assert f"{page}/mail" not in owner.get(page).text
    assert send(owner, page, to=f"{page}/mail", letter=str(letter.id)).status_code == 404
    with pytest.raises(Refusal):
        sent_off(letter, row.id)
