"""The pages on which staff write to many, and those on which whoever got such a mail leaves."""

import re
from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.mail.mailing_note import leave_token
from signon.outreach.models import REMINDER, SENT, STOPPED, UPDATE, Mailing
from tests import make
from tests.browser import Browser
from tests.mail.mailings import drafted, invite, sent_off
from tests.staff.people import csrf, send

PAGE = "/staff/letters/mailed-train/mailings"
WORDS = {"subject_0": "Will {{ organization }} sign?", "text_0": "Hello,\n\n{{ link }}\n\nIda"}


def mailing_pages(owner: Browser, stranger: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in, or to `stranger`."""
    letter = make.letter("mailed-train")
    yield "staff.mailings", "nothing written yet", owner.get(PAGE)
    yield "staff.new_mailing", "words to begin with", owner.get(f"{PAGE}/new/invitation")
    yield "staff.draft_mailing", "with errors", send(owner, f"{PAGE}/new/invitation", text_0="{{ who }}")
    draft = send(owner, f"{PAGE}/new/invitation", **WORDS).location.partition("#")[0]
    yield "staff.mailing", "a draft for nobody", owner.get(draft)
    invite(letter, ["Mailed Union", "Mailed Guild"])
    yield "staff.mailing", "a draft for two", owner.get(draft)
    yield "staff.save_mailing", "with errors", send(owner, draft, subject_0="")
    late = {**WORDS, "csrf_token": csrf(owner.get(draft)), "seen": ""}
    yield "staff.save_mailing", "changed meanwhile", owner.post(draft, data=late)
    news = drafted(letter, UPDATE)
    yield "staff.mailing", "a draft of news", owner.get(f"{PAGE}/{news.id}")
    sending = sent_off(letter)
    yield "staff.mailing", "going out", owner.get(f"{PAGE}/{sending.id}")
    for state in (SENT, STOPPED):
        with transaction():
            over = {"state": state, "done": 1, "total": 2, "begun_at": now(), "finished_at": now()}
            one = drafted_as(letter.id, over)
        yield "staff.mailing", state, owner.get(f"{PAGE}/{one}")
    yield "staff.mailings", "drafts and mailings in every state", owner.get(PAGE)
    yield from _leaving(stranger, leave_token(letter, "ada@mailedunion.org"))


def drafted_as(letter_id: int, values: dict[str, object]) -> int:
    """The id of a mailing that says nothing much and has these values."""
    words = {"en": {"subject": "Still time", "text": "{{ link }}"}}
    facts = {"letter_id": letter_id, "kind": REMINDER, "words": words, "created_at": now(), "changed_at": now()}
    row = Mailing(**facts, **values)
    db.session.add(row)
    db.session.flush()
    return row.id


def _leaving(stranger: Browser, token: str) -> Iterator[tuple[str, str, TestResponse]]:
    link = f"/unsubscribe/{token}"
    yield "leaving_mail.leaving", "the question", stranger.get(link)
    yield "leaving_mail.leave", "by a mail program", stranger.post(link, data={"List-Unsubscribe": "One-Click"})
    yield "leaving_mail.leaving", "stopped, in Spanish", stranger.get(f"/es{link}")
    undone = stranger.post(f"{link}/undo", data={"sure": "y"}, follow_redirects=True)
    yield "leaving_mail.come_back", "undone", undone
    yield "leaving_mail.leaving", "a cut link", stranger.get("/unsubscribe/cut")
    yield "leaving_mail.example", "an example", stranger.get("/mail/example")
    assert not re.search("ada@", undone.text)
