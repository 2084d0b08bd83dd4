"""Reading a letter's count back."""

from signon.database import db, now
from signon.letters.letters import with_slug
from signon.signatures import counting


def numbers(slug: str = "night-train") -> tuple[int, int]:
    """The letter's count, as (organizations, individuals)."""
    db.session.rollback()
    letter = with_slug(slug)
    assert letter is not None
    count = counting.read(letter, now())
    return count.organizations, count.individuals
