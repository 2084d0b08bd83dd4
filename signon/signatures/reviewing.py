"""Review: staff look at a held signature and accept it, strike a name with a reason, and look at a struck one again.

Whoever signed may correct their entry while staff look at it. So the page says as of when it shows a name (the
signature's `changed_at`), and what was decided by it is not done to a name that has changed since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.organizations.proof import proves
from signon.organizations.unlearning import entered_at, unlearn_alias, unlearn_website
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.evidence import candidate_ids
from signon.signatures.forgetting import forget_word_from
from signon.signatures.judging import AWAITS_APPROVAL, DUPLICATE, OBJECTED, SURGE, UNANSWERED, judge_by_proof
from signon.signatures.known_address import known_address
from signon.signatures.listing import change_state, hold, list_signature, read_anew, unlist
from signon.signatures.models import FROM_IMPORT, HELD, STRUCK, VERIFIED, Signature
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION
from signon.signatures.signing import open_contact
from signon.signatures.text_askings import owes_answer
from signon.signatures.tokens import ENTRY, OBJECT, Tokens
from signon.signatures.verifying import ENTRY_LASTS, OBJECTION_LASTS, Outcome
from signon.signatures.ways import close_ways, open_way

UNDONE = N_("it was struck, and is to be looked at again")
TAKEN_BACK = N_("it was accepted, and is to be looked at again")
UNANSWERED_YET = N_(
    "This signee did not say whether the name stays under the changed text. If they tell you that it does, note it on "
    "the page “Changed texts”."
)
ACCEPTED_AT_ONCE = 200  # signatures in one press, and so in one transaction
_LARGEST_ID = 2**31 - 1  # what the column holds; a database does not even compare it with more
_SEARCHED = 5000  # signatures held by a surge whose proof is looked at in one press


@dataclass(frozen=True)
class Accepted:
    """The signatures that one press listed, and whether `others_wait` because they came or changed after the page was
    shown on which it was pressed.
    """

    signatures: list[Signature]
    others_wait: bool


def figures(letter: Letter) -> dict[str, int]:
    """How many of the letter's signatures are in each state; a state without any is not there. For staff pages."""
    rows = db.session.execute(
        select(Signature.state, func.count()).where(Signature.letter_id == letter.id).group_by(Signature.state)
    ).all()
    return {state: number for state, number in rows}  # noqa: C416 - rows are no tuples to mypy


def of_letter(letter: Letter, signature_id: int) -> Signature | None:
    """The signature with this id if it is on `letter`, else None: another letter's ids lead nowhere."""
    if signature_id > _LARGEST_ID:
        return None
    return db.session.scalar(select(Signature).where(Signature.id == signature_id, Signature.letter_id == letter.id))


def accept(
    letter: Letter, signature: Signature, at: datetime, same_as: int | None = None, *, seen: datetime | None = None
) -> str:
    """List a held signature, as the organization `same_as` or, for None, as the one that bears its name, entered in the
    register if there is none. Its spelling becomes an alias of `same_as`.

    Answers "verified", "struck" when that organization is on the list already, "" when the signature waited no more.
    Raises Refusal for an organization that is none of its candidates, before a second approver agreed, and for a signee
    who did not say that the name stays under a changed text; ChangedMeanwhile when its `changed_at` is not the one that
    was `seen` (None: it is taken as it is now).
    """
    if not _still_held(letter, signature, at):
        return ""
    if signature.reason == AWAITS_APPROVAL:
        raise Refusal(N_("The second approver has not agreed yet. Until then it cannot be accepted."))
    _hold_as_seen(signature, seen)
    if owes_answer(signature):
        raise Refusal(UNANSWERED_YET)
    if same_as is not None and same_as not in candidate_ids(signature):
        raise Refusal(N_("Please choose one of the organizations that are shown."))
    if signature.reason == OBJECTED:
        close_ways(signature.id, OBJECT)  # staff have looked at both sides: that link does not undo it
    return list_signature(letter, signature, came_from=HELD, at=at, organization_id=same_as, reviewed=True)


def held_by_surge(letter: Letter) -> int:
    """How many signatures are held because many came at once."""
    query = select(func.count()).select_from(_held(letter).where(Signature.reason == SURGE).subquery())
    return db.session.scalar(query) or 0


def proven_in_surge(letter: Letter, keys: KeyStore) -> int:
    """How many of those that a surge held are people, or have a mailbox at their own website; of the oldest 5,000."""
    return sum(1 for _ in _proven(letter, keys))


def accept_proven(letter: Letter, *, seen: datetime, keys: KeyStore, at: datetime) -> Accepted:
    """List those that a surge held and that would have been listed without it, the oldest first; answers them.

    At most 200 are looked at. What anything else speaks against, such as a name that looks like another's, stays held,
    and so does what came or changed after `seen`, the moment at which they were counted for whoever pressed.
    """
    accepted = []
    others_wait = False
    for _, (signature, email) in zip(range(ACCEPTED_AT_ONCE), _proven(letter, keys), strict=False):
        if not _still_held(letter, signature, at) or signature.reason != SURGE:
            continue
        if signature.changed_at > seen:
            others_wait = True
            continue
        judgement = judge_by_proof(letter, signature, [email])
        if reason := judgement.reason or (UNANSWERED if owes_answer(signature) else ""):
            hold(signature, HELD, reason, at, judgement.like_organization_id or judgement.organization_id)
            continue
        who = judgement.organization_id
        if list_signature(letter, signature, came_from=HELD, at=at, organization_id=who, reviewed=True) == VERIFIED:
            accepted.append(signature)
    return Accepted(accepted, others_wait)


