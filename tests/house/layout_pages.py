"""The page on which staff lay a letter out on paper, in each of its states."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.database import now, transaction
from signon.letters import letterheads
from tests import make
from tests.browser import Browser
from tests.signatures.pictures import PICTURE
from tests.staff.people import send

PAGE = "/staff/letters/laid-out-train/layout"
LETTERHEAD = "/staff/letters/laid-out-train/letterhead"


def layout_pages(owner: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in."""
    letter = make.letter("laid-out-train")
    yield "staff.layout", "as usual", owner.get(PAGE)
    yield "staff.set_layout", "with errors", send(owner, PAGE, page_header="{{ x }}", quote_1="We wait.")
    yield "staff.put_letterhead", "with errors", send(owner, PAGE, to=LETTERHEAD, alt="")
    with transaction():
        letterheads.put(letter, letterheads.drawn(PICTURE), "The Night Line", now())
    yield "staff.layout", "with a letterhead", owner.get(PAGE)
    with transaction():
        letter.delivered_at = now()
    yield "staff.layout", "delivered", owner.get(PAGE)
