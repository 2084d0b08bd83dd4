"""Controls: what staff turn on a letter that is out: pause signing, look at every new name first."""

from datetime import datetime

from sqlalchemy import update

from signon.database import db
from signon.letters.models import LISTING, Letter
from signon.refusals import N_, Refusal


def pause(letter: Letter, at: datetime) -> None:
    """Take no new signatures from `at` on. Twice is once: paused since the first time."""
    if letter.paused_at is None:
        _set(letter, paused_at=at)


def resume(letter: Letter) -> None:
    """Take new signatures again."""
    _set(letter, paused_at=None)


def list_by(letter: Letter, policy: str) -> None:
    """Decide about new names by `policy`, one of LISTING, from now on. Raises Refusal for any other."""
    if policy not in LISTING:
        raise Refusal(N_("There is no such way to list names."))
    _set(letter, listing=policy)


def _set(letter: Letter, **values: object) -> None:
    """One UPDATE of these columns only; `letter` then says what was set."""
    db.session.execute(update(Letter).where(Letter.id == letter.id).values(**values))
    db.session.refresh(letter, list(values))
