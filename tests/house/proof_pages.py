"""The pages on which staff and signees see how a letter is printed, and what changed, in each of their states."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.press.worker import draw_at_once
from signon.web.doors import press
from tests import make
from tests.browser import Browser
from tests.signatures.own import correct, signed
from tests.staff.people import send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
STAFF = "/staff/letters/compared-train"


def proof_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, and `stranger`, who signs, come to."""
    letter = make.letter("compared-train")
    yield "staff.compare", "nothing to compare with", owner.get(f"{STAFF}/compare")
    yield "staff.change_requests", "none", owner.get(f"{STAFF}/change-requests")
    make.listed(letter, ["Alder Union"])
    link = signed(stranger, "compared-train")
    yield "own_entry.print_page", "as it is", stranger.get(f"{link}/print")
    yield "own_entry.ask_otherwise", "no words", stranger.post(f"{link}/print", data={"words": ""})
    asked = stranger.post(f"{link}/print", data={"words": "Under O, please."}, follow_redirects=True)
    yield "own_entry.print_page", "asked for a change", asked
    yield "own_entry.print_page", "in Spanish", stranger.get(f"/es{link}/print")
    name = f"{STAFF}/signatures/{make.signatures('verified')[-1].id}"
    wrong = send(owner, name, to=f"{name}/print", organization="")
    yield "staff.print_otherwise", "without a name", wrong
    yield "staff.change_requests", "one waits", owner.get(f"{STAFF}/change-requests")
    draft = make.draft(letter)
    yield "staff.compare", "not drawn, nothing changed", owner.get(f"{STAFF}/compare")
    with owner.application.app_context():
        draw_at_once(draft, press())
    correct(stranger, link, city="Akron")
    make.listed(letter, ["R&D <Coalition>"])
    yield "staff.compare", "names came and changed", owner.get(f"{STAFF}/compare")
    make.delivered(letter)
    yield "own_entry.print_page", "delivered", stranger.get(f"{link}/print")
