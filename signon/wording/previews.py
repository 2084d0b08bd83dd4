"""A letter as it would read and print if what staff have typed were saved: nothing is kept, and no row is touched."""

from dataclasses import replace
from datetime import datetime

from signon.letters.file import LetterFile
from signon.letters.letters import current_texts, reading
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import LetterReading
from signon.signatures import counting, roll
from signon.signatures.signee import SigneeList
from signon.wording.readings import letterhead_of
from signon.wording.undersigned import living_number

MOST_NAMES = 200  # a preview is drawn while somebody types
_WORDS = ("title", "subject", "salutation", "body", "closing", "signee_heading", "legal_footer")


def read_preview(letter: Letter, file: LetterFile, at: datetime) -> SigneeList:
    """`letter` with the words of `file` and its first names as they stand, at most MOST_NAMES; the numbers are of all.

    A file that is a translation keeps the letter's other facts.
    """
    count = counting.read(letter, at)
    return SigneeList(
        letter=_reading(letter, file, count),
        signees=tuple(roll.signees(letter, limit=MOST_NAMES)),
        organizations=count.organizations,
        individuals=count.individuals,
        undersigned=count.undersigned,
        as_of=at,
        letterhead=letterhead_of(letter),
    )


def _reading(letter: Letter, file: LetterFile, count: counting.Count) -> LetterReading:
    newest = current_texts(letter)[0].number
    text = TextVersion(
        number=newest,
        language=file.language,
        authoritative=not file.translation_of,
        addressees=[dict(addressee) for addressee in file.addressees],
        **{name: getattr(file, name) for name in _WORDS},
    )
    said = reading(letter, text, living_number(count.undersigned, file.language))
    return said if file.translation_of else replace(said, date=file.date, signed_by=file.signed_by)
