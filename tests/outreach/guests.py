"""Makes invitations and their links, as staff and the worker do."""

from collections.abc import Sequence
from typing import Any

from flask import current_app

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.outreach import inviting
from signon.outreach.inviting import Guest
from signon.outreach.models import Invitation
from signon.signatures.entry import organization_entry
from tests import make


def circulating(slug: str = "night-train", **front: Any) -> Letter:
    """A letter that only the invited can read and sign."""
    letter = make.letter(slug, published=False, **front)
    with transaction():
        letter.circulates_at = now()
    return letter


def guest(name: str = "Night Owls Union", organization_id: int | None = None, **typed: str) -> Guest:
    """An organization to be invited at a mailbox of its own."""
    entry = {"organization": name, "representative": "Ada Quill", "role": "Director", **make.home_of(name), **typed}
    return Guest(organization_entry(entry, needs_contact=False), organization_id)


def add(letter: Letter, guests: Sequence[Guest]) -> dict[str, int]:
    """Invitations for `guests`; how many there were of each outcome."""
    with transaction():
        return dict(inviting.add(letter, guests, keys=make.keys(), at=now()))


def link_for(letter: Letter, one: Guest | None = None) -> str:
    """The path of a new personal link for `one`, who is added if need be, and was written to."""
    one = one or guest()
    add(letter, [one])
    invitation = invitation_of(letter, one.entry.printed_name)
    with transaction():
        at = now()
        issued = inviting.new_links(letter, [invitation.id], tokens=current_app.extensions["signon.tokens"], at=at)
        token = issued[invitation.id]
        inviting.note_mailed([invitation.id], at)
    return f"/invited/{token}"


def invitation_of(letter: Letter, name: str = "Night Owls Union") -> Invitation:
    """The invitation of this organization to the letter, read anew."""
    db.session.rollback()
    found = db.session.query(Invitation).filter_by(letter_id=letter.id, name=name).populate_existing().one()
    return found


def states(letter: Letter) -> dict[str, str]:
    """The stored state of every invitation to the letter, by name."""
    db.session.rollback()
    rows = db.session.query(Invitation).filter_by(letter_id=letter.id).populate_existing()
    return {row.name: row.state for row in rows}
