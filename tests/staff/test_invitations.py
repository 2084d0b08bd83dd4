"""Staff invite organizations from the register, from a file or one by one, and see what became of it."""

import html
import re
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from signon.database import db
from signon.letters.models import Letter
from signon.staff.audit_models import AuditEntry
from signon.staff.models import EDITOR, REVIEWER
from tests import make
from tests.outreach.guests import add, circulating, guest, invitation_of, link_for, states
from tests.signatures.word import OWLS, first_letter, organization, wants_the_next
from tests.staff.people import Browser, browser, csrf, person, send, sign_in

PAGE = "/staff/letters/night-train/invitations"


@pytest.fixture
def editor(app: Flask) -> Browser:
    """Somebody who edits the letter's campaign, signed in."""
    make.letter("first-letter-of-the-campaign")
    visitor = browser(app)
    sign_in(visitor, person(role=EDITOR, campaign="Night Line"))
    return visitor


def upload(visitor: Browser, data: str) -> TestResponse:
    """Send a file to be looked at."""
    token = csrf(visitor.get(f"{PAGE}/file"))
    form = {"csrf_token": token, "file": (BytesIO(data.encode()), "guests.csv")}
    return visitor.post(f"{PAGE}/file", data=form)


def agree(visitor: Browser, preview: TestResponse) -> TestResponse:
    """Press the button of a preview."""
    found = re.search(r'name="text" value="([^"]*)"', preview.text)
    assert found
    data = {"csrf_token": csrf(preview), "text": html.unescape(found[1])}
    return visitor.post(f"{PAGE}/take", data=data, follow_redirects=True, content_type="multipart/form-data")


def test_one_is_written_down_and_a_fault_stands_beside_its_field(editor: Browser) -> None:
    letter = circulating()
    make.listed(letter, ["Listed Guild"])
    wrong = send(editor, f"{PAGE}/new", organization="", email="nobody", website="x", city="Dayton")
    assert wrong.status_code == 422 and wrong.text.count('class="error"') == 3 and 'value="Dayton"' in wrong.text
    listed = send(editor, f"{PAGE}/new", organization="Listed Guild", email="a@listed.org")
    assert "on the letter’s list already" in listed.text
    assert send(editor, f"{PAGE}/new", organization="Owls", email="a@owls.org").location == f"{PAGE}/new"
    assert send(editor, f"{PAGE}/new", organization="Bats", email="a@bats.org", done="y").location == PAGE
    again = send(editor, f"{PAGE}/new", organization="Other Owls", email="a@owls.org")
    assert again.status_code == 422 and "This mailbox is invited already." in again.text
    assert states(letter) == {"Owls": "added", "Bats": "added"}
    assert [entry.act for entry in entries_of(letter)] == ["invitations.added"] * 2


def entries_of(letter: Letter) -> list[AuditEntry]:
    """What the audit says about the letter."""
    return db.session.query(AuditEntry).filter_by(letter_id=letter.id).order_by(AuditEntry.number).all()


def test_a_file_is_looked_at_before_it_is_taken(editor: Browser) -> None:
    letter = circulating()
    make.listed(letter, ["Listed Guild"])
    add(letter, [guest("Old Owls", email="old@owls.org")])
    rows = [
        "Owls,ada@owls.org",
        "Listed Guild,x@listed.org",
        "Old Owls,old@owls.org",
        "Bats,",
        '"<b>R&D</b>",rd@rd.org',
    ]
    preview = upload(editor, "organization,email\n" + "\n".join(rows) + "\n")
    assert preview.status_code == 200 and "Add 2 organizations" in preview.text
    for says in ("on the list already", "its mailbox is invited already", "There is no email address in this line."):
        assert says in preview.text
    assert "<b>R&" not in preview.text and states(letter) == {"Old Owls": "added"}
    taken = agree(editor, preview)
    assert "2 organizations added." in taken.text and "Nothing was mailed yet." in taken.text
    assert set(states(letter)) == {"Old Owls", "Owls", "<b>R&D</b>"}
    assert [entry.facts for entry in entries_of(letter)] == [{"number": 2}]
    refused = upload(editor, "name;email\nRosa;rosa@lind.example\n")
    assert refused.status_code == 422 and "Line 1" in refused.text


