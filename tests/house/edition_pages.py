"""The pages on which a letter is delivered, and those of a letter that was, in each of their states."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import update
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.press import GIVE_UP_AFTER
from signon.signatures import reviewing
from signon.signatures.edition_models import EditionFile
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make
from tests.browser import Browser
from tests.staff.people import send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
STAFF = "/staff/letters/delivered-train"
PUBLIC = "/letters/delivered-train"


def edition_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, and `stranger` come to around a delivery."""
    letter = make.letter("delivered-train", signed_by="both", addressees=({"name": "Ada Quill"},))
    yield "staff.editions", "nothing yet", owner.get(f"{STAFF}/editions")
    yield "staff.delivering", "without names", owner.get(f"{STAFF}/deliver")
    make.listed(letter, ["Alder Union", "Juniper Hall", "Leaving Guild", "Struck Guild", "Marks \U00012000"])
    make.verified(stranger, "delivered-train", organization="Held Guild", email="ada@gmail.com")
    yield "staff.delivering", "a name is held, a sign cannot be printed", owner.get(f"{STAFF}/deliver")
    yield "staff.deliver", "the box is not ticked", send(owner, f"{STAFF}/deliver")
    wrong = send(owner, f"{STAFF}/deliver", sure="y", late_until="2019-01-01")
    yield "staff.deliver", "a day that is over", wrong
    send(owner, f"{STAFF}/editions", to=f"{STAFF}/drafts")
    day = (now() + timedelta(days=9)).date().isoformat()
    send(owner, f"{STAFF}/deliver", sure="y", late_until=day)
    yield "staff.editions", "delivered, and a draft", owner.get(f"{STAFF}/editions")
    yield "staff.letter", "delivered", owner.get(STAFF)
    yield "public.letter", "delivered, open to late signees", stranger.get(PUBLIC)
    yield "signing.sign", "late", stranger.get(f"{PUBLIC}/sign")
    yield from _since(letter, owner, stranger)


def _since(letter: Letter, owner: Browser, stranger: Browser) -> Iterator[Shown]:
    db.session.refresh(letter)
    make.listed(letter, ["Late Guild", "Later Guild"])
    by_name = {row.printed_name: row for row in make.signatures() if row.letter_id == letter.id}
    with transaction():
        withdraw(Found(by_name["Leaving Guild"], letter), now())
        reviewing.strike(letter, by_name["Struck Guild"], "no such body", now(), keys=make.keys())
    yield "staff.editions", "names came since", owner.get(f"{STAFF}/editions")
    send(owner, f"{STAFF}/editions", to=f"{STAFF}/addenda")
    with transaction():
        undrawn = update(EditionFile).where(EditionFile.format == "docx").values(drawn_at=None, data=None)
        db.session.execute(undrawn)
    yield "staff.editions", "an addendum, a file being drawn", owner.get(f"{STAFF}/editions")
    with transaction():
        db.session.execute(undrawn.values(asked_at=now() - GIVE_UP_AFTER))
    yield "staff.editions", "a file given up", owner.get(f"{STAFF}/editions")
    yield "public.letter", "delivered, with an addendum", stranger.get(PUBLIC)
    yield "public.signees", "some were withdrawn", stranger.get(f"{PUBLIC}/signees")
    yield "public.signees", "what changed since", stranger.get(f"{PUBLIC}/signees?since=delivery")
    with transaction():
        letter.late_until = now()
    yield "public.letter", "delivered, late signing over", stranger.get(PUBLIC)
    yield "signing.sign", "late signing over", stranger.get(f"{PUBLIC}/sign")
