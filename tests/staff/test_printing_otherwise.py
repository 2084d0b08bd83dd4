"""Staff settle how a listed organization is printed, until the letter is delivered."""

from signon.database import db
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.signatures import roll
from tests import make
from tests.crowds import assert_counters_agree
from tests.staff.people import Browser, send

NAMES = "/staff/letters/night-train/signatures"
SETTLED = {"organization": "The Zinnia Circle <ZC>", "sort_key": "A", "state": "OH", "city": "Akron", "scope": "local"}


def _page_of(name: str) -> str:
    return f"{NAMES}/{next(row.id for row in make.signatures() if row.printed_name == name)}"


def _letter() -> Letter:
    db.session.rollback()
    letter = with_slug("night-train")
    assert letter is not None
    return letter


def test_name_place_and_state_are_as_staff_settled_them(owner: Browser, stranger: Browser) -> None:
    make.letter()
    make.verified(stranger)
    make.verified(stranger, organization="Zinnia Circle")
    page = _page_of("Zinnia Circle")
    assert send(owner, page, to=f"{page}/print", **SETTLED).location == page
    first, second = roll.signees(_letter())
    assert (first.name, first.city, first.home_state) == ("The Zinnia Circle <ZC>", "Akron", "OH")
    assert second.name == "Night Owls Union"
    assert "The Zinnia Circle &lt;ZC&gt;" in stranger.get("/letters/night-train").text
    assert_counters_agree()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(owner: Browser) -> None:
    make.listed(make.letter(), ["Zinnia Circle"])
    page = _page_of("Zinnia Circle")
    answer = send(owner, page, to=f"{page}/print", **{**SETTLED, "organization": "x" * 301})
    assert answer.status_code == 422
    assert 'id="organization-error"' in answer.text
    assert 'value="Akron"' in answer.text
    assert [signee.name for signee in roll.signees(_letter())] == ["Zinnia Circle"]


def test_no_name_becomes_that_of_an_organization_that_did_not_sign(owner: Browser) -> None:
    make.listed(make.letter("other-train"), ["Willow Guild"])
    make.listed(make.letter(), ["Zinnia Circle"])
    page = _page_of("Zinnia Circle")
    answer = send(owner, page, to=f"{page}/print", **{**SETTLED, "organization": "WILLOW GUILD"})
    assert answer.status_code == 422
    assert 'id="organization-error"' in answer.text
    assert [signee.name for signee in roll.signees(_letter())] == ["Zinnia Circle"]


def test_what_changed_meanwhile_is_not_overwritten(owner: Browser) -> None:
    make.listed(make.letter(), ["Zinnia Circle"])
    page = _page_of("Zinnia Circle")
    stale = owner.get(page).text.split('name="seen" value="')[1].split('"')[0]
    send(owner, page, to=f"{page}/print", **SETTLED)
    send(owner, page, to=f"{page}/print", **{**SETTLED, "city": "Dayton", "seen": stale})
    assert [signee.city for signee in roll.signees(_letter())] == ["Akron"]


def test_a_delivered_name_stays_as_it_was_handed_over(owner: Browser) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle"])
    page = _page_of("Zinnia Circle")
    seen = owner.get(page).text.split('name="seen" value="')[1].split('"')[0]
    make.delivered(letter)
    assert "no longer changes" in owner.get(page).text
    send(owner, page, to=f"{page}/print", **SETTLED, seen=seen)
    assert [signee.name for signee in roll.signees(_letter())] == ["Zinnia Circle"]
