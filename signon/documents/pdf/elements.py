"""The elements of the structure tree, and how they are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from signon.documents.pdf.file import text

Rect = tuple[float, float, float, float]  # left, bottom, right, top, in points of the page


@dataclass(eq=False, slots=True)
class Stretch:
    """A stretch of the content of a page."""

    page: int
    mcid: int


@dataclass(eq=False, slots=True)
class Area:
    """An annotation on a page."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Items:
    """List items written in bulk: every second number from `first` on."""

    first: int
    count: int


@dataclass(eq=False, slots=True)
class Element:
    """An element of the tree. `number` is 0 until it holds something; `entries` are those of its dictionary."""

    role: str
    parent: "Element | None"
    entries: str = ""
    numbering: str = ""
    number: int = 0
    kids: "list[Element | Stretch | Area | Items]" = field(default_factory=list)


def entries(words: dict[str, str], bbox: Rect | None) -> str:
    """What an element's dictionary says in words, by key, and where it stands."""
    written = "".join(f"/{key}{text(value)}" for key, value in words.items() if value)
    return f"{written}/A<</O/Layout/Placement/Block/BBox[{numbers(bbox)}]>>" if bbox else written


def dictionary(element: Element, tree: int) -> str:
    """An element as it is written; `tree` is the number of the structure tree, which holds the first one."""
    parent = element.parent.number if element.parent else tree
    said = element.entries
    if element.role == "L":
        said += f"/A<</O/List/ListNumbering/{element.numbering or _numbering(element)}>>"
    page = next((kid.page for kid in element.kids if isinstance(kid, Stretch)), 0)
    if page:
        said += f"/Pg {page} 0 R"
    kids = [written for kid in element.kids for written in _written(kid, page)]
    held = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
    return f"<</Type/StructElem/S/{element.role}/P {parent} 0 R{said}/K {held}>>"


def _numbering(listed: Element) -> str:
    """A list with labels must say that it has some, if not which."""
    items = [kid for kid in listed.kids if isinstance(kid, Element)]
    labelled = any(isinstance(kid, Element) and kid.role == "Lbl" for item in items for kid in item.kids)
    return "Disc" if labelled else "None"


def _written(kid: Element | Stretch | Area | Items, page: int) -> list[str]:
    """What an element of `page` holds; nothing of an element that came to hold nothing itself."""
    if isinstance(kid, Element):
        return [f"{kid.number} 0 R"] if kid.number else []
    if isinstance(kid, Items):
        return [f"{number} 0 R" for number in range(kid.first, kid.first + 2 * kid.count, 2)]
    if isinstance(kid, Area):
        return [f"<</Type/OBJR/Pg {kid.page} 0 R/Obj {kid.number} 0 R>>"]
    return [str(kid.mcid) if kid.page == page else f"<</Type/MCR/Pg {kid.page} 0 R/MCID {kid.mcid}>>"]


def numbers(values: Iterable[float]) -> str:
    """Numbers in points, to a hundredth."""
    return " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in values)
