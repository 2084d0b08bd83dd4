"""Leaving: who wants no more invitations, reminders and updates of a campaign. A keyed hash of the mailbox is kept.

What is about somebody's own signature (its link, its receipt, a change of the text) still reaches them.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select

from signon.database import db, insert_all_unless_there
from signon.keys import INSTALLATION, KeyStore
from signon.outreach.models import OptOut
from signon.signatures.addresses import same_mailbox

_MARK_CHARACTERS = 32  # 128 bits, since the link that carries it should fit into a line of a mail


def mark_of(campaign_id: int, address: str, keys: KeyStore) -> str:
    """By what a mailbox is known again in this campaign, and in no other, and not told: a keyed hash, hex."""
    return keys.hash(INSTALLATION, f"{campaign_id} {same_mailbox(address)}", "opt out")[:_MARK_CHARACTERS]


def leave(campaign_id: int, mark: str, at: datetime) -> None:
    """Write no more of the campaign to the mailbox with this mark. Leaving twice is leaving once."""
    insert_all_unless_there(OptOut, [{"campaign_id": campaign_id, "hash": mark, "since": at}])


def come_back(campaign_id: int, mark: str) -> None:
    """Write to it again."""
    db.session.execute(delete(OptOut).where(OptOut.campaign_id == campaign_id, OptOut.hash == mark))


def has_left(campaign_id: int, mark: str) -> bool:
    """Whether the mailbox with this mark wants no more of the campaign."""
    return db.session.scalar(select(OptOut.since).where(_of(campaign_id, [mark]))) is not None


def left_since(campaign_id: int, marks: Collection[str]) -> dict[str, datetime]:
    """Since when those of `marks` whose owners left want no more of the campaign. One query."""
    rows = db.session.execute(select(OptOut.hash, OptOut.since).where(_of(campaign_id, marks))) if marks else ()
    return {row.hash: row.since for row in rows}


def has_anybody_left(campaign_id: int) -> bool:
    """Whether anybody left the campaign at all."""
    return bool(db.session.scalar(select(exists().where(OptOut.campaign_id == campaign_id))))


def _of(campaign_id: int, marks: Collection[str]) -> ColumnElement[bool]:
    return (OptOut.campaign_id == campaign_id) & OptOut.hash.in_(marks)
