"""A letter's text as a flat row of blocks, which PDF and DOCX both set: read once, so they cannot disagree."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from signon.letters.text import tokens

HEADING = "heading"
PARAGRAPH = "paragraph"
RULE = "rule"
# What a block may lie in.
BULLETS = "bullets"
NUMBERS = "numbers"
ITEM = "item"
QUOTE = "quote"
BULLET = "•"
_LINKABLE = ("https://", "http://", "mailto:")


@dataclass(frozen=True)
class Run:
    """Text of one look. `href` is an http, https or mailto address, or empty; a `line_break` has no text."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    href: str = ""
    line_break: bool = False


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or rule. `level` is a heading's, from 2 to 4.

    `depth` is how many lists it lies in, `quote` how many block quotes. `marker` is what stands before the first block
    of a list item: a bullet, or the number as it was typed, with its dot or bracket. `tight` says that no empty line
    lies between the items of its list. `inside` are the lists, their items and the quotes around it, outermost first:
    the kind of each, and a number of its own, so that blocks of one list or item can be told from those of another.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    depth: int = 0
    quote: int = 0
    marker: str = ""
    tight: bool = False
    inside: tuple[tuple[str, int], ...] = ()

    @property
    def text(self) -> str:
        """The words without their looks."""
        return "".join(" " if run.line_break else run.text for run in self.runs)


def blocks(body: str) -> Iterator[Block]:
    """The blocks of a letter's Markdown `body`, in reading order."""
    reader = _Reader()
    for token in tokens(body):
        block = reader.read(token)
        if block is not None:
            yield block


_CONTAINERS = {"bullet_list": BULLETS, "ordered_list": NUMBERS, "list_item": ITEM, "blockquote": QUOTE}


class _Reader:
    """Where in lists and quotes the tokens have come to."""

    def __init__(self) -> None:
        self.inside: list[tuple[str, int]] = []
        self.opened = 0
        self.level = 0
        self.kind = PARAGRAPH
        self.tight = False
        self.marker = ""

    def read(self, token: Token) -> Block | None:
        """Takes one token in; answers with the block that it completes, if it does."""
        container = _CONTAINERS.get(token.type.removesuffix("_open").removesuffix("_close"))
        if container:
            self._enter_or_leave(container, token)
        match token.type:
            case "heading_open":
                self.kind, self.level = HEADING, int(token.tag[1:])
            case "paragraph_open":
                self.kind, self.level, self.tight = PARAGRAPH, 0, token.hidden
            case "inline":
                return self._block(self.kind, tuple(runs(token.children or [])))
            case "hr":
                return self._block(RULE)
        return None

    def _enter_or_leave(self, container: str, token: Token) -> None:
        if token.nesting > 0:
            self.opened += 1
            self.inside.append((container, self.opened))
        else:
            self.inside.pop()
        if container == ITEM:
            # `info` is the number as typed, `markup` its dot or bracket, or the bullet's own character.
            typed = f"{token.info}{token.markup}" if token.info else BULLET
            self.marker = typed if token.nesting > 0 else ""

    def _block(self, kind: str, found: tuple[Run, ...] = ()) -> Block:
        marker, self.marker = self.marker, ""
        level = self.level if kind == HEADING else 0
        kinds = [container for container, _ in self.inside]
        depth = kinds.count(BULLETS) + kinds.count(NUMBERS)
        tight = self.tight and depth > 0
        return Block(kind, found, level, depth, kinds.count(QUOTE), marker, tight, tuple(self.inside))


def runs(children: list[Token]) -> Iterator[Run]:
    """The runs of one block's inline tokens."""
    bold = italic = 0
    href = ""
    for token in children:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "link_open":
                href = _address(str(token.attrGet("href") or ""))
            case "link_close":
                href = ""
            case "hardbreak":
                yield Run(line_break=True)
            case "softbreak":
                yield Run(" ", bold > 0, italic > 0, href)
            case _ if token.content:
                yield Run(token.content, bold > 0, italic > 0, href)


def _address(href: str) -> str:
    return href if href.lower().startswith(_LINKABLE) else ""
