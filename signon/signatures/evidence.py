"""Evidence: what the register and the lists know of an organization that a held signature may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.identity import normal_form
from signon.organizations.models import Alias, Organization
from signon.signatures.models import VERIFIED, Signature


@dataclass(frozen=True)
class Candidate:
    """An organization of the register that a held signature may be.

    `identities` are the normal forms of its name and its other spellings. `is_here` says that it is on the list of the
    letter in question; `letters` are the other published letters that it is listed on, the newest first.
    """

    organization_id: int
    name: str
    website: str
    identities: frozenset[str]
    is_here: bool
    letters: tuple[Letter, ...]

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
        )
        for row in rows
    }


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
