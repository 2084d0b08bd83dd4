"""Evidence: what the register and the lists know of an organization that a held signature may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.identity import normal_form
from signon.organizations.models import Alias, Organization
from signon.signatures.judging import DUPLICATE
from signon.signatures.models import STRUCK, VERIFIED, Signature

_MOST_STRUCK = 500  # struck names that are looked at for one page


@dataclass(frozen=True)
class Candidate:
    """An organization of the register that a held signature may be.

    `identities` are the normal forms of its name and its other spellings. `is_here` says that it is on the list of the
    letter in question; `letters` are the other published letters that it is listed on, the newest first. `place` is
    where it is, as far as the register knows, `since` when the register entered it.
    """

    organization_id: int
    name: str
    website: str
    identities: frozenset[str]
    is_here: bool
    letters: tuple[Letter, ...]
    place: str
    since: datetime

    def bears(self, name: str) -> bool:
        """Whether `name` is one of its own, but for case, accents and the like."""
        return normal_form(name) in self.identities


def candidate_ids(signature: Signature) -> tuple[int, ...]:
    """The organizations that `signature` may be: which it was listed as, says it is, and looks like; each once."""
    ids = (signature.organization_id, signature.claimed_organization_id, signature.like_organization_id)
    return tuple(dict.fromkeys(number for number in ids if number is not None))


def candidates(letter: Letter, signatures: Iterable[Signature], at: datetime) -> dict[int, Candidate]:
    """The candidates of all these signatures of `letter`, by their ids. Three statements, or none."""
    ids = {number for signature in signatures for number in candidate_ids(signature)}
    if not ids:
        return {}
    spellings = _spellings(ids)
    listed = _listed_on(ids, at)
    rows = db.session.scalars(select(Organization).where(Organization.id.in_(ids)))
    return {
        row.id: Candidate(
            organization_id=row.id,
            name=row.name,
            website=row.website,
            identities=frozenset({row.identity, *spellings.get(row.id, ())}),
            is_here=letter.id in [one.id for one in listed.get(row.id, [])],
            letters=tuple(one for one in listed.get(row.id, []) if one.id != letter.id and one.is_published(at)),
            place=", ".join(part for part in (row.city, row.home_state) if part),
            since=row.created_at,
        )
        for row in rows
    }


@dataclass(frozen=True)
class StruckBefore:
    """That the same name, or the same mailbox, was struck from this letter before: why, and when."""

    name: str
    reason: str
    at: datetime


def struck_before(letter: Letter, signatures: Iterable[Signature]) -> dict[int, list[StruckBefore]]:
    """What was struck from `letter` before of these signatures' names and mailboxes, by the signatures' ids, the newest
    first; duplicates are not. One statement.
    """
    held = list(signatures)
    names = {one.identity for one in held if one.identity}
    mailboxes = {one.address_hash for one in held if one.address_hash}
    if not names and not mailboxes:
        return {}
    # "Not empty" is what the index of addresses says of itself.
    same_mailbox = and_(Signature.address_hash.in_(mailboxes), Signature.address_hash != "")
    query = select(Signature).where(Signature.letter_id == letter.id, Signature.state == STRUCK)
    query = query.where(or_(Signature.identity.in_(names), same_mailbox), Signature.reason != DUPLICATE)
    rows = db.session.scalars(query.order_by(Signature.changed_at.desc(), Signature.id).limit(_MOST_STRUCK)).all()
    return {one.id: [_told(row) for row in rows if _is_same(one, row)] for one in held}


def _is_same(one: Signature, row: Signature) -> bool:
    same_name = bool(one.identity) and one.identity == row.identity
    return same_name or (bool(one.address_hash) and one.address_hash == row.address_hash)


def _told(row: Signature) -> StruckBefore:
    return StruckBefore(row.printed_name, row.reason, row.changed_at)


def _spellings(ids: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in db.session.execute(select(Alias.organization_id, Alias.identity).where(Alias.organization_id.in_(ids))):
        found.setdefault(row.organization_id, []).append(row.identity)
    return found


def _listed_on(ids: set[int], at: datetime) -> dict[int, list[Letter]]:
    found: dict[int, list[Letter]] = {}
    query = select(Signature.organization_id, Letter).join(Letter, Letter.id == Signature.letter_id)
    query = query.where(Signature.organization_id.in_(ids), Signature.state == VERIFIED)
    for row in db.session.execute(query.order_by(Letter.id.desc())):
        found.setdefault(row[0], []).append(row[1])  # type: ignore[arg-type]  # the query names the organizations
    return found
