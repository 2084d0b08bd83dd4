"""Listing: what becomes of a signature once its mailbox is proven: listed, held for review, struck as a duplicate."""

from datetime import datetime

from sqlalchemy import select, update

from signon.database import db
from signon.letters.models import KNOWN, REVIEWED, Letter
from signon.organizations.identity import normal_form
from signon.organizations.proof import proves
from signon.organizations.register import known, known_or_entered, learn_website
from signon.refusals import N_
from signon.signatures import counting
from signon.signatures.models import HELD, STRUCK, UNLISTED, VERIFIED, Signature
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION

DUPLICATE = N_("already on the list")
NOT_PROVEN = N_("the address is not at the organization's own website")
NOT_KNOWN = N_("not in the register yet")
ANOTHER_WEBSITE = N_("the organization of this name is known under another website")
WEBSITE_NOT_KNOWN = N_("the organization of this name is known, but not its website")
STRUCK_BEFORE = N_("this name was struck before")
ALL_REVIEWED = N_("every new name is looked at")


def reason_to_hold(letter: Letter, signature: Signature, email: str) -> str:
    """Why the letter's listing policy keeps `signature` out of the list for now; "" when it may be listed at once.

    Whoever bears a name that the register or the letter itself knows must prove that organization's website, not one
    of their own choosing: a domain costs little, and a forged endorsement much.
    """
    if letter.listing == REVIEWED:
        return ALL_REVIEWED
    if signature.kind == INDIVIDUAL:
        return STRUCK_BEFORE if _was_struck(letter, signature) else ""
    register = known(signature.printed_name)
    if register is None and (letter.listing == KNOWN or is_convener(letter, signature.printed_name)):
        return NOT_KNOWN
    if not proves(email, signature.website):
        return NOT_PROVEN
    if register is not None and not proves(email, register.website):
        return ANOTHER_WEBSITE if register.website else WEBSITE_NOT_KNOWN
    return STRUCK_BEFORE if _was_struck(letter, signature) else ""


def _was_struck(letter: Letter, signature: Signature) -> bool:
    """Whether staff have taken this organization's name, or this person's address, off this letter before."""
    struck = select(Signature.printed_name).where(
        Signature.letter_id == letter.id,
        Signature.state == STRUCK,
        Signature.kind == signature.kind,
        Signature.reason != DUPLICATE,
        Signature.id != signature.id,
    )
    if signature.kind == INDIVIDUAL:
        return db.session.scalar(struck.where(Signature.address_hash == signature.address_hash).limit(1)) is not None
    mine = normal_form(signature.printed_name)
    return any(normal_form(name) == mine for name in db.session.scalars(struck))


def is_on_the_list(letter: Letter, signature: Signature) -> bool:
    """Whether the same organization or person is on the letter's list already."""
    register = known(signature.printed_name) if signature.kind == ORGANIZATION else None
    return _listed_twin(letter, signature, register.id if register else None) is not None


def list_signature(letter: Letter, signature: Signature, *, came_from: str, at: datetime) -> str:
    """Bring `signature` from the state `came_from` onto the list and count it; answers its new state.

    That is "verified", or "struck" when the organization or the person is on the list already. Answers the state it has
    when it is no longer `came_from`. The caller owns the transaction; the letter's counter row is held until it ends.
    """
    counting.lock(letter.id, at)
    organization_id = known_or_entered(signature, at) if signature.kind == ORGANIZATION else None
    if _listed_twin(letter, signature, organization_id) is not None:
        change_state(signature, came_from, STRUCK, at, reason=DUPLICATE)
        return signature.state
    convener = signature.kind == ORGANIZATION and is_convener(letter, signature.printed_name)
    if change_state(signature, came_from, VERIFIED, at, organization_id=organization_id, is_convener=convener):
        unlisted = int(signature.shown_as == UNLISTED)
        counting.shift(letter.id, signature.kind, +1, at, conveners=int(convener), unlisted=unlisted)
        if organization_id is not None and came_from == HELD:
            learn_website(organization_id, signature.website)  # staff have looked at it
    return signature.state


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
    db.session.refresh(signature)
    return changed


def is_convener(letter: Letter, name: str) -> bool:
    """Whether the letter names this organization as one of its leads."""
    return normal_form(name) in {normal_form(convener) for convener in letter.conveners}


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
            counting.shift(letter.id, ORGANIZATION, 0, at, conveners=len(ids) if mark else -len(ids))


def hold(signature: Signature, came_from: str, reason: str, at: datetime) -> str:
    """Keep `signature` out of the list until staff have looked; answers its state."""
    change_state(signature, came_from, HELD, at, reason=reason)
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
