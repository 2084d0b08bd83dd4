"""What partners show on their own sites, and the room in which staff say who may, in each of their states."""

from collections.abc import Iterator
from datetime import timedelta

from werkzeug.test import TestResponse

from signon.database import now, transaction
from signon.outreach.partners import add
from tests import make
from tests.browser import Browser
from tests.staff.people import send


def embed_pages(owner: Browser, stranger: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in, or to a stranger."""
    draft = make.letter("framed-draft", campaign="Framed Line", published=False)
    room = f"/staff/campaigns/{draft.campaign_id}/embedding"
    yield "staff.embedding", "without a letter", owner.get(room)
    letter = make.letter("framed-train", campaign="Framed Line", signed_by="both", goal=500)
    with transaction():
        add(letter, "Lamp Guild", "lamp", now())
    yield "staff.embedding", "with a partner and colors", owner.get(f"{room}?partner=lamp&accent=fc0")
    yield "staff.set_embedding", "with errors", send(owner, room, who="some", sites="?")
    frame = "/embed/framed-train"
    for path in (frame, f"{frame}?as=individual", f"{frame}?paper=222&from=lamp", "/es/embed/framed-train"):
        yield "embedding.form", path, stranger.get(path)
    wrong = stranger.post(frame, data={"form_token": make.form_token(stranger.get(frame))})
    yield "embedding.request_signature", "with errors", wrong
    yield "embedding.sent", "sent", stranger.get(f"{frame}/sent?paper=222")
    yield "embedding.count", "the count", stranger.get(f"{frame}/count")
    with transaction():
        letter.paused_at = now()
    yield "embedding.form", "paused", stranger.get(frame)
    with transaction():
        letter.deadline_at = now() - timedelta(days=3)
    yield "embedding.form", "closed", stranger.get(frame)
    send(owner, room, who="none")
    yield "staff.embedding", "no site may", owner.get(room)
