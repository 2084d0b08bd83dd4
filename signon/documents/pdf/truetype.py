"""A small TrueType file with nothing in it but the glyphs that a document uses, as the format has it (OpenType 1.9).

What a reader sees as one thing is made one glyph: a letter with its marks, a conjunct. Then each code in the PDF says
exactly what was typed, whoever takes the text out.
"""

import struct
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import uharfbuzz

from signon.documents.pdf.shaping import Cluster
from signon.documents.pdf.typefaces import Typeface

_KEPT = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")
_FLAGS = (
    uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
)
_WORDS, _OFFSETS, _MORE = 0x1, 0x2, 0x20  # of a part of a composite glyph
_MOST = 0xFFFF
_FAR = 0x7FFF  # how far from its origin an outline may reach

Box = tuple[int, int, int, int]  # left, bottom, right, top


class _Glyph(NamedTuple):
    outline: bytes  # empty for a space
    advance: int
    left: int  # the left edge of the outline


class Cut(NamedTuple):
    """The file, and the glyph in it of each cluster."""

    data: bytes
    glyphs: list[int]


def cut(typeface: Typeface, clusters: Sequence[Cluster]) -> Cut:
    """A TrueType file that holds what `clusters` need and the empty glyph, in the typeface's own units."""
    tables, place = _subset(typeface, {number for cluster in clusters for number, _, _ in cluster.glyphs})
    made = _glyphs(tables)
    found = []
    for cluster in clusters:
        parts = [(place[number], right, up) for number, right, up in cluster.glyphs]
        if len(parts) == 1 and parts[0][1:] == (0, 0) and made[parts[0][0]].advance == cluster.advance:
            found.append(parts[0][0])
            continue
        found.append(len(made))
        made.append(_composite(made, parts, cluster.advance))
    most = max((len(cluster.glyphs) for cluster in clusters), default=0)
    return Cut(_file(tables, made, most), found)


def _subset(typeface: Typeface, numbers: set[int]) -> tuple[dict[str, bytes], dict[int, int]]:
    """The tables of the file with so many of its glyphs, and their new numbers."""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update({0} | numbers)
    wanted.flags = _FLAGS
    if typeface.harfbuzz.has_var_data:
        wanted.pin_all_axes_to_default(typeface.harfbuzz)
    unused = set(typeface.harfbuzz.table_tags) - set(_KEPT)
    wanted.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in unused})
    plan = uharfbuzz.SubsetPlan(typeface.harfbuzz, wanted)
    face = plan.execute()
    tables = {tag: face.reference_table(tag).data for tag in _KEPT}
    return tables, dict(plan.old_to_new_glyph_mapping)


def _glyphs(tables: dict[str, bytes]) -> list[_Glyph]:
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    long = struct.unpack_from(">h", tables["head"], 50)[0]
    starts = struct.unpack(f">{count + 1}{'I' if long else 'H'}", tables["loca"][: (count + 1) * (4 if long else 2)])
    measured = struct.unpack_from(">H", tables["hhea"], 34)[0]
    found, advance = [], 0
    for number in range(count):
        if number < measured:
            advance, left = struct.unpack_from(">Hh", tables["hmtx"], 4 * number)
        else:
            left = struct.unpack_from(">h", tables["hmtx"], 4 * measured + 2 * (number - measured))[0]
        start, end = (starts[number + side] * (1 if long else 2) for side in (0, 1))
        found.append(_Glyph(tables["glyf"][start:end], advance, left))
    return found


def _composite(glyphs: Sequence[_Glyph], parts: Iterable[tuple[int, int, int]], advance: int) -> _Glyph:
    """One glyph of several, each moved so far right and up."""
    seen = [part for part in parts if glyphs[part[0]].outline and max(map(abs, part[1:])) <= _FAR]
    if not seen:
        return _Glyph(b"", advance, 0)
    boxes = [_moved(_box(glyphs[number].outline), right, up) for number, right, up in seen]
    edges = zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    box = [max(-_FAR, min(pick(found), _FAR)) for pick, found in edges]
    data = struct.pack(">h4h", -1, *box)
    for place, (number, right, up) in enumerate(seen, start=1):
        more = _MORE if place < len(seen) else 0
        data += struct.pack(">HHhh", _WORDS | _OFFSETS | more, number, right, up)
    return _Glyph(data, advance, box[0])


def _box(outline: bytes) -> Box:
    left, bottom, right, top = struct.unpack_from(">4h", outline, 2)
    return left, bottom, right, top


def _moved(box: Box, right: int, up: int) -> Box:
    return box[0] + right, box[1] + up, box[2] + right, box[3] + up


def _file(tables: dict[str, bytes], glyphs: Sequence[_Glyph], most_parts: int) -> bytes:
    outlines = [glyph.outline + bytes(-len(glyph.outline) % 4) for glyph in glyphs]
    starts = list(accumulate(map(len, outlines), initial=0))
    tables = {
        **tables,
        "glyf": b"".join(outlines),
        "loca": struct.pack(f">{len(starts)}I", *starts),
        "hmtx": b"".join(struct.pack(">Hh", min(glyph.advance, _MOST), glyph.left) for glyph in glyphs),
        "maxp": _maxp(tables["maxp"], len(glyphs), most_parts),
        "hhea": tables["hhea"][:34] + struct.pack(">H", len(glyphs)),
        "head": tables["head"][:8] + bytes(4) + tables["head"][12:50] + struct.pack(">h", 1) + tables["head"][52:],
    }
    return _sfnt(tables)


def _maxp(table: bytes, count: int, most_parts: int) -> bytes:
    """What a reader has to make room for; of composites, as much as they could at most be."""
    points, contours, composite_points, composite_contours = struct.unpack_from(">4H", table, 6)
    parts, depth = struct.unpack_from(">HH", table, 28)
    most = max(most_parts, 1)
    sizes = (
        points,
        contours,
        min(max(points, composite_points) * most, _MOST),
        min(max(contours, composite_contours) * most, _MOST),
    )
    return b"".join(
        (table[:4], struct.pack(">5H", count, *sizes), table[14:28], struct.pack(">HH", max(parts, most), depth + 1))
    )


def _sfnt(tables: dict[str, bytes]) -> bytes:
    """A font file of these tables."""
    power = len(tables).bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    offset, directory, body, adjusted = len(head) + 16 * len(tables), b"", b"", 0
    for tag, data in sorted(tables.items()):
        if tag == "head":
            adjusted = offset + len(body) + 8
        directory += struct.pack(">4sIII", tag.encode(), _sum(data), offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = head + directory + body
    adjustment = struct.pack(">I", (0xB1B0AFBA - _sum(whole)) & 0xFFFFFFFF)
    return whole[:adjusted] + adjustment + whole[adjusted + 4 :]


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
