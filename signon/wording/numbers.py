"""Numbers, days and moments as the reader's language writes them."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal
from babel.units import format_unit
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from signon.letters.models import Letter

# Whose manner of writing numbers, days and hours goes with a language: our readers live in the United States.
_WRITTEN_AS = {"en": "en_US", "es": "es_US"}
# What CLDR calls zones in Spanish, and what people who live in them say.
_CALLED_HERE = {
    "hora oriental": "hora del Este",
    "hora central": "hora del Centro",
    "hora de las Montañas Rocosas": "hora de la Montaña",
}


def in_language(code: str) -> AbstractContextManager[None]:
    """Within this block words, numbers and dates are those of the language `code`, written like "es" or "pt-BR"."""
    within: AbstractContextManager[None] = force_locale(code.replace("-", "_"))
    return within


def manner() -> Locale:
    """The locale by which numbers and dates are written on a page in this language."""
    return manner_of(str(get_locale()))


def manner_of(language: str) -> Locale:
    """The same for `language`, a code such as "es" or "pt-BR"."""
    return Locale.parse(_WRITTEN_AS.get(language, language.replace("-", "_")))


def number(value: int) -> str:
    """A whole number with its separators: "2,500"."""
    return format_decimal(value, locale=manner())


def long_date(day: date) -> str:
    """A day in words: "November 21, 2026", "21 de noviembre de 2026"."""
    return format_date(day, "long", locale=manner())


def date_time(moment: datetime, zone: str = "UTC") -> str:
    """A moment on the clock of `zone`, which is named: "March 31, 2027, 11:59 PM (Eastern Time)"."""
    local = moment.astimezone(ZoneInfo(zone))
    locale = manner()
    said: str = _(
        "%(day)s, %(time)s (%(zone)s)",
        day=format_date(local.date(), "long", locale=locale),
        time=format_time(local.time(), "short", locale=locale),
        zone=_zone_name(zone, locale),
    )
    return said


def _zone_name(zone: str, locale: Locale) -> str:
    """ "Eastern Time" holds in summer and winter. A zone of no country has one time only, and no generic name; UTC is
    called by its letters: spelled out it would be longer than the moment.
    """
    if zone == "UTC":
        return "UTC"
    variant: Literal["generic", "standard"] = "standard" if zone.startswith("Etc/") else "generic"
    said = get_timezone_name(ZoneInfo(zone), width="long", locale=locale, zone_variant=variant)
    return _CALLED_HERE.get(said, said)


def file_size(octets: int) -> str:
    """About how large a file is, in kilobytes of 1000 bytes, or megabytes: "24 kB"."""
    unit, size = ("megabyte", octets / 1e6) if octets >= 1e6 else ("kilobyte", octets / 1e3)
    return format_unit(round(size, 1) if unit == "megabyte" else max(round(size), 1), unit, "short", locale=manner())


def deadline_text(letter: Letter) -> str:
    """The letter's deadline on its own zone's clock, or "" when it has none."""
    return date_time(letter.deadline_at, letter.deadline_zone) if letter.deadline_at else ""


def closing_text(letter: Letter) -> str:
    """When signing ends or ended, late signing included, on the same clock; "" when nobody has said."""
    return date_time(letter.closes_here, letter.deadline_zone) if letter.closes_here else ""
