"""The count of a letter as a picture: an SVG without scripts, styles and fonts, which any page may show."""

import unicodedata

from flask import render_template
from flask_babel import get_locale

from signon.letters.reading import LetterReading
from signon.signatures.counting import Count
from signon.web.embed_theme import Theme
from signon.web.language import text_direction

WIDTH, HEIGHT = 320, 80  # pixels; the least that holds seven digits beside two lines
_ROOM = 296  # for a line, within the margins
_TITLE = 13  # pixels: the size of its letters


def draw_badge(reading: LetterReading, count: Count, colors: Theme) -> str:
    """The picture of `count`: how many, of whom, and which letter it is, in the page's language and these `colors`."""
    direction = _direction_of(reading.title)
    return render_template(
        "embed/badge.svg",
        reading=reading,
        count=count,
        colors=colors.rules(),
        width=WIDTH,
        height=HEIGHT,
        title=_cut(reading.title, _ROOM / _TITLE),
        title_direction=direction,
        direction=text_direction(),
        locale=str(get_locale()).replace("_", "-"),
    )


def _cut(text: str, room: float) -> str:
    """As much of `text` as fits in `room` (in ems) by the width of a broad font, with dots where it was cut."""
    used = 0.0
    for place, mark in enumerate(text):
        used += _em(mark)
        if used > room:
            return text[: max(place - 2, 0)].rstrip() + "…"
    return text


def _em(mark: str) -> float:
    """How broad a character is at most, about, in ems: as drawn by a broad sans-serif."""
    if unicodedata.combining(mark):
        return 0
    if unicodedata.east_asian_width(mark) in "WF":
        return 1
    return 0.34 if mark in " .,:;'’iIljtfr|!()[]" else 0.9 if mark in "mwMW@—…" else 0.7 if mark.isupper() else 0.57


def _direction_of(text: str) -> str:
    """ "rtl" where the first letter of `text` is written from right to left."""
    found = next((unicodedata.bidirectional(mark) for mark in text if mark.isalpha()), "L")
    return "rtl" if found in ("R", "AL") else "ltr"
