"""What a new text of a published letter is to those who signed the one before.

A *correction* (a spelling, a date) changes nothing that anybody agreed to: it is noted with its reason. A
*clarification* says the same more clearly: every signee is told, with a way out. A *material* change says something
else: every signee is asked, by a day, whether they keep their name; the letter's policy decides about the silent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from signon.letters.models import CHANGES, CORRECTION, MATERIAL
from signon.refusals import N_, Refusal

SHORTEST_TIME_TO_ANSWER = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """Why a published text changes, and what the change is; `answer_by` is there for a material one only."""

    reason: str
    kind: str = CORRECTION
    answer_by: datetime | None = None

    def check(self, at: datetime) -> None:
        """Raises Refusal about kind, reason or answer_by where something is missing or too late."""
        if self.kind not in CHANGES:
            raise Refusal(N_("Please choose what kind of change this is."), "kind")
        if not self.reason.strip():
            raise Refusal(N_("Please say why the text changes: everybody can read it."), "reason")
        if self.kind == MATERIAL and (self.answer_by is None or self.answer_by < at + SHORTEST_TIME_TO_ANSWER):
            raise Refusal(N_("Please give the signees at least one day to answer."), "answer_by")
