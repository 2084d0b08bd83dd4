"""What waits for staff on their letters: numbers by letter, each from an index of what waits and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from signon.database import db
from signon.letters.models import Letter
from signon.signatures.models import HELD, ChangeRequest, Signature
from signon.signatures.staff_models import Question, SigneeImport, TextAsking


@dataclass
class Waiting:
    """What waits on one letter. `unsettled` says that signees are being asked about a changed text."""

    held: int = 0
    answered: int = 0
    comments: int = 0
    changes: int = 0
    imports: int = 0
    unsettled: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nobody has to do anything."""
        return not any((self.held, self.comments, self.changes, self.imports))


def waiting_on(letters: Sequence[Letter]) -> dict[int, Waiting]:
    """What waits on each of `letters`, by letter id. Six statements, however many letters there are."""
    found = {letter.id: Waiting() for letter in letters}
    here = Signature.letter_id.in_(found)
    numbers: dict[str, Any] = {
        "held": _per_letter().where(here, Signature.state == HELD),
        "answered": _per_letter()
        .join(Question, Question.signature_id == Signature.id)
        .where(here, Signature.state == HELD, Question.answered_at.is_not(None)),
        "comments": _per_letter().where(here, Signature.comment_waits, Signature.state == "verified"),
        "changes": _per_letter().join(ChangeRequest, ChangeRequest.signature_id == Signature.id).where(here),
        "imports": select(SigneeImport.letter_id, func.count())
        .where(SigneeImport.letter_id.in_(found), SigneeImport.state == "looked at")
        .group_by(SigneeImport.letter_id),
    }
    for name, query in numbers.items():
        for letter_id, number in db.session.execute(query):
            setattr(found[letter_id], name, number)
    asking = select(TextAsking.letter_id).where(TextAsking.letter_id.in_(found), TextAsking.settled_at.is_(None))
    for letter_id in db.session.scalars(asking):
        found[letter_id].unsettled = True
    return found


def closes_soon(letter: Letter, at: datetime, days: int = 3) -> bool:
    """Whether signing ends within so many days."""
    return letter.is_open(at) and letter.deadline_at is not None and (letter.deadline_at - at).days < days


def _per_letter() -> Select[int, int]:
    return select(Signature.letter_id, func.count()).group_by(Signature.letter_id)
