"""Editions with a kept PDF, and covering mails, as tests want them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail import covering
from signon.mail.covering import Covering
from signon.press import files
from signon.signatures.edition_models import Delivery, Edition
from signon.staff.members import enter
from tests import make

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
TO = "office@minister.example"
MAIL = Covering(TO, "ida@nightline.org", "Letter: the night train", "Dear Minister:\n\nHere it is.")


def letter_with_edition(slug: str = "night-train", **front: Any) -> tuple[Letter, Edition]:
    """A delivered letter with two names, and its edition, whose files are still to be drawn."""
    letter = make.letter(slug, addressees=({"name": "Ada Quill", "title": "Minister"},), **front)
    make.listed(letter, ["Aldermoor Readers", "Zinnia Circle"])
    return letter, make.delivered(letter)


def drawn(edition: Edition, data: bytes = PDF) -> bytes:
    """Let `data` be the PDF that was drawn of the edition, and kept."""
    with transaction():
        at = now()
        while (job := files.claim(at, edition.id)) is not None:
            if job.format == "pdf":
                files.keep(job, data, at)
    return data


def colleague(email: str = "ida@nightline.org") -> int:
    """The id of somebody on the staff."""
    with transaction():
        return enter(email, now())[0].id


def send(
    letter: Letter, editions: Sequence[Edition], mail: Covering = MAIL, *, by: int, at: datetime | None = None
) -> list[Delivery]:
    """Ask for the covering mail to the letter's addressee, as the door does."""
    with transaction():
        return covering.send(
            letter, editions, mail, "Ada Quill", noted_by=by, keys=make.keys(), host="x", at=at or now()
        )


def log() -> list[Delivery]:
    """All that was noted, in order."""
    db.session.rollback()
    return db.session.query(Delivery).order_by(Delivery.id).populate_existing().all()
