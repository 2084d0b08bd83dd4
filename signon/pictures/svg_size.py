"""How large an SVG says that it is."""

import re

# CSS pixels in each unit; what depends on a page or a font (%, em) says nothing here.
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_NUMBER = r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?"
_LENGTH = re.compile(rf"\s*({_NUMBER})(px|pt|pc|mm|cm|in|)\s*", re.ASCII)
_BOX = re.compile(rf"\s*({_NUMBER})" + rf"[\s,]+({_NUMBER})" * 3 + r"\s*", re.ASCII)
_SMALLEST, _LARGEST = 0.01, 1e6  # user units


def size_in_pixels(width: str, height: str) -> tuple[float, float] | None:
    """The sides that the attributes `width` and `height` give; None unless both are lengths that can be drawn."""
    sides = [float(found[1]) * _UNITS[found[2]] for found in map(_LENGTH.fullmatch, (width, height)) if found]
    return (sides[0], sides[1]) if len(sides) == 2 and _can_be_drawn(*sides) else None


def view_box(said: str) -> tuple[float, float, float, float] | None:
    """The attribute `viewBox`: left, top, width and height. None where there is none that can be drawn."""
    found = _BOX.fullmatch(said)
    if found is None:
        return None
    left, top, width, height = map(float, found.groups())
    fits = _can_be_drawn(width, height) and max(abs(left), abs(top)) <= _LARGEST
    return (left, top, width, height) if fits else None


def _can_be_drawn(width: float, height: float) -> bool:
    return _SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST
