"""A campaign's color is readable wherever its pages use it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.campaigns.colors import DARK, LIGHT, Surfaces, checked_accent, least_contrast, look
from signon.campaigns.legibility import Colour, colour, hex_of
from signon.refusals import Refusal

PART = st.integers(0, 255)
SHEET = Path(__file__).parents[2] / "static/css/base.css"


def shade(code: str) -> Colour:
    found = colour(code)
    assert found is not None
    return found


@given(st.tuples(PART, PART, PART))
def test_every_color_is_readable_in_both_schemes_and_so_is_what_stands_on_it(wanted: Colour) -> None:
    shown = look(hex_of(wanted))
    assert least_contrast(shade(shown.light), LIGHT) >= 4.5
    assert least_contrast(shade(shown.dark), DARK) >= 4.5
    for accent, surfaces in ((shown.light, LIGHT), (shown.dark, DARK)):
        if least_contrast(wanted, surfaces) >= 4.5:
            assert shade(accent) == wanted, "what can be read stays as it is"


@pytest.mark.parametrize(("surfaces", "which"), [(LIGHT, 0), (DARK, 1)])
def test_it_is_measured_against_the_surfaces_of_the_style_sheet(surfaces: Surfaces, which: int) -> None:
    sheet = SHEET.read_text()
    for name in ("desk", "paper", "sunk"):
        assert shade(re.findall(rf"--{name}: (#[0-9a-f]{{6}});", sheet)[which]) == getattr(surfaces, name)
    assert "--wash: color-mix(in srgb, var(--accent) 9%, var(--paper));" in sheet


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), ("  ", ""), ("17594A", "#17594a"), (" #17594a ", "#17594a"), ("#fa0", "#ffaa00")]
)
def test_a_color_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert checked_accent(typed) == kept


@pytest.mark.parametrize("typed", ["green", "#12345", "#17594a;}", "#17594a80", "url(#x)", "#１７５９４a"])
def test_what_is_no_color_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        checked_accent(typed)
