"""Logos: the small picture that an organization puts beside its name.

What is uploaded is never shown: its pixels are drawn anew, so that nothing else the file held (places, names, scripts,
another file behind it) is kept or handed out.
"""

import io
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageOps
from sqlalchemy import delete, select

from signon.database import db
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures.models import VERIFIED, Logo, Signature
from signon.signatures.signee import LogoReading

MOST_BYTES = 1024 * 1024
LARGEST = (480, 240)  # pixels; shown at a quarter of that, so that it is sharp on every screen
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_MOST_PIXELS = 10_000_000  # four bytes each, and a few copies while it is drawn: about 100 MB
_LONGEST = 8000  # pixels; a picture of one row would be drawn in larger pieces
_LARGEST_ID = 2**31 - 1  # what the column holds; a database does not even compare it with more
_SCAN = b"\xff\xda"
_MOST_SCANS = 100  # of a progressive JPEG, which has ten; each one costs a pass over the whole picture
# One picture at a time in each process: what a single one may cost is then all that drawing can cost.
_drawing = threading.Lock()

TOO_HEAVY = N_("This file is larger than 1 MB. Please choose a smaller picture.")
_NO_PICTURE = N_("This file could not be read as a picture. Please choose a PNG, JPEG, WebP or GIF file.")
_TOO_LARGE = N_("This picture has too many pixels. Please choose one with fewer than 3000 on each side.")


@dataclass(frozen=True)
class Drawn:
    """A picture drawn anew: a PNG without anything but pixels, `width` by `height` of them."""

    png: bytes
    width: int
    height: int


def drawn_anew(data: bytes) -> Drawn:
    """The picture in the file `data`, at most LARGEST, keeping its proportions. Raises Refusal about "logo".

    Its size is read from the file's head, before anything is decoded.
    """
    if len(data) > MOST_BYTES:
        raise Refusal(TOO_HEAVY, "logo")
    try:
        with _drawing, Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            many_scans = picture.format == "JPEG" and data.count(_SCAN) > _MOST_SCANS
            if picture.width * picture.height > _MOST_PIXELS or max(picture.size) > _LONGEST or many_scans:
                raise Refusal(_TOO_LARGE, "logo")
            return _small(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal(_TOO_LARGE, "logo") from None
    except Refusal:
        raise
    except Exception:  # a broken file fails in as many ways as there are decoders, and it is never our fault
        raise Refusal(_NO_PICTURE, "logo") from None


def _small(picture: Image.Image) -> Drawn:
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    upright = ImageOps.exif_transpose(picture).convert(mode)
    upright.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    bare = Image.new(mode, upright.size)
    bare.paste(upright)  # the pixels alone: what else was in the file stays behind
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return Drawn(out.getvalue(), *bare.size)


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
    if signature_id > _LARGEST_ID:
        return None
    return db.session.scalar(
        select(Logo.png)
        .join(Signature, Signature.id == Logo.signature_id)
        .where(Logo.signature_id == signature_id, Signature.letter_id == letter.id, Signature.state == VERIFIED)
    )
