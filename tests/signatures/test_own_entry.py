"""Whoever signed corrects their entry; another name or website is off the list until staff have looked at it."""

import pytest
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.organizations.models import Organization
from signon.signatures import reviewing
from signon.signatures.own_entry import NAME_CHANGED, WEBSITE_CHANGED
from tests import make
from tests.signatures.own import agreed, contact, correct, forms, only, signed


def test_another_spelling_is_corrected_in_place_and_stays_on_the_list(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    before = only()
    body, hashed = before.organization_id, before.address_hash
    done = correct(client, link, organization="NIGHT OWLS Union", city="Dayton Heights", scope="state", state="Ohio")
    assert done.status_code == 303
    after = only()
    assert (after.state, after.printed_name, after.organization_id) == ("verified", "NIGHT OWLS Union", body)
    assert (after.city, after.scope, after.home_state) == ("Dayton Heights", "state", "Ohio")
    assert (after.address_hash, after.reason) == (hashed, "")
    assert "NIGHT OWLS Union" in client.get("/letters/night-train").text
    assert agreed(letter) == (1, 0, 0, 0)


def test_another_name_is_off_the_list_until_staff_have_looked_at_it(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    assert correct(client, link, organization="Aldermoor Readers Circle").status_code == 303
    held = only()
    assert (held.state, held.reason, held.organization_id) == ("held", NAME_CHANGED, None)
    assert agreed(letter) == (0, 0, 0, 0)
    page = client.get(link).text
    assert "Held for review" in page
    assert "changed after it was listed" in page
    assert "Aldermoor" not in client.get("/letters/night-train").text
    with transaction():
        assert reviewing.accept(letter, only(), now()) == "verified"
    assert agreed(letter) == (1, 0, 0, 0)
    assert db.session.query(Organization).count() == 2


def test_going_back_to_the_old_name_does_not_bring_it_back_by_itself(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    correct(client, link, organization="Aldermoor Readers Circle")
    correct(client, link, organization="Night Owls Union")
    assert (only().state, only().printed_name) == ("held", "Night Owls Union")
    assert agreed(letter) == (0, 0, 0, 0)


def test_the_name_of_a_known_organization_cannot_be_taken_by_a_correction(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle"])
    link = signed(client)
    correct(client, link, organization="Zinnia Circle")
    held = make.signatures("held")[0]
    assert held.like_organization_id == make.signatures("verified")[0].organization_id
    assert agreed(letter) == (1, 0, 0, 0)


def test_a_name_becomes_no_conveners_by_a_correction(client: FlaskClient) -> None:
    letter = make.letter(conveners=("NIGHT-OWLS UNION",))
    link = signed(client)
    with transaction():
        reviewing.accept(letter, only(), now())
    assert agreed(letter) == (1, 0, 0, 0)
    correct(client, link, organization="NIGHT-OWLS UNION")
    assert only().state == "held"
    assert agreed(letter) == (0, 0, 0, 0)


@pytest.mark.parametrize("name", ["NIGHT OWLS UNION", "Night Owls Union, Inc.", "Night Owls  Union", "Owls"])
def test_the_counter_agrees_with_the_list_whatever_name_a_convener_takes(client: FlaskClient, name: str) -> None:
    letter = make.letter(conveners=("Night Owls Union",))
    make.listed(letter, ["Zinnia Circle"])
    link = signed(client)
    with transaction():
        reviewing.accept(letter, make.signatures()[-1], now())
    assert agreed(letter) == (2, 0, 1, 0)
    assert correct(client, link, organization=name).status_code == 303
    assert agreed(letter)[0] == 1 + (make.signatures()[-1].state == "verified")


@pytest.mark.parametrize(
    ("website", "state"),
    [
        ("https://www.nightowls.org/about", "verified"),  # the same domain
        ("https://owls.example", "held"),  # another, which the mailbox does not prove
        ("https://facebook.com/nightowls", "held"),  # where anyone may have a page
    ],
)
def test_another_website_holds_a_listed_name_unless_it_is_the_mailboxs_own(
    client: FlaskClient, website: str, state: str
) -> None:
    letter = make.letter()
    link = signed(client)
    assert correct(client, link, website=website).status_code == 303
    assert (only().state, only().website) == (state, website)
    assert only().reason == ("" if state == "verified" else WEBSITE_CHANGED)
    assert agreed(letter) == (int(state == "verified"), 0, 0, 0)


def test_a_website_that_the_mailbox_proves_takes_the_place_of_one_that_it_did_not(client: FlaskClient) -> None:
    make.letter()
    signed(client)
    letter = make.letter("other-train")
    link = signed(client, "other-train", website="https://owls.example", email="bo@nightowls.org")
    with transaction():
        reviewing.accept(letter, make.signatures("held")[0], now(), only_organization().id)
    assert correct(client, link, website="https://nightowls.org").status_code == 303
    assert (make.signatures()[-1].state, make.signatures()[-1].website) == ("verified", "https://nightowls.org")


def test_a_website_that_the_register_does_not_know_holds_the_name_whoever_proves_it(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client, website="https://owls.example")
    with transaction():
        reviewing.accept(letter, only(), now())  # staff took owls.example for the organization's own
    correct(client, link, website="https://nightowls.org")
    assert (only().state, only().reason) == ("held", WEBSITE_CHANGED)


def only_organization() -> Organization:
    """The one organization of the register."""
    return db.session.query(Organization).one()


def test_another_page_on_a_shared_host_is_another_website(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client, website="https://facebook.com/nightowls")
    with transaction():
        reviewing.accept(letter, only(), now())
    correct(client, link, website="https://facebook.com/somebody-else")
    assert (only().state, only().reason) == ("held", WEBSITE_CHANGED)


def test_what_waits_for_review_is_corrected_and_waits_on(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client, email="ada@gmail.com")
    reason = only().reason
    correct(client, link, organization="Night Owls and Friends")
    assert (only().state, only().reason, only().printed_name) == ("held", reason, "Night Owls and Friends")
    assert agreed(letter) == (0, 0, 0, 0)


def test_who_chooses_a_place_in_the_list_stands_there(client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    link = signed(client, organization="The Night Owls")
    correct(client, link, sort_key="A Night Owl")
    page = client.get("/letters/night-train").text
    assert page.index("The Night Owls") < page.index("Aldermoor Readers")
    correct(client, link, sort_key="")
    page = client.get("/letters/night-train").text
    assert page.index("Aldermoor Readers") < page.index("The Night Owls") < page.index("Zinnia Circle")


def test_what_no_name_may_hold_is_refused_beside_its_field_and_nothing_is_saved(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    wrong = {"organization": "call +1 555 0100200", "website": "no site", "scope": "moon", "city": "x\u202ey"}
    page = correct(client, link, **wrong)
    assert page.status_code == 422
    assert page.text.count('aria-invalid="true"') == 4
    assert only().printed_name == "Night Owls Union"
    assert correct(client, link, organization="").status_code == 422


def test_a_blind_press_of_save_changes_nothing(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    before = only().changed_at
    assert correct(client, link).status_code == 303
    assert only().changed_at == before


def test_the_second_of_two_windows_does_not_undo_the_first_silently(client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    _path, stale = forms(client.get(f"{link}/correct"))[0]
    correct(client, link, city="Springfield")
    page = client.post(f"{link}/correct", data={**stale, "scope": "national"})
    assert page.status_code == 409
    assert "changed meanwhile" in page.text
    assert "City: <bdi>Springfield</bdi>" in page.text
    assert (only().city, only().scope) == ("Springfield", "local")
    _path, fresh = forms(page)[0]
    assert (fresh["city"], fresh["scope"]) == ("Dayton", "national")
    assert client.post(f"{link}/correct", data=fresh).status_code == 303
    assert (only().city, only().scope) == ("Dayton", "national")


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-01-01", "2026-01-01T00:00:00+00:00", "\u0661", "9" * 5000])
def test_a_form_that_never_was_shown_saves_nothing(client: FlaskClient, seen: str) -> None:
    make.letter()
    link = signed(client)
    assert correct(client, link, seen=seen, city="Elsewhere").status_code == 409
    assert only().city == "Dayton"


def test_after_delivery_nothing_is_corrected_and_the_page_says_so_kindly(client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    _path, fields = forms(client.get(f"{link}/correct"))[0]
    make.delivered(letter)
    assert "no longer changes" in client.get(f"{link}/correct").text
    answer = client.post(f"{link}/correct", data={**fields, "city": "Elsewhere"})
    assert answer.status_code == 409
    assert "no longer changes" in answer.text
    assert only().city == "Dayton"


def test_nobody_corrects_what_the_form_does_not_ask_for(client: FlaskClient) -> None:
    make.letter()
    link = signed(client, email="ada@gmail.com")
    more = {"state_": "verified", "email": "eve@evil.example", "organization_id": "1", "is_convener": "y"}
    before = contact(only())
    correct(client, link, city="Springfield", kind="individual", reason="", contact="", **more)
    assert (only().state, only().city, only().kind, only().is_convener) == (
        "held",
        "Springfield",
        "organization",
        False,
    )
    assert contact(only()) == before


def test_a_person_corrects_how_they_are_shown_and_stays_listed(client: FlaskClient) -> None:
    letter = make.petition()
    link = signed(client, "sunday-train")
    correct(client, link, shown_as="initials", country="MX", postal_code="06000")
    row = only()
    assert (row.state, row.printed_name, row.sort_key, row.country) == ("verified", "R. L.", "r. l.", "MX")
    assert contact(row) == {"email": "rosa@lind.example", "full_name": "Rosa Lind", "postal_code": "06000"}
    assert agreed(letter) == (0, 1, 0, 0)
    correct(client, link, shown_as="unlisted")
    assert only().printed_name == ""
    assert agreed(letter) == (0, 1, 0, 1)
    assert "Rosa Lind" in client.get(link).text
    correct(client, link, shown_as="full", affiliation="Night Owls Union")
    assert (only().printed_name, only().affiliation) == ("Rosa Lind", "Night Owls Union")
    assert "full_name" not in contact(only())
    assert agreed(letter) == (0, 1, 0, 0)


def test_a_person_of_another_name_is_held_also_if_it_was_changed_while_nobody_saw_it(client: FlaskClient) -> None:
    letter = make.petition()
    link = signed(client, "sunday-train")
    correct(client, link, shown_as="unlisted")
    correct(client, link, name="Omar Quill")
    assert (only().state, only().reason) == ("held", NAME_CHANGED)
    assert agreed(letter) == (0, 0, 0, 0)


def test_who_is_no_longer_listed_has_no_comment_either_and_else_keeps_it(client: FlaskClient) -> None:
    make.petition()
    link = signed(client, "sunday-train", comment="My mother takes this train.")
    correct(client, link, country="MX")
    assert contact(only())["comment"] == "My mother takes this train."
    assert only().comment_waits
    correct(client, link, shown_as="unlisted")
    assert "comment" not in contact(only())
    assert not only().comment_waits
