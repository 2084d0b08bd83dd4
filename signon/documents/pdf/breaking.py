"""Breaking a name into printed lines, so that the lines joined give the name back byte for byte."""

import re
import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]

_TOKEN = re.compile(r"[^ ]+ *| +")
# Whoever extracts text takes a hyphen at a line's end for the typesetter's, and drops it. (The last is a soft hyphen.)
_HYPHENS = ("-", "\u2010", "\u00ad")


def break_name(name: str, width: float, indent: float, measure: Measure) -> tuple[str, ...]:
    """`name` in lines no wider than `width` points, those after the first no wider than `width - indent`.

    Lines end at spaces, which stay at the line's end and may hang over; never after a hyphen while another break will
    do. Only a word that is wider than a line is broken inside.
    """
    if measure(name) <= width:
        return (name,)
    lines: list[str] = []
    line, used, limit = "", 0.0, width
    for part in _parts(name, width - indent, measure):
        if line and used + measure(part.rstrip(" ")) > limit:
            lines.append(line)
            line, used, limit = "", 0.0, width - indent
        line += part
        used += measure(part)
    lines.append(line)
    return tuple(lines)


def _parts(name: str, limit: float, measure: Measure) -> Iterator[str]:
    """What must stay on one line: words with the spaces after them; a word that ends in a hyphen goes with the next."""
    held = ""
    for token in _TOKEN.findall(name):
        if held and measure((held + token).rstrip(" ")) > limit:
            yield from _pieces(held, limit, measure)
            held = ""
        held += token
        if not held.rstrip(" ").endswith(_HYPHENS):
            yield from _pieces(held, limit, measure)
            held = ""
    if held:
        yield from _pieces(held, limit, measure)


def _pieces(part: str, limit: float, measure: Measure) -> Iterator[str]:
    """`part` whole, or in pieces that fit where a word alone is wider than a line."""
    if measure(part.rstrip(" ")) <= limit:
        yield part
        return
    piece, used = "", 0.0
    for cluster in _clusters(part):
        step = measure(cluster)
        if piece and cluster.strip(" ") and used + step > limit:
            yield piece
            piece, used = "", 0.0
        piece += cluster
        used += step
    yield piece


def _clusters(text: str) -> Iterator[str]:
    """Characters, each with the marks that combine with it and the hyphen that must not end a line before the next."""
    cluster = ""
    for character in text:
        if cluster and not unicodedata.combining(character) and cluster[-1] not in _HYPHENS:
            yield cluster
            cluster = ""
        # A row of nothing but hyphens and marks has to be broken somewhere.
        if len(cluster) >= 64:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster
