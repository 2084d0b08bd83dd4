"""A letterhead is drawn anew from PNG, JPEG, WebP, GIF or SVG; a hostile file is refused, soon and with a sentence."""

import base64
import io
import time
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from resvg_py import svg_to_bytes

from signon.database import now, transaction
from signon.letters import letterheads
from signon.letters.letterheads import LARGEST, MOST_BYTES, drawn
from signon.pictures.plain_svg import plain
from signon.pictures.svg import rasterized
from signon.refusals import Refusal
from signon.wording.readings import letterhead_of
from tests import make
from tests.signatures.pictures import PICTURE, bomb, picture


def svg(inside: str, attributes: str = 'width="100" height="50"', before: str = "") -> bytes:
    """An SVG file."""
    links = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {links} {attributes}>{inside}</svg>'.encode()


def pixels(data: bytes) -> Image.Image:
    """What becomes of the file `data`, read back: a whole PNG that holds nothing but pixels."""
    made = drawn(data)
    with Image.open(io.BytesIO(made.png), formats=("PNG",)) as image:
        image.load()
    assert image.mode == "RGB" and not image.info and image.size == (made.width, made.height)
    assert image.width <= LARGEST[0] and image.height <= LARGEST[1]
    return image


WHITE, RED = (255, 255, 255), (255, 0, 0)


def test_what_can_be_seen_through_becomes_white_and_a_large_picture_small() -> None:
    clear = pixels(picture(size=(2500, 1250), mode="RGBA"))
    assert (clear.size, clear.getpixel((0, 0))) == ((1200, 600), RED)
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert pixels(out.getvalue()).getpixel((0, 0)) == WHITE


def test_a_photograph_becomes_no_heavier_than_what_was_sent() -> None:
    out = io.BytesIO()
    Image.effect_noise((1600, 400), 90).convert("RGB").save(out, "JPEG", quality=60)
    assert len(out.getvalue()) < MOST_BYTES
    assert len(drawn(out.getvalue()).png) <= MOST_BYTES


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd">\n'
PNG = f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}"
DRAWN_SVG = {
    "plain": svg('<rect width="50" height="50" fill="red"/>'),
    "as a drawing program writes it": svg(
        '<title>Canary</title><metadata><x xmlns="urn:x"><svg/></x></metadata>'
        '<n:view xmlns:n="urn:n" n:zoom="1"><path d="M0 0h100v50z"/></n:view>'
        '<style>.a{fill:url(#g)}</style><defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs>'
        '<g onclick="alert(1)"><rect class="a" width="50" height="50"/></g>',
        before=HEAD + DOCTYPE,
    ),
    "without a size but with a view": svg('<rect x="10" width="50" height="50" fill="red"/>', 'viewBox="10 0 100 50"'),
    "in another encoding": svg('<rect width="50" height="50" fill="red"/>').decode().encode("utf-16"),
    "used twice": svg('<g id="a"><rect width="50" height="50" fill="red"/></g><use xlink:href="#a" y="1"/>'),
    "with a picture in it": svg(f'<image width="50" height="50" preserveAspectRatio="none" xlink:href="{PNG}"/>'),
}


@pytest.mark.parametrize("data", DRAWN_SVG.values(), ids=DRAWN_SVG)
def test_an_svg_is_drawn_on_white_as_large_as_paper_needs_it(data: bytes) -> None:
    image = pixels(data)
    assert image.size == (1200, 600)
    assert image.getpixel((300, 300)) == RED
    assert image.getpixel((900, 300)) == WHITE


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="100mm" height="25mm"', (2400, 600)),
        ('width="1e6" height="1"', (2400, 1)),
        ('width="100%" height="100%" viewBox="0,0,1,10"', (60, 600)),
        ('width="99999999" height="99999999" viewBox="0 0 4 4"', (600, 600)),
    ],
)
def test_an_svg_of_any_size_keeps_its_proportions(attributes: str, size: tuple[int, int]) -> None:
    assert pixels(svg('<path d="M0 0h1v1z"/>', attributes)).size == size


def laughs() -> bytes:
    """A billion laughs."""
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 10))]
    return svg("<style>&a9;</style>", before=f"<!DOCTYPE svg [{''.join(lines)}]>")


def uses(parts: int, times: int) -> str:
    """A part, the next that shows it so many times, and so on."""
    shown = [f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * times + "</g>" for n in range(1, parts)]
    return '<path id="a0" d="M0 0h9v9z"/>' + "".join(shown)


