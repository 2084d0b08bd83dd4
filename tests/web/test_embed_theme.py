"""The colors of a frame: whatever a partner asks for can be read."""

from hypothesis import example, given
from hypothesis import strategies as st

from signon.campaigns.legibility import Colour, contrast, hex_of, mixed
from signon.web.embed_theme import VARIABLES, asked_for, theme

digits = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06x}")
colors = st.dictionaries(st.sampled_from(VARIABLES), digits)


def pairs(asked: dict[str, str]) -> list[tuple[str, Colour, Colour, float]]:
    """What stands on what in a frame, and the least contrast it needs."""
    found = theme(asked)
    wash, alarm_wash = mixed(found.accent, found.paper, 0.09), mixed(found.alarm, found.paper, 0.07)
    grounds = [("paper", found.paper), ("sunk", found.sunk), ("wash", wash)]
    text = [("ink", found.ink), ("quiet", found.quiet), ("accent", found.accent)]
    return [
        *((f"{one} on {other}", shade, ground, 4.5) for one, shade in text for other, ground in grounds),
        ("button", found.on_accent, found.accent, 4.5),
        ("error", found.alarm, found.paper, 4.5),
        ("errors", found.alarm, alarm_wash, 4.5),
        ("ink beside errors", found.ink, alarm_wash, 4.5),
        ("edge", found.edge, found.paper, 3.0),
        ("edge of a field", found.edge, found.sunk, 3.0),
    ]


@given(colors)
@example({})
@example({"paper": "808080", "ink": "808080", "accent": "808080"})
@example({"paper": "767676"})
@example({"paper": "757575", "accent": "ffff00"})
def test_every_theme_can_be_read(asked: dict[str, str]) -> None:
    for name, shade, ground, least in pairs(asked):
        assert contrast(shade, ground) >= least, (name, hex_of(shade), hex_of(ground))


def test_what_can_be_read_stays_as_it_was_asked_for() -> None:
    found = theme({"accent": "0b3d91", "paper": "fff8e7", "ink": "222222"})
    assert [hex_of(shade) for shade in (found.accent, found.paper, found.ink)] == ["#0b3d91", "#fff8e7", "#222222"]


def test_a_dark_paper_gets_a_light_ink_and_dark_controls() -> None:
    found = theme({"paper": "111111"})
    assert found.is_dark and contrast(found.ink, found.paper) > 12


def test_what_is_no_color_is_left_out() -> None:
    asked = {"accent": "#FC0", "paper": "red", "ink": "12345g", "desk": "#ffffff"}
    assert asked_for(asked) == {"accent": "ffcc00"}
    assert asked_for({"accent": "1;}body{display:none"}) == {}
