"""Logos: the small picture that an organization puts beside its name.

What is uploaded is never shown: its pixels are drawn anew.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select

from signon.database import db
from signon.letters.models import Letter
from signon.pictures.redrawing import MOST_BYTES, TOO_HEAVY, Drawn, Wanted
from signon.pictures.redrawing import drawn_anew as redrawn
from signon.signatures.models import VERIFIED, Logo, Signature
from signon.signatures.signee import LogoReading

__all__ = ["MOST_BYTES", "TOO_HEAVY", "Drawn"]

LARGEST = (480, 240)  # pixels; shown at a quarter of that, so that it is sharp on every screen


def drawn_anew(data: bytes) -> Drawn:
    """The picture in the file `data`, at most LARGEST, keeping its proportions. Raises Refusal about "logo"."""
    return redrawn(data, Wanted(*LARGEST, field="logo"))


def put(signature: Signature, logo: Drawn) -> None:
    """Keep `logo` as the signature's own, in place of the one before. The caller owns the transaction."""
    row = db.session.get(Logo, signature.id) or Logo(signature_id=signature.id)
    row.png, row.width, row.height = logo.png, logo.width, logo.height
    db.session.add(row)
    db.session.flush()


def remove(signature_id: int) -> None:
    """Take the signature's logo away. Twice is once. Its row is held, so that nobody replaces the logo just now."""
    db.session.execute(select(Signature.id).where(Signature.id == signature_id).with_for_update())
    db.session.execute(delete(Logo).where(Logo.signature_id == signature_id))


def logo_of(signature: Signature) -> Logo | None:
    """The signature's logo, whatever its state: for its own representative and for staff only."""
    return db.session.get(Logo, signature.id, populate_existing=True)


def sizes(signature_ids: Iterable[int]) -> dict[int, LogoReading]:
    """Which of these signatures have a logo, whatever their states, and how large it is. One statement."""
    which = select(Logo.signature_id, Logo.width, Logo.height).where(Logo.signature_id.in_(list(signature_ids)))
    return {row.signature_id: LogoReading(*row) for row in db.session.execute(which)}


def shown(letter: Letter, signature_id: int) -> bytes | None:
    """The PNG that anyone may see: of a signature that is on this letter's list now. None for any other."""
    return db.session.scalar(
        select(Logo.png)
        .join(Signature, Signature.id == Logo.signature_id)
        .where(Logo.signature_id == signature_id, Signature.letter_id == letter.id, Signature.state == VERIFIED)
    )
