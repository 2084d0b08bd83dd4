"""A letter's text as HTML: the one place where letter text becomes markup, with nh3 at the gate."""

from functools import lru_cache

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from signon.letters.text import tokens

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "em", "strong", "a", "blockquote", "hr", "br"}
_renderer = RendererHTML()
_HOW = OptionsDict({"xhtmlOut": False, "breaks": False, "langPrefix": ""})  # type: ignore[typeddict-item]


@lru_cache(maxsize=32)
def letter_html(text: str) -> Markup:
    """The Markdown `text` as safe HTML: the same tokens as the PDF, and only the tags that a letter has a use for.

    Remembered, since every reader of a letter asks for the same: drawing it was a third of a page's work.
    """
    rendered = _renderer.render(tokens(text), _HOW, {})
    clean = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it
