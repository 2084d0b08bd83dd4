"""A letter's text: CommonMark without raw HTML, read once into tokens that every rendering walks.

The page (`signon.web.markup`) and the PDF (`signon.documents.pdf`) draw the same tokens, so they cannot disagree about
what is a heading, a list or a link.
"""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token

UNDERSIGNED = re.compile(r"\{\{\s*undersigned\s*\}\}")
_LINKABLE = ("https://", "http://", "mailto:")

_parser = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "code", "fence", "backticks", "html_block", "html_inline", "autolink", "lheading"]
)


def fill_undersigned(text: str, number: str) -> str:
    """`text` with every `{{ undersigned }}` replaced by `number`, which is already written as the reader's language
    writes it.
    """
    return UNDERSIGNED.sub(number, text)


def tokens(text: str) -> list[Token]:
    """The block tokens of a letter's Markdown `text`.

    Headings begin at level 2, since level 1 is the letter's title. A link that leads nowhere (`#`, as links come out of
    a word processor, or a scheme that a letter has no use for) is left as its text.
    """
    found = _parser.parse(text)
    for token in found:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1:]), 2), 4)}"
        if token.children:
            token.children = list(_without_dead_links(token.children))
    return found


def _without_dead_links(children: Iterable[Token]) -> Iterable[Token]:
    dead = False
    for token in children:
        if token.type == "link_open":
            dead = not str(token.attrGet("href") or "").lower().startswith(_LINKABLE)
            if dead:
                continue
        elif token.type == "link_close" and dead:
            dead = False
            continue
        yield token
