"""No name, title or address leads a mail astray."""

import pytest
from flask.testing import FlaskClient

from signon.database import db
from signon.mail.models import OutboxMail
from signon.mail.sending import send_due
from tests import make
from tests.mail.sinks import first
from tests.servers.smtp import SmtpSink

HEADERS = [
    "Owls\r\nBcc: v@x.org",
    "Owls\nBcc: v@x.org",
    "Owls\u2028Bcc: v@x.org",
    "Owls, v@x.org <v@x.org>",
    'Owls "v"',
    "Owls\x00",
]


@pytest.mark.parametrize("name", HEADERS)
def test_no_name_or_title_adds_a_recipient_or_a_header(sink: SmtpSink, client: FlaskClient, name: str) -> None:
    make.letter(title="Train: now, <please> \u2028 today")
    answer = make.send_form(client, organization=name, email="ada@nightowls.org")
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        send_due(make.keys())
        delivery = first(sink)
        assert delivery.recipients == ("ada@nightowls.org",)
        assert delivery.message["Bcc"] is None
        assert delivery.message["To"] == "ada@nightowls.org"


ADDRESSES = [
    "a@b.org,v@x.org",
    "a@[127.0.0.1]",
    "-a@b.org",
    "a@b.org\nBcc: v@x.org",
    '"a b"@c.org',
    "a@",
    "a b@c.org",
    "x" * 65 + "@b.org",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_one_plain_address_is_refused_beside_the_field(client: FlaskClient, address: str) -> None:
    make.letter()
    assert make.send_form(client, email=address).status_code == 422
    assert db.session.query(OutboxMail).count() == 0


def test_an_international_domain_is_written_to_in_ascii(sink: SmtpSink, client: FlaskClient) -> None:
    make.letter()
    make.send_form(client, email="ada@bücher.org")
    send_due(make.keys())
    assert first(sink).recipients == ("ada@xn--bcher-kva.org",)


def test_a_long_title_with_accents_arrives_in_the_subject_unbroken(sink: SmtpSink, client: FlaskClient) -> None:
    title = "Puertas abiertas a las nueve: cuatro prioridades para las bibliotecas públicas, también en días de fiesta"
    make.letter(title=title, language="es")
    make.send_form(client)
    send_due(make.keys())
    assert title in first(sink).message["Subject"]
