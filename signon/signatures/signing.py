"""Requesting a signature: the form was sent, the mailbox is not proven yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from signon.database import db, insert_unless_there
from signon.keys import INSTALLATION, KeyStore
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.organizations.acronyms import acronyms
from signon.organizations.likeness import certain_form
from signon.signatures.addresses import same_mailbox
from signon.signatures.entry import Contact, Entry
from signon.signatures.models import PENDING, Signature
from signon.signatures.signee import ORGANIZATION
from signon.signatures.tokens import CODE, VERIFY, Tokens, fingerprint, new_code, same_code
from signon.signatures.ways import keep_ways

PENDING_DAYS = 7
CONTACT = "signature contact"
ADDRESS = "signature address"


@dataclass(frozen=True)
class Requested:
    """A signature that waits for its proof, with the two ways to prove it. They are in no other place in clear."""

    signature_id: int
    token: str
    code: str


def request(
    letter: Letter,
    entry: Entry,
    *,
    showing: str,
    language: str,
    keys: KeyStore,
    tokens: Tokens,
    at: datetime,
    suspicion: str = "",
    partner_id: int | None = None,
) -> Requested | None:
    """Keep `entry` as a pending signature under the text that is current, with a link and a code that last seven days.

    Answers None when this showing of the form was sent before with the same answers (a double click): nothing more is
    kept then. With other answers somebody went back to correct them: what was sent before ends, with its link.
    """
    also = {"suspicion": suspicion, "partner_id": partner_id}
    signature_id = keep_request(letter, entry, showing=showing, language=language, keys=keys, at=at, **also)
    if signature_id is None:
        return None
    _end_earlier(signature_id, showing, letter, keys)
    return Requested(signature_id, *ways_to_verify(signature_id, keys=keys, tokens=tokens, at=at))


def keep_request(
    letter: Letter, entry: Entry, *, showing: str, language: str, keys: KeyStore, at: datetime, **also: object
) -> int | None:
    """The id of `entry` kept as a pending signature under the text that is current, with `also` in its columns, and
    without any way to it yet; None when this showing was sent before with the same answers.
    """
    number: int | None = insert_unless_there(
        Signature,
        letter_id=letter.id,
        text_version_id=current_texts(letter)[0].id,
        state=PENDING,
        form_id=_form_id(letter, showing, entry, keys),
        requested_at=at,
        language=language,
        **signature_values(letter, entry, keys, at),
        **also,
    )
    return number


def ways_to_verify(signature_id: int, *, keys: KeyStore, tokens: Tokens, at: datetime) -> tuple[str, str]:
    """A new link's token and a new code for a pending signature; both last seven days."""
    token, code = tokens.issue(VERIFY), new_code()
    hashed = {VERIFY: fingerprint(token), CODE: code_hash(keys, code)}
    keep_ways(signature_id, hashed, at + timedelta(days=PENDING_DAYS))
    return token, code


def signature_values(letter: Letter, entry: Entry, keys: KeyStore, at: datetime) -> dict[str, object]:
    """The columns of a signature that come from `entry`, its contact sealed and its address hashed under the letter's
    key.
    """
    contact = entry.contact
    return {
        "kind": entry.kind,
        "printed_name": entry.printed_name,
        "identity": certain_form(entry.printed_name) if entry.kind == ORGANIZATION else "",
        "sort_key": entry.sort_key,
        "own_sort_key": entry.own_sort_key,
        "acronyms": acronyms(entry.printed_name) if entry.kind == ORGANIZATION else "",
        "shown_as": entry.shown_as,
        "website": entry.website,
        "scope": entry.scope,
        "city": entry.city,
        "home_state": entry.home_state,
        "country": entry.country,
        "affiliation": entry.affiliation,
        "comment_waits": bool(contact.comment),
        "wants_updates": entry.wants_updates and bool(contact.email),
        "contact": None if contact.is_empty else keys.seal(letter.key_name, contact.sealable(), CONTACT),
        "address_hash": address_hash(letter, contact, keys),
        "changed_at": at,
    }


def address_hash(letter: Letter, contact: Contact, keys: KeyStore) -> str:
    """By what one mailbox is known again on `letter`, and on no other; "" without an address."""
    return keys.hash(letter.key_name, same_mailbox(contact.email), ADDRESS) if contact.email else ""


def open_contact(letter: Letter, sealed: bytes | None, keys: KeyStore) -> Contact:
    """The contact that was sealed for `letter`; an empty one when it was erased. Raises KeyGone after the key was
    destroyed.
    """
    return Contact.unsealed(keys.open(letter.key_name, sealed, CONTACT)) if sealed else Contact()


def _end_earlier(signature_id: int, showing: str, letter: Letter, keys: KeyStore) -> None:
    """End the requests that the same showing of the form sent before, and that still wait. Nobody else knows it."""
    first = _showing_id(letter, showing, keys)
    same = (Signature.form_id >= first, Signature.form_id < first + "g")  # hexadecimal, so nothing else lies between
    earlier = delete(Signature).where(*same, Signature.state == PENDING, Signature.id != signature_id)
    db.session.execute(earlier.execution_options(synchronize_session=False))


def _form_id(letter: Letter, showing: str, entry: Entry, keys: KeyStore) -> str:
    """Equal for two sendings of one showing with the same answers; keyed, since the answers are personal."""
    return _showing_id(letter, showing, keys) + keys.hash(letter.key_name, f"{showing} {entry}", "form id")


def _showing_id(letter: Letter, showing: str, keys: KeyStore) -> str:
    return keys.hash(letter.key_name, showing, "showing")[:32]


def code_hash(keys: KeyStore, typed: str) -> str:
    """What is stored of a typed code: keyed, because 38 bits alone could be tried out."""
    return keys.hash(INSTALLATION, same_code(typed), "typed code")
