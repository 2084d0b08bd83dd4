"""New links for whoever has lost them: all that is signed or requested under one address, over all letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, tuple_

from signon.database import db
from signon.keys import KeyGone, KeyStore
from signon.letters.letters import published
from signon.letters.models import Letter
from signon.signatures.entry import Contact
from signon.signatures.listing import change_state
from signon.signatures.models import HELD, PENDING, VERIFIED, Signature, SignatureToken
from signon.signatures.signing import PENDING_DAYS, address_hash, ways_to_verify
from signon.signatures.tokens import ENTRY, VERIFY, Tokens
from signon.signatures.verifying import ENTRY_LASTS
from signon.signatures.ways import open_way

MOST_WAYS = 20  # in one mail; what somebody else requested for this address must not make it longer than that
_LETTERS_A_QUERY = 200


@dataclass(frozen=True)
class Way:
    """A new way to a signature: to verify it (`purpose` VERIFY, with a `code`) or to one's own entry (ENTRY)."""

    signature: Signature
    letter: Letter
    purpose: str
    token: str
    code: str = ""


def ways_for(address: str, *, keys: KeyStore, tokens: Tokens, at: datetime) -> list[Way]:
    """New ways to what is signed (for 180 days) and to what is requested (for seven days) under `address`, over all
    letters that are published `at` this moment; signatures first, then the newest.

    Asking again is a new request: a pending one lives seven days from now. What was withdrawn or struck, what can no
    longer be verified, and what a destroyed key made unreadable has no way. The caller owns the transaction.
    """
    letters = {letter.id: letter for letter in published(at)}
    found = sorted(_found(address, list(letters.values()), keys), key=_order)
    ways: dict[tuple[int, str, str], Way] = {}
    for signature in found:
        letter = letters[signature.letter_id]
        same = (letter.id, signature.kind, signature.printed_name)
        if same not in ways and len(ways) < MOST_WAYS and (way := _way(signature, letter, keys, tokens, at)):
            ways[same] = way
    return list(ways.values())


def _found(address: str, letters: list[Letter], keys: KeyStore) -> Iterator[Signature]:
    """The signatures under `address`, which each letter knows by another hash."""
    hashes = []
    for letter in letters:
        try:
            hashes.append((letter.id, address_hash(letter, Contact(email=address), keys)))
        except KeyGone:
            continue  # with its key the letter forgot every address
    for start in range(0, len(hashes), _LETTERS_A_QUERY):
        same = tuple_(Signature.letter_id, Signature.address_hash).in_(hashes[start : start + _LETTERS_A_QUERY])
        # "Not empty" is what the index of addresses says of itself; unless we say it too, SQLite does not use it.
        query = select(Signature).where(same, Signature.address_hash != "")
        yield from db.session.scalars(query.execution_options(populate_existing=True))


def _order(signature: Signature) -> tuple[bool, float, int]:
    return signature.state == PENDING, -signature.requested_at.timestamp(), -signature.id


def _way(signature: Signature, letter: Letter, keys: KeyStore, tokens: Tokens, at: datetime) -> Way | None:
    may_verify = signature.state == PENDING and letter.accepts_verification(at)
    requested_at = at if may_verify and _may_be_renewed(signature, at) else signature.requested_at
    if may_verify and change_state(signature, PENDING, PENDING, at, requested_at=requested_at):
        token, code = ways_to_verify(signature.id, keys=keys, tokens=tokens, at=at)
        return Way(signature, letter, VERIFY, token, code)
    if signature.state in (VERIFIED, HELD):
        token = open_way(signature.id, ENTRY, tokens=tokens, at=at, lasts=ENTRY_LASTS)
        return Way(signature, letter, ENTRY, token)
    return None


def _may_be_renewed(signature: Signature, at: datetime) -> bool:
    """Whether the request is younger than two weeks: nobody keeps it for ever by asking for links again and again."""
    ways = (SignatureToken.signature_id == signature.id, SignatureToken.purpose == VERIFY)
    first_ended = db.session.scalar(select(func.min(SignatureToken.expires_at)).where(*ways))
    return first_ended is None or first_ended > at - timedelta(days=PENDING_DAYS)
