"""Drawing an uploaded picture anew, so that nothing else the file held (places, names, scripts, another file behind it)
is kept or handed out.
"""

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps

from signon.refusals import N_, Refusal

MOST_BYTES = 1024 * 1024
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_MOST_PIXELS = 10_000_000  # four bytes each, and a few copies while it is drawn: about 100 MB
_LONGEST = 8000  # pixels; a picture of one row would be drawn in larger pieces
_SCAN = b"\xff\xda"
_MOST_SCANS = 100  # of a progressive JPEG, which has ten; each one costs a pass over the whole picture
# One picture at a time in each process: what a single one may cost is then all that drawing can cost.
_drawing = threading.Lock()

TOO_HEAVY = N_("This file is larger than 1 MB. Please choose a smaller picture.")
NO_PICTURE = N_("This file could not be read as a picture. Please choose a PNG, JPEG, WebP or GIF file.")
_TOO_LARGE = N_("This picture has too many pixels. Please choose one with fewer than 3000 on each side.")


@dataclass(frozen=True)
class Drawn:
    """A picture drawn anew: a PNG without anything but pixels, `width` by `height` of them."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Wanted:
    """What a picture becomes: at most `width` by `height` pixels, on white or seen through.

    `field` is the form field that a refusal is about, `no_picture` the sentence for what cannot be read.
    """

    width: int
    height: int
    field: str
    on_white: bool = False
    no_picture: str = NO_PICTURE


def drawn_anew(data: bytes, wanted: Wanted) -> Drawn:
    """The picture in the file `data` as it is `wanted`, keeping its proportions, of at most MOST_BYTES. Raises Refusal.

    Its size is read from the file's head, before anything is decoded.
    """
    if len(data) > MOST_BYTES:
        raise Refusal(TOO_HEAVY, wanted.field)
    try:
        with _drawing, Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            many_scans = picture.format == "JPEG" and data.count(_SCAN) > _MOST_SCANS
            if picture.width * picture.height > _MOST_PIXELS or max(picture.size) > _LONGEST or many_scans:
                raise Refusal(_TOO_LARGE, wanted.field)
            return _small(picture, wanted)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal(_TOO_LARGE, wanted.field) from None
    except Refusal:
        raise
    except Exception:  # a broken file fails in as many ways as there are decoders, and it is never our fault
        raise Refusal(wanted.no_picture, wanted.field) from None


def _small(picture: Image.Image, wanted: Wanted) -> Drawn:
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    upright = ImageOps.exif_transpose(picture).convert(mode)
    most = (wanted.width, wanted.height)
    while True:
        upright.thumbnail(most, Image.Resampling.LANCZOS)
        drawn = _bare(upright, on_white=wanted.on_white)
        if len(drawn.png) <= MOST_BYTES:
            return drawn
        most = (upright.width // 2, upright.height // 2)  # a photograph as large as a logo may be is no light PNG


def _bare(picture: Image.Image, *, on_white: bool) -> Drawn:
    """The pixels alone: what else was in the file stays behind."""
    seen_through = picture.mode == "RGBA"
    bare = Image.new("RGB" if on_white else picture.mode, picture.size, "white" if on_white else 0)
    bare.paste(picture, mask=picture if on_white and seen_through else None)
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return Drawn(out.getvalue(), *bare.size)
