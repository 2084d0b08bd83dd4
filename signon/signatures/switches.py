"""Switches: what the host or the staff can turn off without a restart, for the whole installation at once.

They are rows of the database, so that every process sees them with its next request.
"""

from datetime import datetime

from sqlalchemy import delete, select

from signon.database import db, insert_all_unless_there
from signon.signatures.models import Switch

SIGNING = "signing"  # nobody can send a sign form; links that were mailed still work
MAIL = "mail"  # no mail leaves; it waits in the outbox
LISTING = "listing"  # whatever is verified is held until staff have looked
SWITCHES = (SIGNING, MAIL, LISTING)


def turn_off(name: str, at: datetime) -> None:
    """Turn `name`, one of SWITCHES, off from `at` on; what is off already stays off since it was."""
    insert_all_unless_there(Switch, [{"name": _known(name), "off_since": at}])


def turn_on(name: str) -> None:
    """Turn `name`, one of SWITCHES, on again."""
    db.session.execute(delete(Switch).where(Switch.name == _known(name)))


def is_off(name: str) -> bool:
    """Whether `name`, one of SWITCHES, is off now. One small statement."""
    return db.session.scalar(select(Switch.name).where(Switch.name == _known(name))) is not None


def off_since() -> dict[str, datetime]:
    """Every switch that is off, with the moment since when."""
    rows = db.session.execute(select(Switch.name, Switch.off_since).order_by(Switch.name))
    return {name: since for name, since in rows if name in SWITCHES}


def _known(name: str) -> str:
    if name not in SWITCHES:
        raise ValueError(f"there is no switch {name}")
    return name
