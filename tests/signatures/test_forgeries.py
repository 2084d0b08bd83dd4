"""What somebody with one mailbox at an organization, or with none, cannot do to its name."""

from datetime import timedelta

from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.organizations.models import Remembrance
from signon.organizations.remembering import remember
from signon.signatures import reviewing
from signon.signatures.entry import Contact
from tests import make

SURE = {"sure": "y"}
MALLORY = {"email": "mallory@nightowls.org", "representative": "Mallory"}


def states() -> list[str]:
    """The state of every signature, in the order of their requests."""
    return [row.state for row in make.signatures()]


def listed_by_mallory(client: FlaskClient) -> Letter:
    """The organization signed one letter; somebody else there signs another; the known address objects."""
    make.letter()
    letter = make.letter("other-train")
    make.verified(client)
    make.verified(client, "other-train", **MALLORY)
    client.post(f"/object/{make.newest_mail('listed').token}", data=SURE)
    return letter


def test_who_was_objected_to_is_not_listed_by_signing_again(client: FlaskClient) -> None:
    listed_by_mallory(client)
    make.verified(client, "other-train", **MALLORY)
    assert states() == ["verified", "held", "held"]


def test_nor_after_withdrawing_what_was_objected_to(client: FlaskClient) -> None:
    listed_by_mallory(client)
    client.post(f"{make.newest_mail().link}/not-us", data=SURE)
    assert states() == ["verified", "held"]
    assert make.signatures()[-1].contact is None
    make.verified(client, "other-train", **MALLORY)
    assert states() == ["verified", "held", "held"]


def test_an_objection_ends_the_word_that_was_left_from_that_mailbox(client: FlaskClient) -> None:
    make.letter()
    letter = make.letter("other-train")
    make.verified(client)
    make.verified(client, "other-train", **MALLORY)
    organization_id = make.signatures()[-1].organization_id
    assert organization_id is not None
    with transaction():
        left = Contact(email=MALLORY["email"]).sealable()
        remember(organization_id, letter.campaign_id, left, asked_again=True, keys=make.keys(), at=now())
    client.post(f"/object/{make.newest_mail('listed').token}", data=SURE)
    db.session.rollback()
    assert db.session.query(Remembrance).count() == 0


def test_the_notice_goes_to_an_address_that_did_not_sign_even_if_the_forger_left_another(client: FlaskClient) -> None:
    letter = make.letter()
    make.letter("other-train")
    make.verified(client)
    organization_id = make.signatures()[-1].organization_id
    assert organization_id is not None
    with transaction():
        left = Contact(email=MALLORY["email"]).sealable()
        remember(organization_id, letter.campaign_id, left, asked_again=True, keys=make.keys(), at=now())
    make.verified(client, "other-train", **MALLORY)
    assert make.newest_mail("listed").to == "ada@nightowls.org"


def test_once_staff_have_looked_at_both_sides_the_objection_is_used_up(client: FlaskClient) -> None:
    letter = listed_by_mallory(client)
    notice = make.newest_mail("listed")
    with transaction():
        assert reviewing.accept(letter, make.signatures("held")[0], now()) == "verified"
    assert client.post(f"/object/{notice.token}", data=SURE).status_code == 410
    assert states() == ["verified", "verified"]


def test_a_struck_name_does_not_come_back_with_a_full_stop(client: FlaskClient) -> None:
    letter = make.letter(listing="reviewed")
    make.verified(client, organization="Evil Corp")
    with transaction():
        reviewing.strike(letter, make.signatures()[0], "no such body", now(), keys=make.keys())
        letter.listing = "proven"
    for name in ("Evil Corp", "Evil Corp.", "EVIL-CORP", "The Evil Corp"):
        make.verified(client, organization=name, **make.home_of("Evil Corp"))
    assert states() == ["struck", *["held"] * 4]


def test_nobody_is_listed_among_the_people_under_the_name_of_an_organization(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    make.petition()
    for name in ("Night Owls Union", "NIGHT OWLS UNION, Inc.", "Rosa Lind"):
        make.verified(client, "sunday-train", name=name, email=f"x{len(name)}@gmail.com")
    assert states() == ["verified", "held", "held", "verified"]


def test_odd_requests_do_not_turn_a_letter_to_review(client: FlaskClient, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make.letter(at=now() - timedelta(days=2))
    monkeypatch.setitem(client.application.config, "SURGE_LEAST", 2)
    for number in range(5):
        make.verified(client, organization=f"Odd Body {number}", email=f"x{number}@gmail.com")
    make.verified(client)
    assert states() == [*["held"] * 5, "verified"]
    assert db.session.query(OutboxMail).filter_by(kind="surge").count() == 0