def tidings(
    letter: Letter, signature: Signature, *, objected: bool, keys: KeyStore, tokens: Tokens, at: datetime
) -> Outcome:
    """Whom to write to about a signature that was just accepted: its signee, and the organization's known address
    unless that has `objected` before: staff have looked at its word too.
    """
    contact = open_contact(letter, signature.contact, keys)
    entry = open_way(signature.id, ENTRY, tokens=tokens, at=at, lasts=ENTRY_LASTS) if contact.email else ""
    notice = None
    if signature.kind == ORGANIZATION and not objected:
        notice = known_address(letter, signature, [contact.email, contact.approver_email], keys)
    objection = open_way(signature.id, OBJECT, tokens=tokens, at=at, lasts=OBJECTION_LASTS) if notice else ""
    return Outcome(signature.state, entry, objection=objection, notice=notice)


def strike(
    letter: Letter, signature: Signature, reason: str, at: datetime, *, keys: KeyStore, seen: datetime | None = None
) -> None:
    """Take a held or listed name off, for a `reason` that staff can read later. Raises Refusal without one, and
    ChangedMeanwhile as `accept` does.

    What its organization left with the campaign from the same mailbox is forgotten: it does not sign the next letter.
    """
    if not reason.strip():
        raise Refusal(N_("Please write why the name is struck."), "reason")
    counting.lock(letter.id, at)
    if not read_anew(signature) or signature.state not in (HELD, VERIFIED):
        return
    _hold_as_seen(signature, seen)
    is_struck = change_state(signature, HELD, STRUCK, at, reason=reason.strip())
    if is_struck or unlist(letter, signature, STRUCK, at, reason=reason.strip()):
        forget_word_from(letter, signature, keys)


def undo_strike(letter: Letter, signature: Signature, at: datetime, *, keys: KeyStore) -> bool:
    """Hold a struck name, so that it is looked at again; answers whether this call did. One that waited for its second
    approver waits for them again.

    Raises Refusal for one whose signee has withdrawn it since: that is not for the staff to undo.
    """
    if signature.state == STRUCK and signature.contact is None and signature.origin != FROM_IMPORT:
        raise Refusal(N_("The signee has withdrawn this name. It cannot come back without them."))
    if signature.state == STRUCK and signature.reason == DUPLICATE:
        unlearn_alias(signature.printed_name, signature.changed_at)  # it was said to be the one on the list
    waits = signature.approved_at is None and open_contact(letter, signature.contact, keys).approver_email
    return change_state(signature, STRUCK, HELD, at, reason=AWAITS_APPROVAL if waits else UNDONE)


def take_back_acceptance(letter: Letter, signature: Signature, at: datetime, *, seen: datetime) -> bool:
    """Hold a name again that was accepted at the moment `seen`, as if nobody had pressed; answers whether it was.

    What the register learnt by that press (its spelling, its website) is forgotten, and the known address's link ends.
    Raises ChangedMeanwhile when the name has changed since, and Refusal once it was handed over.
    """
    counting.lock(letter.id, at)
    if not read_anew(signature) or signature.state != VERIFIED:
        return False
    _hold_as_seen(signature, seen)
    if signature.edition_id is not None:
        raise Refusal(N_("The letter was handed over with this name. It can be struck, but not held again."))
    close_ways(signature.id, OBJECT)
    return unlist(letter, signature, HELD, at, reason=TAKEN_BACK, organization_id=_unlearnt(signature, seen))


def _unlearnt(signature: Signature, since: datetime) -> int | None:
    """The organization that the signature still is when what the register learnt at that moment is forgotten; None for
    one that was entered by it.
    """
    if signature.organization_id is None:
        return None
    unlearn_alias(signature.printed_name, since)
    unlearn_website(signature.organization_id, since)
    return None if entered_at(signature.organization_id) == since else signature.organization_id


def _still_held(letter: Letter, signature: Signature, at: datetime) -> bool:
    counting.lock(letter.id, at)
    return read_anew(signature) and signature.state == HELD


def _hold_as_seen(signature: Signature, seen: datetime | None) -> None:
    """Keep others from changing the signature, unless it is not as it was `seen`: then raises ChangedMeanwhile.

    The letter's counter row is held before, so nobody can delete it now.
    """
    db.session.refresh(signature, with_for_update=True)
    if seen is not None and signature.changed_at != seen:
        raise ChangedMeanwhile


def _held(letter: Letter) -> Select[Signature]:
    return select(Signature).where(Signature.letter_id == letter.id, Signature.state == HELD)


def _proven(letter: Letter, keys: KeyStore) -> Iterator[tuple[Signature, str]]:
    """The people that a surge held, and the organizations whose mailbox is their website's own, with the address."""
    query = _held(letter).where(Signature.reason == SURGE)
    for signature in db.session.scalars(query.order_by(Signature.requested_at, Signature.id).limit(_SEARCHED)).all():
        email = open_contact(letter, signature.contact, keys).email
        if signature.kind == INDIVIDUAL or proves(email, signature.website):
            yield signature, email
