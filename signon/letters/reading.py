"""What a reader of a letter sees, as plain frozen data: no database, no request.

Pages, mails and documents are drawn from these, never from the rows.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class AddresseeReading:
    """One person or office written to. `address` is one printed line per item; `title` and `address` may be empty."""

    name: str
    title: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a letter's signees stand on paper: in 1, 2 or 3 `columns`, balanced, or each `filled` before the next.

    `grouped_by` is "", scope, state or country. `details` names what is printed below a name, of representative, role
    and place, in that order. `page_header` heads the pages after the first; where it is empty, the title does.
    """

    columns: int = 1
    filled: bool = False
    grouped_by: str = ""
    conveners_first: bool = False
    details: tuple[str, ...] = ()
    page_header: str = ""


@dataclass(frozen=True)
class LetterReading:
    """One text of a letter in one language, with the number of the undersigned filled in.

    `body` is Markdown (see `signon.letters.text`). Every string is plain text and may be empty, except `slug` and
    `title`. `signed_by` is organizations, individuals or both. `layout` is how its signees are printed.
    `authoritative` is false for a translation. `version` counts the texts that were published, from 1.
    """

    slug: str
    campaign: str
    signed_by: str
    language: str
    title: str
    body: str
    version: int = 1
    authoritative: bool = True
    date: dt.date | None = None
    addressees: tuple[AddresseeReading, ...] = ()
    subject: str = ""
    salutation: str = ""
    closing: str = ""
    signee_heading: str = ""
    layout: Layout = Layout()
    legal_footer: str = ""

    @property
    def is_petition(self) -> bool:
        """A petition is signed by individuals only."""
        return self.signed_by == "individuals"
