"""What staff leave behind when they review: a question with its answer, notes and tags, names struck together."""

from signon.database import now
from signon.letters.models import Letter
from signon.signatures import bulk_striking, notes, questions
from signon.signatures.bulk_striking import LISTED, Pattern
from signon.signatures.models import HELD, Signature
from signon.signatures.tokens import ANSWER
from signon.signatures.ways import follow
from tests import make


def leave_traces(letter: Letter, held: Signature) -> None:
    """Ask the signee of a held name, who answers; note and tag it and the letter; strike what is called a guild of
    lamps. The caller owns the transaction.
    """
    tokens = make.tokens()
    how = {"member_id": None, "keys": make.keys()}
    assert held.state == HELD
    token = questions.ask(letter, held, "Who are you?", tokens=tokens, at=now(), seen=held.changed_at, **how)  # type: ignore[arg-type]
    questions.answer(follow(ANSWER, token, tokens=tokens, at=now()), "The union of those who hold.", make.keys(), now())
    for number in (None, held.id):
        notes.write_note(letter, number, "They rang.", at=now(), **how)  # type: ignore[arg-type]
        notes.put_tag(letter, number, "ring-again")
    lamps = Pattern(words="lamp", state=LISTED)
    digest = bulk_striking.preview(letter, lamps, make.keys()).digest
    bulk_striking.strike_all(letter, lamps, "advertising", digest=digest, at=now(), **how)  # type: ignore[arg-type]
