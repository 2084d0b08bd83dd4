"""From words to glyphs: which file draws which characters, and where each glyph stands."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

import uharfbuzz

from signon.documents.pdf.bidi import mirrored
from signon.documents.pdf.clusters import clusters
from signon.documents.pdf.typefaces import BOLD, BOLD_ITALIC, FACES, Typeface, fallback

# Stands on paper for a character that no file can draw. (The empty glyph itself prints as nothing in some viewers.)
REPLACEMENT = "\ufffd"
_STAND_INS = {"Mn": "", "Me": "", "Zs": " "}
_BOLD = (FACES[BOLD], FACES[BOLD_ITALIC])
_LANGUAGE = "en"  # HarfBuzz would take the host's, and the same list would differ from host to host


# Not plain, though Noto Sans draws them: the space that must not be taken for another, and the letters of India.
_SHAPED = re.compile("[\u00a0\u0900-\u0dff\ua8e0-\ua8ff\u1cd0-\u1cff]")
_TOKEN = re.compile("[^ ]+| +")


class Cluster(NamedTuple):
    """Characters that are drawn as one: `says` is what was typed, `glyphs` are (number, right, up) in the file's units.

    `advance` is how far the pen goes on, in the file's units.
    """

    says: str
    glyphs: tuple[tuple[int, int, int], ...]
    advance: int


class Stretch(NamedTuple):
    """Part of a word in one file, its clusters from left to right. `width` is in thousandths of the type size."""

    typeface: Typeface
    rtl: bool
    typed: str
    clusters: tuple[Cluster, ...]
    width: float


@cache
def _plain_characters() -> frozenset[str]:
    """What all four faces of Noto Sans draw one character, one glyph, from left to right."""
    drawn = set.intersection(*(set(typeface.harfbuzz.unicodes) for typeface in FACES.values()))
    return frozenset(c for c in map(chr, drawn) if unicodedata.category(c)[0] not in "MC" and not _SHAPED.match(c))


def plain(text: str) -> bool:
    """Whether `text` can be set without shaping, letter by letter from left to right, in Noto Sans."""
    return text.isascii() or _plain_characters().issuperset(text)


def segments(text: str, levels: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Part of a line in stretches of one level, each plain or a single word."""
    start = 0
    for level, group in groupby(levels):
        part = text[start : start + len(list(group))]
        start += len(part)
        held = ""
        for token in _TOKEN.findall(part):
            if token[0] == " " or (not level % 2 and plain(token)):
                held += token
                continue
            if held:
                yield held, level
                held = ""
            yield token, level
        if held:
            yield held, level


@lru_cache(maxsize=8192)
def shape(word: str, face: str, rtl: bool) -> tuple[Stretch, ...]:
    """`word` in stretches as they are read, each with its clusters from left to right.

    There is never an empty glyph (.notdef): what no file can draw is drawn as U+FFFD, a mark that none can draw not at
    all. Either way it is still said.
    """
    found = []
    for (typeface, _), group in groupby(_assigned(word, face), lambda assigned: assigned[:2]):
        pairs = [(typed, drawn) for _, _, typed, drawn in group]
        made = tuple(_shaped(typeface, pairs, rtl))
        width = sum(cluster.advance for cluster in made) * typeface.scale
        found.append(Stretch(typeface, rtl, "".join(typed for typed, _ in pairs), made, width))
    return tuple(found)


def _assigned(word: str, face: str) -> Iterator[tuple[Typeface, str, str, str]]:
    """The clusters of `word`: file, script, what was typed, what of it is drawn."""
    own = typeface = FACES[face]
    script = ""
    for cluster in clusters(word):
        seen = [character for character in cluster if not unseen(character)]
        script = next(filter(None, map(_script, seen)), script)
        typeface, drawn = _chosen(cluster, seen, own, typeface)
        yield typeface, script, cluster, drawn


def _chosen(cluster: str, seen: list[str], own: Typeface, before: Typeface) -> tuple[Typeface, str]:
    """The file for a cluster and what it draws of it: all if any file can, else the letter without its marks."""
    others = [found for found in map(fallback, seen) if found]
    if own in _BOLD:
        others = [typeface.bold for typeface in others]
    for typeface in (own, before, *others):
        if typeface.draws_all(seen):
            return typeface, cluster
    for typeface in (own, *others):
        if typeface.draws(seen[0]):
            return typeface, "".join(c for c in cluster if unseen(c) or typeface.draws(c))
    return own, _STAND_INS.get(unicodedata.category(seen[0]), REPLACEMENT)


@lru_cache(maxsize=4096)
def unseen(character: str) -> bool:
    """Whether `character` has no shape and takes no room: joiners, direction marks, variation selectors."""
    return unicodedata.category(character) == "Cf" or character == "\u034f" or "\ufe00" <= character <= "\ufe0f"


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """The script of a letter; empty for signs, digits and marks, which go with what is around them."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or ""


def _shaped(typeface: Typeface, pairs: list[tuple[str, str]], rtl: bool) -> Iterator[Cluster]:
    """Clusters from left to right for (typed, drawn) pairs of one file and script."""
    typed, drawn = ("".join(texts) for texts in zip(*pairs, strict=True))
    glyphs = _glyphs(typeface, drawn, rtl) if drawn else []
    if not glyphs:
        yield Cluster(typed, (), 0)
        return
    origins = _origins(pairs)
    starts = sorted({origins[info.cluster] for info, _ in glyphs})
    ends = dict(pairwise([*starts, len(typed)]))
    for start, group in groupby(glyphs, lambda glyph: origins[glyph[0].cluster]):
        # What is never seen goes with the character before it, or after it at the very beginning.
        says = typed[start if start != starts[0] else 0 : ends[start]]
        # Readers take a bracket that runs from right to left for what it looks like, and turn it around.
        yield _cluster(mirrored(says) if rtl else says, group)


_Shape = tuple[uharfbuzz.GlyphInfo, uharfbuzz.GlyphPosition]


def _glyphs(typeface: Typeface, text: str, rtl: bool) -> list[_Shape]:
    """The glyphs of `text` from left to right.

    From right to left, letters and marks stay apart and none are joined into one glyph: readers turn the characters
    around one by one, also those that a single glyph says.
    """
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = _LANGUAGE
    if rtl:
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    else:
        buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    uharfbuzz.shape(typeface.font, buffer, {"liga": not rtl})
    return list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))


def _origins(pairs: list[tuple[str, str]]) -> list[int]:
    """For each drawn character, the position of what was typed for it."""
    found, position = [], 0
    for typed, drawn in pairs:
        found += [position + (place if typed == drawn else 0) for place in range(len(drawn))]
        position += len(typed)
    return found


def _cluster(says: str, glyphs: Iterable[_Shape]) -> Cluster:
    pen, found = 0, []
    for info, position in glyphs:
        if info.codepoint:  # never the empty glyph
            found.append((info.codepoint, pen + position.x_offset, position.y_offset))
            pen += position.x_advance
    return Cluster(says, tuple(found), max(pen, 0))
