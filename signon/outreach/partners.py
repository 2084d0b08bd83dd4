"""Partner links: an organization brings its people to a letter by an address of its own, and staff see how many came.

The link says which partner sent the reader and nothing about the reader; it is noted only with a signature.
"""

import re
from datetime import datetime

from sqlalchemy import func, select

from signon.database import db, insert_unless_there
from signon.letters.models import Letter
from signon.outreach.models import Partner
from signon.refusals import N_, Refusal
from signon.signatures.models import Signature
from signon.signatures.names import plain_text

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
LONGEST_NAME = 150  # characters
MOST = 500  # partners of one letter


def add(letter: Letter, name: str, code: str, at: datetime) -> Partner:
    """A new partner of `letter`, whose link ends with `code`. Raises Refusal about "name" or "code"."""
    said, code = checked(name, code)
    if len(partners_of(letter)) >= MOST:
        raise Refusal(N_("A letter has room for %(most)s partners."), "name", most=MOST)
    number = insert_unless_there(Partner, letter_id=letter.id, name=said, code=code, created_at=at)
    if number is None:
        raise Refusal(N_("Another partner’s link ends like this."), "code")
    return db.session.get_one(Partner, number)


def checked(name: str, code: str) -> tuple[str, str]:
    """A partner's name and what its link ends with, as they are kept. Raises Refusal about "name" or "code"."""
    said, code = plain_text(name, "name", LONGEST_NAME), code.strip().lower()
    if not said:
        raise Refusal(N_("Please write the partner’s name."), "name")
    if not CODE.fullmatch(code):
        raise Refusal(N_("Please use small letters, digits and dashes, such as “night-owls”."), "code")
    return said, code


def remove(letter: Letter, partner_id: int) -> bool:
    """Remove a partner who has brought nobody; answers whether there was one. Raises Refusal for one who has."""
    partner = db.session.scalar(select(Partner).where(Partner.letter_id == letter.id, Partner.id == partner_id))
    if partner is None:
        return False
    if db.session.scalar(select(Signature.id).where(Signature.partner_id == partner.id).limit(1)) is not None:
        raise Refusal(N_("This partner has brought signees: the link stays, so that the figures stay true."))
    db.session.delete(partner)
    return True


def with_code(letter: Letter, code: str) -> Partner | None:
    """The partner of `letter` whose link ends with `code`; None for anything else that stands there."""
    if not CODE.fullmatch(code):
        return None
    return db.session.scalar(select(Partner).where(Partner.letter_id == letter.id, Partner.code == code))


def partners_of(letter: Letter) -> list[Partner]:
    """The letter's partners, by name."""
    query = select(Partner).where(Partner.letter_id == letter.id)
    return list(db.session.scalars(query.order_by(func.lower(Partner.name), Partner.id)))
