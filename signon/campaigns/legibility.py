"""Colors that somebody chose, and what can be read in them: contrast as WCAG 2.2 counts it (1.4.3, 1.4.11).

A color is three numbers from 0 to 255: red, green and blue in sRGB.
"""

import re

Colour = tuple[int, int, int]
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
FOR_TEXT, FOR_EDGES = 4.5, 3.0  # the least contrast of text, and of borders
_STEPS = 20


def colour(typed: str) -> Colour | None:
    """The color that `typed` names in hex, as "#17594a", "17594a" or "fff"; None for anything else."""
    found = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", typed.strip().lower())
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def hex_of(shade: Colour) -> str:
    """ "#17594a"."""
    return "#{:02x}{:02x}{:02x}".format(*shade)


def contrast(one: Colour, other: Colour) -> float:
    """From 1, where nothing can be told apart, to 21, black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` (0 to 1) of `one` in `other`, as CSS mixes them in sRGB."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def black_or_white(ground: Colour) -> Colour:
    """Which of the two is read better on `ground`: it has a contrast of 4.5 at least, on every ground there is."""
    return max(BLACK, WHITE, key=lambda shade: contrast(shade, ground))


def legible(shade: Colour, *grounds: Colour, least: float = FOR_TEXT) -> Colour:
    """The color nearest to `shade`, on its way to black or white, that has a contrast of `least` on all `grounds`."""
    end = black_or_white(grounds[0])
    ways = (mixed(end, shade, step / _STEPS) for step in range(_STEPS + 1))
    return next((way for way in ways if all(contrast(way, ground) >= least for ground in grounds)), end)


def _luminance(shade: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in shade)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
