"""Verifying: the emailed link is used. Looking at it changes nothing; one deliberate press does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from signon.database import add_one, db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.signatures.listing import change_state, hold, is_on_the_list, list_signature, reason_to_hold
from signon.signatures.models import PENDING, CodeTries, Signature, SignatureToken
from signon.signatures.signing import code_hash, open_contact
from signon.signatures.tokens import CODE, VERIFY, Tokens, fingerprint


class LinkEnded(Exception):
    """The link or code was never given out, or its time is over. Which of these, nobody is told."""


class SigningOver(Exception):
    """The letter no longer takes signatures, and the grace for links already sent is over. `letter` is that letter."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(letter.slug)
        self.letter = letter


@dataclass(frozen=True)
class Found:
    """A signature and its letter, as a link leads to them."""

    signature: Signature
    letter: Letter


def follow_link(token: str, *, tokens: Tokens, at: datetime) -> Found:
    """What the link with `token` leads to. Changes nothing. Raises BrokenToken or LinkEnded."""
    return _found(VERIFY, fingerprint(tokens.check(VERIFY, token)), at)


def follow_code(typed: str, letter_slug: str, *, keys: KeyStore, at: datetime) -> Found:
    """What the `typed` code leads to. Changes nothing. Raises LinkEnded, also for a code that never was.

    Where the code was typed for a letter ("" for none), codes of other letters do not count: who tries codes out is
    limited by letter.
    """
    found = _found(CODE, code_hash(keys, typed), at)
    if letter_slug and found.letter.slug != letter_slug:
        raise LinkEnded
    return found


def verify(found: Found, *, keys: KeyStore, at: datetime) -> str:
    """The representative has agreed: list the signature or hold it; answers its state. Verifying twice is once.

    Raises SigningOver for a signature that still waits when the letter's deadline and grace are over.
    """
    letter, signature = found.letter, found.signature
    if signature.state != PENDING:
        return signature.state
    if not letter.accepts_verification(at):
        raise SigningOver(letter)
    contact = open_contact(letter, signature.contact, keys)
    if not change_state(signature, PENDING, PENDING, at, verified_at=at):
        return signature.state
    reason = reason_to_hold(letter, signature, contact.email)
    if reason and not is_on_the_list(letter, signature):
        return hold(signature, PENDING, reason, at)
    return list_signature(letter, signature, came_from=PENDING, at=at)


def _found(purpose: str, hashed: str, at: datetime) -> Found:
    row = db.session.execute(
        select(Signature, Letter)
        .join(SignatureToken, SignatureToken.signature_id == Signature.id)
        .join(Letter, Letter.id == Signature.letter_id)
        .where(SignatureToken.purpose == purpose, SignatureToken.hash == hashed)
        .where((SignatureToken.expires_at > at) | (Signature.state != PENDING))
    ).one_or_none()
    if row is None:
        raise LinkEnded
    return Found(*row)


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
