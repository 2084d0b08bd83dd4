"""A text that changes after it was signed: its signees are told, or asked, and nobody stands under words unread.

The rule. A *correction* asks nobody: who signed stays bound to the text that they signed. A *clarification* or a
*material* change of a letter that has signees begins an asking, which a worker walks through, signature by signature:

- Who is bound to a text before the newest material change that was not settled yet is *asked*, until a day. "Keep"
  binds the name to the newest text. "Withdraw" is withdrawing. On silence the letter's policy decides, as it was when
  the asking began: the name stays, or it is held, off the list, with all that is known of it.
- Everybody else is *told*, and may withdraw; they stay bound to what they signed.
- One asking is open at a time. A later change takes an open one over: signees get one mail about all that changed
  since, those who agreed already are not asked again unless the later change is material too, and nobody's day comes
  earlier than was promised. What counts is the newest text, a correction that came meanwhile included.
- Whoever signs, or proves their mailbox, after a change is bound to the changed text, and needs no asking.
- Names without a mailbox, brought by staff, are for staff to settle one by one, or all of them alike.
- Until a material change is settled the letter is not delivered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, insert, select

from signon.database import db
from signon.keys import KeyGone, KeyStore
from signon.letters.changes import SHORTEST_TIME_TO_ANSWER
from signon.letters.history import history, reasons_since
from signon.letters.letters import current_texts
from signon.letters.models import CLARIFICATION, MATERIAL, Letter, TextVersion
from signon.signatures import counting
from signon.signatures.judging import UNANSWERED
from signon.signatures.models import HELD, VERIFIED, Signature
from signon.signatures.signing import open_contact
from signon.signatures.staff_models import TOLD, UNREACHED, TextAnswer, TextAsking
from signon.signatures.text_askings import WAITING
from signon.signatures.tokens import KEEP, Tokens, fingerprint
from signon.signatures.ways import keep_all_ways

TOLD_AT_ONCE = 200  # signatures in one transaction
LINK_OUTLASTS = timedelta(days=30)  # the day until which was asked, or the mail that only tells


@dataclass(frozen=True)
class Told:
    """Somebody to write to about a changed text. `token` is in no other place in clear."""

    signature_id: int
    to: str
    name: str
    language: str
    token: str
    asked: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """Some signees of `letter` who are to be told; the asked among them may answer until `answer_by`."""

    letter: Letter
    told: tuple[Told, ...]
    answer_by: datetime | None
    silence: str


def begin(letter: Letter, at: datetime) -> TextAsking | None:
    """Let the signees of `letter` be told of its newest text, or asked; see the rule above. Twice is once.

    Call it in the transaction in which the text changed. None where nobody is to be told: a correction, or a letter
    without signees.
    """
    counting.lock(letter.id, at)
    text = current_texts(letter)[0]
    if text.change not in (CLARIFICATION, MATERIAL):
        return None
    if (begun := db.session.get(TextAsking, text.id)) is not None:
        return begun
    earlier = _open_asking(letter)
    total = _signees(letter, at)
    if not total and earlier is None:
        return None
    asking = _asking(letter, text, earlier, total, at)
    if earlier is not None:
        earlier.settled_at, earlier.asks_before = at, None
    db.session.add(asking)
    db.session.flush()
    return asking


def is_telling() -> bool:
    """Whether somebody is still to be told. A look that writes nothing."""
    return db.session.scalar(_untold().with_only_columns(TextAsking.text_version_id).limit(1)) is not None


def tell_some(*, keys: KeyStore, tokens: Tokens, at: datetime) -> Telling | None:
    """The next signees to be told, 200 at most, each noted so that it is done once; None when nobody is left.

    The caller keeps a mail to each in the same transaction. Two workers do not take the same.
    """
    mine = _untold().limit(1).with_for_update(skip_locked=True).execution_options(populate_existing=True)
    asking = db.session.scalar(mine)
    if asking is None:
        return None
    letter = db.session.get_one(Letter, asking.letter_id)
    texts = history(letter)
    if asking.asks_before is not None and asking.answer_by is not None:  # whoever is told last has a day too
        asking.answer_by = max(asking.answer_by, at + SHORTEST_TIME_TO_ANSWER)
    signatures = next_to_tell(asking, texts)
    told = [_told(asking, letter, texts, signature, keys, tokens) for signature in signatures]
    _note(asking, told, at)
    if len(signatures) < TOLD_AT_ONCE:
        asking.told_at = at
        asking.settled_at = at if asking.asks_before is None else None
    elif signatures:
        asking.last_id = signatures[-1].id
    return Telling(letter, tuple(one for one in told if one.to), asking.answer_by, asking.silence)


def _asking(letter: Letter, text: TextVersion, earlier: TextAsking | None, total: int, at: datetime) -> TextAsking:
    inherited = earlier.asks_before if earlier else None
    asks_before = text.number if text.change == MATERIAL else inherited
    days = [text.answer_by, earlier.answer_by if inherited and earlier else None, at + SHORTEST_TIME_TO_ANSWER]
    return TextAsking(
        text_version_id=text.id,
        letter_id=letter.id,
        total=total,
        told=0,
        last_id=0,
        since=earlier.since if earlier else text.number,
        asks_before=asks_before,
        answer_by=max(day for day in days if day) if asks_before else None,
        silence=letter.silence if asks_before else "",
        withdrew=0,
        began_at=at,
    )


def _open_asking(letter: Letter) -> TextAsking | None:
    query = select(TextAsking).where(TextAsking.letter_id == letter.id, TextAsking.settled_at.is_(None))
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _signees(letter: Letter, at: datetime) -> int:
    """How many are to be told: who is on the list, by the counter, and the few who wait to be looked at."""
    count = counting.read(letter, at)
    held = select(func.count()).where(Signature.letter_id == letter.id, Signature.state == HELD)
    return count.organizations + count.individuals + (db.session.scalar(held) or 0)


def _untold() -> Select[TextAsking]:
    query = select(TextAsking).where(TextAsking.settled_at.is_(None), TextAsking.told_at.is_(None))
    return query.order_by(TextAsking.began_at, TextAsking.text_version_id)


def next_to_tell(asking: TextAsking, texts: list[TextVersion]) -> list[Signature]:
    """Signatures of earlier texts that were not told yet, kept from being deleted until the transaction ends.

    Who was taken off for an earlier silence has a link that leads to the newest text all the same.
    """
    number = next(text.number for text in texts if text.id == asking.text_version_id)
    earlier = [text.id for text in texts if text.number < number]
    told = select(TextAnswer.signature_id).where(
        TextAnswer.text_version_id == asking.text_version_id, TextAnswer.signature_id == Signature.id
    )
    query = (
        select(Signature)
        .where(Signature.letter_id == asking.letter_id, Signature.id > asking.last_id)
        .where(Signature.state.in_((VERIFIED, HELD)), Signature.reason != UNANSWERED)
        .where(Signature.text_version_id.in_(earlier), ~told.exists())
        .order_by(Signature.id)
        .limit(TOLD_AT_ONCE)
    )
    locked = query.with_for_update(read=True, key_share=True).execution_options(populate_existing=True)
    return list(db.session.scalars(locked))


def _told(
    asking: TextAsking, letter: Letter, texts: list[TextVersion], signature: Signature, keys: KeyStore, tokens: Tokens
) -> Told:
    signed = next(text.number for text in texts if text.id == signature.text_version_id)
    try:
        address = open_contact(letter, signature.contact, keys).email
    except KeyGone:
        address = ""
    return Told(
        signature_id=signature.id,
        to=address,
        name=signature.printed_name,
        language=signature.language,
        token=tokens.issue(KEEP),
        asked=asking.asks_before is not None and signed < asking.asks_before,
        reasons=tuple(reasons_since(texts, max(asking.since, signed + 1))),
    )


def _note(asking: TextAsking, told: list[Told], at: datetime) -> None:
    if not told:
        return
    rows = [
        {"text_version_id": asking.text_version_id, "signature_id": one.signature_id, "answer": _answer(asking, one)}
        for one in told
    ]
    db.session.execute(insert(TextAnswer), rows)
    expires_at = (asking.answer_by or at) + LINK_OUTLASTS
    keep_all_ways(((one.signature_id, KEEP, fingerprint(one.token)) for one in told if one.to), expires_at)
    asking.told += len(told)
    asking.total = max(asking.total, asking.told)


def _answer(asking: TextAsking, one: Told) -> str:
    if not one.to and (one.asked or asking.asks_before is None):
        return UNREACHED
    return WAITING if one.asked else TOLD
