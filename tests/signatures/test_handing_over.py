"""A colleague takes the signature over: nothing changes until they agree, and then the links from before are dead."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.mail.models import OutboxMail
from signon.organizations.remembering import contact_of
from signon.signatures import reviewing
from signon.signatures.entry import Contact
from signon.signatures.models import SignatureToken
from signon.signatures.own_entry import WEBSITE_CHANGED
from signon.signatures.purging import purge_requests
from signon.signatures.signing import address_hash, open_contact
from tests import make
from tests.signatures.own import agree, agreed, correct, forms, only, signed

BO = {"representative": "Bo Fern", "role": "Chair", "email": "bo@nightowls.org"}
TICK, SURE = {"authorized": "y"}, {"sure": "y"}


def contact() -> Contact:
    """What is sealed of whoever speaks for the one signature there is."""
    letter = with_slug("night-train")
    assert letter is not None
    return open_contact(letter, only().contact, make.keys())


def offered(client: FlaskClient, link: str, **changed: str) -> str:
    """Ask a colleague; the path of the link in their mail."""
    answer = client.post(f"{link}/hand-over", data={**BO, **changed})
    assert (answer.status_code, answer.location) == (303, f"{link}/hand-over")
    return f"/hand-over/{make.newest_mail('handover').token}"


def mails(kind: str) -> int:
    """How many mails of this kind the outbox holds."""
    db.session.rollback()
    return db.session.query(OutboxMail).filter_by(kind=kind).count()


def test_the_colleague_agrees_and_speaks_for_the_signature_from_then_on(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    with_name = {**forms(client.get(f"{link}/representative"))[0][1], "shown": "y"}
    client.post(f"{link}/representative", data=with_name)
    way = offered(client, link)
    assert make.newest_mail("handover").to == "bo@nightowls.org"
    assert contact().email == "ada@nightowls.org"
    assert "Ada Quill" in client.get(way).text
    assert client.post(way).status_code == 422  # a blind press
    assert contact().email == "ada@nightowls.org"
    page = agree(client, way, follow_redirects=True)
    assert "The signature is yours" in page.text
    assert contact() == Contact(email="bo@nightowls.org", representative="Bo Fern", role="Chair")
    row = only()
    assert row.shown_representative == ""
    assert row.address_hash == address_hash(letter, contact(), make.keys())
    assert (row.state, agreed(letter)) == ("verified", (1, 0, 0, 0))
    assert client.get(link).status_code == 410
    assert client.get(f"{link}/withdraw").status_code == 410
    mail = make.newest_mail("signed")
    assert mail.to == "bo@nightowls.org"
    assert "Bo Fern" in client.get(f"/signature/{mail.token}").text


def test_of_a_colleague_who_never_answers_nothing_is_kept_when_the_link_is_over(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    way = offered(client, link)
    with transaction():
        purge_requests(now() + timedelta(days=8))
    assert client.get(way).status_code == 410
    assert client.get(link).status_code == 200
    assert {row.purpose for row in db.session.query(SignatureToken)} == {"verify", "code", "entry"}


def test_agreeing_twice_is_agreeing_once(client: FlaskClient) -> None:
    make.letter()
    way = offered(client, signed(client))
    pages = [agree(client, way, follow_redirects=True)]
    pages += [client.post(way, data=TICK, follow_redirects=True) for _ in range(2)]
    assert {page.text for page in pages} == {pages[0].text}
    assert mails("signed") == 2  # Ada's, and Bo's
    assert client.get(f"/signature/{make.newest_mail('signed').token}").status_code == 200
    assert client.post(way).status_code == 303  # nothing is left to be ticked


def test_the_answer_is_the_same_whoever_the_colleague_is(client: FlaskClient) -> None:
    make.letter()
    signed(client, organization="Second Union", email="cleo@secondunion.org")
    link = signed(client)
    answers = []
    for email in ("new@elsewhere.org", "cleo@secondunion.org", "bo@nightowls.org"):
        answer = client.post(f"{link}/hand-over", data={**BO, "email": email})
        answers.append((answer.status_code, answer.data, answer.location, client.get(answer.location).data))
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "nobody"},
        {"email": "Ada+me@nightowls.org"},
        {"representative": ""},
        {"role": "x" * 101},
        {"role": "Chair, see evil.example.com"},
        {"representative": "Bo Fern, call +1 555 0100200"},
    ],
)
def test_what_cannot_be_a_colleague_is_refused_and_nobody_is_written_to(
    client: FlaskClient, wrong: dict[str, str]
) -> None:
    make.letter()
    link = signed(client)
    page = client.post(f"{link}/hand-over", data={**BO, **wrong})
    assert page.status_code == 422
    assert page.text.count('aria-invalid="true"') == 1
    assert mails("handover") == 0


def test_a_blind_press_writes_to_nobody_and_takes_nothing_back(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    for path, fields in forms(client.get(f"{link}/hand-over")):
        assert client.post(path, data=fields).status_code == 422
    way = offered(client, link)
    for path, fields in forms(client.get(f"{link}/hand-over")):
        assert client.post(path, data=fields).status_code == 422
    assert client.get(way).status_code == 200
    assert mails("handover") == 1


def test_who_mistyped_the_address_takes_it_back_or_asks_somebody_else(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    first = offered(client, link, email="bo@nightowls.orgg")
    second = offered(client, link)
    assert client.post(first, data=TICK).status_code == 410
    assert client.get(second).status_code == 200
    assert client.post(f"{link}/hand-over/take-back", data=SURE).status_code == 303
    assert client.post(second, data=TICK).status_code == 410
    assert contact().email == "ada@nightowls.org"
    assert "A colleague was asked" not in client.get(f"{link}/hand-over").text


def test_the_link_works_for_seven_days(client: FlaskClient) -> None:
    make.letter()
    way = offered(client, signed(client))
    for days, status in ((6.99, 200), (0.02, 410)):
        with transaction():
            for token in db.session.query(SignatureToken).filter_by(purpose="handover"):
                token.expires_at -= timedelta(days=days)
        assert client.get(way).status_code == status


def test_a_signature_that_was_withdrawn_or_struck_is_taken_over_by_nobody(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    way = offered(client, link)
    with transaction():
        reviewing.strike(letter, only(), "no such body", now(), keys=make.keys())
    assert client.post(way, data=TICK).status_code == 410
    link = signed(client, organization="Second Union")
    way = offered(client, link)
    client.post(f"{link}/withdraw", data=SURE)
    assert client.post(way, data=TICK).status_code == 410


def test_handing_over_closes_neither_the_second_approvers_link_nor_the_right_to_object(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client, approver_email="eve@nightowls.org")
    link = f"/signature/{make.newest_mail('signed').token}"
    agree(client, offered(client, link))
    assert contact().approver_email == "eve@nightowls.org"
    agree(client, f"/approve/{make.newest_mail('approval').token}")
    assert agreed(letter) == (1, 0, 0, 0)
    other = make.letter("other-train")
    make.verified(client, "other-train", email="mal@nightowls.org")
    link = f"/signature/{make.newest_mail('signed').token}"
    objection = make.newest_mail("listed")
    agree(client, offered(client, link, email="accomplice@nightowls.org"))
    client.post(f"/object/{objection.token}", data=SURE)
    assert agreed(other) == (0, 0, 0, 0)


@pytest.mark.parametrize("email", ["eve@nightowls.org", "Eve+me@NightOwls.org"])
def test_the_second_approver_takes_nothing_over_while_they_are_still_to_agree(client: FlaskClient, email: str) -> None:
    letter = make.letter()
    make.verified(client, approver_email="eve@nightowls.org")
    link, approval = f"/signature/{make.newest_mail('signed').token}", make.newest_mail("approval").token
    page = client.post(f"{link}/hand-over", data={**BO, "email": email})
    assert page.status_code == 422 and "You asked this person to agree to the signature." in page.text
    assert page.text.count('aria-invalid="true"') == 1
    assert (mails("handover"), contact().email) == (0, "ada@nightowls.org")
    agree(client, offered(client, link))
    link = f"/signature/{make.newest_mail('signed').token}"
    assert client.post(f"{link}/hand-over", data={**BO, "email": email}).status_code == 422, "nor by a detour"
    agree(client, f"/approve/{approval}")
    assert agreed(letter) == (1, 0, 0, 0)
    agree(client, offered(client, f"/signature/{make.newest_mail('signed').token}", email=email))
    assert contact().email.lower().startswith("eve")


def test_an_offer_that_was_refused_leaves_the_one_before_as_it_was(client: FlaskClient) -> None:
    make.letter()
    make.verified(client, approver_email="eve@nightowls.org")
    link = f"/signature/{make.newest_mail('signed').token}"
    way = offered(client, link)
    assert client.post(f"{link}/hand-over", data={**BO, "email": "eve@nightowls.org"}).status_code == 422
    assert agree(client, way).status_code == 303


def test_the_new_mailbox_is_the_one_that_proves_another_website(client: FlaskClient) -> None:
    make.letter()
    way = offered(client, signed(client), email="bo@gmail.com")
    agree(client, way)
    link = f"/signature/{make.newest_mail('signed').token}"
    correct(client, link, website="https://owls.example")
    assert only().state == "held"


def test_a_colleague_cannot_move_a_known_organization_to_a_website_of_their_own(client: FlaskClient) -> None:
    letter = make.letter()
    agree(client, offered(client, signed(client), email="bo@evil.example"))
    link = f"/signature/{make.newest_mail('signed').token}"
    correct(client, link, website="https://www.nightowls.org/about")
    assert only().state == "verified"
    correct(client, link, website="https://evil.example")
    assert (only().state, only().reason, agreed(letter)) == ("held", WEBSITE_CHANGED, (0, 0, 0, 0))


@pytest.mark.parametrize("changed", [{"organization": "Night Owls Guild"}, {"website": "https://owls.example"}])
def test_the_colleague_takes_over_what_they_saw_and_nothing_else(client: FlaskClient, changed: dict[str, str]) -> None:
    make.letter()
    link = signed(client)
    way = offered(client, link)
    _path, fields = forms(client.get(way))[0]
    correct(client, link, **changed)
    for sent in ({**fields, **TICK}, TICK, {"seen": "yesterday", **TICK}):
        page = client.post(way, data=sent)
        assert page.status_code == 409
        assert "changed after the page was opened" in page.text
        assert "authorized" not in forms(page)[0][1], "the box is empty again"
    assert (contact().email, mails("signed")) == ("ada@nightowls.org", 1)
    assert client.post(way, data={**forms(page)[0][1], **TICK}).status_code == 303
    assert contact().email == "bo@nightowls.org"


def test_a_colleague_who_named_no_role_corrects_the_entry(client: FlaskClient) -> None:
    make.letter()
    agree(client, offered(client, signed(client), role=""))
    link = f"/signature/{make.newest_mail('signed').token}"
    assert correct(client, link, city="Springfield").status_code == 303
    assert only().city == "Springfield"


def test_what_was_left_for_the_next_letter_goes_to_the_colleague_from_then_on(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    body = only().organization_id
    assert body is not None
    client.post(f"{link}/next", data={"asked_again": "y"})
    agree(client, offered(client, link))
    db.session.rollback()
    left = contact_of(body, letter.campaign_id, make.keys())
    assert left is not None
    assert Contact.unsealed(left).email == "bo@nightowls.org"


def test_people_hand_nothing_over(client: FlaskClient) -> None:
    make.petition()
    link = signed(client, "sunday-train")
    for path in ("hand-over", "representative", "logo", "next", "delegation"):
        assert client.get(f"{link}/{path}").status_code == 404, path
        assert client.post(f"{link}/{path}", data=BO).status_code == 404, path
