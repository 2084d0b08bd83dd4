"""Who may put an organization's name on a letter: what was agreed to, a second approver, and "this was not us"."""

from functools import partial

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail.models import OutboxMail
from signon.refusals import Refusal
from signon.signatures import counting, reviewing
from signon.signatures.models import SignatureToken
from signon.staff.access import grant
from signon.staff.members import enter
from signon.staff.models import OWNER
from tests import make
from tests.signatures.own import agree, correct, forms, signed

TICK = {"authorized": "y"}
SURE = {"sure": "y"}


def mails(kind: str) -> int:
    """How many mails of `kind` the outbox holds."""
    db.session.rollback()
    return db.session.query(OutboxMail).filter_by(kind=kind).count()


def listed_on(letter: Letter) -> int:
    """How many organizations the letter's counter says."""
    db.session.rollback()
    return counting.read(letter, now()).organizations


def test_the_sentence_that_was_ticked_and_its_time_are_kept_with_the_signature(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    signature = make.signatures()[0]
    assert signature.attestation == "I am authorized to sign for this organization, and it signs this letter."
    assert signature.verified_at is not None


def test_who_signed_gets_a_link_of_their_own_by_mail(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    mail = make.newest_mail("signed")
    assert mail.to == "ada@nightowls.org"
    assert client.get(f"/signature/{mail.token}").status_code == 200
    make.send_form(client, email="bob@nightowls.org")
    make.verified(client)  # a second time, by the same mailbox: it is on the list already
    assert mails("signed") == 1


def test_nothing_is_listed_before_the_second_approver_agrees(client: FlaskClient) -> None:
    letter = make.letter()
    page = make.verified(client, approver_email="eve@nightowls.org")
    assert "second person" in page.text
    assert [row.state for row in make.signatures()] == ["held"]
    asked = make.newest_mail("approval")
    assert asked.to == "eve@nightowls.org"
    link = f"/approve/{asked.token}"
    for _ in range(3):
        assert "Ada Quill" in client.get(link).text
    assert client.post(link).status_code == 422  # a blind press
    assert listed_on(letter) == 0
    page = agree(client, link, follow_redirects=True)
    assert "You have agreed" in page.text
    signature = make.signatures()[0]
    assert (signature.state, listed_on(letter)) == ("verified", 1)
    assert signature.approval.startswith("I speak for this organization too")
    assert signature.approved_at is not None
    assert "You have agreed" in client.post(link, data=TICK, follow_redirects=True).text
    assert listed_on(letter) == 1


def test_the_second_approver_is_told_that_the_organization_stands_on_the_list_already(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client, approver_email="eve@nightowls.org")
    link = f"/approve/{make.newest_mail('approval').token}"
    make.verified(client, email="bob@nightowls.org")
    assert "already in place" in agree(client, link, follow_redirects=True).text
    assert listed_on(letter) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"organization": "Night Owls Union", "website": "https://nightowls.org"},
        {"website": "https://nightowls.org"},
        {"scope": "national"},
    ],
)
def test_the_second_approver_agrees_to_what_they_saw_and_to_nothing_else(
    client: FlaskClient, changed: dict[str, str]
) -> None:
    letter = make.letter()
    link = signed(client, organization="Gorse Guild", approver_email="eve@nightowls.org")
    way = f"/approve/{make.newest_mail('approval').token}"
    (_path, fields), *_more = forms(client.get(way))
    correct(client, link, **changed)
    page = client.post(way, data={**fields, **TICK})
    assert page.status_code == 409
    assert "changed after the page was opened" in page.text
    assert changed.get("organization", "Gorse Guild") in page.text
    row = make.signatures()[0]
    assert (row.state, row.approval, row.approved_at, listed_on(letter)) == ("held", "", None, 0)
    assert "authorized" not in forms(page)[0][1], "the box is empty again"
    assert client.post(way, data={**forms(page)[0][1], **TICK}).status_code == 303
    assert make.signatures()[0].approved_at is not None


@pytest.mark.parametrize("seen", [None, "", "yesterday", "2026-01-01", "2026-01-01T00:00:00+00:00", "9" * 5000])
def test_nobody_agrees_to_what_no_page_has_shown(client: FlaskClient, seen: str | None) -> None:
    letter = make.letter()
    signed(client, approver_email="eve@nightowls.org")
    way = f"/approve/{make.newest_mail('approval').token}"
    assert client.post(way, data=TICK if seen is None else {"seen": seen, **TICK}).status_code == 409
    assert (make.signatures()[0].state, listed_on(letter)) == ("held", 0)


def test_the_second_approver_sees_the_website_too(client: FlaskClient) -> None:
    make.letter()
    signed(client, approver_email="eve@nightowls.org")
    assert "https://nightowls.org" in client.get(f"/approve/{make.newest_mail('approval').token}").text


