"""A letter and its signee list as one reader sees them: the text in their language, the living number filled in."""

from datetime import datetime

from signon.database import db
from signon.letters.letters import current_texts, reading, text_for
from signon.letters.models import Letter, Letterhead, TextVersion
from signon.letters.reading import LetterReading
from signon.signatures import counting, roll
from signon.signatures.counting import Count
from signon.signatures.models import Signature
from signon.signatures.signee import LetterheadReading, SigneeList
from signon.wording.undersigned import living_number


def read_letter(letter: Letter, count: Count, language: str, texts: list[TextVersion] | None = None) -> LetterReading:
    """`letter` in `language` where it was translated, else as it was written. `texts` saves asking for them again."""
    text = text_for(texts or current_texts(letter), language)
    return reading(letter, text, living_number(count.undersigned, text.language))


def read_signee_list(
    letter: Letter, language: str, at: datetime, with_: Signature | None = None, *, shown: bool = False
) -> SigneeList:
    """The letter with all its listed names as they stand `at` this moment; its numbers are those of these names.

    With a signature `with_` them, that one stands in its place among those that the public sees, also while it waits.
    With `shown`, those that the public sees: see `signatures/batches.py`.
    """
    names = roll.signees_with(letter, with_) if with_ else roll.signees(letter, shown=shown)
    before = counting.shown(letter, at) if shown or with_ else counting.read(letter, at)
    unlisted = before.organizations + before.individuals - before.listed - before.anonymous
    count = counting.of_names(letter, names, before.anonymous, unlisted, at)
    return SigneeList(
        letter=read_letter(letter, count, language),
        signees=tuple(names),
        organizations=count.organizations,
        individuals=count.individuals,
        undersigned=count.undersigned,
        as_of=at,
        anonymous=count.anonymous,
        letterhead=letterhead_of(letter),
    )


def read_excerpt(letter: Letter, language: str, at: datetime, around: Signature, most: int = 60) -> SigneeList:
    """The letter with the names near the signature `around`, for lists too long to be drawn while somebody waits.

    Its numbers are those of the whole list, as the public sees it.
    """
    count = counting.shown(letter, at)
    return SigneeList(
        letter=read_letter(letter, count, language),
        signees=tuple(roll.signees_around(letter, around, most)),
        organizations=count.organizations,
        individuals=count.individuals,
        undersigned=count.undersigned,
        as_of=at,
        letterhead=letterhead_of(letter),
    )


def letterhead_of(letter: Letter) -> LetterheadReading | None:
    """The picture above `letter` on paper, if it has one."""
    row = db.session.get(Letterhead, letter.id)
    return LetterheadReading(row.png, row.width, row.height, row.alt) if row else None
