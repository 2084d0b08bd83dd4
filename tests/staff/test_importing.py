"""Staff bring names gathered elsewhere: they see what each line is, choose, and the worker lists the names."""

import io

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.organizations.models import Alias
from signon.signatures import import_jobs
from signon.signatures.models import Signature
from signon.signatures.staff_models import SigneeImport
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.outreach.registers import merge
from tests.signatures.word import organization
from tests.staff.people import Browser, browser, csrf, person, send, sign_in

PAGE = "/staff/letters/night-train/imports"
FILE = """organization,scope
Harbour Readers,local
Night Owls Union,local
Night Owl Union,local
Lantern Guild,galactic
Harbour readers,local
"""


def bring(visitor: Browser, content: str = FILE, source: str = "paper, in May") -> TestResponse:
    sent = {"csrf_token": csrf(visitor.get(PAGE)), "source": source}
    return visitor.post(PAGE, data={**sent, "file": (io.BytesIO(content.encode()), "names.csv")})


def job() -> SigneeImport:
    db.session.rollback()
    return db.session.query(SigneeImport).one()


def press(visitor: Browser, do: str, **choices: str) -> TestResponse:
    page = f"{PAGE}/{job().id}"
    return send(visitor, page, do=do, **choices)


def listed() -> set[str]:
    return {row.printed_name for row in make.signatures("verified")}


def test_every_line_is_shown_with_what_it_is_before_anything_is_listed(owner: Browser) -> None:
    make.listed(make.letter(), ["Night Owls Union"])
    page = owner.get(bring(owner).location).text
    for said in ("New", "Already signed: <bdi>Night Owls Union", "Likely the same: <bdi>Night Owls Union", "Refused"):
        assert said in page, said
    assert job().totals == {"new": 1, "already": 2, "likely": 1, "refused": 1}
    assert listed() == {"Night Owls Union"}


def test_what_was_chosen_is_listed_with_where_it_came_from_and_by_whom(owner: Browser) -> None:
    make.listed(make.letter(), ["Night Owls Union"])
    bring(owner)
    press(owner, "list", line_4="leave")
    assert listed() == {"Night Owls Union", "Harbour Readers"}
    [name] = [row for row in make.signatures("verified") if row.printed_name == "Harbour Readers"]
    assert name.import_id == job().id and job().source == "paper, in May"
    assert job().totals == {"imported": 1, "matched": 2, "refused": 1, "left out": 1}
    assert job().file is None and job().judged is None
    page = owner.get(f"/staff/letters/night-train/signatures/{name.id}").text
    assert "paper, in May" in page and "ida@nightline.org" in page


def test_a_name_that_is_a_known_organization_is_that_one(owner: Browser) -> None:
    make.listed(make.letter("earlier-train"), ["Night Owls Union"])
    make.letter()
    bring(owner, "organization\nNight Owl Union\n")
    press(owner, "list", line_2="same")
    first, second = make.signatures("verified")
    assert first.organization_id == second.organization_id
    assert second.printed_name == "Night Owl Union"


def test_a_name_that_is_one_which_was_merged_meanwhile_is_the_survivor(owner: Browser) -> None:
    make.listed(make.letter("earlier-train"), ["Night Owls Union", "Harbour Moths"])
    make.letter()
    bring(owner, "organization\nNight Owl Union\n")
    gone = organization("Night Owls Union")
    merge("Harbour Moths", "Night Owls Union")
    press(owner, "list", line_2="same")
    assert make.signatures()[-1].organization_id == organization("Harbour Moths")
    assert not db.session.query(Alias).filter_by(organization_id=gone).count(), "what is gone learns nothing"


def test_likely_the_same_are_listed_as_their_own_unless_staff_say_otherwise(owner: Browser) -> None:
    make.listed(make.letter(), ["Night Owls Union"])
    bring(owner, "organization\nNight Owl Union\n")
    press(owner, "list")
    assert listed() == {"Night Owls Union", "Night Owl Union"}


