"""Merging two organizations, and undoing it: what would happen, and the acts, over the register, the letters and the
invitations together.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from signon.database import db
from signon.keys import KeyStore
from signon.organizations import merging as register
from signon.organizations.merging import INVITATIONS_GONE, LATER_MERGE, Undone
from signon.organizations.models import Alias, Merge, Organization, Remembrance
from signon.outreach.models import Invitation
from signon.refusals import N_, Refusal
from signon.signatures import merging as signatures
from signon.signatures.merging import Clash
from signon.signatures.models import VERIFIED, Signature

CHANGED = N_("Something changed while you looked: a name was signed or changed meanwhile. Please look again.")
NOT_YOURS = N_(
    "One of them also stands in a campaign where you may not edit. Please ask somebody who may edit in all of them."
)


@dataclass(frozen=True)
class Preview:
    """What merging `gone` into `kept` would do.

    `names` are the spellings that become aliases of `kept`, `taken` the columns it takes over, `clashes` the letters on
    whose lists both stand. `listed` counts the listed names that move (those of the clashes among them), `others` the
    signatures in other states, `invitations` those that move; `word` says how many campaigns `gone` has left word with,
    `set_aside` with how many of these `kept` has too.
    """

    kept: Organization
    gone: Organization
    names: tuple[str, ...]
    taken: dict[str, str]
    clashes: tuple[Clash, ...]
    listed: int
    others: int
    invitations: int
    word: int
    set_aside: int

    @property
    def stamp(self) -> str:
        """Equal for two previews that say the same: what is done is what was shown."""
        pairs = [f"{clash.stays.id}>{clash.struck.id}" for clash in self.clashes]
        numbers = (self.listed, self.others, self.invitations, self.word, self.set_aside)
        return " ".join(map(str, (self.kept.id, self.gone.id, *numbers, *pairs)))


def preview(kept: Organization, gone: Organization) -> Preview:
    """What merging `gone` into `kept` would do. Raises Refusal where that cannot be done. Changes nothing."""
    register.refuse_unless_mergeable(kept, gone)
    spellings = db.session.scalars(select(Alias.name).where(Alias.organization_id == gone.id).order_by(Alias.name))
    states = select(Signature.state, func.count()).where(Signature.organization_id == gone.id)
    by_state = dict(db.session.execute(states.group_by(Signature.state)).all())
    listed = by_state.pop(VERIFIED, 0)
    word = select(func.count()).select_from(Remembrance).where(Remembrance.organization_id == gone.id)
    invited = select(func.count()).select_from(Invitation).where(Invitation.organization_id == gone.id)
    return Preview(
        kept,
        gone,
        (gone.name, *(name for name in spellings if name != gone.name)),
        register.taken_over(kept, gone),
        tuple(signatures.clashes(kept.id, gone.id)),
        listed,
        sum(by_state.values()),
        db.session.scalar(invited) or 0,
        db.session.scalar(word) or 0,
        len(register.word_set_aside(kept, gone)),
    )


def merge(
    kept_id: int, gone_id: int, *, seen: str | None = None, by: int | None, keys: KeyStore, at: datetime
) -> tuple[Merge, Preview]:
    """Merge one organization into another, for the member `by`; answers the merge, and what it did.

    `seen` is the `stamp` of the preview that was looked at (None: whatever it is now). Raises Refusal for what cannot
    be merged, and when something changed since. The caller owns the transaction.
    """
    kept, gone, letters = _hold(kept_id, gone_id, at)
    shown = preview(kept, gone)
    if seen is not None and seen != shown.stamp:
        raise Refusal(CHANGED)
    moved = {
        **signatures.move(kept_id, gone_id, letters, at),
        "invitations": _move_invitations(gone_id, kept_id),
        "register": register.absorb(kept, gone, keys, at),
    }
    row = Merge(kept_id=kept_id, gone_id=gone_id, moved=moved, merged_by=by, merged_at=at)
    db.session.add(row)
    db.session.flush()
    return row, shown


def undo(row: Merge, *, keys: KeyStore, at: datetime) -> Undone:
    """Undo a merge: what is still as it left it goes back; answers what did not. Undoing twice is undoing once.

    Raises Refusal while a later merge into the same organization stands, or the survivor itself was merged on: merges
    are undone in order. The caller owns the transaction.
    """
    kept, gone, _letters = _hold(row.kept_id, row.gone_id, at)
    db.session.refresh(row)
    if row.undone_at is not None:
        return Undone()
    if kept.merged_into_id is not None or register.merges_into(kept.id)[0].id != row.id:
        raise Refusal(LATER_MERGE)
    moved: dict[str, Any] = row.moved
    undone = register.release(kept, gone, moved["register"], keys, at)
    undone.lost |= signatures.move_back(kept.id, gone.id, moved, row.merged_at, at).lost
    back = _give_invitations_back(moved["invitations"], kept.id, gone.id)
    undone.lose(INVITATIONS_GONE, back < len(moved["invitations"]))
    row.undone_at = at
    db.session.flush()
    return undone


def merges_of(organization_id: int, most: int = 20) -> list[tuple[Merge, Organization]]:
    """The merges into this organization, the newest first, each with the one that was merged into it."""
    query = select(Merge, Organization).join(Organization, Organization.id == Merge.gone_id)
    query = query.where(Merge.kept_id == organization_id)
    return list(db.session.execute(query.order_by(Merge.id.desc()).limit(most)))


def _hold(kept_id: int, gone_id: int, at: datetime) -> tuple[Organization, Organization, list[int]]:
    """Hold the letters of both, then both: nothing of them changes meanwhile. Raises Refusal when one of them came onto
    another letter just now: that letter's turn cannot be waited for any more.
    """
    letters = signatures.letters_of(kept_id, gone_id)
    signatures.hold_letters(letters, at)
    kept, gone = register.hold(kept_id, gone_id)
    if not set(signatures.letters_of(kept_id, gone_id)) <= set(letters):
        raise Refusal(CHANGED)
    return kept, gone, letters


def _move_invitations(of: int, now_of: int) -> list[int]:
    ids = list(
        db.session.scalars(select(Invitation.id).where(Invitation.organization_id == of).order_by(Invitation.id))
    )
    db.session.execute(update(Invitation).where(Invitation.id.in_(ids)).values(organization_id=now_of))
    return ids


def _give_invitations_back(ids: list[int], of: int, now_of: int) -> int:
    still = update(Invitation).where(Invitation.id.in_(ids), Invitation.organization_id == of)
    return db.session.execute(still.values(organization_id=now_of)).rowcount  # type: ignore[attr-defined, no-any-return]
