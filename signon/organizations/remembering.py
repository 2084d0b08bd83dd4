"""Remembering: what an organization chose to leave with a campaign beyond one letter, and how that ends.

Its contact is sealed under a key of the organization's own, made when it first leaves one. When nothing is left of it
in any campaign, that key is destroyed: then no copy in any backup can be read either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select, update

from signon.database import db
from signon.keys import KeyGone, KeyStore
from signon.organizations.models import Organization, Remembrance
from signon.refusals import N_, Refusal

LONGEST_DELEGATION = timedelta(days=732)  # two years: what nobody has renewed for longer is no agreement any more
_CONTACT = "organization contact"


@dataclass(frozen=True)
class Remembered:
    """What one organization left with a campaign; `contact` is sealed (see `open_contact`).

    `delegated_until` is when its standing delegation ends, None without one; `delegation` is the sentence agreed to.
    """

    organization_id: int
    contact: bytes
    key_name: str | None
    delegated_until: datetime | None
    delegation: str


# What a query over both tables selects to make `Remembered(*row)`.
REMEMBERED = (
    Remembrance.organization_id,
    Remembrance.contact,
    Organization.key_name,
    Remembrance.delegated_until,
    Remembrance.delegation,
)


def remember(
    organization_id: int, campaign_id: int, contact: bytes, *, asked_again: bool, keys: KeyStore, at: datetime
) -> None:
    """Keep `contact` (plain bytes; sealed here) as how the campaign reaches this organization beyond one letter.

    `asked_again` says whether it wants to hear of the next letter. Where something was kept before, contact and wish
    take its place; a standing delegation stays as it is. The caller owns the transaction.
    """
    _keep(organization_id, campaign_id, contact, keys, at, asked_again=asked_again)


def delegate(
    organization_id: int,
    campaign_id: int,
    contact: bytes,
    *,
    until: datetime,
    sentence: str,
    keys: KeyStore,
    at: datetime,
) -> None:
    """The representative agrees to `sentence`: the campaign may sign the organization on to its letters until `until`.

    Keeps `contact` as `remember` does, since each such signature is told to it; whether it is asked again stays as it
    is. Raises Refusal for a time that is past or more than two years away.
    """
    if not at < until <= at + LONGEST_DELEGATION:
        raise Refusal(N_("Please choose a day within the next two years."), "until")
    _keep(organization_id, campaign_id, contact, keys, at, delegated_until=until, delegated_at=at, delegation=sentence)


def end_delegation(organization_id: int, campaign_id: int, *, at: datetime) -> None:
    """From now on the campaign may not sign this organization on. What else it left stays. Twice is once."""
    ended = {"delegated_until": None, "delegated_at": None, "delegation": "", "changed_at": at}
    db.session.execute(update(Remembrance).where(_of(organization_id, campaign_id)).values(**ended))


def forget(organization_id: int, campaign_id: int, *, keys: KeyStore) -> None:
    """End all that the organization left with the campaign; with the last of it, its key. Twice is once.

    The key goes before the caller's commit: should that fail, what is left cannot be read, and that was asked for.
    """
    key_name = _hold_key_name(organization_id)
    db.session.execute(delete(Remembrance).where(_of(organization_id, campaign_id)))
    left = select(func.count()).select_from(Remembrance).where(Remembrance.organization_id == organization_id)
    if key_name is not None and db.session.scalar(left) == 0:
        _name_key(organization_id, None)
        keys.destroy(key_name)


def purge(at: datetime, *, keys: KeyStore) -> None:
    """Forget what serves nothing any more: of who does not want to hear of the next letter, and whose standing
    delegation is over.
    """
    is_over = Remembrance.delegated_until.is_(None) | (Remembrance.delegated_until <= at)
    over = select(Remembrance.organization_id, Remembrance.campaign_id).where(~Remembrance.asked_again, is_over)
    for organization_id, campaign_id in db.session.execute(over.order_by(Remembrance.organization_id)).all():
        forget(organization_id, campaign_id, keys=keys)
    _destroy_idle_keys(keys)


def reseal(row: Remembrance, organization_id: int, keys: KeyStore) -> bool:
    """Make `row` the word of another organization, which turned out to be the same one: its contact is sealed under
    that one's key from now on. Answers False, and changes nothing, when it can be read no more.

    Both organizations' rows in the register are held by the caller. The key that is left behind without any word is
    destroyed by the next `purge`: not now, since this may still be undone.
    """
    contact = _opened(_hold_key_name(row.organization_id), row.contact, keys)
    if contact is None:
        return False
    row.contact = keys.seal(_ensured(organization_id, keys), contact, _CONTACT)
    row.organization_id = organization_id
    db.session.flush()
    return True


def remembered(organization_id: int, campaign_id: int) -> Remembrance | None:
    """What this organization left with the campaign, read anew, or None."""
    query = select(Remembrance).where(_of(organization_id, campaign_id))
    return db.session.scalar(query.execution_options(populate_existing=True))


def open_contact(one: Remembered, keys: KeyStore) -> bytes | None:
    """The contact that was given to `remember` or `delegate`; None when its key is gone."""
    return _opened(one.key_name, one.contact, keys)


def contact_of(organization_id: int, campaign_id: int, keys: KeyStore) -> bytes | None:
    """The contact that this organization left with the campaign; None when it left none, or its key is gone."""
    query = select(Organization.key_name, Remembrance.contact).join(
        Remembrance, Remembrance.organization_id == Organization.id
    )
    row = db.session.execute(query.where(_of(organization_id, campaign_id))).one_or_none()
    return _opened(row.key_name, row.contact, keys) if row else None


def _opened(key_name: str | None, sealed: bytes, keys: KeyStore) -> bytes | None:
    try:
        return keys.open(key_name, sealed, _CONTACT) if key_name else None
    except KeyGone:
        return None


def _keep(
    organization_id: int, campaign_id: int, contact: bytes, keys: KeyStore, at: datetime, **values: object
) -> None:
    """Insert or change the one row of this organization and campaign; its own row in the register is held."""
    organization_id = _hold_standing(organization_id)
    ensured = _ensured(organization_id, keys)
    values = {**values, "contact": keys.seal(ensured, contact, _CONTACT), "changed_at": at}
    row = remembered(organization_id, campaign_id)
    if row is None:
        row = Remembrance(organization_id=organization_id, campaign_id=campaign_id, created_at=at)
        db.session.add(row)
    for column, value in values.items():
        setattr(row, column, value)
    db.session.flush()


def _ensured(organization_id: int, keys: KeyStore) -> str:
    """The name of the organization's key, which is there now; its row in the register is held."""
    key_name = _hold_key_name(organization_id)
    # A name whose key is not there is left by a `forget` that could not be committed: nothing readable is under it.
    ensured = keys.ensure(key_name) if key_name else keys.create("organization")
    if key_name is None:
        _name_key(organization_id, ensured)
    return ensured


