"""An edition is found by its code; drafts are for staff alone, for a while, and without the names that left."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.press import files
from signon.signatures import editions
from signon.signatures.edition_models import Edition, EditionFile
from signon.signatures.freezing import sha256, thaw
from signon.signatures.purging import purge_requests
from signon.signatures.signee import Signee
from tests import make
from tests.signatures.handed import NAMES, take_off
from tests.signatures.own import correct, forms, signed


def _in_drafts() -> list[Signee]:
    """Everybody in the drafts that are kept."""
    db.session.rollback()
    return [signee for content in db.session.scalars(db.select(Edition.content)) for signee in thaw(content).signees]


def test_an_edition_is_found_by_its_code_however_it_is_typed_and_a_draft_by_nobody(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    draft, edition = make.draft(letter), make.delivered(letter)
    for typed in (edition.code, edition.code.lower(), f" {edition.code[:4]}-{edition.code[4:]} "):
        assert editions.with_code(typed) is edition
    assert editions.with_code(draft.code) is None
    assert editions.with_code("") is None
    assert editions.edition_of(letter) is edition
    assert editions.of_letter(letter, draft.code) is draft
    assert editions.of_letter(make.letter("other-train"), edition.code) is None


def test_five_drafts_are_kept_for_thirty_days_and_what_was_handed_over_for_good(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    for _ in range(6):
        make.draft(letter)
    assert [draft.number for draft in editions.drafts_of(letter)] == [6, 5, 4, 3, 2]
    edition = make.delivered(letter)
    for days, left in ((29, 5), (31, 0)):
        with transaction():
            purge_requests(now() + timedelta(days=days))
        assert len(editions.drafts_of(letter)) == left
    assert editions.edition_of(letter) == edition


def test_who_is_no_longer_shown_is_in_no_draft_either(client: FlaskClient) -> None:
    petition, letter = make.petition(), make.letter()
    person = signed(client, "sunday-train")
    organization = signed(client)
    shown = forms(client.get(f"{organization}/representative"))[0][1] | {"shown": "y"}
    client.post(f"{organization}/representative", data=shown)
    make.draft(petition), make.draft(letter)
    assert {(one.name, one.representative) for one in _in_drafts()} == {
        ("Rosa Lind", ""),
        ("Night Owls Union", "Ada Quill"),
    }
    correct(client, person, shown_as="anonymous")
    hidden = forms(client.get(f"{organization}/representative"))[0][1]
    hidden.pop("shown")
    client.post(f"{organization}/representative", data=hidden)
    assert [(one.name, one.representative, one.role) for one in _in_drafts()] == [("Night Owls Union", "", "")]
    db.session.rollback()
    assert sorted(draft.names for draft in db.session.query(Edition).populate_existing()) == [0, 1]


def test_who_withdraws_is_in_no_draft_either_and_its_files_are_drawn_anew(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, NAMES)
    draft = make.draft(letter)
    with transaction():
        files.ask(draft, now())
        db.session.query(EditionFile).update({"data": b"Willow Guild", "sha256": "ab", "drawn_at": now()})
    take_off(letter, "Willow Guild")
    db.session.refresh(draft)
    content = db.session.query(Edition.content).scalar()
    assert [signee.name for signee in thaw(content).signees] == ["Aldermoor Readers", "Zinnia Circle"]
    assert (draft.names, draft.sha256) == (2, sha256(content))
    assert {(file.data, file.drawn_at) for file in db.session.query(EditionFile).populate_existing()} == {(None, None)}
    make.listed(letter, ["Later Guild"])
    take_off(letter, "Later Guild")
    assert db.session.query(Edition.sha256).scalar() == draft.sha256
