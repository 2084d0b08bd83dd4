"""Staff find a listed name and strike it, and look again at names that were struck."""

import pytest
from flask import Flask

from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.signatures import reviewing
from signon.signatures.models import Signature
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from signon.staff.models import VIEWER
from signon.web.staff.names import PAGE as NAMES_A_PAGE
from tests import make
from tests.crowds import assert_counters_agree
from tests.staff.people import Browser, browser, person, send, sign_in

PAGE = "/staff/letters/night-train"
NAMES, STRUCK = f"{PAGE}/signatures", f"{PAGE}/struck"


def named(name: str) -> Signature:
    """The signature of that name."""
    [found] = [row for row in make.signatures() if row.printed_name == name]
    return found


def strike(owner: Browser, name: str, reason: str = "not an organization") -> None:
    """Strike a listed name on its page."""
    page = f"{NAMES}/{named(name).id}"
    answer = send(owner, page, to=f"{page}/strike", reason=reason)
    assert (answer.status_code, answer.location) == (303, NAMES)


def test_a_listed_name_is_found_without_its_accents_or_by_its_acronym(owner: Browser) -> None:
    make.listed(make.letter(), ["Ünited Riders", "Zinnia Circle", "100% Moths"])
    page = owner.get(f"{NAMES}?q=united").text
    assert "Ünited Riders" in page and "Zinnia Circle" not in page and "1 name with “united”" in page
    assert "100% Moths" in owner.get(f"{NAMES}?q=%25").text
    assert "Zinnia" not in owner.get(f"{NAMES}?q=%25").text
    assert "No listed name contains these letters" in owner.get(f"{NAMES}?q=_").text
    make.listed(make.letter("second"), ["Night Owls of the Harbor"])
    assert "Night Owls of the Harbor" in owner.get("/staff/letters/second/signatures?q=NOH").text


def test_listed_names_are_filtered_by_what_is_known_of_them(owner: Browser, stranger: Browser) -> None:
    letter = make.letter(conveners=("Zinnia Circle",))
    make.listed(letter, ["Zinnia Circle"])
    make.verified(stranger)
    shown = {
        "scope=local&state=OH": ["Night Owls Union"],
        "convener=yes": ["Zinnia Circle"],
        "convener=no": ["Night Owls Union"],
        "from=import": ["Zinnia Circle"],
        "from=form&q=owls": ["Night Owls Union"],
        "scope=state": [],
        "scope=no&convener=no&from=no": ["Night Owls Union"],
    }
    for query, names in shown.items():
        page = owner.get(f"{NAMES}?{query}").text
        assert [name for name in ("Night Owls Union", "Zinnia Circle") if f"<bdi>{name}" in page] == names, query
    assert '<option value="OH" selected>' in owner.get(f"{NAMES}?state=OH").text


def test_fifty_names_are_on_a_page(owner: Browser) -> None:
    make.listed(make.letter(), [f"Union of Line {number:03}" for number in range(NAMES_A_PAGE + 1)])
    first, second = owner.get(NAMES).text, owner.get(f"{NAMES}?page=2").text
    assert "Union of Line 000" in first and "Union of Line 050" not in first
    assert "Union of Line 050" in second and "Page 2 of 2" in second
    for page in ("3", "99999999999999999999"):
        assert owner.get(f"{NAMES}?page={page}").status_code == 404
    assert owner.get(f"{NAMES}?page=x").status_code == 200


def test_a_listed_name_is_struck_with_a_reason_and_leaves_the_count(owner: Browser) -> None:
    make.listed(make.letter(), ["Ünited Riders", "Zinnia Circle"])
    assert "Ünited Riders" in owner.get(f"{NAMES}/{named('Ünited Riders').id}").text
    strike(owner, "Ünited Riders")
    assert owner.get("/letters/night-train/count.json").get_json()["organizations"] == 1
    page = owner.get(STRUCK).text
    assert "Ünited Riders" in page and "not an organization" in page
    assert owner.get(f"{NAMES}/{named('Ünited Riders').id}").status_code == 404
    assert_counters_agree()


