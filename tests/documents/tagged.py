"""A tagged PDF as a screen reader finds it: the structure tree with its words, and what of a page is outside of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

ARTIFACT = -1
_SHOWS = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI", "INLINE IMAGE"}


@dataclass
class Element:
    """An element of the tree: its role, its words with those of what it holds, and what its dictionary says of it.

    `number` is that of its object in the file.
    """

    role: str
    number: tuple[int, int]
    alt: str = ""
    numbering: str = ""
    box: tuple[float, ...] = ()
    words: str = ""
    kids: list["Element"] = field(default_factory=list)

    def all(self) -> Iterator["Element"]:
        yield self
        for kid in self.kids:
            yield from kid.all()

    def those(self, *roles: str) -> list["Element"]:
        return [one for one in self.all() if one.role in roles]


@dataclass
class Tagged:
    """`order` is in which order the tree holds the pieces of the pages: page from 0, and number."""

    document: Element
    order: list[tuple[int, int]]
    pages: list[list[int]]  # of each page, what is drawn in order: the number of the piece, or ARTIFACT
    areas: list[Element]  # the elements of the annotations, by page and order there


def read(data: bytes) -> Tagged:
    """The tree and the pages of a file. Asserts that they are of one piece."""
    with pikepdf.open(BytesIO(data)) as opened:
        return _Reader(opened).read()


class _Reader:
    def __init__(self, opened: pikepdf.Pdf):
        self._root = opened.Root
        self._pages = list(opened.pages)
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self._pages)}
        found = [_page(page) for page in self._pages]
        self._words = {(number, mcid): words for number, (pieces, _) in enumerate(found) for mcid, words in pieces}
        self._drawn = [drawn for _, drawn in found]
        self._order: list[tuple[int, int]] = []
        self._holders: dict[tuple[int, int], tuple[int, int]] = {}
        self._areas: dict[tuple[int, int], Element] = {}

    def read(self) -> Tagged:
        tree = self._root.StructTreeRoot
        document = self._element(tree.K, tree)
        assert sorted(self._order) == sorted(self._words), "each piece is in the tree once"
        self._assert_parents(tree)
        areas = [self._areas[area.objgen] for page in self._pages for area in page.get("/Annots", ())]
        assert len(areas) == len(self._areas)
        return Tagged(document, self._order, self._drawn, areas)

    def _element(self, given: Any, parent: Any) -> Element:
        assert given.P.objgen == parent.objgen
        assert given.is_indirect
        element = Element(str(given.S)[1:], given.objgen, str(given.get("/Alt", "")))
        if attributes := given.get("/A"):
            element.numbering = str(attributes.get("/ListNumbering", ""))
            element.box = tuple(map(float, attributes.get("/BBox", ())))
        kids = given.K if isinstance(given.K, Array) else [given.K]
        assert len(kids), "no element is empty"
        for kid in kids:
            if not isinstance(kid, Dictionary):
                self._add(element, given.Pg, int(kid))
            elif kid.get("/Type") == Name.MCR:
                self._add(element, kid.Pg, int(kid.MCID))
            elif kid.get("/Type") == Name.OBJR:
                self._areas[kid.Obj.objgen] = element
            else:
                below = self._element(kid, given)
                element.kids.append(below)
                element.words += below.words
        if said := given.get("/ActualText"):
            element.words = str(said)
        return element

    def _add(self, element: Element, page: Any, mcid: int) -> None:
        place = self._numbers[page.objgen], mcid
        self._order.append(place)
        self._holders[place] = element.number
        element.words += self._words[place]

    def _assert_parents(self, tree: Any) -> None:
        """The way back, from a piece of a page or an annotation to its element, leads to the same place."""
        nums = list(tree.ParentTree.Nums)
        keys = [int(key) for key in nums[::2]]
        parents = dict(zip(keys, nums[1::2], strict=True))
        assert keys == sorted(parents)
        assert int(tree.ParentTreeNextKey) == len(keys)
        holders = {
            (self._numbers[page.obj.objgen], mcid): holder.objgen
            for page in self._pages
            if "/StructParents" in page
            for mcid, holder in enumerate(parents[int(page.StructParents)])
        }
        assert holders == self._holders
        for page in self._pages:
            for area in page.get("/Annots", ()):
                assert parents[int(area.StructParent)].objgen == self._areas[area.objgen].number


def _page(page: Any) -> tuple[list[tuple[int, str]], list[int]]:
    """The pieces of a page with their words, and what each thing drawn is part of. Asserts that nothing is outside."""
    pieces: list[tuple[int, str]] = []
    drawn: list[int] = []
    inside: list[
        tuple[int | None, str | None]
    ] = []  # number or ARTIFACT, and what the glyphs inside are spelled out as
    font: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            number, said = _mark(operands)
            outer = [one for one, _ in inside if one is not None]
            assert number is None or not outer, "a piece or an artifact inside another"
            inside.append((number, said))
            if number is not None and number != ARTIFACT:
                assert number == len(pieces), "pieces are numbered as they are drawn"
                pieces.append((number, ""))
            if said is not None:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + said)
        elif name == "EMC":
            inside.pop()
        elif name == "Tf":
            font = _codes(page.Resources.Font[operands[0]])
        elif name in _SHOWS:
            owners = [number for number, _ in inside if number is not None]
            assert owners, f"{name} outside of everything"
            drawn.append(owners[0])
            if name == "Tj" and owners[0] != ARTIFACT and all(said is None for _, said in inside):
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + _decoded(bytes(operands[0]), font))
    assert not inside
    return pieces, drawn


def _mark(operands: Any) -> tuple[int | None, str | None]:
    tag, properties = operands
    if tag == Name.Artifact:
        assert "/Type" in properties
        return ARTIFACT, None
    said = str(properties.ActualText) if "/ActualText" in properties else None
    return int(properties.MCID) if "/MCID" in properties else None, said


def _codes(font: Any) -> dict[bytes, str]:
    """What each code of a font says."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = [
        pair
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S)
        for pair in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block)
    ]
    return {bytes.fromhex(code): bytes.fromhex(said).decode("utf-16-be", "replace") for code, said in pairs}


def _decoded(shown: bytes, font: dict[bytes, str]) -> str:
    width = len(next(iter(font)))
    return "".join(font[shown[start : start + width]] for start in range(0, len(shown), width))
