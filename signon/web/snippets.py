"""What partners copy into their own pages: plain HTML that works under a strict policy, and without our script.

Addresses are whole and from PUBLIC_URL; everything in them is escaped for where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from signon.mail.links import public_link
from signon.web.badge import HEIGHT, WIDTH

FORM_WIDTH, FORM_HEIGHT = 560, 1800  # pixels; the height holds a whole form at this width, in Spanish too
COUNT_WIDTH, COUNT_HEIGHT = 320, 220  # with a title of two lines and a goal


@dataclass(frozen=True)
class Place:
    """Which letter a snippet shows, in which language of ours ("" for the reader's), and what its addresses pass on:
    a partner's code (`from`) and colors.
    """

    slug: str
    title: str
    language: str
    passed_on: Mapping[str, str]

    def address(self, endpoint: str, *names: str) -> str:
        """The whole address of a door for this letter, with those of `passed_on` that are called `names`."""
        values = {name: self.passed_on[name] for name in names if self.passed_on.get(name)}
        return public_link(endpoint, language=self.language, slug=self.slug, **values)


_FRAME = Markup(
    '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0" loading="lazy"'
    ' referrerpolicy="no-referrer"></iframe>'
)
_SCRIPT = Markup('<script async src="{}"></script>')
_PICTURE = Markup('<a href="{}"><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></a>')
_ALL = ("from", "accent", "paper", "ink")
_COLORS = _ALL[1:]


def form_frame(place: Place, width: int | str = "100%", height: int = FORM_HEIGHT) -> str:
    """The sign form in a frame. frameborder, since a policy for styles may refuse a style attribute."""
    return _frame(place.address("embedding.form", *_ALL), place.title, width, height)


def form_frame_with_script(place: Place) -> str:
    """The same, as high as what is in it, on pages that allow our script."""
    script = public_link("embedding.script")
    return f"{form_frame(place)}\n{_filled(_SCRIPT, script)}"


def count_frame(place: Place) -> str:
    """The count alone in a frame, which moves."""
    return _frame(place.address("embedding.count", *_ALL), place.title, COUNT_WIDTH, COUNT_HEIGHT)


def badge_html(place: Place) -> str:
    """The count as a picture that leads to the letter."""
    picture, page = place.address("embedding.badge", *_COLORS), place.address("public.letter", "from")
    return _filled(_PICTURE, page, picture, place.title, WIDTH, HEIGHT)


def badge_markdown(place: Place) -> str:
    """The same in Markdown."""
    title = "".join(f"\\{mark}" if mark in "\\[]`*_<>&!" else mark for mark in place.title)
    return f"[![{title}]({place.address('embedding.badge', *_COLORS)})]({place.address('public.letter', 'from')})"


def _frame(address: str, title: str, width: int | str, height: int) -> str:
    return _filled(_FRAME, address, title, width, height)


def _filled(markup: Markup, *values: object) -> str:
    """As plain text: a page that shows it to be copied escapes it once more."""
    return str(markup.format(*values))