def test_without_a_reason_the_page_of_the_name_asks_for_it_beside_the_field(owner: Browser) -> None:
    make.listed(make.letter(), ["Zinnia Circle"])
    page = f"{NAMES}/{named('Zinnia Circle').id}"
    answer = send(owner, page, to=f"{page}/strike", reason=" ")
    assert answer.status_code == 422
    number = named("Zinnia Circle").id
    assert f'id="reason-{number}-error"' in answer.text and f'href="#reason-{number}"' in answer.text
    assert make.signatures("verified")


def test_what_was_struck_is_held_again_and_can_be_accepted(owner: Browser) -> None:
    make.listed(make.letter(), ["Zinnia Circle"])
    strike(owner, "Zinnia Circle")
    signature = named("Zinnia Circle")
    answer = send(owner, STRUCK, to=f"{NAMES}/{signature.id}/undo")
    assert (answer.status_code, answer.location) == (303, STRUCK)
    assert "Held again: Zinnia Circle" in owner.get(STRUCK).text
    assert "it was struck, and is to be looked at again" in owner.get(f"{PAGE}/review").text
    send(owner, PAGE, to=f"{NAMES}/{signature.id}/undo")
    assert "Nothing changed" in owner.get(PAGE).text
    send(owner, f"{PAGE}/review", to=f"{NAMES}/{signature.id}/accept", same_as=str(signature.organization_id))
    assert [row.state for row in make.signatures()] == ["verified"]
    assert_counters_agree()


def test_a_struck_name_is_found_without_its_accents(owner: Browser) -> None:
    make.listed(make.letter(), ["Zinnia Circle", "Ålder Guild"])
    for name in ("Zinnia Circle", "Ålder Guild"):
        strike(owner, name)
    found = owner.get(f"{STRUCK}?q=alder").text
    assert "Ålder Guild" in found and "Zinnia Circle</bdi>" not in found
    assert "No struck name contains these letters" in owner.get(f"{STRUCK}?q=nobody").text


def test_a_struck_name_that_its_signee_withdrew_does_not_come_back(owner: Browser, stranger: Browser) -> None:
    letter = make.letter()
    make.verified(stranger)
    with transaction():
        reviewing.strike(letter, make.signatures()[0], "a mistake", now(), keys=make.keys())
    with transaction():
        withdraw(Found(make.signatures()[0], letter), now())
    [signature] = make.signatures("struck")
    send(owner, STRUCK, to=f"{NAMES}/{signature.id}/undo")
    assert "The signee has withdrawn this name." in owner.get(STRUCK).text
    assert make.signatures("struck")


def test_a_name_is_reached_through_its_own_letter_only(owner: Browser) -> None:
    make.listed(make.letter(), ["Zinnia Circle"])
    make.letter("harbour", campaign="Harbour")
    number = named("Zinnia Circle").id
    assert owner.get(f"/staff/letters/harbour/signatures/{number}").status_code == 404
    assert send(owner, "/staff/", to=f"/staff/letters/harbour/signatures/{number}/undo").status_code == 404
    assert owner.get(f"{NAMES}/{2**70}").status_code == 404


def test_who_only_views_finds_none_of_these_pages(app: Flask) -> None:
    make.listed(make.letter(), ["Zinnia Circle"])
    visitor = browser(app)
    sign_in(visitor, person(role=VIEWER))
    for page in (NAMES, STRUCK, f"{NAMES}/{named('Zinnia Circle').id}", f"{PAGE}/held/proven"):
        assert visitor.get(page).status_code == 404, page
    for act in (f"{NAMES}/{named('Zinnia Circle').id}/undo", f"{PAGE}/held/proven"):
        assert send(visitor, "/staff/", to=act).status_code == 404, act


@pytest.mark.parametrize("page", [NAMES, STRUCK])
def test_an_empty_page_says_so(owner: Browser, page: str) -> None:
    make.letter()
    letter = with_slug("night-train")
    assert letter is not None
    assert 'class="empty"' in owner.get(page).text
