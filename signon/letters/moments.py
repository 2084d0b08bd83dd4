"""A moment as staff type it: a day and a time on the clock of the letter's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from signon.refusals import N_, Refusal

_FORM = "%Y-%m-%dT%H:%M"
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_NO_MOMENT = N_("Please give a day and a time, such as 2026-12-31 23:59.")


def moment(typed: str, zone: str, field: str) -> datetime | None:
    """`typed`, "2026-12-31 23:59" with a T or a space between, on the clock of `zone`, as aware UTC; None for "".

    An hour that the clock shows twice is the first one. Raises Refusal about `field` for what is no such moment, and
    for one that the clock skips.
    """
    text = "T".join(typed.split())
    if not text:
        return None
    try:
        naive = datetime.strptime(text[:16], _FORM)  # noqa: DTZ007 - its zone is given beside it
    except ValueError:
        raise Refusal(_NO_MOMENT, field) from None
    if not _FIRST_YEAR <= naive.year <= _LAST_YEAR:
        raise Refusal(_NO_MOMENT, field)
    here = naive.replace(tzinfo=ZoneInfo(zone))
    there = here.astimezone(UTC)
    if there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != naive:
        raise Refusal(N_("The clocks of this time zone skip that hour on that day. Please choose another."), field)
    return there


def typed(at: datetime | None, zone: str) -> str:
    """The moment as a form shows it on the clock of `zone`; "" for none."""
    return at.astimezone(ZoneInfo(zone)).strftime(_FORM) if at else ""


def known_zone(name: str, field: str) -> str:
    """The time zone called `name`, in its own spelling. Raises Refusal about `field` when there is none."""
    try:
        return ZoneInfo(name.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(N_("Please choose a time zone from the list, such as America/New_York."), field) from None
