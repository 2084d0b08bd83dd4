"""The letterhead: the picture above a letter on paper, drawn anew from what staff upload."""

from datetime import datetime

from sqlalchemy import delete

from signon.database import db
from signon.letters.layout import checked_line, hold_undelivered
from signon.letters.models import Letter, Letterhead
from signon.pictures import svg
from signon.pictures.redrawing import MOST_BYTES, TOO_HEAVY, Drawn, Wanted, drawn_anew
from signon.refusals import N_, Refusal

__all__ = ["MOST_BYTES", "TOO_HEAVY", "Drawn"]

LARGEST = (2400, 600)  # pixels; printed no wider than the text, so that it is sharp on paper
LONGEST_ALT = 300  # characters
_WANTED = Wanted(
    *LARGEST,
    field="letterhead",
    on_white=True,  # paper is
    no_picture=N_("This file could not be read as a picture. Please choose a PNG, JPEG, WebP, GIF or plain SVG file."),
)
_NO_ALT = N_("Please say in a few words what the picture shows, for those who hear the letter read.")
_NO_LETTERHEAD = N_("There is no letterhead yet. Please choose a picture file.")


def drawn(data: bytes) -> Drawn:
    """The picture in the file `data`, at most LARGEST, on white. Raises Refusal about "letterhead"."""
    return svg.drawn(data, _WANTED) if svg.is_svg(data) else drawn_anew(data, _WANTED)


def put(letter: Letter, picture: Drawn | None, alt: str, at: datetime) -> None:
    """Print `picture` above `letter` from now on, in place of the one before; `alt` says in words what it shows.

    None keeps the picture that is there and changes its words. Raises Refusal about "letterhead" or "alt", and once
    the letter was delivered. The caller owns the transaction.
    """
    alt = checked_line(alt, "alt", LONGEST_ALT)
    if not alt:
        raise Refusal(_NO_ALT, "alt")
    hold_undelivered(letter, at)
    row = letterhead_of(letter)
    if picture is None and row is None:
        raise Refusal(_NO_LETTERHEAD, "letterhead")
    row = row or Letterhead(letter_id=letter.id)
    if picture is not None:
        row.png, row.width, row.height = picture.png, picture.width, picture.height
    row.alt = alt
    db.session.add(row)
    db.session.flush()


def remove(letter: Letter, at: datetime) -> None:
    """Print no picture above `letter` any more. Twice is once. Raises Refusal once the letter was delivered."""
    hold_undelivered(letter, at)
    db.session.execute(delete(Letterhead).where(Letterhead.letter_id == letter.id))


def letterhead_of(letter: Letter) -> Letterhead | None:
    """The letter's letterhead; its `png` is read only when it is asked for."""
    return db.session.get(Letterhead, letter.id, populate_existing=True)
