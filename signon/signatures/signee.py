"""The signee list as plain frozen data: the one reading from which page, count, CSV, JSON, XLSX, DOCX and PDF are
drawn.
"""

from dataclasses import dataclass
from datetime import datetime

from signon.letters.reading import LetterReading

ORGANIZATION = "organization"
INDIVIDUAL = "individual"


@dataclass(frozen=True)
class LogoReading:
    """The picture beside an organization's name: whose it is (the signature's id), and its size in pixels."""

    signature_id: int
    width: int
    height: int


@dataclass(frozen=True)
class LetterheadReading:
    """The picture above a letter on paper: a PNG, its size in pixels, and what it shows, in words."""

    png: bytes
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Signee:
    """One listed name, as it is printed, byte for byte. The other strings are public facts and may be empty.

    `kind` is "organization" or "individual"; `scope` is national, state, local or empty. `own_sort_key` is set only
    where the signee or the staff chose one. `convener` marks an organization that the letter names as its lead.
    `affiliation` is where an individual belongs, given for identification only. `representative` is who signed for an
    organization and `role` their office there; both are empty unless they chose to be shown. `signature_id` is for us
    alone: it is in no document. `logo` is read only where pictures are shown.
    """

    name: str
    kind: str = ORGANIZATION
    website: str = ""
    scope: str = ""
    city: str = ""
    home_state: str = ""
    country: str = ""
    own_sort_key: str = ""
    convener: bool = False
    affiliation: str = ""
    representative: str = ""
    role: str = ""
    signature_id: int = 0
    logo: LogoReading | None = None


@dataclass(frozen=True)
class SigneeList:
    """A letter and its signees in printed order, at one moment.

    `anonymous` people stand at the end of the list, as one number: so many equal lines would tell nobody more.
    `organizations` and `individuals` count every signature, theirs too and those of people who asked not to be listed,
    so they may exceed the number of `signees`. `undersigned` is the number that the text speaks of. `as_of` is aware
    UTC.
    """

    letter: LetterReading
    signees: tuple[Signee, ...]
    organizations: int
    individuals: int
    undersigned: int
    as_of: datetime
    anonymous: int = 0
    letterhead: LetterheadReading | None = None
