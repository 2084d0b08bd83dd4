"""What is done at a terminal is in the audit too."""

from datetime import datetime

from flask import current_app

from signon.letters.models import Letter
from signon.staff.auditing import COMMAND_LINE, Doer, record


def note(act: str, at: datetime, letter: Letter | None = None, **about: object) -> None:
    """Keep that the command line did `act`; see `auditing.record` for `about`. At the end of the command's
    transaction.
    """
    keys = current_app.extensions["signon.keys"]
    record(act, Doer(who=COMMAND_LINE), keys=keys, at=at, letter=letter, **about)  # type: ignore[arg-type]
