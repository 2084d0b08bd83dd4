"""Share pictures and flyers: whatever a letter is called, all of it stands on the sheet; and how its text begins."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import segno
from PIL import Image

from signon.documents.lead import lead
from signon.documents.pdf.flyer import render_flyer
from signon.documents.pdf.share_picture import HEIGHT, WIDTH, render_share_picture
from signon.documents.share import A4, LETTER, PAPERS, Flyer, ShareCard
from signon.press.pictures import page_picture
from tests.documents.make import HOSTILE
from tests.documents.tagged import read
from tests.press.tags import faults

WORD = "Nachtzugschlafwagenschaffnerinnenunterstützungsvereinskasse"
SIGNED = (("102", "organizations have signed"),)
BOTH = (("1,234,567", "organizaciones han firmado"), ("98,765,432", "personas han firmado"))
CARD = ShareCard("Open letter", "Open Door Coalition", "Keep the doors open", "en", SIGNED, host="letters.example")
CARDS = {
    "a short title": CARD,
    "a long title": replace(
        CARD, title="A letter that asks for evening hours in every library. " * 6, campaign=WORD * 9
    ),
    "a title of one word": replace(CARD, title=WORD * 5, host=f"{WORD}.example"),
    "two numbers and a goal": replace(CARD, language="es", numbers=BOTH, goal="Meta: 100,000,000", progress=1.4),
    "a petition nobody signed": replace(
        CARD, kind="Petition", numbers=(), call="Be the first to sign.", accent="#7a1f5c"
    ),
    "Arabic": replace(CARD, title="أبقوا المكتبات العامة مفتوحة حتى التاسعة مساءً", language="ar", goal="Goal: 200"),
    "Chinese": replace(CARD, title="請讓公共圖書館每天開放到晚上九點" * 18, language="zh"),
    "markup": replace(CARD, title=" ".join(HOSTILE)[:300], campaign="<b>R&D</b>"),
}
TEXT = "Thousands of people in our county work until six, and the reading rooms close at five. "


def flyer(card: ShareCard) -> Flyer:
    address = f"https://{card.host}/letters/keep-the-doors-open-{'until-nine-' * 4}now"
    return Flyer(card, "To: Ada Quill", TEXT * 3, "Scan to read and sign", "QR code", address, "As of today", TEXT * 9)


def margins(data: bytes) -> tuple[int, int, int, int]:
    """How much of a picture is left empty at its left, top, right and bottom; the colored edge is not looked at."""
    picture = Image.open(BytesIO(data)).convert("L").point(lambda light: 255 if light < 200 else 0)
    left, top, right, bottom = picture.crop((30, 0, picture.width - 30, picture.height)).getbbox() or (0, 0, 0, 0)
    return left + 30, top, picture.width - 30 - right, picture.height - bottom


@pytest.mark.parametrize("name", CARDS)
def test_a_share_picture_has_the_size_that_other_sites_ask_for_and_cuts_nothing_at_its_edges(name: str) -> None:
    data = page_picture(render_share_picture(CARDS[name]), 0, WIDTH)
    assert Image.open(BytesIO(data)).size == (WIDTH, HEIGHT)
    assert len(data) < 120_000
    assert min(margins(data)) >= 24, margins(data)


@pytest.mark.parametrize(("name", "paper"), list(zip(CARDS, [LETTER, A4] * 4, strict=True)))
def test_a_flyer_is_one_tagged_page_with_everything_inside_its_margins(name: str, paper: str) -> None:
    card = CARDS[name]
    pdf = render_flyer(flyer(card), paper)
    assert not faults(pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        assert tuple(round(side) for side in document[0].get_size()) == PAPERS[paper]
        text = "".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()
    assert min(margins(page_picture(pdf, 0, 612))) >= 46
    assert all(number in text for number, _ in card.numbers)
    assert flyer(card).address.removeprefix("https://").rpartition("/")[2] in text
    assert render_flyer(flyer(card), paper) == pdf


def test_a_flyer_is_read_aloud_in_the_order_in_which_it_is_seen() -> None:
    found = [one.role for one in read(render_flyer(flyer(CARD), LETTER)).document.kids]
    assert found.index("H1") < found.index("Figure")
    assert found.count("H1") == found.count("Figure") == 1


def test_the_code_on_a_flyer_is_that_of_its_address() -> None:
    said = flyer(CARD)
    code = segno.make(said.address, error="m", micro=False, boost_error=False)
    picture = Image.open(BytesIO(page_picture(render_flyer(said, LETTER), 0, 612 * 3))).convert("L")
    dark = picture.crop((1000, 1200, picture.width, picture.height)).point(lambda light: 255 if light < 60 else 0)
    left, top, right, _ = dark.getbbox() or (0, 0, 0, 0)
    modules = len(code.matrix)
    module = (right - left) / modules
    middles = [round((place + 0.5) * module) for place in range(modules)]
    seen = [[bool(dark.getpixel((left + x, top + y))) for x in middles] for y in middles]
    assert seen == [[bool(one) for one in row] for row in code.matrix]


def test_a_picture_is_described_in_words() -> None:
    said = replace(CARD, title="Keep the doors open!", goal="Goal: 200").alt
    assert said == "Keep the doors open! 102 organizations have signed. Goal: 200."


@pytest.mark.parametrize(
    ("body", "most", "said"),
    [
        (f"{TEXT}They pay for them.", 200, f"{TEXT}They pay for them."),
        (f"{TEXT}They pay for them.", 90, TEXT.strip()),
        (TEXT, 40, "Thousands of people in our county work…"),
        (f"Dear all:\n\n# A head\n\n> quoted words\n\n1. {TEXT}\n\n**{TEXT.strip()}**", 99, TEXT.strip()),
        ("Short.\n\nShorter still", 99, "Shorter still"),
        ("1. Only a list that says what is asked for.", 99, "Only a list that says what is asked for."),
        ("", 99, ""),
        ("字" * 99, 50, "字" * 49 + "…"),
        ("請讓公共圖書館每天開放到晚上九點。" * 5, 40, "請讓公共圖書館每天開放到晚上九點。" * 2),
        (f"The U.S. rule of 1.5 hours “ends.” {TEXT}", 45, "The U.S. rule of 1.5 hours “ends.”"),
    ],
)  # fmt: skip
def test_a_text_begins_with_whole_sentences_of_its_first_real_paragraph(body: str, most: int, said: str) -> None:
    assert lead(body, most) == said
