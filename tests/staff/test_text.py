"""Staff write a letter in the workspace, two at once too, and see it as it would read and print."""

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from signon.database import db
from signon.letters.letters import current_texts, with_slug
from signon.letters.models import Letter
from signon.letters.publishing import as_file
from signon.staff.audit_models import AuditEntry
from signon.staff.models import REVIEWER
from tests import make
from tests.staff.people import Browser, browser, csrf, person, sign_in

LETTER = "/staff/letters/night-train"
PAGE, TRANSLATIONS = f"{LETTER}/text", f"{LETTER}/translations"
TYPED = {
    "title": "Run the night train",
    "language": "en",
    "signed_by": "organizations",
    "date": "2027-03-01",
    "addressees-0-name": "Ada Quill",
    "addressees-0-title": "Minister of Trains",
    "addressees-0-address": "1 Rail Street\r\nDayton",
    "addressees-1-name": "",
    "addressees-2-name": "Bo Lind",
    "subject": "Trains",
    "salutation": "Dear Minister:",
    "body": "We, {{ undersigned }} organizations, ask.\r\n\r\n## One\r\n\r\nMore **trains**.",
    "closing": "Respectfully,",
    "conveners": "Alder Union\r\n\r\nZinnia Circle",
    "signee_heading": "Signed by",
    "legal_footer": "Paid for in part\r\nby the Night Line.",
    "goal": "1,000",
    "goal_grows": "y",
}


def letter() -> Letter:
    """The letter, read anew."""
    db.session.rollback()
    found = with_slug("night-train")
    assert found is not None
    db.session.refresh(found)
    return found


def typed(page: TestResponse, do: str = "save", **changed: str) -> dict[str, str]:
    """What the form on `page` sends when the button `do` is pressed and this was typed."""
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', page.text)
    assert revision
    return {"csrf_token": csrf(page), "revision": revision[1], **TYPED, "do": do, **changed}


def send(staff: Browser, do: str = "save", to: str = PAGE, **changed: str) -> TestResponse:
    """Open the editor, type and press a button."""
    return staff.post(to, data=typed(staff.get(PAGE), do, **changed))


def audited() -> list[str]:
    """What the audit says was done, in order."""
    return [act for (act,) in db.session.query(AuditEntry.act).order_by(AuditEntry.id)]


def test_what_is_typed_is_saved_and_comes_back(owner: Browser) -> None:
    make.letter(published=False)
    answer = send(owner)
    assert (answer.status_code, answer.location) == (303, PAGE)
    file = as_file(letter())
    assert (file.title, str(file.date), file.goal) == ("Run the night train", "2027-03-01", 1000)
    assert [one["name"] for one in file.addressees] == ["Ada Quill", "Bo Lind"]
    assert file.addressees[0]["address"] == "1 Rail Street\nDayton"
    assert file.body == "We, {{ undersigned }} organizations, ask.\n\n## One\n\nMore **trains**.\n"
    assert file.conveners == ("Alder Union", "Zinnia Circle")
    assert file.legal_footer == "Paid for in part by the Night Line."
    page = owner.get(PAGE).text
    for shown in (
        "Saved by ida@nightline.org",
        'value="Minister of Trains"',
        "<h2>One</h2>",
        "<strong>trains</strong>",
    ):
        assert shown in page
    assert "Nothing was changed." in owner.post(PAGE, data=typed(owner.get(PAGE)), follow_redirects=True).text
    assert audited() == ["letter.saved"]


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(owner: Browser) -> None:
    make.letter(published=False)
    wrong = {"title": "", "date": "soon", "goal": "many", "addressees-1-title": "Mayor", "closing": "{{ sincerely }}"}
    answer = send(owner, **wrong)
    assert answer.status_code == 422
    for field in ("title", "date", "goal", "addressees-1-name", "closing"):
        assert re.search(rf'id="{field}"[^>]*|<p class="error" id="{field}-error">', answer.text)
        assert f'id="{field}-error"' in answer.text
    for kept in ('value="soon"', 'value="many"', 'value="Mayor"', "More **trains**."):
        assert kept in answer.text
    assert letter().revision == 1


