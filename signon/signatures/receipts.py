"""Receipts: the file by which staff can show that something was handed over.

A picture is drawn anew, since one taken with a telephone tells where and by whom; what can be read on it stays. A PDF
is kept byte by byte, because a stamped or signed one is worth something only as it came; it is never opened here, and
never shown in a page.
"""

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps

from signon.refusals import N_, Refusal
from signon.signatures.names import plain_text

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
MOST_BYTES = 2_000_000  # that are kept
MOST_PICTURE_BYTES = 8_000_000  # that are looked at: a photograph, which becomes lighter by being drawn anew
_ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}
_LARGEST = (2400, 2400)  # pixels: a sheet of paper can be read
_MOST_PIXELS = {"PNG": 10_000_000, "JPEG": 50_000_000}  # a large JPEG is decoded at a half or a quarter of its size
_LONGEST = 12_000
_SCAN = b"\xff\xda"
_MOST_SCANS = 100  # of a progressive JPEG, which has ten; each one costs a pass over the whole picture
_QUALITY = 85  # of a JPEG
_LONGEST_NAME = 100
_drawing = threading.Lock()  # one at a time in each process: what one may cost is all that drawing can cost

TOO_HEAVY = N_("This file is too large: a PDF may have 2 MB, a picture 8 MB.")
_NO_RECEIPT = N_("This file could not be read. Please choose a PDF, PNG or JPEG file.")


@dataclass(frozen=True)
class Receipt:
    """A receipt as it is kept: at most MOST_BYTES of the media `type`, and what its file is called."""

    data: bytes
    name: str
    type: str


def receipt(data: bytes, name: str) -> Receipt:
    """The file `data` that was called `name`, as it will be kept. Raises Refusal about "receipt"."""
    if data.startswith(b"%PDF-"):
        if len(data) > MOST_BYTES:
            raise Refusal(TOO_HEAVY, "receipt")
        return Receipt(data, _called(name, PDF), PDF)
    if len(data) > MOST_PICTURE_BYTES:
        raise Refusal(TOO_HEAVY, "receipt")
    drawn, kind = _drawn_anew(data)
    return Receipt(drawn, _called(name, kind), kind)


def _called(name: str, kind: str) -> str:
    """`name` without folders and with the ending of its `kind`; "receipt" where it has no printable name."""
    file = name.replace("\\", "/").rpartition("/")[2]
    stem = file.rpartition(".")[0] if "." in file else file
    try:
        stem = plain_text(stem[:_LONGEST_NAME], "receipt").strip(" ./\\")
    except Refusal:
        stem = ""
    return f"{stem or 'receipt'}{_ENDINGS[kind]}"


def _drawn_anew(data: bytes) -> tuple[bytes, str]:
    try:
        with _drawing, Image.open(io.BytesIO(data), formats=tuple(_MOST_PIXELS)) as picture:
            kind = picture.format or ""
            many_scans = kind == "JPEG" and data.count(_SCAN) > _MOST_SCANS
            if picture.width * picture.height > _MOST_PIXELS[kind] or max(picture.size) > _LONGEST or many_scans:
                raise Refusal(TOO_HEAVY, "receipt")
            picture.draft("RGB", _LARGEST)
            return _light(ImageOps.exif_transpose(picture).convert("RGB"), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal(TOO_HEAVY, "receipt") from None
    except Refusal:
        raise
    except Exception:  # a broken file fails in as many ways as there are decoders, and it is never our fault
        raise Refusal(_NO_RECEIPT, "receipt") from None


def _light(picture: Image.Image, kind: str) -> tuple[bytes, str]:
    """The pixels alone, as the kind of file that they came in; a PNG that would be too heavy becomes a JPEG."""
    picture.thumbnail(_LARGEST, Image.Resampling.LANCZOS)
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    if kind == "PNG":
        bare.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue(), PNG
    for quality in (_QUALITY, _QUALITY // 2):
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=quality)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue(), JPEG
