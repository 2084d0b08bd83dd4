"""An addendum as plain data: the names that came since, under the letter's own head."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from signon.letters.letters import current_texts, reading
from signon.letters.models import Letter
from signon.letters.reading import LetterReading
from signon.signatures import counting, roll
from signon.signatures.counting import Count
from signon.signatures.delivering import next_addendum
from signon.signatures.signee import SigneeList
from signon.wording.numbers import in_language, long_date, number
from signon.wording.readings import letterhead_of
from signon.wording.undersigned import living_number


def read_addendum(letter: Letter, at: datetime) -> SigneeList:
    """The names of a delivered `letter` that no edition and no addendum bears, as its next addendum, dated `at`.

    In the language of the text that counts. Its numbers are those of these names alone.
    """
    count = counting.unprinted(letter, at)
    return SigneeList(
        letter=_head(letter, count, at),
        signees=tuple(roll.unprinted(letter)),
        organizations=count.organizations,
        individuals=count.individuals,
        undersigned=count.undersigned,
        as_of=at,
        anonymous=count.anonymous,
        letterhead=letterhead_of(letter),
    )


def _head(letter: Letter, count: Count, at: datetime) -> LetterReading:
    """The letter without its text, which was handed over before: who it is to, what came, and since when."""
    text = current_texts(letter)[0]
    with in_language(text.language):
        whole = reading(letter, text, living_number(count.undersigned, text.language))
        return replace(
            whole,
            title=_numbered(letter, whole.title),
            subject=_numbered(letter, whole.subject) if whole.subject else "",
            date=at.astimezone(ZoneInfo(letter.deadline_zone)).date(),
            body=_what_came(letter, count.organizations + count.individuals),
            salutation="",
            closing="",
        )


def _numbered(letter: Letter, title: str) -> str:
    said: str = _("Addendum %(number)s: %(title)s", number=number(next_addendum(letter)), title=title)
    return said


def _what_came(letter: Letter, came: int) -> str:
    said: str = ngettext(
        "%(shown)s more signature has come since this letter was delivered on %(day)s.",
        "%(shown)s more signatures have come since this letter was delivered on %(day)s.",
        came,
        shown=number(came),
        day=long_date(letter.delivered_here) if letter.delivered_here else "",
    )
    return said + "\n"
