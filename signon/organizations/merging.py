"""Merging, the register's half: two of its entries turn out to be one organization, and all that one of them is called
and has left goes over to the other. What was moved is noted, so that `release` can undo it exactly.

The one that is gone stays as a row that points to the survivor, and gives up its identity: no normal form begins with a
space, so nobody finds it by its name, and the survivor may be called so. The callers hold both rows (`hold`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from signon.database import db, insert_all_unless_there, insert_unless_there
from signon.keys import KeyStore
from signon.organizations.affiliates import affiliates_of, are_two
from signon.organizations.comparing import compare_again
from signon.organizations.identity import normal_form
from signon.organizations.models import Affiliates, Alias, Merge, Organization, Remembrance
from signon.organizations.register import renew_keys
from signon.organizations.remembering import reseal
from signon.refusals import N_, Refusal

# What the survivor takes over where it has none of its own.
TAKEN_OVER = ("acronym", "other_name", "scope", "city", "home_state", "legal_status")
WEBSITE = ("website", "domain")
BORNE_ALIAS = N_("Another organization bears this name now. Give that one another name first, then undo the merge.")
LATER_MERGE = N_("There was another merge since. Please undo that one first.")

ALIASES_GONE = N_("some other spellings, which were removed or changed since")
WORD_ENDED = N_("what it had left with a campaign, which was ended or changed since")
STAYS_STRUCK = N_("a name that was struck as a duplicate, which was changed since, or whose place is taken")
MOVED_ON = N_("a signature that was changed since")
INVITATIONS_GONE = N_("an invitation that was removed or changed since")


@dataclass
class Undone:
    """What undoing a merge could not bring back: sentences' ends, each once."""

    lost: dict[str, None] = field(default_factory=dict)

    def lose(self, what: str, if_true: bool = True) -> None:
        """Note that `what` could not be brought back, `if_true`."""
        if if_true:
            self.lost[what] = None


def hold(*organization_ids: int) -> list[Organization]:
    """These organizations, read anew, their rows held until the transaction ends; in the order asked for. Letters'
    counters are held before them, everywhere. Raises Refusal when one is not there.
    """
    query = select(Organization).where(Organization.id.in_(organization_ids)).order_by(Organization.id)
    held = query.with_for_update().execution_options(populate_existing=True)
    rows = {row.id: row for row in db.session.scalars(held)}
    if len(rows) < len(set(organization_ids)):
        raise Refusal(N_("This organization is not in the register."))
    return [rows[number] for number in organization_ids]


def refuse_unless_mergeable(kept: Organization, gone: Organization) -> None:
    """Raises Refusal where `gone` cannot be merged into `kept`."""
    if kept.id == gone.id:
        raise Refusal(N_("Please choose two different organizations."))
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        raise Refusal(N_("One of them was merged already. Please look again."))
    if are_two(kept.id, gone.id):
        raise Refusal(N_("It was said that these are two organizations. Take that back first."))


def taken_over(kept: Organization, gone: Organization) -> dict[str, str]:
    """What `kept` lacks and `gone` has, by column: it goes over with a merge."""
    found = {name: getattr(gone, name) for name in TAKEN_OVER if not getattr(kept, name) and getattr(gone, name)}
    if not kept.website and gone.website:
        found |= {name: getattr(gone, name) for name in WEBSITE}
    return found


def absorb(kept: Organization, gone: Organization, keys: KeyStore, at: datetime) -> dict[str, Any]:
    """Merge `gone` into `kept`, in the register; answers what was moved, as `release` needs it (JSON)."""
    taken = taken_over(kept, gone)
    moved = {
        "aliases": _move_aliases(kept, gone),
        "name": _take_name(kept, gone, at),
        "taken": taken,
        "affiliates": _copy_affiliates(kept, gone, at),
        **_move_word(kept, gone, keys),
    }
    for column, value in taken.items():
        setattr(kept, column, value)
    gone.identity, gone.merged_into_id = f" {gone.id}", kept.id
    kept.changed_at = gone.changed_at = at
    db.session.flush()
    _renew(kept, gone)
    return moved


def release(kept: Organization, gone: Organization, moved: dict[str, Any], keys: KeyStore, at: datetime) -> Undone:
    """Undo `absorb`: what is still as it left it goes back; answers what did not. Raises Refusal where the name of
    `gone` has another bearer by now.
    """
    identity = normal_form(gone.name)
    if db.session.scalar(select(Organization.id).where(Organization.identity == identity)) is not None:
        raise Refusal(BORNE_ALIAS)
    undone = Undone()
    undone.lose(ALIASES_GONE, not _give_aliases_back(kept, gone, moved))
    gone.identity, gone.merged_into_id = identity, None
    _give_facts_back(kept, moved["taken"])
    for other in moved["affiliates"]:
        first, second = sorted((kept.id, other))
        pair = (Affiliates.first_id == first) & (Affiliates.second_id == second)
        db.session.execute(delete(Affiliates).where(pair))
    undone.lose(WORD_ENDED, not _give_word_back(gone, moved, keys))
    kept.changed_at = gone.changed_at = at
    db.session.flush()
    _renew(kept, gone)
    return undone


