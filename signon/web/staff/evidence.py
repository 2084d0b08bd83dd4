"""A held signature as staff look at it: what there is to judge it by, beside what the register knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from signon.keys import KeyGone
from signon.letters.letters import current_texts_of
from signon.letters.models import Letter
from signon.letters.reading import LetterReading
from signon.organizations.proof import proves, website_host
from signon.signatures import counting, logos, notes, questions
from signon.signatures.entry import Contact
from signon.signatures.evidence import Candidate, StruckBefore, candidate_ids, candidates, struck_before
from signon.signatures.judging import AWAITS_APPROVAL
from signon.signatures.models import FROM_DELEGATION, Signature
from signon.signatures.notes import WrittenNote
from signon.signatures.questions import Asked
from signon.signatures.signee import LogoReading
from signon.signatures.signing import open_contact
from signon.web.doors import keys, read_letter
from signon.web.staff.case_forms import CaseForm, Fault

_MOST_LETTERS = 3  # letters named beside a known organization


@dataclass(frozen=True)
class KnownRow:
    """An organization of the register beside the signature that may be it.

    `why` says how it comes here; `is_mailbox` whether the signature's mailbox is at this organization's website.
    """

    id: int
    why: str
    name: str
    website: str
    host: str
    place: str
    since: datetime
    is_mailbox: bool
    is_here: bool
    letters: tuple[LetterReading, ...]
    more_letters: int


@dataclass(frozen=True)
class HeldRow:
    """A held signature. Of an address only its domain is shown: it is what proves or does not.

    `approver_domain` is "" where no second approver was named. `known` are the organizations that it may be;
    `may_be_another` says that it can also be entered as one of its own. `seen` is sent along with what staff decide, so
    that nothing is done to a signature that has changed meanwhile.
    """

    id: int
    name: str
    kind: str
    website: str
    host: str
    place: str
    mail_domain: str
    is_proven: bool
    representative: str
    role: str
    comment: str
    reason: str
    suspicions: tuple[str, ...]
    since: datetime
    attestation: str
    attested_at: datetime | None
    is_delegated: bool
    approver_domain: str
    approval: str
    approved_at: datetime | None
    awaits_approval: bool
    known: tuple[KnownRow, ...]
    may_be_another: bool
    struck_before: tuple[StruckBefore, ...]
    asked: Asked | None
    can_be_asked: bool
    notes: tuple[WrittenNote, ...]
    tags: tuple[str, ...]
    logo: LogoReading | None
    seen: str
    form: CaseForm


@dataclass(frozen=True)
class _Beside:
    """What lies beside the signatures of one page, by their ids: read at once, however many they are."""

    found: dict[int, Candidate]
    readings: dict[int, LetterReading]
    struck: dict[int, list[StruckBefore]]
    asked: dict[int, Asked]
    notes: dict[int, list[WrittenNote]]
    tags: dict[int, list[str]]
    logos: dict[int, LogoReading]


def held_rows(letter: Letter, held: list[Signature], at: datetime, fault: Fault | None = None) -> list[HeldRow]:
    """These held signatures of `letter` with their evidence; `fault` is what was wrongly typed about one of them."""
    try:
        contacts = [open_contact(letter, one.contact, keys()) for one in held]
        beside = _beside(letter, held, at)
    except KeyGone:
        return []  # what they wrote was erased with the letter's key: there is nothing left to judge by
    return [_row(one, contact, beside, fault) for one, contact in zip(held, contacts, strict=True)]


def _beside(letter: Letter, held: list[Signature], at: datetime) -> _Beside:
    ids = [one.id for one in held]
    found = candidates(letter, held, at)
    return _Beside(
        found,
        _readings(found.values(), at),
        struck_before(letter, held),
        questions.asked_of(letter, ids, keys()),
        notes.notes_about(letter, ids, keys()),
        notes.tags_on(letter, ids),
        logos.sizes(ids),
    )


def _readings(found: Iterable[Candidate], at: datetime) -> dict[int, LetterReading]:
    """The letters that are named beside the candidates, by id."""
    letters = {letter.id: letter for one in found for letter in one.letters[:_MOST_LETTERS]}
    some = list(letters.values())
    counts, texts = counting.read_many(some, at), current_texts_of(some)
    return {number: read_letter(letter, counts[number], texts[number]) for number, letter in letters.items()}


def _row(signature: Signature, contact: Contact, beside: _Beside, fault: Fault | None) -> HeldRow:
    number = signature.id
    known = [beside.found[one] for one in candidate_ids(signature) if one in beside.found]
    return HeldRow(
        id=number,
        name=signature.printed_name or contact.full_name,
        known=tuple(_known(signature, contact.email, one, beside.readings) for one in known),
        may_be_another=not any(one.bears(signature.printed_name) for one in known),
        struck_before=tuple(beside.struck.get(number, ())),
        asked=beside.asked.get(number),
        can_be_asked=questions.can_be_asked(contact.email, signature),
        notes=tuple(beside.notes.get(number, ())),
        tags=tuple(beside.tags.get(number, ())),
        logo=beside.logos.get(number),
        form=CaseForm.about(number, fault),
        **_what_was_sent(signature, contact),
        **_what_happened(signature, contact),
    )


def _what_was_sent(signature: Signature, contact: Contact) -> dict[str, Any]:
    return {
        "kind": signature.kind,
        "website": _address(signature.website),
        "host": website_host(signature.website),
        "place": ", ".join(part for part in (signature.city, signature.home_state, signature.country) if part),
        "mail_domain": contact.email.rpartition("@")[2],
        "is_proven": proves(contact.email, signature.website),
        "representative": contact.representative,
        "role": contact.role,
        "comment": contact.comment,
    }


def _what_happened(signature: Signature, contact: Contact) -> dict[str, Any]:
    """Why the signature is held, since when, and who agreed to what."""
    return {
        "reason": _(signature.reason) if signature.reason else "",
        "suspicions": tuple(_(line) for line in signature.suspicion.splitlines() if line),
        "since": signature.requested_at,
        "attestation": signature.attestation,
        "attested_at": signature.verified_at,
        "is_delegated": signature.origin == FROM_DELEGATION,
        "approver_domain": contact.approver_email.rpartition("@")[2],
        "approval": signature.approval,
        "approved_at": signature.approved_at,
        "awaits_approval": signature.reason == AWAITS_APPROVAL,
        "seen": signature.changed_at.isoformat(),
    }


def _known(signature: Signature, email: str, one: Candidate, readings: dict[int, LetterReading]) -> KnownRow:
    return KnownRow(
        id=one.organization_id,
        why=_why(signature, one),
        name=one.name,
        website=_address(one.website),
        host=website_host(one.website),
        place=one.place,
        since=one.since,
        is_mailbox=proves(email, one.website),
        is_here=one.is_here,
        letters=tuple(readings[letter.id] for letter in one.letters[:_MOST_LETTERS]),
        more_letters=max(len(one.letters) - _MOST_LETTERS, 0),
    )


def _why(signature: Signature, one: Candidate) -> str:
    if one.organization_id == signature.organization_id:
        return str(_("Was listed as"))
    if one.organization_id == signature.claimed_organization_id:
        return str(_("Says that it is"))
    return str(_("Bears the name of") if one.bears(signature.printed_name) else _("Looks like"))


def _address(website: str) -> str:
    """A website that may stand in a link, else ""."""
    return website if website.startswith(("http://", "https://")) else ""
