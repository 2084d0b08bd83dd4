"""A letter's text: CommonMark without raw HTML, read once into tokens that every rendering walks.

The page (`signon.web.markup`) and the PDF (`signon.documents.pdf`) draw the same tokens, so they cannot disagree about
what is a heading, a list or a link.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from signon.refusals import N_, Refusal

# How the living number is written: 201, 200+, more than 200, two hundred one; the last is for languages whose numbers
# follow the gender of the noun after them (“doscientas una organizaciones”).
PLAIN, PLUS, MORE_THAN, WORDS, FEMININE = "", "plus", "more than", "words", "words feminine"
STYLES = (PLAIN, PLUS, MORE_THAN, WORDS, FEMININE)
LivingNumber = Callable[[str], str]  # from one of STYLES to the number of the undersigned as a language writes it

PLACE = re.compile(r"\{\{[^{}]*\}\}")  # where a number may stand
UNDERSIGNED = re.compile(r"\{\{\s*([Uu])ndersigned\s*(?:\|\s*(plus|more\s+than|words(?:\s+feminine)?)\s*)?\}\}")
KNOWN_PLACES = ", ".join(f"{{{{ undersigned{' | ' if style else ''}{style} }}}}" for style in STYLES)
UNKNOWN_PLACE = N_("“%(place)s” means nothing here. Known are: %(known)s.")
_LONGEST_SHOWN = 60  # characters of a place in a sentence
_LINKABLE = ("https://", "http://", "mailto:")

_parser = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "code", "fence", "backticks", "html_block", "html_inline", "autolink", "lheading"]
)


def fill_undersigned(text: str, number: LivingNumber) -> str:
    """`text` with every `{{ undersigned }}` replaced by the `number` in the style that it asks for.

    A capital U, as at the start of a sentence, makes its first letter a capital.
    """

    def written(place: re.Match[str]) -> str:
        said = number(" ".join((place[2] or PLAIN).split()))
        return said[:1].upper() + said[1:] if place[1] == "U" else said

    return UNDERSIGNED.sub(written, text)


def unknown_places(text: str) -> Iterator[tuple[int, str]]:
    """The places of `text` that look like a living number's and are none, such as a misspelled one: each with its line,
    from 1, as a sentence can show it.
    """
    line, seen = 1, 0
    for place in PLACE.finditer(text):
        line, seen = line + text.count("\n", seen, place.start()), place.start()
        if not UNDERSIGNED.fullmatch(place[0]):
            yield line, " ".join(place[0].split())[:_LONGEST_SHOWN]


def refuse_unknown_places(text: str, field: str) -> None:
    """Raise Refusal about `field` if the `text` for it has an unknown place."""
    for _line, place in unknown_places(text):
        raise Refusal(UNKNOWN_PLACE, field, place=place, known=KNOWN_PLACES)


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


def leads_somewhere(href: str) -> bool:
    """Whether a link to `href` is kept as one."""
    return href.lower().startswith(_LINKABLE)


def _without_dead_links(children: Iterable[Token]) -> Iterable[Token]:
    dead = False
    for token in children:
        if token.type == "link_open":
            dead = not leads_somewhere(str(token.attrGet("href") or ""))
            if dead:
                continue
        elif token.type == "link_close" and dead:
            dead = False
            continue
        yield token
