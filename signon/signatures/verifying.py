"""Verifying: the emailed link is used. Looking at it changes nothing; one deliberate press does."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from signon.database import add_one, db
from signon.keys import KeyStore
from signon.letters.history import newest_text
from signon.letters.models import Letter
from signon.signatures import counting
from signon.signatures.judging import AWAITS_APPROVAL, UNANSWERED, Judgement, for_now, judge_by_proof
from signon.signatures.known_address import KnownAddress, known_address
from signon.signatures.listing import change_state, hold, is_on_the_list, list_signature
from signon.signatures.models import HELD, PENDING, STRUCK, VERIFIED, CodeTries, Signature
from signon.signatures.signee import ORGANIZATION
from signon.signatures.signing import code_hash, open_contact
from signon.signatures.surges import begin_if_surging, note_verified
from signon.signatures.text_askings import owes_answer
from signon.signatures.tokens import APPROVE, CODE, ENTRY, OBJECT, VERIFY, Tokens, fingerprint
from signon.signatures.ways import Found, LinkEnded, found_by, open_way

ENTRY_LASTS = timedelta(days=180)  # then the address is asked for again
APPROVAL_LASTS = timedelta(days=14)
OBJECTION_LASTS = timedelta(days=7)


class ReadAnotherText(Exception):
    """The text changed after the page was shown on which somebody agreed to it: nothing was done."""


class SigningOver(Exception):
    """The letter no longer takes signatures, and the grace for links already sent is over. `letter` is that letter."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(letter.slug)
        self.letter = letter


@dataclass(frozen=True)
class Surge:
    """What counts as a surge: `factor` times the usual rate, and at least this many in ten minutes."""

    factor: int
    least: int


@dataclass(frozen=True)
class Outcome:
    """What became of a signature, and whom to write to about it. Every token is in no other place in clear.

    `entry` leads the representative to the own entry; `approval` the second approver, at `approver`, to the agreement;
    `objection` the organization's known address, `notice`, to the page that takes the name off again. `surge_began`
    says that this signature was the one too many.
    """

    state: str
    entry: str = ""
    approval: str = ""
    approver: str = ""
    objection: str = ""
    notice: KnownAddress | None = None
    surge_began: bool = False


def follow_link(token: str, *, tokens: Tokens, at: datetime) -> Found:
    """What the link with `token` leads to. Changes nothing. Raises BrokenToken or LinkEnded."""
    return found_by(VERIFY, fingerprint(tokens.check(VERIFY, token)), at, outlives_its_time=True)


def follow_code(typed: str, letter_slug: str, *, keys: KeyStore, at: datetime) -> Found:
    """What the `typed` code leads to. Changes nothing. Raises LinkEnded, also for a code that never was.

    Where the code was typed for a letter ("" for none), codes of other letters do not count: who tries codes out is
    limited by letter.
    """
    found = found_by(CODE, code_hash(keys, typed), at, outlives_its_time=True)
    if letter_slug and found.letter.slug != letter_slug:
        raise LinkEnded
    return found


def verify(
    found: Found,
    *,
    attestation: str,
    same_as: int | None,
    surge: Surge,
    keys: KeyStore,
    tokens: Tokens,
    at: datetime,
    read: int = 0,
) -> Outcome | None:
    """The representative has ticked `attestation`: list the signature or hold it. Verifying twice is once: then None.

    What is signed is the newest text. `read` is the id of the text that was before them; 0 stands for the one under
    which they asked to sign. `same_as` is the organization of the register that the representative says it is. Raises
    SigningOver for a signature that still waits when the letter's deadline and grace are over, ReadAnotherText.
    """
    letter, signature = found.letter, found.signature
    if signature.state != PENDING:
        return None
    if not letter.accepts_verification(at):
        raise SigningOver(letter)
    counting.lock(letter.id, at)  # from the judgement on: two names of one organization must find each other
    claimed = same_as or signature.claimed_organization_id
    read = read or signature.text_version_id
    ticked: dict[str, object] = {"verified_at": at, "attestation": attestation, "text_version_id": newest_text(letter)}
    ticked["claimed_organization_id"] = claimed
    if not change_state(signature, PENDING, PENDING, at, **ticked):
        return None
    if signature.text_version_id != read:
        raise ReadAnotherText
    contact = open_contact(letter, signature.contact, keys)
    if contact.approver_email:
        hold(signature, PENDING, AWAITS_APPROVAL, at)
        approval = open_way(signature.id, APPROVE, tokens=tokens, at=at, lasts=APPROVAL_LASTS)
        entry = open_way(signature.id, ENTRY, tokens=tokens, at=at, lasts=ENTRY_LASTS)
        return Outcome(signature.state, entry, approval, contact.approver_email)
    return settle(found, [contact.email], came_from=PENDING, surge=surge, keys=keys, tokens=tokens, at=at)


def settle(
    found: Found,
    addresses: list[str],
    *,
    came_from: str,
    surge: Surge,
    keys: KeyStore,
    tokens: Tokens,
    at: datetime,
) -> Outcome:
    """List the signature or hold it, now that the mailboxes at `addresses` are proven and everybody asked agrees."""
    letter, signature = found.letter, found.signature
    proven = judge_by_proof(letter, signature, addresses)
    if came_from == HELD and owes_answer(signature):  # the representative did not say that it keeps its name
        proven = replace(proven, reason=proven.reason or UNANSWERED)
    surge_began = False
    if not proven.reason and not signature.suspicion:  # what is held anyhow must not turn a letter to review
        note_verified(letter, at)
        surge_began = begin_if_surging(letter, at, least=surge.least, factor=surge.factor)
    _list_or_hold(letter, signature, for_now(proven, letter, signature, at), came_from, at)
    entry = ""
    if signature.state != STRUCK:  # who is on the list already has a link of their own, or a colleague has
        entry = open_way(signature.id, ENTRY, tokens=tokens, at=at, lasts=ENTRY_LASTS)
    notice = None
    if signature.state == VERIFIED and signature.kind == ORGANIZATION:
        notice = known_address(letter, signature, addresses, keys)
    objection = open_way(signature.id, OBJECT, tokens=tokens, at=at, lasts=OBJECTION_LASTS) if notice else ""
    return Outcome(signature.state, entry, objection=objection, notice=notice, surge_began=surge_began)


def _list_or_hold(letter: Letter, signature: Signature, judgement: Judgement, came_from: str, at: datetime) -> None:
    who = judgement.organization_id
    if judgement.reason and not is_on_the_list(letter, signature, who):
        hold(signature, came_from, judgement.reason, at, judgement.like_organization_id or who)
    else:
        list_signature(letter, signature, came_from=came_from, at=at, organization_id=who)


def may_try_code(tried_for: str, allowed: int, at: datetime) -> bool:
    """Whether another code may be typed in this minute after at most `allowed` wrong ones.

    `tried_for` is a letter's slug ("" for none), or names a staff account.
    """
    tries = db.session.get(CodeTries, (tried_for, _minute(at)), populate_existing=True)
    return tries is None or tries.wrong < allowed


def note_wrong_code(tried_for: str, at: datetime) -> None:
    """Count one wrong code in this minute."""
    add_one(CodeTries, "wrong", tried_for=tried_for, minute=_minute(at))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
