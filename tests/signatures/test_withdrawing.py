"""Whoever signed takes their own name off: nothing is left of it, or, after delivery, nothing but the name."""

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.mail.models import OutboxMail, SuppressedAddress
from signon.mail.suppressing import is_suppressed
from signon.organizations.models import Remembrance
from signon.signatures import reviewing
from signon.signatures.models import Logo, Signature, SignatureToken
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make
from tests.signatures.own import agreed, forms, only, signed
from tests.signatures.pictures import PICTURE, file_of

SURE = {"sure": "y"}


def rows(*models: type) -> list[int]:
    """How many rows each table has."""
    db.session.rollback()
    return [db.session.query(model).count() for model in models]


def test_before_delivery_nothing_is_left_of_a_withdrawn_signature(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle"])
    link = signed(client)
    client.post(f"{link}/logo", **file_of(PICTURE))
    assert agreed(letter) == (2, 0, 0, 0)
    done = client.post(f"{link}/withdraw", data=SURE)
    assert (done.status_code, done.location) == (303, "/signature/withdrawn")
    assert agreed(letter) == (1, 0, 0, 0)
    assert [row.printed_name for row in make.signatures()] == ["Zinnia Circle"]
    assert rows(SignatureToken, Logo, OutboxMail) == [0, 0, 0]
    page = client.get("/letters/night-train/signees").text
    assert "Night Owls" not in page
    assert "Withdrawn" not in page
    assert client.get(link).status_code == 410
    assert "Night Owls" not in client.get("/signature/withdrawn").text


def test_a_blind_press_withdraws_nothing(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    for path in ("withdraw", "not-us"):
        ((target, fields),) = forms(client.get(f"{link}/{path}"))
        page = client.post(target, data=fields)
        assert page.status_code == 422
        assert "tick the box" in page.text
    assert agreed(letter) == (1, 0, 0, 0)
    assert rows(SuppressedAddress) == [0]


def test_looking_at_the_page_withdraws_nothing_however_often(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    for path in ("", "/withdraw", "/not-us"):
        for look in (client.get, client.head, client.options):
            assert look(f"{link}{path}").status_code == 200
    assert agreed(letter) == (1, 0, 0, 0)


def test_who_withdrew_may_sign_again(client: FlaskClient) -> None:
    letter = make.letter()
    for _ in range(2):
        link = signed(client)
        client.post(f"{link}/withdraw", data=SURE)
    signed(client)
    assert agreed(letter) == (1, 0, 0, 0)


def test_what_waits_for_review_is_deleted_and_the_count_stays(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle"])
    link = signed(client, email="ada@gmail.com")
    client.post(f"{link}/withdraw", data=SURE)
    assert agreed(letter) == (1, 0, 0, 0)
    assert len(make.signatures()) == 1


def test_after_delivery_the_name_is_marked_as_withdrawn_and_nothing_else_is_kept(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle"])
    link = signed(client)
    client.post(f"{link}/logo", **file_of(PICTURE))
    who = {**forms(client.get(f"{link}/representative"))[0][1], "shown": "y"}
    client.post(f"{link}/representative", data=who)
    make.delivered(letter)
    assert "marked" not in client.get("/letters/night-train/signees").text
    assert client.post(f"{link}/withdraw", data=SURE).status_code == 303
    assert agreed(letter) == (1, 0, 0, 0)
    row = make.signatures("withdrawn")[0]
    assert (row.contact, row.address_hash, row.shown_representative, row.comment) == (None, "", "", "")
    assert rows(Logo) == [0]
    page = client.get("/letters/night-train/signees").text
    assert "Withdrawn since the letter was delivered" in page
    assert "<s><bdi>Night Owls Union</bdi></s>" in page
    assert "Ada Quill" not in page
    assert "1 name" in page
    assert "Night Owls" not in client.get("/letters/night-train").text
    assert "<s>" not in client.get("/letters/night-train/signees?q=night").text
    told = client.get(link)
    assert "Withdrawn." in told.text
    assert "Ada Quill" not in told.text
    for path in ("correct", "representative", "logo", "hand-over", "next", "withdraw", "not-us", "proof.pdf"):
        assert client.get(f"{link}/{path}").location == link, path
    assert client.post(f"{link}/withdraw", data=SURE).status_code == 303
    assert agreed(letter) == (1, 0, 0, 0)


@pytest.mark.parametrize(("shown_as", "marked"), [("full", 1), ("initials", 1), ("anonymous", 0), ("unlisted", 0)])
def test_who_was_never_named_is_not_named_when_they_withdraw(client: FlaskClient, shown_as: str, marked: int) -> None:
    letter = make.petition()
    link = signed(client, "sunday-train", shown_as=shown_as)
    make.delivered(letter)
    client.post(f"{link}/withdraw", data=SURE)
    assert agreed(letter) == (0, 0, 0, 0)
    assert only().state == "withdrawn"
    assert client.get("/letters/sunday-train/signees").text.count("<s>") == marked


def test_a_name_that_staff_struck_stays_struck_and_what_is_kept_of_people_is_erased(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    with transaction():
        reviewing.strike(letter, only(), "no such body", now(), keys=make.keys())
    assert "took this name off" in client.get(link).text
    client.post(f"{link}/withdraw", data=SURE)
    assert (only().state, only().contact, only().reason) == ("struck", None, "no such body")
    assert agreed(letter) == (0, 0, 0, 0)


def test_of_a_person_whom_staff_struck_nothing_is_left_once_they_withdraw(client: FlaskClient) -> None:
    letter = make.petition()
    link = signed(client, "sunday-train")
    with transaction():
        reviewing.strike(letter, only(), "no such person", now(), keys=make.keys())
    client.post(f"{link}/withdraw", data=SURE)
    assert make.signatures() == []
    assert agreed(letter) == (0, 0, 0, 0)


def test_a_convener_and_a_person_who_is_not_listed_are_counted_off_as_what_they_were(client: FlaskClient) -> None:
    letter = make.letter(conveners=("Night Owls Union",), signed_by="both")
    make.listed(letter, ["Night Owls Union"])
    link = signed(client, name="Rosa Lind", email="rosa@lind.example", shown_as="unlisted", **{"as": "individual"})
    assert agreed(letter) == (1, 1, 1, 1)
    client.post(f"{link}/withdraw", data=SURE)
    assert agreed(letter) == (1, 0, 1, 0)
    with transaction():
        withdraw(Found(only(), letter), now())
    assert agreed(letter) == (0, 0, 0, 0)


def test_withdrawing_twice_at_once_counts_once(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle", "Aldermoor Readers"])
    found = Found(db.session.query(Signature).filter_by(printed_name="Zinnia Circle").one(), letter)
    for _ in range(2):
        with transaction():
            withdraw(found, now())
    assert agreed(letter) == (1, 0, 0, 0)


def test_this_was_not_us_takes_the_name_off_and_ends_mail_to_the_address(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    done = client.post(f"{link}/not-us", data=SURE, follow_redirects=True)
    assert done.status_code == 200
    assert agreed(letter) == (0, 0, 0, 0)
    assert make.signatures() == []
    assert is_suppressed("ADA+x@nightowls.org", make.keys())
    assert client.get(link).status_code == 410


def test_withdrawing_leaves_what_was_left_for_the_next_letter_and_says_so(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    assert "next letter lasts as long as another of its signatures" not in client.get(f"{link}/withdraw").text
    client.post(f"{link}/next", data={"asked_again": "y"})
    assert "next letter lasts as long as another of its signatures" in client.get(f"{link}/withdraw").text
    client.post(f"{link}/withdraw", data=SURE)
    assert rows(Remembrance) == [1]


def test_who_signed_can_withdraw_when_the_letters_key_is_destroyed(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    make.keys().destroy(letter.key_name)
    assert "Nothing but what you see" in client.get(link).text
    assert client.post(f"{link}/withdraw", data=SURE).status_code == 303
    assert agreed(letter) == (0, 0, 0, 0)
