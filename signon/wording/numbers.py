"""Days and moments as the reader's language writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from flask_babel import get_locale
from flask_babel import gettext as _

from signon.letters.models import Letter


def long_date(day: date) -> str:
    """A day in words: "November 21, 2026", "21 de noviembre de 2026"."""
    return format_date(day, "long", locale=get_locale())


def date_time(moment: datetime, zone: str = "UTC") -> str:
    """A moment on the clock of `zone`, which is named: "March 31, 2027, 11:59 PM (Eastern Time)"."""
    local = moment.astimezone(ZoneInfo(zone))
    locale = get_locale()
    said: str = _(
        "%(day)s, %(time)s (%(zone)s)",
        day=format_date(local.date(), "long", locale=locale),
        time=format_time(local.time(), "short", locale=locale),
        zone=get_timezone_name(ZoneInfo(zone), width="long", locale=locale, zone_variant="generic"),
    )
    return said


def deadline_text(letter: Letter) -> str:
    """The letter's deadline on its own zone's clock, or "" when it has none."""
    return date_time(letter.deadline_at, letter.deadline_zone) if letter.deadline_at else ""
