"""A campaign's own page and the room in which staff write it, in each of their states."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.campaigns.campaigns import named
from signon.database import transaction
from tests import make
from tests.browser import Browser
from tests.campaigned import fill_campaign
from tests.staff.people import send


def campaign_pages(owner: Browser, stranger: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in, or to a stranger."""
    draft = make.letter("told-train", campaign="Told Line", published=False)
    room = f"/staff/campaigns/{draft.campaign_id}"
    yield "staff.campaign", "without a page", owner.get(room)
    letter = make.letter("told-again", campaign="Told Line")
    yield "campaigns.campaign", "with one letter only", stranger.get("/campaigns/told-line")
    fill_campaign(letter)
    words = {"en": "We ask for <trains>.", "es": "Pedimos <trenes>."}
    found = named("Told Line")
    assert found is not None
    with transaction():
        found.about = found.joining = words
        found.join_url, found.accent, found.legal_footer = "https://nightline.example/", "#ffcc00", "Paid for by us"
    for path in ("/campaigns/told-line", "/es/campaigns/told-line"):
        yield "campaigns.campaign", path, stranger.get(path)
    yield "staff.campaign", "with everything", owner.get(room)
    yield "staff.change_campaign", "with errors", send(owner, room, accent="green")