def test_a_name_that_was_struck_and_comes_back_still_waits_for_its_second_approver(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client, approver_email="eve@nightowls.org")
    for act in (partial(reviewing.strike, reason="no such body"), reviewing.undo_strike):
        with transaction():
            act(letter, make.signatures()[0], at=now(), keys=make.keys())
    with pytest.raises(Refusal), transaction():
        reviewing.accept(letter, make.signatures()[0], now())
    agree(client, f"/approve/{make.newest_mail('approval').token}")
    assert listed_on(letter) == 1


def test_the_second_approvers_mailbox_may_be_the_one_that_proves(client: FlaskClient) -> None:
    make.letter()
    make.verified(client, email="ada@gmail.com", approver_email="eve@nightowls.org")
    agree(client, f"/approve/{make.newest_mail('approval').token}")
    assert [row.state for row in make.signatures()] == ["verified"]


def test_an_approver_elsewhere_does_not_prove_what_the_mailbox_does_not(client: FlaskClient) -> None:
    make.letter()
    make.verified(client, email="ada@gmail.com", approver_email="eve@gmail.com")
    page = agree(client, f"/approve/{make.newest_mail('approval').token}", follow_redirects=True)
    assert "review" in page.text
    assert [row.state for row in make.signatures()] == ["held"]


def test_the_second_approver_stops_it_and_is_not_written_to_again(client: FlaskClient) -> None:
    make.letter()
    make.verified(client, approver_email="eve@nightowls.org")
    link = f"/approve/{make.newest_mail('approval').token}/decline"
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 422
    assert len(make.signatures()) == 1
    assert client.post(link, data={**SURE, "stop_mail": "y"}, follow_redirects=True).status_code == 200
    assert make.signatures() == []
    assert client.get(link).status_code == 410


def test_nobody_names_themselves_as_the_second_approver(client: FlaskClient) -> None:
    make.letter()
    page = make.send_form(client, approver_email="ADA+two@nightowls.org")
    assert page.status_code == 422
    assert "Please name somebody else" in page.text


def test_who_says_this_was_not_us_ends_the_request_in_two_steps(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    link = f"{make.newest_mail().link}/not-us"
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 422  # a blind press
    assert len(make.signatures()) == 1
    assert "It is stopped" in client.post(link, data=SURE, follow_redirects=True).text
    assert make.signatures() == []
    assert client.get(link).status_code == 410


def test_this_was_not_us_takes_a_listed_name_off_as_well(client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client)
    assert listed_on(letter) == 1
    client.post(f"{make.newest_mail().link}/not-us", data=SURE)
    assert make.signatures() == []
    assert listed_on(letter) == 0


def test_the_organizations_known_address_hears_of_it_when_somebody_else_signs(client: FlaskClient) -> None:
    first, second = make.letter(), make.letter("other-train")
    make.verified(client)
    assert mails("listed") == 0
    make.verified(client, "other-train", email="mallory@nightowls.org", representative="Mallory")
    notice = make.newest_mail("listed")
    assert notice.to == "ada@nightowls.org"
    assert listed_on(second) == 1
    _staff()
    link = f"/object/{notice.token}"
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 422  # a blind press
    assert listed_on(second) == 1
    assert "off the list" in client.post(link, data=SURE, follow_redirects=True).text
    assert (listed_on(first), listed_on(second)) == (1, 0)
    assert make.signatures()[-1].state == "held"
    assert make.newest_mail("objected").to == "ida@nightline.org"
    assert client.post(link, data=SURE, follow_redirects=True).status_code == 200
    assert mails("objected") == 1


def test_whoever_signs_again_from_the_same_mailbox_is_not_told_of_it(client: FlaskClient) -> None:
    make.letter()
    make.letter("other-train")
    make.verified(client)
    make.verified(client, "other-train", email="Ada+two@nightowls.org")
    assert mails("listed") == 0


def test_a_letter_of_another_campaign_does_not_write_to_those_who_signed_here(client: FlaskClient) -> None:
    make.letter()
    make.letter("other-train", campaign="Another Line")
    make.verified(client)
    make.verified(client, "other-train", email="mallory@nightowls.org")
    assert mails("listed") == 0


def test_the_links_of_one_purpose_work_for_no_other(client: FlaskClient) -> None:
    make.letter()
    make.letter("other-train")
    make.send_form(client, approver_email="eve@nightowls.org")
    tokens = {"/verify": make.newest_mail().token}
    client.post(make.newest_mail().link, data=TICK)
    tokens["/approve"] = make.newest_mail("approval").token
    tokens["/signature"] = make.newest_mail("signed").token
    agree(client, f"/approve/{tokens['/approve']}")
    make.verified(client, "other-train", email="bob@nightowls.org")
    tokens["/object"] = make.newest_mail("listed").token
    paths = [*tokens, "/hand-over"]
    for path in paths:
        for purpose, token in tokens.items():
            expected = 200 if path == purpose else 404
            assert client.get(f"{path}/{token}").status_code == expected, (path, purpose)
    assert db.session.query(SignatureToken).count() > 4


def _staff() -> None:
    with transaction():
        member, _password = enter("ida@nightline.org", now())
        grant(member, OWNER, None, now())