def test_rows_of_addressees_come_and_go_without_losing_what_was_typed(owner: Browser) -> None:
    make.letter(published=False)
    added = send(owner, "add-addressee", title="Half a title")
    assert added.status_code == 200
    assert 'name="addressees-3-name"' in added.text and 'value="Half a title"' in added.text
    gone = send(owner, "remove-addressee-0", title="Half a title")
    assert "Minister of Trains" not in gone.text.split('id="preview"')[0]
    assert 'value="Bo Lind"' in gone.text and 'value="Half a title"' in gone.text
    assert letter().revision == 1


def test_the_second_of_two_editors_keeps_every_word_and_decides(app: Flask, owner: Browser) -> None:
    make.letter(published=False)
    mine = typed(owner.get(PAGE), body="My words.\n", title="Mine")
    other = browser(app)
    sign_in(other, person("bo@nightline.org"))
    assert send(other, title="Theirs").status_code == 303
    met = owner.post(PAGE, data=mine)
    assert met.status_code == 409
    for told in (
        "bo@nightline.org saved this while you were writing",
        "<del>Theirs</del>",
        "<ins>Mine</ins>",
        "My words.",
    ):
        assert told in met.text
    assert as_file(letter()).title == "Theirs"
    assert owner.post(PAGE, data=mine).status_code == 409  # pressing the same button again decides nothing
    over = re.search(r'value="(save-over-\d+)"', met.text)
    assert over
    assert owner.post(PAGE, data={**mine, "do": over[1]}).status_code == 303
    assert (as_file(letter()).title, as_file(letter()).body) == ("Mine", "My words.\n")


def test_a_published_text_asks_for_the_kind_of_change_and_why(owner: Browser) -> None:
    make.letter()
    assert 'name="kind"' in owner.get(PAGE).text
    silent = send(owner)
    assert silent.status_code == 422 and 'id="reason-error"' in silent.text
    hasty = send(owner, kind="material", reason="We ask for more.", answer_by="2020-01-01T10:00")
    assert hasty.status_code == 422 and 'id="answer_by-error"' in hasty.text
    assert send(owner, kind="correction", reason="A word was missing.").status_code == 303
    assert send(owner, title="Run it", kind="clarification", reason="Said clearly.").status_code == 303
    asked = send(owner, title="Run two", kind="material", reason="We ask for more.", answer_by="2035-01-01T10:00")
    assert asked.status_code == 303
    newest = current_texts(letter())[0]
    assert (newest.number, newest.change, newest.reason) == (4, "material", "We ask for more.")
    assert audited() == ["letter.corrected", "letter.clarified", "letter.changed"]


def test_a_convener_named_by_hand_is_marked_at_once(owner: Browser) -> None:
    made = make.letter(published=False)
    make.listed(made, ["Alder Union", "Birch League"])
    send(owner)
    assert [row.printed_name for row in make.signatures() if row.is_convener] == ["Alder Union"]


def test_the_preview_shows_page_and_paper_and_saves_nothing(owner: Browser) -> None:
    make.listed(make.letter(published=False), [f"Alder Union {number:03}" for number in range(201)])
    shown = send(owner, "preview", body="We, {{ undersigned }}, *ask*.")
    assert shown.status_code == 200
    assert "We, 201, <em>ask</em>." in shown.text and 'src="data:image/png;base64,' in shown.text
    assert "Alder Union 199" in shown.text and "Alder Union 200" not in shown.text
    assert "Only the first 200 of 201 names" in shown.text
    alone = send(owner, "preview-page", f"{PAGE}/preview", body="<script>alert(1)</script>\n")
    assert "<html" not in alone.text and "<script" not in alone.text and "data:image" not in alone.text
    assert alone.headers["Cache-Control"] == "no-store"
    paper = send(owner, "preview-sheet-2", f"{PAGE}/preview")
    assert "page 2 of" in paper.text and "<article" not in paper.text
    assert letter().revision == 1


