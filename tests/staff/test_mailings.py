"""Staff write to many from the workspace: a draft, a test to oneself, a count of who gets it, and a way to stop it."""

import re

import pytest
from flask import Flask

from signon.database import db, transaction
from signon.mail import outbox
from signon.outreach.models import SENT, STOPPED, Mailing
from signon.staff.audit_models import AuditEntry
from signon.staff.models import EDITOR, VIEWER
from tests import make
from tests.mail.mailings import invite, kept, step, to, work
from tests.staff.people import Browser, browser, csrf, person, send, sign_in

PAGE = "/staff/letters/night-train/mailings"
WORDS = {"subject_0": "Will {{ organization }} sign?", "text_0": "Hello,\n\n{{ link }}\n\nIda"}


def draft(owner: Browser, kind: str = "invitation", **more: str) -> str:
    """Write a draft of this kind; the path of its page."""
    answer = send(owner, f"{PAGE}/new/{kind}", **{**WORDS, **more})
    assert answer.status_code == 303, answer.text
    return answer.location.partition("#")[0]


def press(owner: Browser, page: str, to_do: str) -> int:
    """Press the button of the form that does this; the status of the answer."""
    shown = owner.get(page)
    seen = re.search(r'name="seen" value="([^"]+)"', shown.text.partition(f'action="{page}/{to_do}"')[2])
    typed = {"csrf_token": csrf(shown)} | ({"seen": seen[1]} if seen else {})
    return owner.post(f"{page}/{to_do}", data=typed).status_code


def only() -> Mailing:
    db.session.rollback()
    return db.session.query(Mailing).populate_existing().one()


@pytest.mark.parametrize("kind", ["invitation", "reminder", "unverified", "last_call", "update"])
def test_the_words_to_begin_with_can_be_saved_as_they_are(owner: Browser, kind: str) -> None:
    make.letter(deadline="2030-01-01 12:00")
    page = owner.get(f"{PAGE}/new/{kind}")
    fields = dict(re.findall(r'<textarea[^>]*name="(text_\d)"[^>]*>\s*(.*?)</textarea>', page.text, re.DOTALL))
    subjects = dict(re.findall(r'<input[^>]*name="(subject_\d)"[^>]*value="([^"]*)"', page.text))
    assert len(fields) == len(subjects) == 2
    assert all(0 < len(text.split()) < 120 for text in fields.values())
    draft(owner, kind, **{name: text.replace("&#34;", '"') for name, text in (fields | subjects).items()})
    assert only().kind == kind


def test_a_mailing_is_written_tried_counted_sent_and_followed(owner: Browser) -> None:
    letter = make.letter()
    invite(letter, ["Union 0", "Union 1"])
    assert "Nothing was written yet" in owner.get(PAGE).text
    page = draft(owner, do="test")
    assert [(says["to"], "example" in says) for says in kept()] == [("ida@nightline.org", True)]
    shown = owner.get(page).text
    assert "Will Example Organization sign?" in shown
    assert "2 recipients get it." in shown
    mail = owner.get(f"{page}/en.html")
    assert "Will Example Organization sign?" in mail.text
    assert "/mail/example" in mail.text
    assert mail.headers["Content-Security-Policy"].startswith("sandbox")
    assert press(owner, page, "send") == 303
    assert "0 of 2 are on their way" in owner.get(page).text
    work()
    assert to()[1:] == ["ada@union0.org", "ada@union1.org"]
    assert "2 emails went out" in owner.get(page).text
    assert press(owner, page, "stop") == 303, "too late"
    assert only().state == SENT
    acts = [
        row.act
        for row in db.session.query(AuditEntry).filter(AuditEntry.act.startswith("mailing.")).order_by(AuditEntry.id)
    ]
    assert acts == ["mailing.drafted", "mailing.tested", "mailing.sent"]


