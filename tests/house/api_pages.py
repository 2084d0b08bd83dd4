"""The pages of partners' keys, and the one that tells people of the interface for programs."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.outreach import partner_keys
from tests import make
from tests.browser import Browser
from tests.staff.people import csrf, send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer


def api_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to, and those of a `stranger`."""
    letter = make.letter("programmed-train", campaign="Programmed Line")
    here = f"/staff/campaigns/{letter.campaign_id}/keys"
    yield "staff.keys", "none yet", owner.get(here)
    yield "staff.make_key", "neither name nor code", send(owner, here, name="", code="Night Owls!")
    yield "staff.make_key", "the new key", send(owner, here, name="Night Owls Union", code="night-owls")
    yield "staff.keys", "one that works", owner.get(here)
    [key] = partner_keys.keys_of(letter.campaign_id)
    ended = owner.post(f"{here}/{key.id}/end", data={"csrf_token": csrf(owner.get(here))}, follow_redirects=True)
    yield "staff.keys", "none works", ended
    for path in ("/api/v1/", "/es/api/v1/"):
        yield "api.about", path, stranger.get(path)
