"""The structure tree: what each piece of the page is, in reading order, for whoever has the document read aloud.

Everything drawn stands inside `marked` or `artifact`. Elements are made while the pages are drawn, so that reading
order is the order of drawing; an element that never came to hold anything is left out.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, cast
from urllib.parse import quote

from signon.documents.pdf.elements import Area, Element, Items, Rect, Stretch, dictionary, entries, numbers
from signon.documents.pdf.file import Document, text

__all__ = ["Element", "Rect", "Structure", "Tag"]

_HEADING = re.compile("H[1-6]")
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"  # all that may stand in an address as it is


class _Coded(Protocol):
    """What collects drawing operators: a canvas, or a text object on it."""

    _code: list[str]


@dataclass(eq=False)
class Tag:
    """An element to be, for flowables made before there are pages: `on(structure)` makes it once, when first drawn.

    The two halves of a split paragraph share one tag; the items of a list share the tag of their list.
    """

    role: str
    parent: "Tag | None" = None
    title: str = ""
    alt: str = ""
    lang: str = ""
    actual: str = ""
    numbering: str = ""
    bbox: Rect | None = None
    _made: Element | None = field(default=None, repr=False)

    def on(self, structure: "Structure") -> Element:
        """The element."""
        if self._made is None:
            parent = self.parent.on(structure) if self.parent else None
            words = {"title": self.title, "alt": self.alt, "lang": self.lang, "actual": self.actual}
            self._made = structure.element(self.role, parent, numbering=self.numbering, bbox=self.bbox, **words)
        return self._made


class Structure:
    """The tree of one document that is being drawn, as `canvas.structure`.

    An untagged document has one too, which writes links and nothing else, so that whoever draws need not ask.
    """

    def __init__(self, canvas: _Coded, document: Document, tagged: bool):
        self._canvas = canvas
        self._document = document
        self.tagged = tagged
        self._root = Element("Document", None)
        self._headings: list[int] = []  # the levels that the next heading stands below
        self._open: list[_Mark] = []
        self._parents: dict[int, str] = {}  # what holds each page and annotation, by their keys
        self.begin_page(0)

    def begin_page(self, page: int) -> None:
        """What is drawn from now on stands on the page with this object number."""
        self._page = page
        self._holders: list[str] = []  # by MCID
        self._last: _Mark | None = None  # that was ended
        self._annotations: list[str] = []

    def end_page(self) -> str:
        """What the page's dictionary says of its marks and annotations."""
        said = f"/Annots[{' '.join(self._annotations)}]" if self._annotations else ""
        if self._holders:
            number = self._document.reserve()
            self._document.put(number, f"[{' '.join(self._holders)}]")
            said += f"/StructParents {self._key(f'{number} 0 R')}"
        return said + "/Tabs/S" if self.tagged else said

    def element(
        self,
        role: str,
        parent: Element | None = None,
        *,
        title: str = "",
        alt: str = "",
        lang: str = "",
        actual: str = "",
        numbering: str = "",
        bbox: Rect | None = None,
    ) -> Element:
        """A new last child of `parent`, or of the document itself.

        `role` is a standard structure type: H1 to H6 (a level that would be skipped is closed up), P, L, LI, Lbl,
        LBody, BlockQuote, Link, Figure, Span ... `numbering` says how an L is labelled (Disc, Decimal; none given:
        None) and `bbox` where a Figure stands on its page.
        """
        if _HEADING.fullmatch(role):
            role = self._level(int(role[1:]))
        words = {"T": title, "Alt": alt, "Lang": lang, "ActualText": actual}
        parent = parent or self._root
        made = Element(role, parent, entries(words, bbox), numbering)
        parent.kids.append(made)
        return made

    def _level(self, level: int) -> str:
        while self._headings and self._headings[-1] >= level:
            self._headings.pop()
        self._headings.append(level)
        return f"H{len(self._headings)}"

    @contextmanager
    def marked(self, element: Element, within: _Coded | None = None) -> Iterator[None]:
        """What is drawn meanwhile on the current page belongs to `element`.

        May be nested: a link inside a paragraph interrupts it, and what follows is the paragraph's again. `within` is a
        text object that has been begun and not drawn yet, to mark parts of it; whoever marks parts does not mark the
        whole too.
        """
        if not self.tagged:
            yield
            return
        with self._marking(_Mark(within or self._canvas, element)):
            yield

    @contextmanager
    def artifact(self, kind: str = "Layout", subtype: str = "", within: _Coded | None = None) -> Iterator[None]:
        """What is drawn meanwhile is not read aloud: rules and underlines (Layout), and what runs around the text
        (Pagination, with the subtype Header or Footer)."""
        if not self.tagged:
            yield
            return
        properties = f"/Type/{kind}/Subtype/{subtype}" if subtype else f"/Type/{kind}"
        with self._marking(_Mark(within or self._canvas, None, properties)):
            yield

    @contextmanager
    def _marking(self, mark: "_Mark") -> Iterator[None]:
        outer = self._open[-1] if self._open else None
        if outer:
            if outer.drawn_into is not mark.drawn_into:
                raise ValueError("a text object is marked in parts or as a whole, not both")
            self._end(outer)
        self._open.append(mark)
        self._begin(mark)
        yield
        self._end(self._open.pop())
        if outer:
            self._begin(outer)

    def _begin(self, mark: "_Mark") -> None:
        code, last = mark.drawn_into._code, self._last
        if mark.element and last and last.goes_on_in(mark):
            # The stretch before this one, of the same element, goes on: it was ended too early.
            del code[last.ended]
            self._holders.pop()
            mark.element.kids.pop()
            mark.began = last.began
            return
        if mark.element:
            code.append(f"/{mark.element.role}<</MCID {len(self._holders)}>>BDC")
        else:
            code.append(f"/Artifact<<{mark.properties}>>BDC")
        mark.began = len(code)

    def _end(self, mark: "_Mark") -> None:
        code = mark.drawn_into._code
        if len(code) == mark.began:
            code.pop()  # nothing was drawn
            return
        mark.ended, self._last = len(code), mark
        code.append("EMC")
        if mark.element:
            self._hold(mark.element)
            mark.stretch = Stretch(self._page, len(self._holders))
            mark.element.kids.append(mark.stretch)
            self._holders.append(f"{mark.element.number} 0 R")

    def link(self, element: Element, href: str, rects: Rect | Sequence[Rect], contents: str = "") -> None:
        """Makes areas of the current page lead to `href`, as part of `element`, a Link. One area for each line.

        `contents` is what is read aloud of it: the words of the link, and the address where there are none.
        """
        areas = cast("Sequence[Rect]", rects if isinstance(rects[0], tuple) else (rects,))
        address = quote(href, safe=_IN_ADDRESSES)
        for area in areas:
            number = self._document.reserve()
            said = f"/Rect[{numbers(area)}]/Border[0 0 0]/F 4/Contents{text(contents or href)}"
            said += f"/A<</S/URI/URI{text(address)}>>"
            if self.tagged:
                self._hold(element)
                element.kids.append(Area(self._page, number))
                said += f"/StructParent {self._key(f'{element.number} 0 R')}"
            self._document.put(number, f"<</Type/Annot/Subtype/Link{said}>>")
            self._annotations.append(f"{number} 0 R")

    def items(self, listed: Element, count: int) -> int:
        """Makes so many items of `listed`, an L, each with an LBody, each to hold one piece of the current page.

        The pieces are numbered one after the other from the MCID returned, and the caller marks them. For long lists:
        the items are written at once, and nothing is kept of each.
        """
        self._hold(listed)
        first, mcid = self._document.reserve(2 * count), len(self._holders)
        item = f"<</Type/StructElem/S/LI/P {listed.number} 0 R/K "
        body, page = " 0 R>>", f" 0 R/Pg {self._page} 0 R/K "
        written: list[str] = []
        for number in range(first, first + 2 * count, 2):
            written += (f"{item}{number + 1}{body}", f"<</Type/StructElem/S/LBody/P {number}{page}{mcid}>>")
            mcid += 1
        self._document.put_many(first, written)
        listed.kids.append(Items(first, count))
        self._holders += [f"{number} 0 R" for number in range(first + 1, first + 2 * count, 2)]
        return mcid - count

    def _hold(self, element: Element) -> None:
        """Makes sure that `element` and what it stands in are written."""
        above: Element | None = element
        while above and not above.number:
            above.number = self._document.reserve()
            above = above.parent

    def _key(self, holder: str) -> int:
        key = len(self._parents)
        self._parents[key] = holder
        return key

    def finish(self) -> str:
        """Writes the tree; what the catalog says of it."""
        if not self.tagged:
            return ""
        self._hold(self._root)
        tree, parents = self._document.reserve(), self._document.reserve()
        waiting = [self._root]
        while waiting:
            element = waiting.pop()
            self._document.put(element.number, dictionary(element, tree))
            waiting += [kid for kid in element.kids if isinstance(kid, Element) and kid.number]
        held = " ".join(f"{key} {holder}" for key, holder in self._parents.items())
        self._document.put(parents, f"<</Nums[{held}]>>")
        said = f"/K {self._root.number} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {len(self._parents)}"
        self._document.put(tree, f"<</Type/StructTreeRoot{said}>>")
        return f"/StructTreeRoot {tree} 0 R/MarkInfo<</Marked true>>"


@dataclass(eq=False, slots=True)
class _Mark:
    """A stretch of content that is being drawn: of an element, or of none, with the properties of an artifact."""

    drawn_into: Any
    element: Element | None
    properties: str = ""
    began: int = 0
    ended: int = 0
    stretch: Stretch | None = None

    def goes_on_in(self, other: "_Mark") -> bool:
        """Whether `other` begins where this one ended, with at most a colour set in between, and is of its element."""
        if self.element is not other.element or self.drawn_into is not other.drawn_into:
            return False
        if not self.element or self.element.kids[-1] is not self.stretch:
            return False
        return all(code.endswith(" rg") for code in self.drawn_into._code[self.ended + 1 :])
