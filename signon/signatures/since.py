"""The names that came onto a letter's list since it was delivered."""

from dataclasses import dataclass

from signon.letters.models import Letter
from signon.signatures import roll
from signon.signatures.edition_models import Edition
from signon.signatures.searching import Search
from signon.signatures.signee import Signee


@dataclass(frozen=True)
class Since:
    """The first names that `came` in printed order, and how many `more` did."""

    came: list[Signee]
    more: int


def since_delivery(letter: Letter, edition: Edition, most: int = 24) -> Since:
    """Who came since `edition` was handed over, as the public may know it; at most so many names.

    In safe mode a name that came is told once an addendum bears it.
    """
    wanted = Search(since=edition.id)
    came = roll.signees(letter, wanted, limit=most, shown=True)
    more = roll.found(letter, wanted, shown=True) - most if len(came) == most else 0
    return Since(came, more)
