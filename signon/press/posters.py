"""Share pictures and flyers of a letter: drawn once for each state of what they say. No name is on any of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from signon.documents.pdf.flyer import render_flyer
from signon.documents.pdf.share_picture import WIDTH, render_share_picture
from signon.documents.share import Flyer, ShareCard
from signon.letters.models import Letter
from signon.press import Press
from signon.press.drawing import RELEASE, Sheet, Stamp, digest
from signon.press.pictures import page_picture
from signon.signatures import counting
from signon.wording.readings import read_letter
from signon.wording.share_words import flyer_words, paper_of, share_card

SHARE, FLYER = "share", "flyer"


def share_picture_of(letter: Letter, wanted: str) -> Sheet:
    """The share picture in the language `wanted`, or else in that of the text that counts."""
    return Sheet.of(letter, SHARE, wanted)


def flyer_of(letter: Letter, wanted: str, paper: str = "") -> Sheet:
    """The flyer in the language `wanted`, as before, on `paper`, or else on what its readers have."""
    sheet = Sheet.of(letter, FLYER, wanted)
    return Sheet.of(letter, FLYER, wanted, paper or paper_of(sheet.language))


def is_poster(sheet: Sheet) -> bool:
    """Whether it is drawn here."""
    return sheet.format in _DRAW


def stamp_of(sheet: Sheet, press: Press, at: datetime) -> Stamp:
    """The stamp of what it says. It moves with every word and number that is drawn."""
    said = _flyer(sheet, press, at) if sheet.format == FLYER else _card(sheet, press, at)
    card = said.card if isinstance(said, Flyer) else said
    numbers = card.numbers, card.goal, card.progress
    card = replace(card, numbers=(), goal="", progress=0.0)
    words = replace(said, card=card) if isinstance(said, Flyer) else card
    return Stamp(digest(repr((RELEASE, sheet.name, words))), digest(repr(numbers)))


def draw(sheet: Sheet, press: Press, at: datetime) -> tuple[str, bytes]:
    """The picture (PNG) or flyer (PDF) as the letter stands `at` this moment, and the stamp of that."""
    return str(stamp_of(sheet, press, at)), _DRAW[sheet.format](sheet, press, at)


@lru_cache(maxsize=64)
def picture_of(card: ShareCard) -> bytes:
    """The picture (PNG) of a card that is kept nowhere else: drawn once in each process."""
    return page_picture(render_share_picture(card), 0, WIDTH)


def _card(sheet: Sheet, press: Press, at: datetime) -> ShareCard:
    count = counting.shown(sheet.letter, at)
    return share_card(sheet.letter, read_letter(sheet.letter, count, sheet.language), count, press.host)


def _flyer(sheet: Sheet, press: Press, at: datetime) -> Flyer:
    letter, count = sheet.letter, counting.shown(sheet.letter, at)
    address = press.letter_address(letter.slug, sheet.language)
    return flyer_words(letter, read_letter(letter, count, sheet.language), count, press.host, address)


def _draw_share(sheet: Sheet, press: Press, at: datetime) -> bytes:
    return page_picture(render_share_picture(_card(sheet, press, at)), 0, WIDTH)


def _draw_flyer(sheet: Sheet, press: Press, at: datetime) -> bytes:
    return render_flyer(_flyer(sheet, press, at), sheet.layout or paper_of(sheet.language))


_DRAW: dict[str, Callable[[Sheet, Press, datetime], bytes]] = {SHARE: _draw_share, FLYER: _draw_flyer}
