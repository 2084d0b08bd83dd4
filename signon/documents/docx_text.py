"""The text of a letter in Word's styles: headings, paragraphs, quotes, and lists that count as they were typed."""

from itertools import zip_longest

from signon.documents.blocks import BULLET, HEADING, RULE, Block, blocks
from signon.documents.docx_parts import number_from
from signon.documents.docx_sheet import Sheet
from signon.documents.docx_xml import put

_DEEPEST = 3  # Word has "List Bullet", "List Bullet 2" and "List Bullet 3"


def add_text(sheet: Sheet, body: str, has_closing: bool) -> None:
    """Adds all blocks of the Markdown `body`; the last one is not parted from a closing."""
    found = [block for block in blocks(body) if block.kind == RULE or block.text.strip()]
    numbers = _Numbers(sheet)
    for block, following in zip_longest(found, found[1:]):
        keeps = _leads_in(block, following) if following else has_closing
        style = _style(block)
        properties = sheet.add(style, block.runs, keeps)
        if block.depth and not block.tight:
            put(properties, "contextualSpacing", val=0)  # a list with empty lines between its items
        numbering = numbers.of(block, style)
        if numbering:
            number = put(properties, "numPr")
            number.get_or_add_ilvl().val = 0
            number.get_or_add_numId().val = numbering


def _leads_in(block: Block, following: Block) -> bool:
    """Whether a paragraph announces the list or quote that follows it."""
    return len(following.inside) > len(block.inside) and block.text.rstrip().endswith((":", "："))


def _style(block: Block) -> str:
    if block.kind == HEADING:
        return f"Heading {block.level}"
    if block.kind == RULE:
        return "Rule"
    if block.depth:
        base = "List Continue" if not block.marker else "List Bullet" if block.marker == BULLET else "List Number"
        depth = min(block.depth, _DEEPEST)
        return base if depth == 1 else f"{base} {depth}"
    return "Quote" if block.quote else "Normal"


class _Numbers:
    """The numberings of a text's lists: Word counts on in one, and begins anew where another number was typed."""

    def __init__(self, sheet: Sheet):
        self._document = sheet.document
        self._at: dict[int, tuple[int, str]] = {}  # by depth: the numbering, and the marker it expects next

    def of(self, block: Block, style: str) -> int:
        """The numbering of a block, or 0."""
        if not block.depth:
            self._at.clear()
        if not style.startswith("List Number"):
            return 0
        numbering, expected = self._at.get(block.depth, (0, ""))
        if block.marker != expected:
            numbering = number_from(self._document, style, block.marker)
        self._at = {depth: at for depth, at in self._at.items() if depth < block.depth}
        self._at[block.depth] = (numbering, f"{int(block.marker[:-1]) + 1}{block.marker[-1]}")
        return numbering
