"""Listing: a signature comes onto the list, is held for review, or is struck as a duplicate; each is counted once."""

from datetime import datetime

from sqlalchemy import select, update

from signon.database import db
from signon.letters.models import Letter
from signon.organizations.identity import normal_form
from signon.organizations.register import known, known_or_entered, learn_alias, learn_website, standing
from signon.signatures import counting
from signon.signatures.judging import DUPLICATE, is_convener
from signon.signatures.models import HELD, STRUCK, VERIFIED, Signature
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION


def is_on_the_list(letter: Letter, signature: Signature, organization_id: int | None = None) -> bool:
    """Whether the same organization or person is on the letter's list already."""
    if signature.kind == ORGANIZATION and organization_id is None:
        register = known(signature.printed_name)
        organization_id = register.id if register else None
    return _listed_twin(letter, signature, organization_id) is not None


def list_signature(
    letter: Letter,
    signature: Signature,
    *,
    came_from: str,
    at: datetime,
    organization_id: int | None = None,
    reviewed: bool = False,
) -> str:
    """Bring `signature` from the state `came_from` onto the list and count it; answers its new state.

    That is "verified", or "struck" when the organization or the person is on the list already. Answers the state it has
    when it is no longer `came_from`. It is listed as `organization_id` of the register, whose alias its spelling then
    becomes; by default as the organization that bears its name, entered if there is none yet. `reviewed` says that
    staff have looked at it: then the spelling is kept of a duplicate too, which else anybody could teach the register.
    The caller owns the transaction; the letter's counter row is held until it ends.
    """
    counting.lock(letter.id, at)
    spells = organization_id
    if signature.kind == ORGANIZATION and organization_id is None:
        organization_id = known_or_entered(signature, at)
    if organization_id is not None:  # which may have been merged into another since it was judged
        organization_id = standing(organization_id)
    if _listed_twin(letter, signature, organization_id) is not None:
        change_state(signature, came_from, STRUCK, at, reason=DUPLICATE)
    else:
        _list(letter, signature, came_from, at, organization_id)
    if spells is not None and organization_id is not None and (reviewed or signature.state == VERIFIED):
        learn_alias(organization_id, signature.printed_name, at)
    if organization_id is not None and reviewed and signature.state == VERIFIED and _is_ours(letter, organization_id):
        learn_website(organization_id, signature.website, at)
    return signature.state


def _is_ours(letter: Letter, organization_id: int) -> bool:
    """Whether the organization is and was on letters of this campaign only. Its website decides who may sign in its
    name everywhere: the reviewers of one campaign settle it for no other.
    """
    elsewhere = select(Signature.id).join(Letter, Letter.id == Signature.letter_id)
    elsewhere = elsewhere.where(Signature.organization_id == organization_id, Letter.campaign_id != letter.campaign_id)
    return db.session.scalar(elsewhere.limit(1)) is None


def _list(letter: Letter, signature: Signature, came_from: str, at: datetime, organization_id: int | None) -> None:
    convener = signature.kind == ORGANIZATION and is_convener(letter, signature.printed_name)
    listed = {"organization_id": organization_id, "is_convener": convener, "reason": ""}
    if change_state(signature, came_from, VERIFIED, at, **listed):
        counting.shift(letter.id, signature.kind, at, counting.parts(signature), came=[signature.id])


def unlist(letter: Letter, signature: Signature, to: str, at: datetime, **also: object) -> bool:
    """Take a listed `signature` off the list into the state `to`, and off the count; answers whether this call did."""
    counting.lock(letter.id, at)
    if not read_anew(signature):
        return False
    parts = {name: -number for name, number in counting.parts(signature).items()}
    if not change_state(signature, VERIFIED, to, at, **also):
        return False
    counting.shift(letter.id, signature.kind, at, parts, left=[signature.id])
    return True


def change_state(signature: Signature, came_from: str, to: str, at: datetime, **also: object) -> bool:
    """One conditional UPDATE from `came_from` to `to`; answers whether this call made the change, and nobody before it.

    `signature` is read anew: its state afterwards is the one it has, whoever changed it.
    """
    statement = (
        update(Signature)
        .where(Signature.id == signature.id, Signature.state == came_from)
        .values(state=to, changed_at=at, **also)
        .execution_options(synchronize_session=False)
    )
    changed: bool = db.session.execute(statement).rowcount == 1  # type: ignore[attr-defined]
    return read_anew(signature) and changed


def read_anew(signature: Signature) -> bool:
    """Read again what whoever held the lock before may have changed; False when its signee has deleted it meanwhile."""
    row = select(Signature).where(Signature.id == signature.id).execution_options(populate_existing=True)
    return db.session.scalar(row) is not None


def mark_conveners(letter: Letter, at: datetime) -> None:
    """Bring the marks on listed signatures, and the counter, to who the letter names as its leads now."""
    counting.lock(letter.id, at)
    rows = db.session.execute(
        select(Signature.id, Signature.printed_name, Signature.is_convener).where(
            Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.kind == ORGANIZATION
        )
    ).all()
    leads = {normal_form(name) for name in letter.conveners}
    changed = [row for row in rows if (normal_form(row.printed_name) in leads) != row.is_convener]
    for mark in (True, False):
        ids = [row.id for row in changed if row.is_convener is not mark]
        if ids:
            db.session.execute(update(Signature).where(Signature.id.in_(ids)).values(is_convener=mark))
            counting.shift(letter.id, ORGANIZATION, at, {"conveners": len(ids) if mark else -len(ids)})


def hold(
    signature: Signature, came_from: str, reason: str, at: datetime, like_organization_id: int | None = None
) -> str:
    """Keep `signature` out of the list until staff have looked, for `reason`; answers its state."""
    change_state(signature, came_from, HELD, at, reason=reason, like_organization_id=like_organization_id)
    return signature.state


def _listed_twin(letter: Letter, signature: Signature, organization_id: int | None) -> int | None:
    query = select(Signature.id).where(
        Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.id != signature.id
    )
    if organization_id is not None:
        return db.session.scalar(query.where(Signature.organization_id == organization_id))
    if not signature.address_hash:
        return None
    # "Not empty" is what the index of addresses says of itself; unless we say it too, SQLite reads the whole list.
    same = (Signature.address_hash == signature.address_hash, Signature.address_hash != "")
    return db.session.scalar(query.where(Signature.kind == INDIVIDUAL, *same))
