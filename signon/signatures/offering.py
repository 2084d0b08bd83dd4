"""Offering: "are you this one?" among organizations that are on a public list already. Nothing else is ever told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.likeness import Likeness
from signon.organizations.matching import alike
from signon.organizations.proof import website_host
from signon.signatures.models import UNLISTED, VERIFIED, Signature


@dataclass(frozen=True)
class Offer:
    """An organization that a name may mean, as it is printed on a public list; `host` is its website's or "".

    `is_here` says that it is on the list of the letter in question; `is_certain` that only case, accents, punctuation
    or a legal form lie between the names.
    """

    organization_id: int
    name: str
    host: str
    is_here: bool
    is_certain: bool


def offers(letter: Letter, name: str, at: datetime) -> list[Offer]:
    """The organizations that `name` looks like and that stand on the list of a published letter, the likeliest first.

    Letters in safe mode tell nothing here, nor does the time it takes: the database is asked the same whatever there
    is.
    """
    likes = {like.id: like for like in alike(name)}
    rows = db.session.execute(
        select(Signature.organization_id, Signature.printed_name, Signature.letter_id)
        .join(Letter, Letter.id == Signature.letter_id)
        .where(Signature.organization_id.in_(likes), Signature.state == VERIFIED, Signature.shown_as != UNLISTED)
        .where(Letter.published_at <= at, Letter.safe_mode.is_(False))
        .order_by(Signature.id.desc())
    ).all()
    printed: dict[int | None, str] = {}
    here = set()
    for organization_id, printed_name, letter_id in rows:
        printed.setdefault(organization_id, printed_name)
        if letter_id == letter.id:
            here.add(organization_id)
    return [
        Offer(id_, printed[id_], website_host(like.website), id_ in here, like.likeness == Likeness.CERTAIN)
        for id_, like in likes.items()
        if id_ in printed
    ]
