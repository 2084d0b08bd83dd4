"""Shaped text in the PDF: fonts whose codes each say one cluster, made for one document while it is drawn."""

import re
import struct
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc

from signon.documents.pdf.shaping import Cluster
from signon.documents.pdf.truetype import Cut, cut
from signon.documents.pdf.typefaces import Typeface

_MOST_CODES = 0xFFFF
_LONGEST = 120  # characters that one code may say (a CMap allows 512 bytes)
_SYMBOLIC = 4
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class _Font:
    """One font of one document. What it holds is written when the document is, by `addObjects`."""

    def __init__(self, typeface: Typeface, number: int):
        self.name = f"G{number}"
        self._typeface = typeface
        self._number = number
        self._clusters: list[Cluster] = []

    @property
    def full(self) -> bool:
        """Whether there is no code left."""
        return len(self._clusters) == _MOST_CODES

    def add(self, cluster: Cluster) -> int:
        """The code, from 1, of a cluster that has none yet."""
        self._clusters.append(cluster)
        return len(self._clusters)

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab asks its fonts so
        """Adds the font to what the document is made of."""
        clusters = self._clusters
        made = cut(self._typeface, clusters)
        letters = "".join(chr(65 + self._number // 26**place % 26) for place in range(5, -1, -1))
        base = f"{letters}+{re.sub('[^A-Za-z0-9-]', '', self._typeface.name)}"
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{base}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([self._descendant(document, base, clusters, made)]),
                "ToUnicode": _stream(document, _to_unicode(clusters).encode()),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font, self.name)

    def _descendant(self, document: Any, base: str, clusters: list[Cluster], made: Cut) -> Any:
        widths = " ".join(_short(cluster.advance * self._typeface.scale) for cluster in clusters)
        glyphs = struct.pack(f">{len(clusters) + 1}H", 0, *made.glyphs)
        return document.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/CIDFontType2",
                    "BaseFont": f"/{base}",
                    "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
                    "FontDescriptor": self._descriptor(document, base, made),
                    "DW": 0,
                    "W": f"[1 [{widths}]]",
                    "CIDToGIDMap": _stream(document, glyphs),
                }
            )
        )

    def _descriptor(self, document: Any, base: str, made: Cut) -> Any:
        head = self._typeface.harfbuzz.reference_table("head").data
        scale = self._typeface.scale
        box = " ".join(_short(edge * scale) for edge in struct.unpack_from(">4h", head, 36))
        extents = self._typeface.font.get_font_extents("ltr")
        return document.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": "/FontDescriptor",
                    "FontName": f"/{base}",
                    "Flags": _SYMBOLIC,
                    "FontBBox": f"[{box}]",
                    "ItalicAngle": 0,
                    "Ascent": round(extents.ascender * scale),
                    "Descent": round(extents.descender * scale),
                    "CapHeight": round(extents.ascender * scale * 0.7),
                    "StemV": 80,
                    "FontFile2": _stream(document, made.data, Length1=len(made.data)),
                }
            )
        )


class _Fonts:
    """The fonts of one document."""

    def __init__(self) -> None:
        self._codes: dict[tuple[Typeface, Cluster], tuple[str, str]] = {}
        self._last: dict[Typeface, _Font] = {}
        self._count = 0

    def code(self, document: Any, typeface: Typeface, cluster: Cluster) -> tuple[str, str]:
        """The name of the font that draws `cluster`, and the code there."""
        code = self._codes.get((typeface, cluster))
        if code is None:
            font = self._last.get(typeface)
            if font is None or font.full:
                self._count += 1
                font = self._last[typeface] = _Font(typeface, self._count)
                document.delayedFonts.append(font)
            code = self._codes[typeface, cluster] = (font.name, f"{font.add(cluster):04X}")
        return code


_fonts: WeakKeyDictionary[Any, _Fonts] = WeakKeyDictionary()


def coded(document: Any, typeface: Typeface, clusters: Iterable[Cluster]) -> Iterator[tuple[str, str]]:
    """What draws `clusters` in a document: names of its fonts, each with codes in hexadecimal."""
    fonts = _fonts.setdefault(document, _Fonts())
    for name, group in groupby((fonts.code(document, typeface, c) for c in clusters), lambda code: code[0]):
        yield name, "".join(code for _, code in group)


def _stream(document: Any, data: bytes, **entries: int) -> Any:
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(dict(entries)), data, [pdfdoc.PDFZCompress])
    return document.Reference(stream)


def _to_unicode(clusters: list[Cluster]) -> str:
    """What each code says."""
    lines = [
        f"<{code:04X}> <{cluster.says[:_LONGEST].encode('utf-16-be', 'replace').hex().upper()}>"
        for code, cluster in enumerate(clusters, start=1)
    ]
    parts = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    return _CMAP.format("\n".join(f"{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar" for part in parts))


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
