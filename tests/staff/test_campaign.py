"""Staff write what a campaign says of itself."""

from flask import Flask

from signon.campaigns.campaigns import named
from signon.campaigns.models import Campaign
from signon.database import db
from signon.staff.models import REVIEWER
from tests import make
from tests.staff.people import Browser, browser, person, send, sign_in

WORDS = {
    "about_0": "We ask for night trains.\r\n\r\n## Since when?\r\n\r\nSince 1998.",
    "about_1": "Pedimos trenes nocturnos.",
    "joining_1": "Escríbanos.",
    "language": "en",
    "join_url": "nightline.example/join",
    "accent": "#FFCC00",
    "legal_footer": "Paid for by the Night Line",
}


def campaign() -> Campaign:
    """The campaign, read anew."""
    db.session.rollback()
    found = named("Night Line")
    assert found is not None
    db.session.refresh(found)
    return found


def test_what_is_written_is_kept_by_language_and_shown(owner: Browser) -> None:
    make.letter()
    room = f"/staff/campaigns/{campaign().id}"
    assert f'href="{room}"' in owner.get("/staff/").text
    assert send(owner, room, **WORDS).status_code == 303
    kept = campaign()
    assert kept.about == {"en": "We ask for night trains.\n\n## Since when?\n\nSince 1998.", "es": WORDS["about_1"]}
    assert kept.joining == {"es": "Escríbanos."}
    assert (kept.join_url, kept.accent) == ("https://nightline.example/join", "#ffcc00")
    page = owner.get(room).text
    for shown in ("Saved.", 'value="#ffcc00"', 'fill="#7a6200"', "Since when?", 'href="/campaigns/night-line"'):
        assert shown in page, shown
    said = "changed the campaign’s page: about, joining, join_url, legal_footer, accent"
    assert said in owner.get(f"{room}/audit").text
    send(owner, room, **WORDS)
    assert "Nothing changed." in owner.get(room).text


def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_typed_is_lost(owner: Browser) -> None:
    make.letter(published=False)
    make.letter("other-train", published=False, campaign="Other Line")
    room = f"/staff/campaigns/{campaign().id}"
    for wrong, says in (
        ({"accent": "green"}, "Please write a color as #"),
        ({"join_url": "javascript:alert(1)"}, "whole address"),
        ({"about_1": "Hidden\u202e"}, "cannot be printed"),
        ({"language": "qq"}, "Please choose a language."),
        ({"slug": "Night Line"}, "small letters, digits"),
        ({"slug": "other-line"}, "is a campaign at this address already"),
    ):
        answer = send(owner, room, **{**WORDS, **wrong})
        assert answer.status_code == 422 and says in answer.text, says
        assert "Since when?" in answer.text
    assert campaign().about == {}


def test_an_address_can_be_chosen_until_it_is_public_and_stays_from_then_on(owner: Browser) -> None:
    make.letter(published=False)
    room = f"/staff/campaigns/{campaign().id}"
    send(owner, room, **WORDS, slug="nights")
    assert campaign().slug == "nights"
    make.letter("public-train")
    assert 'name="slug"' not in owner.get(room).text
    assert "the address stays" in send(owner, room, **WORDS, slug="nights-again").text
    assert campaign().slug == "nights"


def test_the_second_of_two_is_told_what_the_first_one_wrote(owner: Browser) -> None:
    make.letter()
    room = f"/staff/campaigns/{campaign().id}"
    before = owner.get(room).text
    send(owner, room, **WORDS)
    seen = before.partition('name="seen" value="')[2].partition('"')[0]
    late = send(owner, room, **{**WORDS, "about_0": "Something else.", "seen": seen})
    assert late.status_code == 409
    for shown in ("By now it says:", "Since when?", "Something else."):
        assert shown in late.text
    assert campaign().about["en"].startswith("We ask")


def test_who_may_not_edit_in_a_campaign_does_not_find_its_room(app: Flask) -> None:
    make.letter()
    visitor = browser(app)
    sign_in(visitor, person(role=REVIEWER))
    room = f"/staff/campaigns/{campaign().id}"
    assert visitor.get(room).status_code == 404
    assert send(visitor, "/staff/", to=room, **WORDS).status_code == 404
    assert f'href="{room}"' not in visitor.get("/staff/").text
    assert campaign().about == {}