INNER = base64.b64encode(svg("<script>alert(1)</script>")).decode()
OUTSIDE = "asks for something outside itself"
REFUSED_SVG = {
    "entity of a file": (
        svg("<g>&x;</g>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        "entities",
    ),
    "entity of a foreign DTD": (svg("<style>&x;</style>", before=DOCTYPE), "entities"),
    "billion laughs": (laughs(), "entities"),
    "script": (svg("<script>alert(1)</script>"), "<script>"),
    "page inside": (
        svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
        "<foreignObject>",
    ),
    "blur": (svg('<filter id="f"><feGaussianBlur stdDeviation="99999"/></filter>'), "<filter>"),
    "letters": (svg('<text x="1" y="9">Night Line</text>'), "turn the text into paths"),
    "picture elsewhere": (svg('<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>'), OUTSIDE),
    "picture of this machine": (svg('<image xlink:href="file:///etc/hostname" width="9" height="9"/>'), OUTSIDE),
    "part of another file": (svg('<use href="other.svg#a"/>'), OUTSIDE),
    "svg in svg": (svg(f'<image href="data:image/svg+xml;base64,{INNER}" width="9" height="9"/>'), OUTSIDE),
    "bomb in svg": (
        svg(f'<image href="data:image/png;base64,{base64.b64encode(bomb(50_000, 50_000)).decode()}"/>'),
        "too many pixels",
    ),
    "import": (svg("<style>@import url(http://127.0.0.1:9/x.css);</style>"), OUTSIDE),
    "font": (svg("<style>@font-face{src:url(#x)}</style>"), OUTSIDE),
    "fill from elsewhere": (svg("<rect style=\"fill:URL( 'http://127.0.0.1:9/#a')\"/>"), OUTSIDE),
    "fill in escapes": (svg(r'<rect style="fill:u\72l(x.svg#a)"/>'), OUTSIDE),
    "deep": (svg("<g>" * 20_000 + "</g>" * 20_000), "too many parts"),
    "many": (svg("<g/>" * 20_000), "too many parts"),
    "each uses ten": (svg(uses(12, 10)), "could not be drawn"),
    "chain": (svg(uses(4000, 1)), "could not be drawn"),
    "no size": (svg("<g/>", 'width="0" height="1e99"'), "how large"),
    "page": (b"<!doctype html><img src=x onerror=alert(1)>", "could not be read"),
    "another root": (b'<g xmlns="http://www.w3.org/2000/svg"/>', "could not be read"),
    "no namespace": (b'<svg width="9" height="9"/>', "could not be read"),
    "cut": (svg("<g/>")[:-3], "could not be read"),
    "encoding that there is not": (svg("<g/>", before='<?xml version="1.0" encoding="canary"?>'), "could not be read"),
    "packed": (b"\x1f\x8b\x08\0" + b"\0" * 100, "could not be read as a picture"),
    "heavy": (svg("<g/>" + " " * MOST_BYTES), "1 MB"),
}


@pytest.mark.parametrize(("data", "says"), REFUSED_SVG.values(), ids=REFUSED_SVG)
def test_a_hostile_or_broken_svg_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    began = time.monotonic()
    with pytest.raises(Refusal) as refused:
        drawn(data)
    assert refused.value.field == "letterhead" and says in str(refused.value)
    assert time.monotonic() - began < 30


def test_what_is_left_out_does_not_reach_the_program_that_draws() -> None:
    written = plain(DRAWN_SVG["as a drawing program writes it"], *LARGEST)
    for gone in ("onclick", "alert", "DOCTYPE", "Canary", "urn:", "127.0.0.1", "view "):
        assert gone not in written


def test_the_program_that_draws_can_open_no_file(tmp_path: Path) -> None:
    (tmp_path / "red.png").write_bytes(PICTURE)
    reaching = svg(f'<image href="{tmp_path / "red.png"}" width="100" height="100"/>').decode()
    loose = svg_to_bytes(svg_string=reaching, background="#ffffff", skip_system_fonts=True)
    colors = []
    for png in (bytes(loose), rasterized(reaching)):
        with Image.open(io.BytesIO(png)) as image:
            colors.append(image.convert("RGB").getpixel((50, 25)))
    assert colors == [RED, WHITE], "the library reads files, and only the limits of its process keep it from doing so"


@pytest.mark.parametrize("data", [bomb(50_000, 50_000), bomb(3200, 3200)])
def test_a_picture_that_would_fill_the_memory_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="too many pixels") as refused:
        drawn(data)
    assert refused.value.field == "letterhead"


def test_a_letterhead_is_kept_with_its_words_replaced_and_removed_until_delivery(app: Flask) -> None:
    letter = make.letter()
    with transaction():
        for alt, pictured, field in (
            ("", drawn(PICTURE), "alt"),
            ("a\nb", None, "alt"),
            ("Night Line", None, "letterhead"),
        ):
            with pytest.raises(Refusal) as refused:
                letterheads.put(letter, pictured, alt, now())
            assert refused.value.field == field
        letterheads.put(letter, drawn(PICTURE), " Night Line ", now())
        letterheads.put(letter, None, "The Night Line", now())
    reading = letterhead_of(letter)
    assert reading is not None and (reading.width, reading.height, reading.alt) == (60, 30, "The Night Line")
    with transaction():
        letterheads.remove(letter, now())
        letterheads.remove(letter, now())
        assert letterhead_of(letter) is None
        letter.delivered_at = now()
    with transaction(), pytest.raises(Refusal, match="handed over"):
        letterheads.put(letter, drawn(PICTURE), "Night Line", now())
