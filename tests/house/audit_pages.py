"""The pages on which staff read who did what."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.letters.letters import with_slug
from tests import make
from tests.browser import Browser
from tests.staff.people import send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
PAGE = "/staff/letters/audited-train"


def audit_pages(owner: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to."""
    make.letter("audited-train", campaign="Audited Line")
    yield "staff.audit", "nothing yet", owner.get(f"{PAGE}/audit")
    for do in ["pause", "resume"] * 26:
        send(owner, f"{PAGE}/audit", to=f"{PAGE}/controls", do=do)
    yield "staff.audit", "the second of two pages", owner.get(f"{PAGE}/audit?page=2")
    yield "staff.audit", "nothing like that", owner.get(f"{PAGE}/audit?day=2020-01-01&act=signing.pause")
    letter = with_slug("audited-train")
    assert letter is not None
    yield "staff.campaign_audit", "the whole campaign", owner.get(f"/staff/campaigns/{letter.campaign_id}/audit")