def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(owner: Browser) -> None:
    make.letter()
    answer = send(owner, f"{PAGE}/new/invitation", subject_0="", text_0="Sign <please> {{ who }}", subject_1="Hola")
    assert answer.status_code == 422
    for said in ("Please write a subject.", "{{ who }} is not known here", "Please write the text of the email."):
        assert said in answer.text
    assert "Sign &lt;please&gt; {{ who }}" in answer.text
    assert 'value="Hola"' in answer.text
    assert db.session.query(Mailing).count() == 0


def test_the_second_of_two_who_edit_one_draft_is_told_and_loses_nothing(owner: Browser, app: Flask) -> None:
    make.letter()
    page = draft(owner)
    other = browser(app)
    sign_in(other, person("ada@nightline.org", EDITOR, "Night Line"))
    form = {"csrf_token": csrf(other.get(page)), "seen": only().changed_at.isoformat()}
    send(owner, page, seen=only().changed_at.isoformat(), **{**WORDS, "subject_0": "The first"})
    answer = other.post(page, data={**WORDS, **form, "subject_0": "The second"})
    assert answer.status_code == 409
    assert "Somebody saved this email meanwhile" in answer.text
    assert 'value="The second"' in answer.text
    assert only().words["en"]["subject"] == "The first"
    for no_moment in ("2026-01-01T00:00", "0001-01-01T00:00+14:00", "soon"):
        assert other.post(page, data={**WORDS, **form, "seen": no_moment}).status_code == 409
    again = {"csrf_token": csrf(answer), "seen": only().changed_at.isoformat()}
    assert other.post(page, data={**WORDS, **again, "subject_0": "The second"}).status_code == 303
    assert only().words["en"]["subject"] == "The second"


def test_news_are_not_sent_with_the_sentence_that_stands_for_what_happened(owner: Browser) -> None:
    make.letter()
    make.verified(owner, wants_updates="y")
    page = draft(owner, "update", text_0="[What happened, in two or three sentences.]")
    shown = owner.get(page)
    assert "in place of the sentence in brackets" in shown.text
    typed = {"csrf_token": csrf(shown), "seen": only().changed_at.isoformat()}
    assert owner.post(f"{page}/send", data=typed).status_code == 400


def test_a_mailing_can_be_stopped_and_a_draft_thrown_away(owner: Browser) -> None:
    letter = make.letter()
    invite(letter, ["Union 0"])
    page = draft(owner)
    assert press(owner, page, "send") == 303
    assert press(owner, page, "stop") == 303
    assert only().state == STOPPED
    assert not step()
    assert "Stopped after 0 of 1" in owner.get(page).text
    other = draft(owner)
    assert press(owner, page, "remove") == 303
    assert press(owner, other, "remove") == 303
    assert only().state == STOPPED


def test_whom_nobody_can_be_written_to_is_said_and_not_sent(owner: Browser) -> None:
    letter = make.letter()
    page = draft(owner)
    assert "There is nobody to write to" in owner.get(page).text
    seen = {"csrf_token": csrf(owner.get(page)), "seen": only().changed_at.isoformat()}
    assert "There is nobody" in owner.post(f"{page}/send", data=seen, follow_redirects=True).text
    with transaction():
        letter.delivered_at = letter.published_at
    assert "cannot be signed at the moment" in owner.get(page).text
    assert only().state == "draft"


def test_a_viewer_and_another_campaigns_editor_find_no_mailings(app: Flask, owner: Browser) -> None:
    make.letter()
    make.letter("other-train", campaign="Another Line")
    page = draft(owner)
    for email, role, campaign in (("v@x.org", VIEWER, "Night Line"), ("e@x.org", EDITOR, "Another Line")):
        visitor = browser(app)
        sign_in(visitor, person(email, role, campaign))
        for path in (PAGE, page, f"{page}/en.html", f"{PAGE}/new/invitation"):
            assert visitor.get(path).status_code == 404, (role, path)
    assert owner.get(page.replace("night-train", "other-train")).status_code == 404
    assert owner.get(f"{PAGE}/99999999999").status_code == 404
    assert outbox.MAILING == "mailing"
