"""Partner keys: with one, a partner's own programs request signatures on the letters of a campaign.

A key lets nobody sign for anybody: what it requests waits, as a form's does, until the mailbox proves itself. It is
shown once, and kept by its hash only.
"""

import secrets
from datetime import date, datetime

from sqlalchemy import func, or_, select, update

from signon.database import db, insert_unless_there
from signon.letters.models import Letter
from signon.outreach.models import Partner, PartnerKey
from signon.outreach.partners import checked, with_code
from signon.refusals import N_, Refusal
from signon.signatures.tokens import fingerprint

MOST = 100  # keys of one campaign that work
_MARK = "signon_"  # by which programs that look for lost secrets know one


def make(campaign_id: int, name: str, code: str, by: int | None, at: datetime) -> tuple[PartnerKey, str]:
    """A new key of the partner called `name`, whose signees count as brought by `code`, and the key itself, which is
    kept nowhere. `by` is the id of whose act it is. Raises Refusal about "name" or "code".
    """
    name, code = checked(name, code)
    working = select(func.count()).select_from(PartnerKey)
    working = working.where(PartnerKey.campaign_id == campaign_id, PartnerKey.ended_at.is_(None))
    if (db.session.scalar(working) or 0) >= MOST:
        raise Refusal(N_("A campaign has room for %(most)s keys. Please end one that nobody needs."), "name", most=MOST)
    key = _MARK + secrets.token_urlsafe(32)
    row = PartnerKey(campaign_id=campaign_id, name=name, code=code, hash=fingerprint(key), made_by=by, created_at=at)
    db.session.add(row)
    db.session.flush()
    return row, key


def end(campaign_id: int, key_id: int, at: datetime) -> bool:
    """Let a key work no more; answers whether it did until now."""
    this = update(PartnerKey).where(PartnerKey.id == key_id, PartnerKey.campaign_id == campaign_id)
    done = db.session.execute(this.where(PartnerKey.ended_at.is_(None)).values(ended_at=at))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def keys_of(campaign_id: int) -> list[PartnerKey]:
    """The keys of a campaign: those that work first, of each the newest first."""
    query = select(PartnerKey).where(PartnerKey.campaign_id == campaign_id)
    query = query.order_by(PartnerKey.ended_at.is_not(None), PartnerKey.id.desc())
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def known_by(key: str) -> PartnerKey | None:
    """The key that was shown as `key`, if it works; None for anything else."""
    if not (key.isascii() and key.startswith(_MARK)):
        return None
    query = select(PartnerKey).where(PartnerKey.hash == fingerprint(key), PartnerKey.ended_at.is_(None))
    return db.session.scalar(query)


def note_use(key: PartnerKey, on: date) -> None:
    """Keep the day on which `key` was used last: one write a day."""
    if key.last_used_on == on:
        return
    earlier = or_(PartnerKey.last_used_on.is_(None), PartnerKey.last_used_on < on)
    db.session.execute(update(PartnerKey).where(PartnerKey.id == key.id, earlier).values(last_used_on=on))


def partner_on(letter: Letter, key: PartnerKey, at: datetime) -> int:
    """The id of the partner of `letter` who brings what `key` requests; made now where the letter has none yet."""
    partner = with_code(letter, key.code)
    if partner is not None:
        return partner.id
    values = {"letter_id": letter.id, "name": key.name, "code": key.code, "created_at": at}
    number: int | None = insert_unless_there(Partner, **values)
    if number is None:  # somebody else made it meanwhile
        number = db.session.scalars(select(Partner.id).filter_by(letter_id=letter.id, code=key.code)).one()
    return number
