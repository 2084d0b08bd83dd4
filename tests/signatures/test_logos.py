"""A logo is drawn anew from its pixels: whatever else was uploaded is refused or left behind."""

import io
import resource
import time

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from signon.refusals import Refusal
from signon.signatures.logos import MOST_BYTES, drawn_anew
from tests.signatures.pictures import PICTURE, SIGNATURE, bomb, chunk, picture


def opened(data: bytes) -> Image.Image:
    """What was drawn, read back; it must be a whole PNG."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        image.load()
        return image


MODES = {"PNG": "RGB RGBA L LA P 1 I;16", "JPEG": "RGB L CMYK", "WEBP": "RGB RGBA", "GIF": "P L 1"}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes.split()])
def test_every_common_picture_is_taken_and_becomes_a_png(kind: str, mode: str) -> None:
    out = io.BytesIO()
    grey = Image.new("I;16", (60, 30), 30_000)
    (grey if mode == "I;16" else Image.new("RGB", (60, 30), "red").convert(mode)).save(out, kind)
    drawn = drawn_anew(out.getvalue())
    assert (drawn.width, drawn.height) == opened(drawn.png).size == (60, 30)


@pytest.mark.parametrize(
    ("size", "becomes"),
    [((60, 30), (60, 30)), ((960, 480), (480, 240)), ((1000, 1000), (240, 240)), ((2000, 100), (480, 24))],
)
def test_a_large_picture_becomes_small_and_keeps_its_proportions(
    size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    drawn = drawn_anew(picture(size=size))
    assert (drawn.width, drawn.height) == becomes


def test_what_can_be_seen_through_stays_so() -> None:
    clear = opened(drawn_anew(_clear()).png)
    assert clear.mode == "RGBA"
    assert clear.getpixel((0, 0)) == (0, 0, 0, 0)


def _clear() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def _with_a_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Canary Cameras"
    exif[0x0112] = 6  # it lies on its side
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (39.0, 45.0, 32.5)  # where it was taken
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_with_what_a_picture_was_taken_is_left_behind_and_it_stands_upright(kind: str) -> None:
    data = picture(kind, exif=_with_a_place())
    assert b"Canary Cameras" in data
    drawn = drawn_anew(data)
    image = opened(drawn.png)
    assert b"Canary" not in drawn.png
    assert not image.getexif()
    assert not image.info
    assert image.size == (30, 60)


def test_notes_colours_of_a_screen_and_a_file_behind_the_picture_are_left_behind() -> None:
    notes = PngInfo()
    notes.add_text("Author", "Wren Canaryfield")
    data = picture(pnginfo=notes, icc_profile=b"canary profile") + b"<script>canary()</script>PK\x03\x04"
    drawn = drawn_anew(data)
    assert b"anary" not in drawn.png
    assert drawn.png.count(b"IEND") == 1
    assert drawn.png.endswith(b"IEND\xaeB`\x82")
    names = {drawn.png[at + 4 : at + 8] for at in _chunks(drawn.png)}
    assert names <= {b"IHDR", b"IDAT", b"IEND"}


def _chunks(png: bytes) -> list[int]:
    at, found = len(SIGNATURE), []
    while at < len(png):
        found.append(at)
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return found


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PICTURES = {
    "nothing": b"",
    "text": b"hello",
    "svg": SVG,
    "svg that says it is a png": SIGNATURE + SVG,
    "page": b"<!doctype html><img src=x onerror=alert(1)>",
    "pdf": b"%PDF-1.7\n",
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "ico": picture("ICO", size=(16, 16)),
    "eps": picture("EPS"),
    "cut png": PICTURE[:60],
    "cut jpeg": picture("JPEG", size=(200, 200))[:300],
    "cut webp": picture("WEBP", size=(200, 200))[:60],
    "cut gif": picture("GIF", size=(200, 200))[:40],
    "head only": SIGNATURE + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\2\0\0\0"),
    "no pixels": SIGNATURE + chunk(b"IHDR", b"\0" * 13),
    "zeros": SIGNATURE + b"\0" * 1000,
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_of_a_common_kind_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        drawn_anew(data)
    assert refused.value.field == "logo"
    assert "could not be read as a picture" in refused.value.sentence


def test_a_file_over_one_megabyte_is_refused_unread() -> None:
    with pytest.raises(Refusal, match="1 MB"):
        drawn_anew(PICTURE + b"\0" * MOST_BYTES)


def _webp_that_says_it_is(width: int, height: int) -> bytes:
    out = io.BytesIO()
    red, blue = Image.new("RGB", (16, 16), "red"), Image.new("RGB", (16, 16), "blue")
    red.save(out, "WEBP", save_all=True, append_images=[blue])
    data = bytearray(out.getvalue())
    at = data.index(b"VP8X")
    data[at + 12 : at + 18] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def _gif_that_says_it_is(width: int, height: int) -> bytes:
    data = bytearray(picture("GIF"))
    data[6:10] = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    return bytes(data)


BOMBS = {
    "png": bomb(50_000, 50_000),
    "png just over": bomb(3200, 3200),
    "png between the two limits of the library": bomb(10_000, 12_000),
    "gif": _gif_that_says_it_is(65_535, 65_535),
    "webp": _webp_that_says_it_is(16_383, 16_383),
    "jpeg of thousands of passes": picture("JPEG") + b"\xff\xda" * 1000,
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(data: bytes) -> None:
    assert len(data) < MOST_BYTES
    before, began = memory(), time.process_time()
    with pytest.raises(Refusal, match="too many pixels"):
        drawn_anew(data)
    assert time.process_time() - began < 1
    assert memory() - before < 20_000


def memory() -> int:
    """The most memory that this process ever held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_file_with_any_byte_changed_is_a_picture_or_refused_and_nothing_else(kind: str) -> None:
    whole = picture(kind, size=(20, 20))
    for at in range(len(whole)):
        for value in (0, 255, whole[at] ^ 1):
            broken = whole[:at] + bytes([value]) + whole[at + 1 :]
            try:
                drawn = drawn_anew(broken)
            except Refusal:
                continue
            assert drawn.width <= 480 and drawn.height <= 240
