"""Offers to take a signature over: one mail at a time, and only a few a day, whoever is asked."""

from datetime import timedelta

from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.mail.models import OutboxMail
from signon.mail.outbox import claim, note_delayed
from tests import make
from tests.signatures.own import agree, signed
from tests.signatures.test_handing_over import BO, SURE, offered


def test_a_signature_writes_to_three_colleagues_a_day_and_to_one_at_a_time(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    ways = [offered(client, link, email=f"bo{number}@nightowls.org") for number in range(3)]
    assert [row.state for row in _offers()] == ["dropped", "dropped", "queued"]
    for number in range(2):
        page = client.post(f"{link}/hand-over", data={**BO, "email": f"more{number}@nightowls.org"})
        assert page.status_code == 422
        assert "You have asked three times today." in page.text
        assert page.text.count('aria-invalid="true"') == 1
    assert [client.get(way).status_code for way in ways] == [410, 410, 200], "the last offer is as good as before"
    assert len(_offers()) == 3
    with transaction():
        for row in _offers():
            row.created_at -= timedelta(days=1)
    offered(client, link)


def test_each_signature_has_its_own_three_and_a_colleagues_go_on_from_there(client: FlaskClient) -> None:
    make.letter()
    signed(client, organization="Second Union")
    other = f"/signature/{make.newest_mail('signed').token}"
    agree(client, offered(client, signed(client)))
    link = f"/signature/{make.newest_mail('signed').token}"
    for number in range(2):
        offered(client, link, email=f"cleo{number}@nightowls.org")
    assert client.post(f"{link}/hand-over", data={**BO, "email": "dot@nightowls.org"}).status_code == 422
    offered(client, other)


def test_an_offer_that_was_taken_back_is_not_mailed_any_more(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    offered(client, link)
    with transaction():
        (claimed,) = [mail for mail in claim(now(), 50) if mail.kind == "handover"]
    client.post(f"{link}/hand-over/take-back", data=SURE)
    with transaction():
        note_delayed(claimed, now())  # a worker had it in hand, and the server asked to wait
    assert [(row.state, row.sealed) for row in _offers()] == [("dropped", None)]


def _offers() -> list[OutboxMail]:
    db.session.rollback()
    return db.session.query(OutboxMail).filter_by(kind="handover").order_by(OutboxMail.id).populate_existing().all()