def merges_into(organization_id: int) -> list[Merge]:
    """The merges into this organization that were not undone, the newest first."""
    query = select(Merge).where(Merge.kept_id == organization_id, Merge.undone_at.is_(None))
    return list(db.session.scalars(query.order_by(Merge.id.desc())))


def came_by_merge(organization_id: int) -> set[str]:
    """The normal forms of the names of those that were merged into this organization."""
    gone = select(Organization.name).where(Organization.merged_into_id == organization_id)
    return {normal_form(name) for name in db.session.scalars(gone)}


def _give_facts_back(kept: Organization, taken: dict[str, str]) -> None:
    """What the survivor has from the other one only, it has no more; what was changed since stays."""
    still = {column for column, value in taken.items() if getattr(kept, column) == value}
    if "website" not in still:
        still -= set(WEBSITE)
    for column in still:
        setattr(kept, column, "")


def _renew(kept: Organization, gone: Organization) -> None:
    for one in (kept, gone):
        renew_keys(one.id)
        compare_again(one.id)


def _move_aliases(kept: Organization, gone: Organization) -> list[int]:
    ids = list(db.session.scalars(select(Alias.id).where(Alias.organization_id == gone.id).order_by(Alias.id)))
    _pass_aliases(ids, kept.id)
    return ids


def _pass_aliases(ids: list[int], organization_id: int, *of: int) -> int:
    """Give these aliases to an organization, those that are still of `of` if it is said; answers how many it gave."""
    here = update(Alias).where(Alias.id.in_(ids)).execution_options(synchronize_session=False)
    here = here.where(Alias.organization_id.in_(of)) if of else here
    return db.session.execute(here.values(organization_id=organization_id)).rowcount  # type: ignore[attr-defined, no-any-return]


def _take_name(kept: Organization, gone: Organization, at: datetime) -> list[int | None]:
    """Make the name of `gone` an alias of `kept`; answers the alias's id, and whose it was before (None: nobody's).

    An older version may have left an alias that spells somebody else's own name: that one is taken.
    """
    query = select(Alias).where(Alias.identity == gone.identity)
    there = db.session.scalar(query.execution_options(populate_existing=True))
    if there is None:
        values = {"organization_id": kept.id, "name": gone.name, "identity": gone.identity, "created_at": at}
        return [insert_unless_there(Alias, **values), None]
    before, there.organization_id = there.organization_id, kept.id
    return [there.id, before]


def _give_aliases_back(kept: Organization, gone: Organization, moved: dict[str, Any]) -> bool:
    alias_id, before = moved["name"]
    if before is None:
        db.session.execute(delete(Alias).where(Alias.id == alias_id, Alias.organization_id == kept.id))
    elif before != kept.id:
        _pass_aliases([alias_id], before, kept.id)
    return _pass_aliases(moved["aliases"], gone.id, kept.id) == len(moved["aliases"])


def _copy_affiliates(kept: Organization, gone: Organization, at: datetime) -> list[int]:
    """Whoever `gone` was said not to be, `kept` is not either; answers those of whom that was not known."""
    known = {one.id for one in affiliates_of(kept.id)}
    new = [one.id for one in affiliates_of(gone.id) if one.id not in known]
    pairs = [sorted((kept.id, other)) for other in new]
    insert_all_unless_there(
        Affiliates, [{"first_id": a, "second_id": b, "said_by": None, "said_at": at} for a, b in pairs]
    )
    return new


def _word(organization_id: int) -> dict[int, Remembrance]:
    """What the organization left with each campaign, by the campaign's id."""
    query = select(Remembrance).where(Remembrance.organization_id == organization_id).order_by(Remembrance.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {row.campaign_id: row for row in rows}


def word_set_aside(kept: Organization, gone: Organization) -> list[int]:
    """The campaigns with which both left word: that of `gone` is set aside by a merge, and forgotten with the next
    purge, since no signature leads to it any more.
    """
    return sorted(set(_word(kept.id)) & set(_word(gone.id)))


def _move_word(kept: Organization, gone: Organization, keys: KeyStore) -> dict[str, Any]:
    own = _word(kept.id)
    word, set_aside = [], []
    for campaign_id, row in _word(gone.id).items():
        if campaign_id in own:
            set_aside.append([row.id, own[campaign_id].id, own[campaign_id].changed_at.isoformat()])
        elif reseal(row, kept.id, keys):
            word.append([row.id, row.changed_at.isoformat()])
    return {"word": word, "set_aside": set_aside}


def _give_word_back(gone: Organization, moved: dict[str, Any], keys: KeyStore) -> bool:
    """What the survivor ended or changed since was ended or changed for both."""
    all_back = True
    for number, changed_at in moved["word"]:
        row = db.session.get(Remembrance, number, populate_existing=True)
        is_same = row is not None and row.changed_at.isoformat() == changed_at
        all_back &= row is not None and is_same and reseal(row, gone.id, keys)
    for number, theirs, changed_at in moved["set_aside"]:
        row, other = (db.session.get(Remembrance, one, populate_existing=True) for one in (number, theirs))
        is_same = other is not None and other.changed_at.isoformat() == changed_at
        if row is not None and not is_same:
            db.session.delete(row)
        all_back &= row is not None and is_same
    return all_back