def test_hundreds_of_lines_are_taken_at_once(editor: Browser) -> None:
    letter = circulating()
    rows = "\n".join(f"Guild number {n} of {n * 7},ada@guild{n}.org" for n in range(600))
    preview = upload(editor, f"organization,email\n{rows}\n")
    assert "Add 600 organizations" in preview.text
    assert "600 organizations added." in agree(editor, preview).text
    assert len(states(letter)) == 600


def test_organizations_of_the_register_are_ticked_and_only_missing_mailboxes_are_typed(editor: Browser) -> None:
    wants_the_next(first_letter(OWLS, "Birch Circle"), OWLS)
    letter = circulating()
    page = editor.get(f"{PAGE}/register")
    assert "n…@gmail.com" in page.text and "night@gmail.com" not in page.text
    owls, birch = organization(OWLS), organization("Birch Circle")
    both = {"csrf_token": csrf(page), "organization": [str(owls), str(birch), "999999", "x"]}
    wrong = editor.post(f"{PAGE}/register?q=", data={**both, f"email_{birch}": "nobody"})
    assert wrong.status_code == 422 and "Nobody was added yet." in wrong.text
    assert f'value="{owls}" checked' in wrong.text and 'value="nobody"' in wrong.text and states(letter) == {}
    done = editor.post(f"{PAGE}/register", data={**both, f"email_{birch}": "b@birch.org"}, follow_redirects=True)
    assert "2 organizations added." in done.text and "There is nobody here to invite" in done.text
    assert invitation_of(letter, OWLS).organization_id == owls
    assert "Nobody was ticked." in send_known(editor, {"csrf_token": csrf(page)}).text


def send_known(visitor: Browser, data: dict[str, object]) -> TestResponse:
    """Send the register's form."""
    return visitor.post(f"{PAGE}/register", data=data, follow_redirects=True)


def test_the_list_is_searched_filtered_and_paged(editor: Browser) -> None:
    letter = circulating()
    assert "Nobody is invited yet." in editor.get(PAGE).text
    add(letter, [guest(f"Guild {number:02}") for number in range(51)])
    link = link_for(letter, guest("Élan Vital"))
    page = editor.get(PAGE).text
    assert page.count('scope="row"') == 50 and "Page 1 of 2" in page and link.removeprefix("/invited/") not in page
    assert editor.get(f"{PAGE}?page=2").text.count('scope="row"') == 2
    assert editor.get(f"{PAGE}?page=3").status_code == 404
    found = editor.get(f"{PAGE}?q=elan&state=invited").text
    assert "Élan Vital" in found and found.count('scope="row"') == 1 and "a…@" in found
    assert "No invitation is like this." in editor.get(f"{PAGE}?q=elan&state=added").text


def test_an_invitation_is_taken_back_and_another_letters_is_not_found(editor: Browser) -> None:
    letter, other = circulating(), circulating("other-train")
    add(letter, [guest()])
    add(other, [guest()])
    number = invitation_of(other).id
    page = editor.get(PAGE)
    assert editor.post(f"{PAGE}/{number}/remove", data={"csrf_token": csrf(page)}).status_code == 404
    own = f"{PAGE}/{invitation_of(letter).id}/remove"
    assert "Not invited any more" in editor.post(own, data={"csrf_token": csrf(page)}, follow_redirects=True).text
    assert (states(letter), states(other)) == ({}, {"Night Owls Union": "added"})
    assert [entry.act for entry in entries_of(letter)] == ["invitation.removed"]


def test_who_only_reviews_does_not_invite(app: Flask) -> None:
    circulating()
    visitor = browser(app)
    sign_in(visitor, person("rea@nightline.org", REVIEWER, "Night Line"))
    for path in ("", "/new", "/file", "/register"):
        assert visitor.get(f"{PAGE}{path}").status_code == 404
