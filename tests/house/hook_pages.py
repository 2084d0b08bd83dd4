"""The room in which staff look after a campaign's webhooks, in each of its states."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.hooks import waiting, webhooks
from signon.hooks.calling import Answer
from signon.hooks.models import Webhook
from tests import make
from tests.browser import Browser
from tests.staff.people import send


def hook_pages(owner: Browser, stranger: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in."""
    letter = make.letter("hooked-train", campaign="Hooked Line")
    room = f"/staff/campaigns/{letter.campaign_id}/hooks"
    yield "staff.hooks", "none yet", owner.get(room)
    yield "staff.add_hook", "with errors", send(owner, room, url="nowhere")
    added = send(owner, room, url="https://hooks.example/R&D?key=", events="count.changed")
    yield "staff.hook", "with its secret", owner.get(added.location)
    yield "staff.hook", "not called yet", owner.get(added.location)
    yield "staff.change_hook", "with errors", send(owner, added.location.partition("#")[0], url="", events="")
    hook = db.session.query(Webhook).filter_by(campaign_id=letter.campaign_id).one()
    place = f"{room}/{hook.id}"
    with transaction():
        webhooks.test(hook, {}, now())
        [call] = [call for turn in waiting.claim(now()) if turn.webhook_id == hook.id for call in turn.calls]
    yield "staff.hook", "that is being called", owner.get(place)
    with transaction():
        waiting.note(call, Answer(500), now())
    yield "staff.hook", "that does not answer", owner.get(place)
    with transaction():
        webhooks.pause(hook, now())
    yield "staff.hook", "that is paused", owner.get(place)
    yield "staff.hooks", "several", owner.get(room)
