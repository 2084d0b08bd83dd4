"""The pages on which staff bring names, take the list away, and read the figures."""

import io
from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.outreach import partners
from signon.signatures.staff_models import SigneeImport
from tests import make
from tests.browser import Browser
from tests.staff.people import csrf, send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
PAGE = "/staff/letters/worked-train"
FEW = "organization,scope\nZinnia Circle,local\nZinnia Circles,local\nLantern Guild,galactic\nAlder Guild,state\n"
MANY = "organization\n" + "".join(f"Willow Circle {number}\n" for number in range(301))


def work_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to."""
    make.letter("worked-train")
    yield "staff.imports", "nothing yet", owner.get(f"{PAGE}/imports")
    yield "staff.exports", "nothing yet", owner.get(f"{PAGE}/exports")
    yield "staff.figures", "nothing yet", owner.get(f"{PAGE}/figures")
    letter = with_slug("worked-train")
    assert letter is not None
    make.listed(letter, ["Zinnia Circle"])
    yield from _imports(owner)
    yield (
        "staff.export_contacts",
        "no reason",
        send(owner, f"{PAGE}/exports", to=f"{PAGE}/exports/contacts", format="csv", order="printed", reason=""),
    )
    with transaction():
        partners.add(letter, "Harbour Readers", "harbour", now())
        partners.add(letter, "Quiet Readers", "quiet", now())
    make.verified(stranger, "worked-train", via="harbour", organization="Brought Guild")
    yield "staff.figures", "with charts and partners", owner.get(f"{PAGE}/figures")
    yield "staff.add_partner", "with a fault", send(owner, f"{PAGE}/figures", to=f"{PAGE}/partners", name="", code="x")


def _imports(owner: Browser) -> Iterator[Shown]:
    yield "staff.bring", "with two faults", _bring(owner, "")
    few = _bring(owner, FEW).location
    yield "staff.import", "to be looked at", owner.get(few)
    yield "staff.import", "no such line", owner.get(f"{few}?q=nobody&outcome=new")
    many = _bring(owner, MANY).location
    yield "staff.import", "lines are being looked at", owner.get(many)
    _work(2)
    yield "staff.import", "the second page of lines", owner.get(f"{many}?page=2")
    send(owner, many, do="list")
    yield "staff.import", "names are being listed", owner.get(many)
    _work(2)
    yield "staff.import", "done", owner.get(many)
    send(owner, few, do="end")
    yield "staff.import", "given up", owner.get(few)
    yield "staff.imports", "one of each", owner.get(f"{PAGE}/imports")


def _bring(owner: Browser, content: str) -> TestResponse:
    sent = {"csrf_token": csrf(owner.get(f"{PAGE}/imports")), "source": "paper, in May" if content else ""}
    return owner.post(f"{PAGE}/imports", data={**sent, "file": (io.BytesIO(content.encode()), "names.csv")})


def _work(times: int) -> None:
    for _ in range(times):
        make.work_on_imports()
    assert db.session.query(SigneeImport).count()