@pytest.mark.parametrize("wrong", [{"title": "", "body": ""}, {"body": "\u202e"}, {"subject": "\x07"}, {"goal": "x"}])
def test_a_preview_of_what_cannot_be_saved_says_so(owner: Browser, wrong: dict[str, Any]) -> None:
    make.letter(published=False)
    for do in ("preview", "preview-sheet-9"):
        shown = send(owner, do, f"{PAGE}/preview", **wrong)
        assert shown.status_code == 200
        assert "Before this can be saved" in shown.text


def test_a_delivered_letter_is_shown_and_no_longer_changed(owner: Browser) -> None:
    made = make.letter()
    form = typed(owner.get(PAGE), kind="correction", reason="Late.")
    make.delivered(made)
    page = owner.get(PAGE).text
    assert "can no longer be changed" in page and 'name="body"' not in page and "ask that the night train" in page
    assert owner.post(PAGE, data=form).status_code == 422
    assert current_texts(letter())[0].number == 1


def test_a_translation_is_written_beside_the_text_that_counts(owner: Browser) -> None:
    make.letter(published=False)
    assert "There is no translation yet" in owner.get(TRANSLATIONS).text
    new = f"{TRANSLATIONS}/new"
    form = typed(owner.get(new), title="El tren", language="es", body="Pedimos.")
    assert "Run the night train again" in owner.get(new).text
    added = owner.post(new, data=form)
    assert (added.status_code, added.location) == (303, f"{TRANSLATIONS}/es")
    again = owner.post(new, data={**typed(owner.get(new), title="Otra"), "language": "es"})
    assert again.status_code == 422 and 'id="language-error"' in again.text and 'value="Otra"' in again.text
    edit = f"{TRANSLATIONS}/es"
    changed = typed(owner.get(edit), title="El tren nocturno", body="Pedimos más.", language="fr")
    assert owner.post(edit, data=changed).status_code == 303
    assert owner.post(edit, data=changed).status_code == 409
    texts = current_texts(letter())
    assert [(text.language, text.title) for text in texts[1:]] == [("es", "El tren nocturno")]
    shown = owner.post(f"{TRANSLATIONS}/preview", data={**changed, "do": "preview"})
    assert "Pedimos más." in shown.text
    odd = owner.post(f"{TRANSLATIONS}/preview", data={**typed(owner.get(new)), "language": "xx-None", "do": "preview"})
    assert "Please choose a language" in odd.text
    revision = {"csrf_token": form["csrf_token"], "revision": str(letter().revision)}
    assert owner.post(f"{edit}/remove", data=revision).status_code == 303
    assert len(current_texts(letter())) == 1
    assert owner.get(edit).status_code == 404


def test_a_translation_that_is_behind_is_said_to_be_and_can_be_confirmed(owner: Browser) -> None:
    make.letter()
    new = f"{TRANSLATIONS}/new"
    owner.post(new, data=typed(owner.get(new), title="El tren", language="es", body="Pedimos."))
    send(owner, kind="correction", reason="A spelling.")
    assert "it is behind text 2" in owner.get(TRANSLATIONS).text
    assert "This is a translation of text 1" in owner.get(f"{TRANSLATIONS}/es").text
    revision = {"csrf_token": csrf(owner.get(TRANSLATIONS)), "revision": "0"}
    owner.post(f"{TRANSLATIONS}/es/confirm", data=revision)  # somebody saved meanwhile
    assert "it is behind text 2" in owner.get(TRANSLATIONS).text
    owner.post(f"{TRANSLATIONS}/es/confirm", data={**revision, "revision": str(letter().revision)})
    assert "it is behind" not in owner.get(TRANSLATIONS).text
    assert [text.number for text in current_texts(letter())] == [2, 2]


def test_who_may_not_edit_finds_no_editor(app: Flask, stranger: Browser) -> None:
    make.letter()
    sign_in(stranger, person(role=REVIEWER))
    for path in (PAGE, TRANSLATIONS, f"{TRANSLATIONS}/new", f"{LETTER}/life"):
        assert stranger.get(path).status_code == 404
    token = {"csrf_token": csrf(stranger.get("/staff/"))}
    for path in (PAGE, f"{PAGE}/preview", f"{LETTER}/life"):
        assert stranger.post(path, data=token).status_code == 404
