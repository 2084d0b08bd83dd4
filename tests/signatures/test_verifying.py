"""From the form to the list: who proves the mailbox is listed, once, and nobody else ever is."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.signatures import counting
from signon.signatures.models import Signature, SignatureToken
from signon.signatures.purging import purge_requests
from tests import make
from tests.signatures.counted import numbers


def age(days: float) -> None:
    """Let all requests and their tokens be `days` older than they are."""
    with transaction():
        for row in db.session.query(Signature):
            row.requested_at -= timedelta(days=days)
        for token in db.session.query(SignatureToken):
            token.expires_at -= timedelta(days=days)


def test_a_proven_organization_is_listed_and_counted_and_told_its_place(client: FlaskClient) -> None:
    make.listed(make.letter(), ["Aldermoor Readers", "Zinnia Circle"])
    page = make.verified(client)
    assert page.status_code == 200
    assert "Aldermoor Readers" in page.text
    assert "Zinnia Circle" in page.text
    assert numbers() == (3, 0)
    assert "Night Owls Union" in client.get("/letters/night-train").text


def test_until_the_button_is_pressed_nothing_is_listed_however_often_the_link_is_opened(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    link = make.newest_mail().link
    for agent in ("Mozilla/5.0", "SafeLinks", "Proofpoint", "Googlebot"):
        for _ in range(5):
            assert client.get(link, headers={"User-Agent": agent}).status_code == 200
            assert client.head(link, headers={"User-Agent": agent}).status_code == 200
    assert client.options(link).status_code == 200
    assert [row.state for row in make.signatures()] == ["pending"]
    assert numbers() == (0, 0)
    assert client.post(link, data={"authorized": "y"}).status_code == 303
    assert numbers() == (1, 0)


def test_a_blind_press_of_the_button_without_the_box_changes_nothing(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    page = client.post(make.newest_mail().link)
    assert page.status_code == 422
    assert "tick the box" in page.text
    assert make.signatures("pending")


def test_verifying_twice_is_verifying_once_and_shows_the_same_page(client: FlaskClient) -> None:
    make.letter()
    first = make.verified(client)
    again = client.post(make.newest_mail().link, data={"authorized": "y"}, follow_redirects=True)
    assert again.text == first.text
    assert numbers() == (1, 0)


def test_the_typed_code_is_a_second_way_and_asks_for_the_same_box(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    code = make.newest_mail().code
    page = client.post("/verify", data={"code": code.lower().replace("-", " ")})
    assert page.status_code == 200
    assert 'name="authorized"' in page.text
    assert numbers() == (0, 0)
    page = client.post("/verify", data={"code": code, "authorized": "y"})
    assert "Night Owls Union" in page.text
    assert numbers() == (1, 0)


def test_after_ten_wrong_codes_in_a_minute_even_the_right_one_has_to_wait(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    wrong = {"code": "2222-2222", "letter": "night-train"}
    answers = [client.post("/verify", data=wrong).status_code for _ in range(21)]  # a minute may end in between
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429
    right = make.newest_mail().code
    assert client.post("/verify", data={"code": right, "letter": "night-train"}).status_code == 429


def test_a_second_representative_of_a_listed_organization_is_told_kindly_and_counted_once(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    page = make.verified(client, organization="NIGHT OWLS UNION", email="bo@nightowls.org")
    assert page.status_code == 200
    assert "already" in page.text
    assert numbers() == (1, 0)
    assert [row.state for row in make.signatures()] == ["verified", "struck"]


def test_one_person_counts_once_on_a_petition_also_with_a_plus_in_the_address(client: FlaskClient) -> None:
    make.petition()
    make.verified(client, "sunday-train")
    page = make.verified(client, "sunday-train", email="Rosa+again@lind.example")
    assert "already" in page.text
    assert numbers("sunday-train") == (0, 1)


def test_a_supporter_who_does_not_want_to_be_listed_is_counted_and_named_nowhere(client: FlaskClient) -> None:
    make.petition()
    make.verified(client, "sunday-train", shown_as="unlisted")
    assert numbers("sunday-train") == (0, 1)
    assert [row.printed_name for row in make.signatures()] == [""]
    for path in ("", "/signees", "/signees?q=rosa"):
        assert "Rosa" not in client.get(f"/letters/sunday-train{path}").text.replace("q=rosa", "")


def test_initials_are_all_that_is_stored_in_clear_of_a_supporter_who_chose_them(client: FlaskClient) -> None:
    make.petition()
    make.verified(client, "sunday-train", shown_as="initials")
    row = make.signatures()[0]
    assert row.printed_name == "R. L."
    assert row.sort_key == "r. l."
    assert "R. L." in client.get("/letters/sunday-train").text


def test_a_link_works_for_seven_days_and_then_asks_to_sign_again_without_saying_why(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    link = make.newest_mail().link
    age(6.99)
    assert client.get(link).status_code == 200
    age(0.02)
    ended = client.get(link)
    assert ended.status_code == 410
    assert "Night Owls" not in ended.text
    assert client.post(link, data={"authorized": "y"}).status_code == 410
    assert numbers() == (0, 0)


def test_requests_that_nobody_verified_are_deleted_after_seven_days_with_their_mail(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    make.verified(client, organization="Second Union", website="https://second.org", email="c@second.org")
    age(7.01)
    with transaction():
        assert purge_requests(now()) == 1
    assert [row.state for row in make.signatures()] == ["verified"]


def test_a_used_link_shows_what_became_of_it_for_180_days_after_its_time_and_then_nothing_of_it_is_kept(
    client: FlaskClient,
) -> None:
    make.letter()
    make.verified(client)
    link = make.newest_mail().link
    for days, purposes, code in ((7 + 179, ["code", "verify"], 200), (2, [], 410)):
        age(days)
        with transaction():
            assert purge_requests(now()) == 0
        assert sorted(row.purpose for row in db.session.query(SignatureToken)) == purposes
        assert client.get(link).status_code == code
    assert [row.state for row in make.signatures()] == ["verified"]


def test_a_token_of_one_letter_leads_to_that_letter_only_and_a_changed_one_nowhere(client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    token = make.newest_mail().token
    for place in range(0, len(token), 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert client.get(f"/verify/{changed}").status_code == 404
    assert client.get("/verify/" + "x" * 5000).status_code == 404
    assert make.signatures("pending")


@pytest.mark.parametrize(("hours_after_deadline", "listed"), [(-1, 1), (1, 1), (23.9, 1), (24.1, 0)])
def test_a_link_sent_in_time_still_works_within_the_grace_of_a_day(
    client: FlaskClient, hours_after_deadline: float, listed: int
) -> None:
    letter = make.letter()
    make.send_form(client)
    with transaction():
        letter.deadline_at = now() - timedelta(hours=hours_after_deadline)
    page = client.post(make.newest_mail().link, data={"authorized": "y"}, follow_redirects=True)
    assert page.status_code in (200, 410)
    assert numbers() == (listed, 0)


def test_after_the_deadline_the_form_says_so_and_takes_nothing(client: FlaskClient) -> None:
    letter = make.letter()
    token = make.form_token(client.get("/letters/night-train/sign"))
    with transaction():
        letter.deadline_at = now() - timedelta(minutes=1)
    assert client.get("/letters/night-train/sign").status_code == 200
    sent = client.post("/letters/night-train/sign", data={**make.ORGANIZATION, "form_token": token})
    assert sent.status_code == 410
    assert make.signatures() == []


def test_a_convener_is_listed_but_not_counted_among_the_undersigned(app: Flask, client: FlaskClient) -> None:
    make.listed(make.letter(conveners=("Night Owls Union",)), ["Night Owls Union"])
    make.verified(client, organization="Second Union", website="https://second.org", email="c@second.org")
    page = client.get("/letters/night-train").text
    assert "We, 1 organizations" in page
    assert "Night Owls Union" in page
    count = client.get("/letters/night-train/count.json").json
    assert count is not None
    assert (count["organizations"], count["undersigned"]) == (2, 1)


def test_a_recount_finds_and_corrects_a_counter_that_drifted(client: FlaskClient) -> None:
    make.letter()
    make.verified(client)
    with transaction():
        db.session.query(counting.Counter).update({"organizations": 38})
    with transaction():
        drifts = counting.recount(now())
    assert [(drift.said, drift.true) for drift in drifts] == [((38, 0, 0, 0, 0), (1, 0, 0, 0, 0))]
    assert numbers() == (1, 0)
    with transaction():
        assert counting.recount(now()) == []


def test_a_code_counts_for_its_own_letter_and_made_up_letters_share_one_limit(client: FlaskClient) -> None:
    make.letter()
    make.letter("other-train")
    make.send_form(client)
    code = make.newest_mail().code
    assert client.post("/verify", data={"code": code, "letter": "other-train"}).status_code == 422
    assert client.post("/verify", data={"code": code, "letter": "night-train"}).status_code == 200
    make.letter("secret-train", published=False)
    slugs = [*(f"x{n}" for n in range(10)), "secret-train"]  # a draft is as unknown as one that is made up
    answers = [client.post("/verify", data={"code": "2222-2222", "letter": slug}).status_code for slug in slugs]
    assert answers == [422] * 10 + [429]


def test_a_typed_code_after_the_grace_is_over_says_that_signing_has_ended(client: FlaskClient) -> None:
    letter = make.letter()
    make.send_form(client)
    with transaction():
        letter.deadline_at = now() - timedelta(hours=25)
    page = client.post("/verify", data={"code": make.newest_mail().code})
    assert page.status_code == 410


def test_when_the_letters_key_is_destroyed_its_links_say_that_it_was_erased(client: FlaskClient) -> None:
    letter = make.letter()
    make.send_form(client)
    link = make.newest_mail().link
    make.keys().destroy(letter.key_name)
    assert client.post(link, data={"authorized": "y"}).status_code == 410
    assert make.send_form(client).status_code == 410
