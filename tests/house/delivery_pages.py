"""The pages on which staff hand a letter over and note what was answered, and the letter that shows it."""

from collections.abc import Iterator
from datetime import date

from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail.models import REFUSED, OutboxMail
from signon.signatures import deliveries as act
from signon.signatures.edition_models import BY_POST, Edition
from signon.signatures.receipts import receipt
from tests import make
from tests.browser import Browser
from tests.mail.covering import MAIL, colleague, drawn, letter_with_edition, send
from tests.signatures.pictures import PICTURE
from tests.staff.people import csrf
from tests.staff.people import send as send_form

PAGE = "/staff/letters/handed-train"
LOG, COVERING, ANSWERS = f"{PAGE}/deliveries", f"{PAGE}/covering", f"{PAGE}/answers"


def delivery_pages(owner: Browser, stranger: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in, or to `stranger`."""
    make.letter("early-train")
    yield "staff.deliveries", "nothing to hand over yet", owner.get("/staff/letters/early-train/deliveries")
    letter, edition = letter_with_edition("handed-train")
    yield "staff.deliveries", "nothing noted yet", owner.get(LOG)
    yield "staff.letter", "with an edition", owner.get(PAGE)
    faults = {"edition": str(edition.id), "day": "tomorrow", "way": "", "addressee": ""}
    yield "staff.note_delivery", "with errors", send_form(owner, LOG, **faults)
    yield "staff.note_answer", "with errors", send_form(owner, LOG, to=ANSWERS)
    yield from _covering(owner, edition.id)
    answer = _note_all(letter, edition)
    yield "staff.deliveries", "noted, waiting, refused, answered, with an addendum", owner.get(LOG)
    yield "staff.covering", "with an addendum", owner.get(COVERING)
    yield "staff.answer", "shown to everybody", owner.get(f"{ANSWERS}/{answer}")
    fault = {"answer-text": ""}
    yield "staff.change_answer", "with errors", send_form(owner, f"{ANSWERS}/{answer}", **fault)
    yield "public.letter", "handed over and answered", stranger.get("/letters/handed-train")


def _note_all(letter: Letter, edition: Edition) -> int:
    """Deliveries of every kind, answers that are public and one that is not, an addendum; the id of a public answer."""
    drawn(edition)
    by = colleague("scribe@nightline.org")
    _waits, [refused] = (send(letter, [edition], MAIL, by=by, at=at) for at in (now(), make.moment("2100-01-01 00:00")))
    with transaction():
        db.session.query(OutboxMail).filter_by(id=refused.mail_id).update({"state": REFUSED, "sealed": None})
        paper = receipt(PICTURE, "stamped.png")
        how = {"note": "Room 4\nat noon", "receipt": paper, "noted_by": by, "at": edition.made_at, "now": now()}
        act.note_delivery(edition, "Ada Quill", BY_POST, **how)  # type: ignore[arg-type]
        answer = act.note_answer(letter, "Ada Quill", date(2026, 1, 2), "No.\n\nKindly\nAda", now())
        long = act.note_answer(letter, "Ben Quill", date(2026, 1, 3), "Yes. " * 300, now())
        for one in (answer, long):
            act.show_answer(one, now())
        act.note_answer(letter, "Cleo Quill", date(2026, 1, 4), "Perhaps.", now())
    make.listed(letter, ["Harbour Choir"])
    make.addendum(letter)
    return answer.id


def _covering(owner: Browser, edition_id: int) -> Iterator[tuple[str, str, TestResponse]]:
    typed = {"addressee": "Ada Quill", "reply_to": "ida@nightline.org", "subject": "A letter", "text": "Here it is."}
    mail = {**typed, "to": "office@minister.example", "editions": str(edition_id)}
    yield "staff.covering", "to begin with", owner.get(COVERING)
    wanting = {**mail, "to": "", "text": ""}
    for shows, do, sent in (
        ("with errors", "send", wanting),
        ("nothing chosen", "preview", {**mail, "editions": ""}),
        ("looked at", "preview", mail),
        ("a test was sent", "test", mail),
    ):
        # Not by `send`: what is typed has a field of the name of its own parameter.
        data = {"csrf_token": csrf(owner.get(COVERING)), "do": do, **sent}
        yield "staff.send_covering", shows, owner.post(COVERING, data=data)
