"""What signees say about a changed text, what staff note for them, and what becomes of the silent.

`text_changes.py` has the rule. Each act holds the letter's counter row, then the asking's row, then the signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update

from signon.database import db, insert_all_unless_there
from signon.letters.history import history
from signon.letters.letters import current_texts
from signon.letters.models import SILENCE_WITHDRAWS, Letter, TextVersion
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.judging import KEPT_LATE, UNANSWERED, taken_off_before
from signon.signatures.listing import change_state, list_signature
from signon.signatures.models import ANONYMOUS, HELD, UNLISTED, VERIFIED, Signature
from signon.signatures.own_entry import hold_still
from signon.signatures.searching import is_called
from signon.signatures.staff_models import KEPT, SILENT, UNREACHED, TextAnswer, TextAsking
from signon.signatures.text_askings import WAITING, newest_asking, number_signed, open_question
from signon.signatures.text_changes import next_to_tell
from signon.signatures.verifying import ReadAnotherText, SigningOver
from signon.signatures.ways import Found, LinkEnded

SETTLED_AT_ONCE = 200  # signatures in one transaction
OVER = N_("This question is settled already.")


@dataclass(frozen=True)
class Page:
    """Some of those who were told of a text, each with the answer so far, and how many there are in all."""

    rows: list[tuple[Signature, str]]
    total: int


def was_taken_off(signature: Signature) -> bool:
    """Whether the name is off the list because its signee did not answer."""
    return signature.state == HELD and signature.reason == UNANSWERED


def keep(found: Found, *, read: int, at: datetime) -> str:
    """The signee keeps the name under the newest text; answers the signature's state. Twice is once.

    `read` is the id of the text that was before them. A name that silence took off comes back, or is held for staff to
    decide: where signing has ended and the letter is not delivered, and where the organization or the person was struck
    or objected to meanwhile. Raises ReadAnotherText; LinkEnded where
    there is no name any more; SigningOver when the letter was delivered without it.
    """
    letter, signature = found.letter, found.signature
    counting.lock(letter.id, at)
    db.session.refresh(letter)
    text = current_texts(letter)[0]
    if text.id != read:
        raise ReadAnotherText
    return _keep(letter, signature, text, at)


def keep_by_word(letter: Letter, signature: Signature, at: datetime) -> str:
    """The same, noted by staff whom the signee has told."""
    counting.lock(letter.id, at)
    return _keep(letter, signature, current_texts(letter)[0], at)


def _keep(letter: Letter, signature: Signature, text: TextVersion, at: datetime) -> str:
    asking = newest_asking(letter.id)
    hold_still(signature)
    if signature.state not in (VERIFIED, HELD):
        raise LinkEnded
    if signature.edition_id is not None:
        return signature.state  # it was handed over as it stands
    was_off, is_open = was_taken_off(signature), letter.accepts_verification(at)
    if was_off and letter.is_delivered(at) and not is_open:
        raise SigningOver(letter)
    bound: dict[str, object] = {"text_version_id": text.id}
    refused = taken_off_before(letter, signature, signature.organization_id) if was_off else ""
    if was_off and (refused or not is_open):
        bound["reason"] = refused or KEPT_LATE
    change_state(signature, signature.state, signature.state, at, **bound)
    if asking is not None:
        _note(asking, signature.id, KEPT, at)
    if was_off and is_open and not refused:
        list_signature(letter, signature, came_from=HELD, at=at, organization_id=signature.organization_id)
    return signature.state


def _note(asking: TextAsking, signature_id: int, answer: str, at: datetime) -> None:
    row = {"text_version_id": asking.text_version_id, "signature_id": signature_id, "answer": WAITING}
    insert_all_unless_there(TextAnswer, [row])  # the worker had not come so far
    mine = (TextAnswer.text_version_id == asking.text_version_id, TextAnswer.signature_id == signature_id)
    said = update(TextAnswer).where(*mine).values(answer=answer, answered_at=at)
    db.session.execute(said.execution_options(synchronize_session=False))


def keep_all_unreached(letter: Letter, at: datetime) -> int:
    """Staff say that every name without a mailbox stays under the newest text; answers how many these were.

    Raises Refusal when the question is settled.
    """
    asking = _held_question(letter, at)
    names = _with_answer(asking, UNREACHED)
    text = current_texts(letter)[0]
    signatures = update(Signature).where(Signature.id.in_(names), Signature.edition_id.is_(None))
    db.session.execute(signatures.values(text_version_id=text.id).execution_options(synchronize_session=False))
    return _answer_all(asking, UNREACHED, KEPT, at)


def count_unreached_as_silent(letter: Letter, at: datetime) -> int:
    """Names without a mailbox are treated like those that do not answer; answers how many these were.

    Raises Refusal when the question is settled.
    """
    return _answer_all(_held_question(letter, at), UNREACHED, WAITING, None)


def end_now(letter: Letter, at: datetime) -> None:
    """Ask no longer: who answered is taken at their word, and the worker does to the silent what the policy says.

    Raises Refusal when the question is settled, or not everybody has been told yet.
    """
    asking = _held_question(letter, at)
    if asking.told_at is None:
        raise Refusal(N_("Not everybody has been written to yet. Please try again in a few minutes."))
    asking.answer_by = min(asking.answer_by or at, at)


def due(at: datetime) -> list[TextAsking]:
    """The askings whose day is over while some are silent, or in which nobody is left to answer. Writes nothing."""
    silent = (TextAsking.answer_by <= at) & _answered(WAITING).exists()
    nobody_left = ~_answered(WAITING, UNREACHED).exists()
    query = select(TextAsking).where(
        TextAsking.settled_at.is_(None),
        TextAsking.told_at.is_not(None),
        TextAsking.asks_before.is_not(None),
        silent | nobody_left,
    )
    return list(db.session.scalars(query.order_by(TextAsking.answer_by, TextAsking.text_version_id)))


def waiting(asking: TextAsking) -> Select[int]:
    """The signatures whose signees were asked and have not answered, for a query about them."""
    return _with_answer(asking, WAITING)


@dataclass(frozen=True)
class Settled:
    """So many were `silent`, so many names `taken_off` for it; and whether the whole asking is `ended` by that."""

    silent: int = 0
    taken_off: int = 0
    ended: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.silent) or self.ended


def settle_some(letter: Letter, at: datetime) -> Settled:
    """Do what the policy says to the silent once their day is over, 200 at most.

    The asking is settled when nobody is left, names without a mailbox included. What was handed over does not change.
    """
    counting.lock(letter.id, at)
    asking = _locked(letter)
    if asking is None or asking.told_at is None or asking.answer_by is None:
        return Settled()
    silent, taken_off = _settle_silent(letter, asking, at) if asking.answer_by <= at else (0, 0)
    left = (TextAnswer.text_version_id == asking.text_version_id, TextAnswer.answer.in_((WAITING, UNREACHED)))
    if db.session.scalar(select(TextAnswer.signature_id).where(*left).limit(1)) is None:
        _end_unless_somebody_came_back(letter, asking, at)
    return Settled(silent, taken_off, asking.settled_at is not None)


def _settle_silent(letter: Letter, asking: TextAsking, at: datetime) -> tuple[int, int]:
    silent = _with_answer(asking, WAITING).order_by(TextAnswer.signature_id).limit(SETTLED_AT_ONCE)
    ids = list(db.session.scalars(silent))
    taken_off = _take_off(letter, ids, at) if asking.silence == SILENCE_WITHDRAWS else 0
    mine = (TextAnswer.text_version_id == asking.text_version_id, TextAnswer.signature_id.in_(ids))
    said = update(TextAnswer).where(*mine).values(answer=SILENT)
    db.session.execute(said.execution_options(synchronize_session=False))
    return len(ids), taken_off


def take_off_unanswered(letter: Letter, ids: Sequence[int], at: datetime) -> int:
    """Hold those of `ids`, names that were put back on the list just now, whose signees should have answered while they
    were off it; answers how many. The caller holds the letter's counter row.
    """
    asked = (TextAsking.letter_id == letter.id, TextAsking.settled_at.is_not(None))
    withdrawn = TextAsking.silence == SILENCE_WITHDRAWS
    before = db.session.scalar(select(func.max(TextAsking.asks_before)).where(*asked, withdrawn))
    if before is None:
        return 0
    earlier = select(TextVersion.id).where(TextVersion.letter_id == letter.id, TextVersion.number < before)
    taken = 0
    for start in range(0, len(ids), SETTLED_AT_ONCE):
        these = (Signature.id.in_(ids[start : start + SETTLED_AT_ONCE]), Signature.text_version_id.in_(earlier))
        taken += _take_off(letter, list(db.session.scalars(select(Signature.id).where(*these))), at)
    return taken


def _take_off(letter: Letter, ids: list[int], at: datetime) -> int:
    """Hold those of `ids` that are listed and were not handed over, and take them off the count; answers how many. Two
    statements, or three; the letter's counter row is held.
    """
    listed = (Signature.id.in_(ids), Signature.state == VERIFIED, Signature.edition_id.is_(None))
    columns = (Signature.id, Signature.kind, Signature.is_convener, Signature.shown_as)
    held = update(Signature).where(*listed).values(state=HELD, reason=UNANSWERED, changed_at=at)
    gone = db.session.execute(held.returning(*columns).execution_options(synchronize_session=False)).all()
    for kind in {row.kind for row in gone}:
        rows = [row for row in gone if row.kind == kind]
        parts = {
            "conveners": -sum(row.is_convener for row in rows),
            "unlisted": -sum(row.shown_as == UNLISTED for row in rows),
            "anonymous": -sum(row.shown_as == ANONYMOUS for row in rows),
        }
        counting.shift(letter.id, kind, at, parts, left=[row.id for row in rows])
    return len(gone)


def _answered(*answers: str) -> Select[int]:
    """Those of an asking who gave one of these answers, for a query about askings."""
    same = TextAnswer.text_version_id == TextAsking.text_version_id
    return select(TextAnswer.signature_id).where(same, TextAnswer.answer.in_(answers))


def _end_unless_somebody_came_back(letter: Letter, asking: TextAsking, at: datetime) -> None:
    """Settle the asking, or, where a name was put back that was off the list while all others were told, go on."""
    asking.last_id = 0
    if any(number_signed(one) < (asking.asks_before or 0) for one in next_to_tell(asking, history(letter))):
        asking.told_at = None
    else:
        asking.settled_at = at


def page(asking: TextAsking, answer: str | None, search: str, offset: int, limit: int) -> Page:
    """Those who were told, in printed order: with this `answer` only ("" for none yet, None for all), and those whose
    names contain `search` where there is one.
    """
    where = [TextAnswer.text_version_id == asking.text_version_id]
    if answer is not None:
        where.append(TextAnswer.answer == answer)
    if search.strip():
        where.append(is_called(search))
    among = select(Signature, TextAnswer.answer).join(TextAnswer, TextAnswer.signature_id == Signature.id).where(*where)
    order = (Signature.kind.desc(), Signature.sort_key, Signature.id)
    rows = db.session.execute(among.order_by(*order).offset(offset).limit(limit)).all()
    total = db.session.scalar(among.with_only_columns(func.count()).order_by(None))
    return Page([(signature, said) for signature, said in rows], total or 0)


def _held_question(letter: Letter, at: datetime) -> TextAsking:
    counting.lock(letter.id, at)
    asking = _locked(letter)
    if asking is None:
        raise Refusal(OVER)
    return asking


def _locked(letter: Letter) -> TextAsking | None:
    asking = open_question(letter.id)
    if asking is not None:
        db.session.refresh(asking, with_for_update=True)
    return asking if asking is not None and asking.settled_at is None else None


def _with_answer(asking: TextAsking, answer: str) -> Select[int]:
    mine = (TextAnswer.text_version_id == asking.text_version_id, TextAnswer.answer == answer)
    return select(TextAnswer.signature_id).where(*mine)


def _answer_all(asking: TextAsking, answer: str, instead: str, at: datetime | None) -> int:
    mine = (TextAnswer.text_version_id == asking.text_version_id, TextAnswer.answer == answer)
    done = db.session.execute(
        update(TextAnswer)
        .where(*mine)
        .values(answer=instead, answered_at=at)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
