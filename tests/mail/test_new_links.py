"""Whoever has lost a link, or whose link is over, gets a new one; and nobody learns from that who signed."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.mail import outbox
from signon.mail.models import MailTally, OutboxMail
from signon.mail.sending import send_due
from signon.mail.suppressing import is_suppressed
from signon.signatures.listing import change_state
from signon.signatures.models import PENDING, STRUCK, VERIFIED, WITHDRAWN, Signature, SignatureToken
from signon.signatures.purging import purge_requests
from signon.signatures.renewing import MOST_WAYS, Way, ways_for
from signon.signatures.tokens import ENTRY, VERIFY, Tokens
from signon.signatures.ways import follow
from tests import make
from tests.mail.kinds import links, parts
from tests.mail.sinks import deliveries, hurry, states
from tests.servers.smtp import SmtpSink

ADA = "ada@nightowls.org"
DAY = timedelta(days=1)


def tokens(app: Flask) -> Tokens:
    """The token maker of the application under test."""
    maker: Tokens = app.extensions["signon.tokens"]
    return maker


def ask(client: FlaskClient, email: str = ADA) -> TestResponse:
    """Ask for new links on the page for that."""
    return client.post("/links", data={"email": email, "form_token": make.form_token(client.get("/links"))})


def mailed(sink: SmtpSink, client: FlaskClient, email: str = ADA) -> str:
    """The text of the mail that comes when `email` asks for new links."""
    send_due(make.keys())
    before = len(sink.deliveries)
    assert ask(client, email).status_code == 303
    assert send_due(make.keys()) == 1
    return parts(deliveries(sink, before + 1)[before].message)[0]


def ways(app: Flask, email: str = ADA) -> list[Way]:
    """New ways for `email`, opened now."""
    with transaction():
        return ways_for(email, keys=make.keys(), tokens=tokens(app), at=now())


def path(link: str) -> str:
    """The path of a link that was mailed."""
    return link.removeprefix("http://localhost")


def age(days: float) -> None:
    """Let every request and every link have been made so many days ago."""
    with transaction():
        for signature in make.signatures():
            signature.requested_at -= days * DAY
        for token in db.session.query(SignatureToken):
            token.expires_at -= days * DAY


def test_a_request_whose_link_is_over_gets_a_new_link_and_a_new_code_that_sign(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    make.send_form(client)
    old = make.newest_mail().link
    age(7.01)
    assert client.get(old).status_code == 410
    text = mailed(sink, client)
    assert "Night Owls Union" in text
    assert "Run the night train again" in text
    assert re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", text)
    assert client.get(path(links(text)[0])).status_code == 200
    client.post(path(links(text)[0]), data={"authorized": "y"})
    assert [row.state for row in make.signatures()] == ["verified"]


def test_asking_again_is_a_new_request_that_lives_seven_days_more(client: FlaskClient, app: Flask) -> None:
    make.letter()
    make.send_form(client)
    age(6)
    ways(app)
    with transaction():
        assert purge_requests(now() + 2 * DAY) == 0
        assert purge_requests(now() + 7.1 * DAY) == 1
    assert ways(app) == []


def test_what_is_signed_gets_a_link_to_its_own_entry_for_half_a_year(client: FlaskClient, app: Flask) -> None:
    make.letter()
    make.verified(client)
    [way] = ways(app)
    assert way.purpose == ENTRY
    found = follow(ENTRY, way.token, tokens=tokens(app), at=now() + 179 * DAY)
    assert found.signature.id == make.signatures()[0].id


def test_one_mail_holds_the_links_of_all_letters_however_the_address_is_spelled(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    make.letter("other-train", title="Run the other train")
    make.petition()
    make.send_form(client, email="ada.quill@gmail.com")
    make.send_form(client, "other-train", email="adaquill+x@gmail.com")
    make.verified(client, "sunday-train", email="adaquill@googlemail.com")
    make.send_form(client, email="somebody@else.example", organization="Else Union")
    text = mailed(sink, client, "AdaQuill@gmail.com")
    for title in ("Run the night train again", "Run the other train", "Trains on Sundays"):
        assert title in text
    assert "Else Union" not in text
    assert text.count("/verify/") == 2
    assert text.count("/signature/") == 1
    assert text.index("/signature/") < text.index("/verify/"), "what is signed comes first"


@pytest.mark.parametrize("state", [WITHDRAWN, STRUCK])
def test_what_was_withdrawn_or_struck_has_no_new_link(client: FlaskClient, app: Flask, state: str) -> None:
    make.letter()
    make.verified(client)
    with transaction():
        change_state(make.signatures()[0], VERIFIED, state, now())
    assert ways(app) == []


def test_a_request_that_can_no_longer_be_verified_has_no_new_link(client: FlaskClient, app: Flask) -> None:
    letter = make.letter()
    make.send_form(client)
    with transaction():
        letter.deadline_at = now() - 3 * DAY
    assert ways(app) == []


def test_a_letter_whose_key_was_destroyed_is_passed_over(client: FlaskClient, app: Flask) -> None:
    gone = make.letter("gone-train")
    make.letter()
    for slug in ("gone-train", "night-train"):
        make.send_form(client, slug)
    make.keys().destroy(gone.key_name)
    assert [way.letter.slug for way in ways(app)] == ["night-train"]


def test_what_strangers_requested_for_an_address_makes_its_mail_no_longer_than_twenty_links(
    client: FlaskClient, app: Flask
) -> None:
    make.letter()
    make.verified(client)
    for number in range(MOST_WAYS + 5):
        make.send_form(client, organization=f"Union {number}", email=ADA)
    make.send_form(client, organization="Union 3", email=ADA)
    found = ways(app)
    assert len(found) == MOST_WAYS
    assert found[0].purpose == ENTRY
    assert {way.purpose for way in found[1:]} == {VERIFY}
    assert len({way.signature.printed_name for way in found}) == MOST_WAYS, "one name has one link"


def test_the_answer_is_the_same_whether_there_is_something_or_not(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    make.verified(client, email="bob@nightowls.org", organization="Bobs")
    db.session.rollback()
    before = db.session.query(OutboxMail).count()
    answers = [ask(client, email) for email in (ADA, "bob@nightowls.org", "nobody@nightowls.org")]
    assert len({(answer.status_code, answer.location, answer.data) for answer in answers}) == 1
    db.session.rollback()
    assert db.session.query(OutboxMail).count() == before + 3
    assert {row.key_name for row in db.session.query(OutboxMail).filter_by(kind=outbox.LINKS)} == {"installation"}
    page = client.get(answers[0].location)
    assert page.status_code == 200
    assert "Check your inbox" in page.text


def test_where_there_is_nothing_the_mail_says_so_and_leads_to_the_letters(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter()
    text = mailed(sink, client, "nobody@nightowls.org")
    assert "nothing open under it" in text
    assert links(text)[0] == "http://localhost/"


def test_that_there_is_nothing_is_told_once_a_day_and_never_keeps_a_link_back(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    mailed(sink, client, "ada.quill@gmail.com")
    ask(client, "adaquill+x@gmail.com")
    assert send_due(make.keys()) == 0
    assert states() == ["sent", "dropped"]
    assert db.session.query(OutboxMail).filter(OutboxMail.sealed.is_not(None)).count() == 0
    make.send_form(client, email="ada.quill@gmail.com")
    assert "/verify/" in mailed(sink, client, "ada.quill@gmail.com")
    with transaction():
        for row in db.session.query(MailTally):
            row.hour -= 2 * DAY
        db.session.query(Signature).delete()
    assert "nothing open under it" in mailed(sink, client, "ada.quill@gmail.com")


def test_a_bad_address_gets_its_sentence_beside_the_field_and_an_old_form_is_asked_again(client: FlaskClient) -> None:
    answer = ask(client, "nobody")
    assert answer.status_code == 422
    assert "Please write one email address" in answer.text
    assert 'value="nobody"' in answer.text
    answer = client.post("/links", data={"email": ADA, "form_token": "old"})
    assert answer.status_code == 422
    assert "open too long" in answer.text
    assert db.session.query(OutboxMail).count() == 0


def test_a_link_that_is_over_and_one_that_never_was_lead_to_the_same_form(client: FlaskClient, app: Flask) -> None:
    make.letter()
    make.send_form(client)
    over = make.newest_mail().link
    never = f"/verify/{tokens(app).issue(VERIFY)}"
    age(8)
    pages = [client.get(over), client.get(never)]
    assert [page.status_code for page in pages] == [410, 410]
    bare = [
        re.sub(r'value="[^"]+"', "", page.text).replace(link, "")
        for page, link in zip(pages, (over, never), strict=True)
    ]
    assert bare[0] == bare[1]
    for page in pages:
        answer = client.post("/links", data={"email": ADA, "form_token": make.form_token(page)})
        assert answer.status_code == 303


def test_every_copy_of_the_mail_has_the_same_links_however_often_it_is_tried(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    make.verified(client)
    send_due(make.keys())
    ask(client)
    opened = db.session.query(SignatureToken).count()
    for _ in range(3):
        sink.refuse_next(451, stage="data")
        assert send_due(make.keys()) == 0
        hurry()
    assert db.session.query(SignatureToken).count() == opened + 1
    assert send_due(make.keys()) == 1
    assert states()[-1] == "sent"
    assert client.get(path(links(parts(sink.deliveries[-1].message)[0])[0])).status_code == 200


def test_who_knows_nothing_of_it_stops_such_mail_by_one_tick_and_a_blind_press_stops_nothing(
    sink: SmtpSink, client: FlaskClient
) -> None:
    make.letter()
    text = mailed(sink, client, "victim@nightowls.org")
    stop = path(links(text)[-1])
    assert "victim" not in stop
    assert client.get(stop).status_code == 200
    assert client.post(stop).status_code == 422
    assert not is_suppressed("victim@nightowls.org", make.keys())
    assert client.post(stop, data={"sure": "y"}).status_code == 303
    db.session.rollback()
    assert is_suppressed("Victim+x@nightowls.org", make.keys())
    assert client.get(stop[:-1]).status_code == 404
    ask(client, "victim@nightowls.org")
    make.send_form(client, email="victim@nightowls.org")
    assert send_due(make.keys()) == 0
    assert states()[-2:] == ["dropped", "dropped"]


def test_only_published_letters_are_searched(client: FlaskClient, app: Flask) -> None:
    make.letter()
    make.send_form(client)
    letter = with_slug("night-train")
    assert isinstance(letter, Letter)
    with transaction():
        letter.published_at = None
    assert ways(app) == []
    assert [row.state for row in make.signatures()] == [PENDING]
