"""Questions: staff ask the signee of a held name, by mail, and the signee answers in their own words, by a link.

Both are sealed as everything else that a signee writes to staff. The answer can be changed until staff have decided.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.listing import change_state, read_anew
from signon.signatures.models import HELD, Signature
from signon.signatures.names import plain_text
from signon.signatures.own_entry import hold_still, refuse_unless_seen
from signon.signatures.signing import open_contact
from signon.signatures.staff_models import Question
from signon.signatures.tokens import ANSWER, Tokens
from signon.signatures.ways import Found, close_ways, open_way
from signon.staff.models import StaffMember

MOST_WORDS = 1000  # characters of a question, and of an answer
ANSWER_LASTS = timedelta(days=30)
DECIDED = N_("The campaign’s staff have decided about this name. There is nothing more to answer.")
_ASKED_AS, _ANSWERED_AS = "question", "answer to a question"


@dataclass(frozen=True)
class Asked:
    """A question with its answer ("" while there is none), who asked (an address, or ""), and when each was written."""

    words: str
    by: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


def can_be_asked(address: str, signature: Signature) -> bool:
    """Whether there is somebody to ask: a held name with a mailbox."""
    return signature.state == HELD and bool(address)


def ask(
    letter: Letter,
    signature: Signature,
    words: str,
    *,
    member_id: int | None,
    keys: KeyStore,
    tokens: Tokens,
    at: datetime,
    seen: datetime,
) -> str:
    """Keep a question to the signee in place of an earlier one, and answer the token of the link by which they answer.

    Raises Refusal about "question" when there are no words or too many, or when nobody can be asked; ChangedMeanwhile
    when the signature is not as it was `seen`. The caller owns the transaction, and keeps the mail.
    """
    asked = plain_text(words, "question", MOST_WORDS)
    if not asked:
        raise Refusal(N_("Please write what you would like to know."), "question")
    counting.lock(letter.id, at)
    if not read_anew(signature) or not can_be_asked(open_contact(letter, signature.contact, keys).email, signature):
        raise Refusal(N_("There is no mailbox to ask, or the name is not held any more."), "question")
    hold_still(signature)
    refuse_unless_seen(signature, seen)
    row = db.session.get(Question, signature.id) or Question(signature_id=signature.id)
    row.words, row.asked_by, row.asked_at = keys.seal(letter.key_name, asked.encode(), _ASKED_AS), member_id, at
    row.answer = row.answered_at = None
    db.session.add(row)
    db.session.flush()
    change_state(signature, HELD, HELD, at)  # whoever decides by an older page is told to look again
    close_ways(signature.id, ANSWER)
    return open_way(signature.id, ANSWER, tokens=tokens, at=at, lasts=ANSWER_LASTS)


def answer(found: Found, words: str, keys: KeyStore, at: datetime) -> None:
    """Keep what the signee answers; it takes the place of what they answered before.

    Raises Refusal about "answer" when there are no words or too many, and DECIDED when staff have.
    """
    letter, signature = found.letter, found.signature
    said = plain_text(words, "answer", MOST_WORDS)
    if not said:
        raise Refusal(N_("Please write an answer."), "answer")
    counting.lock(letter.id, at)
    row = db.session.get(Question, signature.id)
    if row is None or not change_state(signature, HELD, HELD, at):
        raise Refusal(DECIDED, "answer")
    row.answer, row.answered_at = keys.seal(letter.key_name, said.encode(), _ANSWERED_AS), at
    db.session.flush()


def asked_of(letter: Letter, signature_ids: Collection[int], keys: KeyStore) -> dict[int, Asked]:
    """The questions about these signatures of `letter`, by the signatures' ids. One statement. Raises KeyGone after the
    letter's key was destroyed.
    """
    if not signature_ids:
        return {}
    rows = db.session.execute(
        select(Question, StaffMember.email)
        .outerjoin(StaffMember, StaffMember.id == Question.asked_by)
        .where(Question.signature_id.in_(signature_ids))
    )
    return {row.signature_id: _opened(letter, row, by or "", keys) for row, by in rows}


def _opened(letter: Letter, row: Question, by: str, keys: KeyStore) -> Asked:
    words = keys.open(letter.key_name, row.words, _ASKED_AS).decode()
    answered = keys.open(letter.key_name, row.answer, _ANSWERED_AS).decode() if row.answer else ""
    return Asked(words, by, row.asked_at, answered, row.answered_at)
