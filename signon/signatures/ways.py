"""Ways to a signature: what an emailed link or a typed code leads to, and for how long.

Only hashes are kept. Following a way changes nothing, however often it is done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from signon.database import db
from signon.letters.models import Letter
from signon.signatures.models import PENDING, Signature, SignatureToken
from signon.signatures.tokens import ANSWER, APPROVE, CODE, ENTRY, HANDOVER, KEEP, OBJECT, VERIFY, Tokens, fingerprint

PROOF_KEPT = timedelta(days=180)  # after its time: as long as the link to one's own entry that came of it
_TO_PROVE, _OTHERS = (VERIFY, CODE), (ENTRY, APPROVE, OBJECT, HANDOVER, KEEP, ANSWER)


class LinkEnded(Exception):
    """The link or code was never given out, or its time is over. Which of these, nobody is told."""


@dataclass(frozen=True)
class Found:
    """A signature and its letter, as a way leads to them; `contact` is what the way itself holds, sealed."""

    signature: Signature
    letter: Letter
    contact: bytes | None = None


def open_way(
    signature_id: int, purpose: str, *, tokens: Tokens, at: datetime, lasts: timedelta, contact: bytes | None = None
) -> str:
    """A new token that leads to the signature for `purpose` until `at` + `lasts`; `contact` is sealed already."""
    token = tokens.issue(purpose)
    keep_ways(signature_id, {purpose: fingerprint(token)}, at + lasts, contact)
    return token


def keep_ways(signature_id: int, hashed: Mapping[str, str], expires_at: datetime, contact: bytes | None = None) -> None:
    """Keep the hashes of tokens and codes, by purpose, that lead to the signature until `expires_at`. One statement."""
    keep_all_ways([(signature_id, way, mark) for way, mark in hashed.items()], expires_at, contact)


def keep_all_ways(ways: Iterable[tuple[int, str, str]], expires_at: datetime, contact: bytes | None = None) -> None:
    """Keep ways to many signatures, each as (signature_id, purpose, hash). One statement."""
    common = {"expires_at": expires_at, "contact": contact}
    rows = [{**common, "signature_id": number, "purpose": way, "hash": mark} for number, way, mark in ways]
    if rows:
        db.session.execute(insert(SignatureToken), rows)


def follow(purpose: str, token: str, *, tokens: Tokens, at: datetime) -> Found:
    """What the link with `token` leads to. Raises BrokenToken for what is not ours, LinkEnded for what is over."""
    return found_by(purpose, fingerprint(tokens.check(purpose, token)), at)


def found_by(purpose: str, hashed: str, at: datetime, *, outlives_its_time: bool = False) -> Found:
    """What the way with this hash leads to. With `outlives_its_time` it still shows what became of a signature that no
    longer waits. Raises LinkEnded.
    """
    still = SignatureToken.expires_at > at
    if outlives_its_time:
        still = still | (Signature.state != PENDING)
    row = db.session.execute(
        select(Signature, Letter, SignatureToken.contact)
        .join(SignatureToken, SignatureToken.signature_id == Signature.id)
        .join(Letter, Letter.id == Signature.letter_id)
        .where(SignatureToken.purpose == purpose, SignatureToken.hash == hashed, still)
        .execution_options(populate_existing=True)  # doors follow a way again inside their transaction
    ).one_or_none()
    if row is None:
        raise LinkEnded
    return Found(*row)


def purge_ways(at: datetime) -> None:
    """Delete what is over, and with it the address of a colleague who never answered. What a mailbox was proven with
    stays for 180 days more: it shows what became of the signature.
    """
    for purposes, kept in ((_TO_PROVE, PROOF_KEPT), (_OTHERS, timedelta())):
        over = (SignatureToken.purpose.in_(purposes), SignatureToken.expires_at <= at - kept)
        db.session.execute(delete(SignatureToken).where(*over))


def close_ways(signature_id: int, *purposes: str) -> None:
    """End every way to the signature for these purposes; for none named, every way there is."""
    which = SignatureToken.signature_id == signature_id
    if purposes:
        which &= SignatureToken.purpose.in_(purposes)
    db.session.execute(delete(SignatureToken).where(which))
