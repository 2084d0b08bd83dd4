"""Keeping together what belongs together: a heading and its text, a closing and the first names.

A flowable with company says that it does not fit where what must follow it would stand on another page; reportlab then
splits it, or begins a new page with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.platypus import CondPageBreak, Flowable

from signon.documents.pdf.signees import Names, SigneeColumns
from signon.documents.pdf.styles import TEXT_WIDTH

ROUNDING = 1e-6
_LONG_NAME = 200.0


@dataclass(frozen=True)
class Company:
    """What follows a flowable: `needed` points must stand on the same page as its end, `wanted` points should.

    They should only where less than `worth` points are left below that end: more are not left empty for it.
    """

    needed: float = 0.0
    wanted: float = 0.0
    worth: float = 0.0

    def height_with(self, height: float, room: float) -> float:
        """The height to ask for where there is so much `room`: more than that if the company does not fit too."""
        too_long = height + self.needed > room + ROUNDING
        parted = room - height < self.worth and height + self.wanted > room + ROUNDING
        return max(height, room + 1) if too_long or parted else height


class Kept(Flowable):
    """A flowable that may have to be kept with the next one: `keeps` asks for it, `keep_together` sees to it."""

    keeps = False
    company = Company()

    def least_height(self, width: float, page_height: float) -> float:
        """What of it must stand below its heading."""
        height: float = self.wrap(width, page_height)[1]
        return height


class KeptNames(Kept):
    """Names, the last of which stand on the same page as their company.

    All of them should stand on one page, where less than `worth` points are left for them on this one.
    """

    def __init__(self, names: Names, worth: float, columns: SigneeColumns | None = None):
        super().__init__()
        self._names, self.worth = names, worth
        self._columns = columns or SigneeColumns(names)

    def least_height(self, width: float, page_height: float) -> float:
        """Two names, or a few rows of columns."""
        return self._names.least_height()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The height of the names; more than there is, where they or their company do not fit."""
        self.width, self.height = self._columns.wrap(availWidth, availHeight)
        return self.width, self.company.height_with(self.height, availHeight)

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """What fits on this page, and the rest: of names that all fit, some go with their company to the next page."""
        _, height = self._columns.wrap(availWidth, availHeight)
        room = availHeight
        if height <= availHeight + ROUNDING:
            room = max(availHeight - self.company.needed, height - self._names.few_rows)
        parts = self._columns.split(availWidth, room) if room > 0 else []
        if len(parts) == 2:
            page, columns = parts
            rest = KeptNames(self._names, self.worth, columns)
            rest.company = self.company
            # What is left of this page is not for the rest, or names would be read down two sets of columns.
            return [page, CondPageBreak(availHeight), rest]
        # A name of half a page stands without its company, rather than nowhere.
        return [self._columns] if _LONG_NAME < height <= availHeight + ROUNDING else []

    def draw(self) -> None:
        """Draws the names."""
        self._columns.drawOn(self.canv, 0, 0)


def keep_together(found: Sequence[Kept], page_height: float) -> None:
    """Tells each flowable that keeps the next one how much of it there is."""
    for one, following in reversed(list(pairwise(found))):
        if one.keeps:
            one.company = _company(one, following, page_height)


def _company(one: Kept, following: Kept, page_height: float) -> Company:
    gap = max(one.getSpaceAfter(), following.getSpaceBefore())
    height: float = following.wrap(TEXT_WIDTH, page_height)[1]
    least, beyond = following.least_height(TEXT_WIDTH, page_height), following.company
    # What is not split takes all of its own company along. More than a page holds would leave one empty.
    needed = min(gap + least + (beyond.needed if least >= height else 0), page_height / 2)
    if isinstance(following, KeptNames):
        wanted, worth = gap + height + beyond.needed, gap + following.worth
    elif beyond.wanted:
        wanted, worth = gap + height + beyond.wanted, gap + height + beyond.worth
    else:
        return Company(needed)
    fits = one.wrap(TEXT_WIDTH, page_height)[1] + wanted <= page_height
    return Company(needed, wanted, worth) if fits else Company(needed)
