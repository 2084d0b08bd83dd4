"""Every kind of mail is a short note from a person: one thing to do, nothing from elsewhere, nothing told too much."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from signon.database import now, transaction
from signon.mail import outbox
from signon.mail.messages import KINDS
from tests import make
from tests.mail.kinds import ABOUT_A_LETTER, FACTS, IN_OTHER_WORDS, arrived, links, parts, words, words_of_page
from tests.servers.smtp import SmtpSink

BY_HAND = (outbox.COVERING, outbox.MAILING)
HOSTILE = ["Owls\r\nBcc: v@x.org", "Owls\u2028Bcc: v@x.org", "Owls, v@x.org <v@x.org>", 'Owls "v"\x00', "O" * 300]


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_page_say_the_same_with_one_link_to_press_and_none_that_leads_elsewhere(
    sink: SmtpSink, client: FlaskClient, kind: str
) -> None:
    letter = make.letter()
    if kind == outbox.LINKS:
        make.send_form(client)
    delivery = arrived(sink, kind, letter=letter)
    plain, page = parts(delivery.message)
    types = [part.get_content_type() for part in delivery.message.walk()]
    assert types[-3:] == ["multipart/alternative", "text/plain", "text/html"]
    assert words(plain) == words_of_page(page)
    assert links(plain) == links(page)
    assert all(link.startswith("http://localhost/") for link in links(page))
    assert page.count('class="action"') == (kind not in IN_OTHER_WORDS)
    assert not re.search(r"<(img|script|link|iframe|style)|src=|@import|url\(", page)
    assert max(map(len, delivery.message.as_bytes().splitlines())) < 998
    assert ("List-Unsubscribe" in delivery.message) == (kind == outbox.MAILING)
    assert delivery.message["Auto-Submitted"] == (None if kind in BY_HAND else "auto-generated")
    assert len(plain.split()) < 200, "a note is short"


@pytest.mark.parametrize("kind", ABOUT_A_LETTER)
def test_a_mail_about_a_letter_names_it_and_its_campaign_or_its_name_to_staff(
    sink: SmtpSink, client: FlaskClient, kind: str
) -> None:
    plain, _ = parts(arrived(sink, kind, letter=make.letter()).message)
    assert "Run the night train again" in plain
    assert ("Night Line" in plain) == (kind not in (outbox.SURGE, outbox.OBJECTED))
    assert (FACTS["name"] in plain) == (kind != outbox.SURGE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_discreet_letters_mail_does_not_tell_what_it_is_about(sink: SmtpSink, client: FlaskClient, kind: str) -> None:
    letter = make.letter(safe_mode=True)
    if kind == outbox.LINKS:
        make.send_form(client)
    mail = arrived(sink, kind, letter=letter).message
    for word in ("train", "night", "owls", "line"):
        assert word not in f"{mail['Subject']} {mail['From']}".lower()
    for part in parts(mail):
        for word in ("night train", "night-train", "night line"):
            assert word not in part.lower()


@pytest.mark.parametrize("kind", KINDS)
def test_a_spanish_mail_leads_to_spanish_pages(sink: SmtpSink, client: FlaskClient, kind: str) -> None:
    letter = make.letter()
    if kind == outbox.LINKS:
        make.send_form(client)
    plain, page = parts(arrived(sink, kind, letter=letter, language="es").message)
    assert 'lang="es"' in page
    assert all(link.startswith("http://localhost/es/") for link in links(plain))


@pytest.mark.parametrize("kind", ABOUT_A_LETTER)
def test_no_name_adds_a_recipient_a_header_or_a_tag(sink: SmtpSink, client: FlaskClient, kind: str) -> None:
    letter = make.letter(title="Train: now, <please> \u2028 today")
    for name in HOSTILE:
        delivery = arrived(sink, kind, letter=letter, name=f"{name}<b>", representative=f"{name}<i>")
        assert delivery.recipients == (FACTS["to"],), repr(name)
        assert delivery.message["Bcc"] is None, repr(name)
        assert len(delivery.message.get_all("Subject") or []) == 1, repr(name)
        assert "\x00" not in delivery.message["Subject"]
        assert not re.search("<[bi]>", parts(delivery.message)[1]), repr(name)
        assert max(map(len, delivery.message.as_bytes().splitlines())) < 998, repr(name)


@pytest.mark.parametrize(
    ("state", "said"),
    [("verified", "is on the list now"), ("held", "look at the name before"), ("approval", "the second person")],
)
def test_thanks_say_what_became_of_the_name(sink: SmtpSink, client: FlaskClient, state: str, said: str) -> None:
    plain, _ = parts(arrived(sink, outbox.SIGNED, letter=make.letter(), state=state).message)
    assert said in plain


def test_whoever_is_only_counted_is_thanked_without_a_name(sink: SmtpSink, client: FlaskClient) -> None:
    plain, _ = parts(arrived(sink, outbox.SIGNED, letter=make.petition(), name="").message)
    assert "no name is shown, as you chose" in plain


def test_a_mail_about_a_changed_text_leads_to_where_everybody_reads_it_once_everybody_can(
    sink: SmtpSink, client: FlaskClient
) -> None:
    letter = make.letter()
    for opens, is_there in ((now() + timedelta(days=1), False), (now() - timedelta(days=1), True)):
        with transaction():
            letter.published_at = opens
        plain, _ = parts(arrived(sink, outbox.CLARIFIED, letter=letter).message)
        assert ("/letters/night-train/texts" in plain) == is_there
