"""The pages of the review queue, of striking many at once, and of notes, in each of their states."""

import re
from collections.abc import Iterator
from html import unescape

from werkzeug.test import TestResponse

from tests import make
from tests.browser import Browser
from tests.staff.people import csrf, hidden, send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
PAGE = "/staff/letters/queued-train"
QUEUE, BULK, NOTES = f"{PAGE}/review", f"{PAGE}/bulk", f"{PAGE}/notes"
LAMPS = "?domain=lamps.example"


def queue_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to after `stranger` has signed."""
    make.letter("queued-train", signed_by="both", conveners=("Willow Readers",))
    yield "staff.review", "nobody waits", owner.get(QUEUE)
    yield "staff.bulk", "nothing yet", owner.get(BULK)
    yield "staff.notes", "nothing yet", owner.get(NOTES)
    for name in ("Queued Lamps", "Quiet Lamps", "Willow Readers"):
        make.verified(stranger, "queued-train", organization=name, email="a@lamps.example")
    yield "staff.review", "names wait", owner.get(QUEUE)
    yield "staff.review", "none fits", owner.get(f"{QUEUE}?q=nobody")
    number = make.signatures("held")[-1].id
    name = f"{PAGE}/signatures/{number}"
    yield from _refused(owner, name, number)
    yield from _asked(owner, stranger, name)
    yield from _struck_together(owner)
    yield "staff.review", "just decided", _decided(owner, name)


def _refused(owner: Browser, name: str, number: int) -> Iterator[Shown]:
    """What is wrongly typed is said beside its field; what is not goes into the case."""
    yield "staff.ask_signee", "no question", send(owner, QUEUE, to=f"{name}/ask", question=" ")
    about = {"csrf_token": csrf(owner.get(QUEUE)), "signature": str(number)}
    yield "staff.add_note", "an empty note on a name", owner.post(NOTES, data={**about, "note": ""})
    yield "staff.add_tag", "no word", owner.post(f"{PAGE}/tags", data={**about, "tag": "a/b"})
    yield "staff.add_note", "an empty note on the letter", send(owner, NOTES, note="")
    for to, typed in ((NOTES, {"note": "They rang."}), (f"{PAGE}/tags", {"tag": "ring-again"})):
        owner.post(to, data={**about, **typed})
        send(owner, NOTES, to=to, **typed)
    yield "staff.notes", "a note and a tag", owner.get(NOTES)


def _asked(owner: Browser, signee: Browser, name: str) -> Iterator[Shown]:
    send(owner, QUEUE, to=f"{name}/ask", question="Who are you?")
    link = f"/answer/{make.newest_mail('question').token}"
    yield "answering.question", "asked", signee.get(link)
    yield "answering.answer", "nothing is written", signee.post(link)
    yield "staff.review", "asked, noted and tagged", owner.get(QUEUE)
    signee.post(link, data={"answer": "The readers of Willow."})
    yield "answering.question", "answered", signee.get(link)
    yield "staff.review", "answered", owner.get(f"{QUEUE}?asked=answered&tag=ring-again")


def _struck_together(owner: Browser) -> Iterator[Shown]:
    yield "staff.bulk", "no pattern", owner.get(f"{BULK}?state=held")
    yield "staff.bulk", "nothing fits", owner.get(f"{BULK}?words=nobody")
    found = owner.get(f"{BULK}{LAMPS}&words=lamps")
    yield "staff.bulk", "names fit", found
    form = re.search(rf'method="post" action="{BULK}"(.*?)</form>', found.text, re.DOTALL)
    assert form
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[1])}
    yield "staff.bulk_strike", "no reason", owner.post(BULK, data=fields)
    owner.post(BULK, data={**fields, "reason": "lamps"})
    yield "staff.bulk", "struck", owner.get(BULK)


def _decided(owner: Browser, name: str) -> TestResponse:
    answer = owner.post(f"{name}/strike", data={**hidden(owner.get(QUEUE), f"{name}/strike"), "reason": "no"})
    return owner.get(answer.location)
