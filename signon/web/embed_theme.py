"""The look of a frame on somebody else's page: three colors in its address, and all others made from them.

Whatever is asked for can be read: a color that is none is left out, and one that is too weak on what it stands on is
moved towards black or white until it is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from signon.campaigns.legibility import (
    BLACK,
    FOR_EDGES,
    FOR_TEXT,
    WHITE,
    Colour,
    black_or_white,
    colour,
    contrast,
    hex_of,
    legible,
    mixed,
)

VARIABLES = ("accent", "paper", "ink")
_ACCENT, _PAPER, _ALARM = (0x17, 0x59, 0x4A), (0xFE, 0xFE, 0xFB), (0xA0, 0x24, 0x1C)  # those of base.css
_WASH = 0.09  # how much of the accent is in the tinted surface, as in base.css


@dataclass(frozen=True)
class Theme:
    """The colors of a frame, named as the variables of base.css. `is_dark` is about its paper."""

    accent: Colour
    on_accent: Colour
    paper: Colour
    sunk: Colour
    ink: Colour
    quiet: Colour
    rule: Colour
    edge: Colour
    alarm: Colour
    is_dark: bool

    def rules(self) -> dict[str, str]:
        """Each color as a sheet or a picture writes it: "#rrggbb"."""
        return {name: hex_of(shade) for name, shade in vars(self).items() if name != "is_dark"}


def asked_for(arguments: Mapping[str, str]) -> dict[str, str]:
    """Which of VARIABLES an address gives a color, as six digits without "#"; all others are left out."""
    found = {name: colour(arguments.get(name, "")) for name in VARIABLES}
    return {name: hex_of(shade)[1:] for name, shade in found.items() if shade is not None}


def theme(colors: Mapping[str, str], accent: str = "") -> Theme:
    """The theme that `colors` (as from `asked_for`) make; `accent` is the campaign's own color, or ""."""
    paper = _fit_to_write_on(colour(colors.get("paper", "")) or _PAPER)
    end = black_or_white(paper)
    sunk = paper if end == WHITE else mixed(end, paper, 0.03)
    # Tinted paper is a little nearer to what stands on it, and that is to be read there too.
    grounds = (paper, sunk, mixed(end, paper, _WASH))
    tone = legible(colour(colors.get("accent", "")) or colour(accent) or _ACCENT, *grounds)
    ink = legible(colour(colors.get("ink", "")) or mixed(end, paper, 0.9), *grounds)
    return Theme(
        accent=tone,
        on_accent=max(paper, black_or_white(tone), key=lambda shade: contrast(shade, tone)),
        paper=paper,
        sunk=sunk,
        ink=ink,
        quiet=legible(mixed(ink, paper, 0.75), *grounds),
        rule=mixed(ink, paper, 0.2),
        edge=legible(mixed(ink, paper, 0.5), paper, sunk, least=FOR_EDGES),
        alarm=legible(_ALARM, *grounds),
        is_dark=end == WHITE,
    )


def _fit_to_write_on(paper: Colour) -> Colour:
    """The color nearest to `paper` on which, tinted too, black or white can be read."""
    end = black_or_white(paper)
    other = BLACK if end == WHITE else WHITE
    ways = (mixed(other, paper, step / 10) for step in range(11))
    return next(way for way in ways if contrast(end, mixed(end, way, _WASH)) >= FOR_TEXT)