def _destroy_idle_keys(keys: KeyStore) -> None:
    """Destroy the keys of organizations whose word went over to the one that they were merged into."""
    word = exists().where(Remembrance.organization_id == Organization.id)
    idle = select(Organization.id).where(Organization.key_name.is_not(None), ~word).order_by(Organization.id)
    for organization_id in db.session.scalars(idle).all():
        key_name = _hold_key_name(organization_id)
        left = select(Remembrance.id).where(Remembrance.organization_id == organization_id)
        if key_name is not None and db.session.scalar(left.limit(1)) is None:
            _name_key(organization_id, None)
            keys.destroy(key_name)


def _hold_key_name(organization_id: int) -> str | None:
    """The name of the organization's own key, its row held until the transaction ends: one change at a time."""
    query = select(Organization.key_name).where(Organization.id == organization_id).with_for_update()
    return db.session.execute(query).scalar_one()


def _hold_standing(organization_id: int) -> int:
    """The organization that this one turned out to be, itself where it was never merged; its row is held. At once for
    good: two that held it to look, and then to change it, would wait for each other.
    """
    query = select(Organization.merged_into_id).where(Organization.id == organization_id).with_for_update()
    merged_into = db.session.scalar(query)
    return organization_id if merged_into is None else _hold_standing(merged_into)


def _name_key(organization_id: int, key_name: str | None) -> None:
    db.session.execute(update(Organization).where(Organization.id == organization_id).values(key_name=key_name))


def _of(organization_id: int, campaign_id: int) -> ColumnElement[bool]:
    return (Remembrance.organization_id == organization_id) & (Remembrance.campaign_id == campaign_id)