def test_a_file_that_cannot_be_read_says_why_beside_the_field_and_keeps_what_was_typed(owner: Browser) -> None:
    make.letter()
    answer = bring(owner, "name\nAda\n")
    assert answer.status_code == 422
    assert "is signed by organizations only" in answer.text and "paper, in May" in answer.text
    assert "where the names come from" in bring(owner, source="  ").text
    assert not db.session.query(SigneeImport).count()


def test_given_up_lists_nothing_and_erases_the_file(owner: Browser) -> None:
    make.letter()
    bring(owner)
    press(owner, "end")
    assert not listed()
    assert (job().state, job().file) == ("ended", None)


def test_the_list_button_pressed_twice_lists_once(owner: Browser) -> None:
    make.letter()
    bring(owner, "organization\nHarbour Readers\n")
    press(owner, "list")
    press(owner, "list")
    assert len(make.signatures("verified")) == 1


def test_a_long_file_is_the_workers_and_shows_how_far_it_is(app: Flask, owner: Browser) -> None:
    make.letter()
    bring(owner, "organization\n" + "".join(f"Harbour Circle {number}\n" for number in range(700)))
    assert (job().state, job().done) == ("judging", 0)
    assert "0 of 700 lines" in owner.get(f"{PAGE}/{job().id}").text
    work_once()
    assert "300 of 700 lines" in owner.get(f"{PAGE}/{job().id}").text
    while job().state == "judging":
        work_once()
    page = owner.get(f"{PAGE}/{job().id}?page=14")
    assert "Harbour Circle 699" in page.text
    assert owner.get(f"{PAGE}/{job().id}?page=15").status_code == 404
    assert "1 line" in owner.get(f"{PAGE}/{job().id}?q=CIRCLE 699").text
    press(owner, "list")
    while job().state == "listing":
        work_once()
    assert len(make.signatures("verified")) == 700
    assert job().totals["imported"] == 700


def work_once() -> None:
    assert make.work_on_imports(most=300)


def test_an_import_that_nobody_looked_at_is_erased_after_a_week(owner: Browser) -> None:
    make.letter()
    bring(owner)
    with transaction():
        import_jobs.purge(now() + import_jobs.KEPT + import_jobs.KEPT)
    assert (job().state, job().file) == ("ended", None)


def test_another_letters_import_is_not_there(app: Flask, owner: Browser) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    bring(owner)
    stranger = browser(app)
    sign_in(stranger, person("eve@harbour.example", campaign="Harbour"))
    assert stranger.get(f"{PAGE}/{job().id}").status_code == 404
    assert stranger.get(f"/staff/letters/harbour/imports/{job().id}").status_code == 404


def test_the_names_of_a_destroyed_letter_key_are_gone(owner: Browser) -> None:
    letter = make.letter()
    bring(owner, "organization\n" + "".join(f"Harbour Circle {number}\n" for number in range(400)))
    make.keys().destroy(letter.key_name)
    work_once()
    assert job().state == "ended"
    assert not db.session.query(Signature).count()


def test_an_import_whose_letter_is_signed_by_others_now_ends_and_keeps_no_other_waiting(owner: Browser) -> None:
    letter = make.letter(published=False)
    bring(owner, "organization\n" + "".join(f"Harbour Circle {number}\n" for number in range(400)))
    with transaction():
        letter.signed_by = "individuals"
    work_once()
    assert (job().state, job().file) == ("ended", None)


def test_what_is_pressed_too_late_does_nothing_and_is_no_entry(owner: Browser) -> None:
    make.letter()
    bring(owner)
    address, token = f"{PAGE}/{job().id}", csrf(owner.get(PAGE))
    for do in ("end", "list", "keep", "end"):
        owner.post(address, data={"csrf_token": token, "do": do})
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))
    assert [act for act in entries if act.startswith("import.")] == ["import.begun", "import.ended"]
