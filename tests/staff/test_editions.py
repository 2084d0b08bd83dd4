"""Staff deliver a letter, make addenda, keep drafts, and load the files of each."""

from datetime import timedelta
from typing import Any

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.press import GIVE_UP_AFTER, files
from signon.signatures import editions
from signon.signatures.edition_models import Edition, EditionFile
from signon.staff.models import EDITOR, REVIEWER, VIEWER
from tests import make
from tests.staff.people import Browser, browser, person, send, sign_in

NAMES = ("Aldermoor Readers", "Willow Guild", "Zinnia Circle")
LETTER = "/staff/letters/night-train"
EDITIONS, DELIVER = f"{LETTER}/editions", f"{LETTER}/deliver"


def signed_by(*names: str) -> Letter:
    """The letter, signed by these organizations."""
    letter = make.letter()
    make.listed(letter, names)
    return letter


def kept() -> list[Edition]:
    """Every edition, addendum and draft there is, the oldest first."""
    db.session.rollback()
    return db.session.query(Edition).order_by(Edition.id).all()


def test_what_delivering_does_is_said_before_it_is_done_and_looking_does_nothing(
    owner: Browser, stranger: Browser
) -> None:
    signed_by(*NAMES, "Marks \U00012000")
    make.verified(stranger, organization="Held Guild", email="ada@gmail.com")
    page = owner.get(DELIVER).text
    for said in (
        "<dt>Names printed</dt><dd>4</dd>",
        "1 name is held for review and is not printed.",
        "(U+12000)",
        "cannot be undone",
    ):
        assert said in page, said
    assert kept() == []


def test_a_letter_is_delivered_by_one_tick_and_one_press(owner: Browser) -> None:
    letter = signed_by(*NAMES)
    assert "Nothing was handed over yet" in owner.get(EDITIONS).text
    unticked = send(owner, DELIVER)
    assert (unticked.status_code, kept()) == (422, [])
    assert send(owner, DELIVER, sure="y").location == EDITIONS
    (edition,) = kept()
    page = owner.get(EDITIONS).text
    for said in ("3 at delivery on", edition.code, edition.sha256, f"{EDITIONS}/{edition.code}/pdf"):
        assert said in page, said
    assert owner.get(DELIVER).location == EDITIONS
    send(owner, EDITIONS, to=DELIVER, sure="y")
    assert "delivered already" in owner.get(EDITIONS).text
    assert len(kept()) == 1
    db.session.refresh(letter)
    assert letter.late_until is None


def test_late_signing_is_open_until_the_end_of_a_day_that_is_neither_over_nor_too_far_away(owner: Browser) -> None:
    letter = signed_by(*NAMES)
    for wrong in ("soon", "2019-01-01", "2099-01-01"):
        page = send(owner, DELIVER, sure="y", late_until=wrong)
        assert page.status_code == 422
        assert 'id="late_until-error"' in page.text
    assert kept() == []
    day = (now() + timedelta(days=9)).date()
    send(owner, DELIVER, sure="y", late_until=day.isoformat())
    db.session.rollback()
    db.session.refresh(letter)
    assert letter.late_until == make.moment(f"{day} 23:59")
    assert "Late signing is open until" in owner.get(EDITIONS).text


def test_names_that_came_since_go_to_the_next_addendum(owner: Browser) -> None:
    letter = signed_by(*NAMES)
    make.delivered(letter)
    assert "None. Names that are listed from now on" in owner.get(EDITIONS).text
    make.listed(letter, ["Late Guild"])
    assert "1 signature is in no edition and no addendum yet." in owner.get(EDITIONS).text
    assert "3 at delivery on" in owner.get(EDITIONS).text
    send(owner, EDITIONS, to=f"{LETTER}/addenda")
    page = owner.get(EDITIONS).text
    assert "Addendum 1 was made." in page
    assert ", 1 since." in page
    send(owner, EDITIONS, to=f"{LETTER}/addenda")
    assert "No name was listed since" in owner.get(EDITIONS).text
    assert [edition.kind for edition in kept()] == ["edition", "addendum"]


def test_a_draft_is_kept_and_removed_and_what_was_delivered_is_not(owner: Browser) -> None:
    letter = signed_by(*NAMES)
    send(owner, EDITIONS, to=f"{LETTER}/drafts")
    (draft,) = kept()
    assert "Draft 1 is kept." in owner.get(EDITIONS).text
    assert send(owner, EDITIONS, to=f"{LETTER}/drafts/{draft.code}/remove").status_code == 303
    assert kept() == []
    edition = make.delivered(letter)
    assert send(owner, EDITIONS, to=f"{LETTER}/drafts/{edition.code}/remove").status_code == 404
    assert [one.kind for one in kept()] == ["edition"]


def test_a_file_is_loaded_once_it_is_drawn_and_what_failed_is_asked_for_again(owner: Browser) -> None:
    edition = make.delivered(signed_by(*NAMES))
    path = f"{EDITIONS}/{edition.code}"
    assert owner.get(f"{path}/pdf").status_code == 404
    assert "Being drawn: PDF, DOCX, XLSX, CSV, JSON" in owner.get(EDITIONS).text
    with transaction():
        db.session.query(EditionFile).filter_by(format="csv").update({"asked_at": now() - GIVE_UP_AFTER})
        drawn: dict[str, Any] = {"data": b"%PDF-1.7", "drawn_at": now(), "sha256": "ab" * 32}
        db.session.query(EditionFile).filter_by(format="pdf").update(drawn)
    answer = owner.get(f"{path}/pdf")
    assert (answer.data, answer.content_type) == (b"%PDF-1.7", "application/pdf")
    assert f"night-train-{edition.code}.pdf" in answer.headers["Content-Disposition"]
    assert "These files could not be drawn: CSV." in owner.get(EDITIONS).text
    send(owner, EDITIONS, to=f"{path}/files")
    assert not any(file.given_up for file in files.files_of(edition, now()))
    for wrong in (f"{path}/exe", f"{EDITIONS}/AAAAAAAA/pdf"):
        assert owner.get(wrong).status_code == 404


def test_who_only_reads_or_reviews_delivers_nothing_and_who_edits_another_campaign_sees_nothing(
    owner: Browser, stranger: Browser
) -> None:
    letter = signed_by(*NAMES)
    make.letter("harbour", campaign="Harbour")
    edition = make.draft(letter)
    acts = ("deliver", "addenda", "drafts", f"drafts/{edition.code}/remove", f"editions/{edition.code}/files")
    sign_in(stranger, person("rea@nightline.org", REVIEWER, "Night Line"))
    assert "Keep a draft now" not in stranger.get(EDITIONS).text
    for act in acts:
        assert send(stranger, EDITIONS, to=f"{LETTER}/{act}", sure="y").status_code == 404, act
    for role, campaign, sees in ((VIEWER, "Night Line", 200), (EDITOR, "Harbour", 404)):
        somebody = browser(stranger.application)
        sign_in(somebody, person(f"{role}@nightline.org", role, campaign))
        assert somebody.get(EDITIONS).status_code == sees
        assert somebody.get(f"{EDITIONS}/{edition.code}/pdf").status_code == 404
    assert [one.kind for one in kept()] == ["draft"]
    assert editions.edition_of(letter) is None
