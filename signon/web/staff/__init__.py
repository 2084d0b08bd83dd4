"""The workspace of the staff. Importing it hangs every one of its doors on the blueprint in `doors`."""

from signon.web.staff import (
    account,
    answers,
    change_requests,
    comparing,
    controls,
    covering,
    deliveries,
    editions,
    layout,
    letters,
    logos,
    names,
    press_sheet,
    reviewing,
    standing,
)

__all__ = [
    "account",
    "answers",
    "change_requests",
    "comparing",
    "controls",
    "covering",
    "deliveries",
    "editions",
    "layout",
    "letters",
    "logos",
    "names",
    "press_sheet",
    "reviewing",
    "standing",
]
