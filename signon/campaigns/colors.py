"""A campaign's color as its pages show it: the same hue, darker on light paper and lighter on dark where it must be.

The surfaces are those of `static/css/base.css`, where the color is that of links, buttons and lines.
"""

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass

from signon.campaigns.legibility import FOR_TEXT, Colour, colour, contrast, hex_of, mixed
from signon.refusals import N_, Refusal

SIX_DIGITS = re.compile("[0-9a-f]{6}")
_WASH = 0.09  # how much of the color is in the tinted surface, as in base.css
_STEPS = 100  # of lightness, from black to white
_NO_COLOR = N_("Please write a color as # and six digits or letters from a to f, such as #17594a.")


@dataclass(frozen=True)
class Surfaces:
    """What a color stands on in one scheme; `on` is the text on a button of the color."""

    desk: Colour
    paper: Colour
    sunk: Colour
    on: Colour


@dataclass(frozen=True)
class Look:
    """A campaign's color as it is shown in each scheme, and what is written on it: "#rrggbb"."""

    light: str
    dark: str
    on_light: str
    on_dark: str


LIGHT = Surfaces((0xE3, 0xE6, 0xDF), (0xFE, 0xFE, 0xFB), (0xF2, 0xF4, 0xEE), (0xFF, 0xFF, 0xFF))
DARK = Surfaces((0x14, 0x18, 0x17), (0x1E, 0x24, 0x22), (0x17, 0x1C, 0x1A), (0x10, 0x14, 0x13))


def checked_accent(typed: str) -> str:
    """What was `typed` as "#rrggbb", or "" for nothing. Raises Refusal about "accent" for what is no color."""
    found = colour(typed)
    if typed.strip() and found is None:
        raise Refusal(_NO_COLOR, "accent")
    return hex_of(found) if found else ""


def look(accent: str) -> Look:
    """`accent` ("#rrggbb") in both schemes: the nearest lightness at which text can be read in it, and on it. Raises
    ValueError for what is no color.
    """
    own = colour(accent)
    if own is None:
        raise ValueError(f"{accent!r} is no color")
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in own))
    shades = [(step / _STEPS, _shade(hue, step / _STEPS, saturation)) for step in range(_STEPS + 1)]
    darker = [shade for light, shade in reversed(shades) if light < lightness]
    lighter = [shade for light, shade in shades if light > lightness]
    light, dark = _first_readable([own, *darker], LIGHT), _first_readable([own, *lighter], DARK)
    return Look(hex_of(light), hex_of(dark), hex_of(LIGHT.on), hex_of(DARK.on))


def least_contrast(shade: Colour, surfaces: Surfaces) -> float:
    """The least contrast of `shade` with anything it stands on, or that stands on it, from 1 to 21."""
    wash = mixed(shade, surfaces.paper, _WASH)
    others = (surfaces.desk, surfaces.paper, surfaces.sunk, surfaces.on, wash)
    return min(contrast(shade, other) for other in others)


def _first_readable(shades: Iterable[Colour], surfaces: Surfaces) -> Colour:
    return next(shade for shade in shades if least_contrast(shade, surfaces) >= FOR_TEXT)


def _shade(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue
