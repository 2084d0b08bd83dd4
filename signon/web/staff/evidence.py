"""A held signature as staff look at it: what there is to judge it by, beside what the register knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from signon.keys import KeyGone
from signon.letters.letters import current_texts_of
from signon.letters.models import Letter
from signon.letters.reading import LetterReading
from signon.organizations.proof import proves, website_host
from signon.signatures import counting, logos, reviewing
from signon.signatures.evidence import Candidate, candidate_ids, candidates
from signon.signatures.judging import AWAITS_APPROVAL
from signon.signatures.models import FROM_DELEGATION, Signature
from signon.signatures.reviewing import HeldSignature
from signon.signatures.signee import LogoReading
from signon.web.doors import keys, read_letter

MOST_HELD = 50  # held signatures on the page, the oldest first
_MOST_LETTERS = 3  # letters named beside a known organization


class StrikeForm(FlaskForm):
    """Why a name is taken off."""

    reason = StringField(_l("Reason"), render_kw={"maxlength": 300, "required": True, "autocomplete": "off"})


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
    mail_domain: str
    is_proven: bool
    representative: str
    role: str
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
    logo: LogoReading | None
    seen: str
    form: StrikeForm


def held_rows(letter: Letter, at: datetime, refused: tuple[int, StrikeForm] | None) -> list[HeldRow]:
    """The oldest held signatures of `letter`; `refused` is a form for striking with a fault, and its signature's id."""
    try:
        held = reviewing.held(letter, keys(), MOST_HELD)
    except KeyGone:
        return []  # what they wrote was erased with the letter's key: there is nothing left to judge by
    found = candidates(letter, [one.signature for one in held], at)
    readings = _readings(found.values(), at)
    pictures = logos.sizes([one.signature.id for one in held])
    return [_row(one, found, readings, pictures.get(one.signature.id), refused) for one in held]


def _readings(found: Iterable[Candidate], at: datetime) -> dict[int, LetterReading]:
    """The letters that are named beside the candidates, by id."""
    letters = {letter.id: letter for one in found for letter in one.letters[:_MOST_LETTERS]}
    some = list(letters.values())
    counts, texts = counting.read_many(some, at), current_texts_of(some)
    return {number: read_letter(letter, counts[number], texts[number]) for number, letter in letters.items()}


def _row(
    held: HeldSignature,
    found: dict[int, Candidate],
    readings: dict[int, LetterReading],
    logo: LogoReading | None,
    refused: tuple[int, StrikeForm] | None,
) -> HeldRow:
    signature, contact = held.signature, held.contact
    known = [found[number] for number in candidate_ids(signature) if number in found]
    return HeldRow(
        id=signature.id,
        name=signature.printed_name or contact.full_name,
        kind=signature.kind,
        website=_address(signature.website),
        host=website_host(signature.website),
        mail_domain=contact.email.rpartition("@")[2],
        is_proven=proves(contact.email, signature.website),
        representative=contact.representative,
        role=contact.role,
        reason=_(signature.reason) if signature.reason else "",
        suspicions=tuple(_(line) for line in signature.suspicion.splitlines() if line),
        since=signature.requested_at,
        attestation=signature.attestation,
        attested_at=signature.verified_at,
        is_delegated=signature.origin == FROM_DELEGATION,
        approver_domain=contact.approver_email.rpartition("@")[2],
        approval=signature.approval,
        approved_at=signature.approved_at,
        awaits_approval=signature.reason == AWAITS_APPROVAL,
        known=tuple(_known(signature, contact.email, one, readings) for one in known),
        may_be_another=not any(one.bears(signature.printed_name) for one in known),
        logo=logo,
        seen=signature.changed_at.isoformat(),
        form=_strike_form(signature, refused),
    )


def _known(signature: Signature, email: str, one: Candidate, readings: dict[int, LetterReading]) -> KnownRow:
    return KnownRow(
        id=one.organization_id,
        why=_why(signature, one),
        name=one.name,
        website=_address(one.website),
        host=website_host(one.website),
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


def _strike_form(signature: Signature, refused: tuple[int, StrikeForm] | None) -> StrikeForm:
    form = refused[1] if refused and refused[0] == signature.id else StrikeForm(formdata=None)
    form.reason.id = f"reason-{signature.id}"
    return form


def _address(website: str) -> str:
    """A website that may stand in a link, else ""."""
    return website if website.startswith(("http://", "https://")) else ""
