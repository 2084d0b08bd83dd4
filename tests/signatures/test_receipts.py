"""A receipt is kept as what it is, a picture without what a telephone writes into it, and nothing else is taken."""

import io
import random

import pytest
from PIL import Image

from signon.refusals import Refusal
from signon.signatures.receipts import JPEG, MOST_BYTES, MOST_PICTURE_BYTES, PDF, PNG, receipt
from tests.signatures.pictures import PICTURE, bomb, picture

PAPER = b"%PDF-1.4\n1 0 obj\n<</Author (Wren Canaryfield)>>\nendobj\n%%EOF\n"


def opened(data: bytes, kind: str) -> Image.Image:
    """The picture in `data`, read whole."""
    with Image.open(io.BytesIO(data), formats=(kind,)) as image:
        image.load()
        return image


def test_a_pdf_is_kept_byte_for_byte() -> None:
    kept = receipt(PAPER, "C:\\desk\\stamped copy.PDF")
    assert (kept.data, kept.name, kept.type) == (PAPER, "stamped copy.pdf", PDF)


def test_a_photograph_loses_its_place_and_camera_and_stays_readable() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Canary Cameras"
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0112] = 6  # lies on its side
    photograph = picture("JPEG", (4000, 3000), exif=exif.tobytes(), comment=b"Canary")
    kept = receipt(photograph, "IMG_1.jpeg")
    assert b"Canary" in photograph and b"Canary" not in kept.data and b"Exif" not in kept.data
    assert (opened(kept.data, "JPEG").size, kept.name, kept.type) == ((1800, 2400), "IMG_1.jpg", JPEG)


def test_a_screenshot_stays_a_png_unless_it_is_too_heavy() -> None:
    assert receipt(PICTURE, "receipt.png").type == PNG
    noise = Image.frombytes("RGB", (900, 900), random.Random(4).randbytes(900 * 900 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    heavy = receipt(out.getvalue(), "noise.png")
    assert (heavy.type, heavy.name) == (JPEG, "noise.jpg")
    assert len(heavy.data) <= MOST_BYTES


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        PICTURE[:40],
        picture("GIF"),
        bomb(60_000, 60_000),
        bomb(12_001, 1),
        PAPER + bytes(MOST_BYTES),
        PICTURE + bytes(MOST_PICTURE_BYTES),
    ],
    ids=["nothing", "html", "svg", "cut", "gif", "bomb", "long", "heavy pdf", "heavy picture"],
)
def test_nothing_else_is_taken(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        receipt(data, "receipt.pdf")
    assert refused.value.field == "receipt"


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("", "receipt.pdf"),
        (".pdf", "receipt.pdf"),
        ("a\r\nX: y.pdf", "a X: y.pdf"),
        ("a\x00.pdf", "receipt.pdf"),
        ("a\u202efdp.exe", "receipt.pdf"),
        ("Empfangsbestätigung.html", "Empfangsbestätigung.pdf"),
        ("x" * 300, f"{'x' * 100}.pdf"),
    ],
)
def test_it_is_called_by_a_plain_name_with_the_ending_of_what_it_is(name: str, becomes: str) -> None:
    assert receipt(PAPER, name).name == becomes
