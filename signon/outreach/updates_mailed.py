"""Which mailboxes a campaign's update was mailed to: whoever signed two letters gets it once. Kept for 30 days, by the
mark under which the mailbox may leave the campaign (`leaving.mark_of`).

The caller owns the transaction.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from signon.campaigns.models import Update
from signon.database import db
from signon.outreach.models import SENDING, STOPPED, Mailing, UpdateMailed

KEPT = timedelta(days=30)


def hold(update_id: int) -> None:
    """Hold the update to the end of the transaction: what is done about mailing it is done one after the other."""
    db.session.execute(select(Update.id).where(Update.id == update_id).with_for_update())


def stop(update_ids: Collection[int], at: datetime) -> None:
    """Let no more of these updates leave by mail, because they are about to be removed: a mailing does not know
    afterwards what it mailed. Call it before anything else is done with them, as the worker holds mailings first.
    """
    theirs = update(Mailing).where(Mailing.update_id.in_(update_ids), Mailing.state == SENDING)
    stopped = theirs.values(state=STOPPED, finished_at=at)
    db.session.execute(stopped.execution_options(synchronize_session=False))


def note_mailed(update_id: int, marks: Collection[str], at: datetime) -> set[str]:
    """Note that the update is mailed to these mailboxes; answers those to which it was not yet. Two workers that do so
    at the same time wait for each other.
    """
    hold(update_id)
    ours = select(UpdateMailed.hash).where(UpdateMailed.update_id == update_id, UpdateMailed.hash.in_(marks))
    new = set(marks) - set(db.session.scalars(ours))
    if new:
        rows = [{"update_id": update_id, "hash": mark, "at": at} for mark in sorted(new)]
        db.session.execute(insert(UpdateMailed), rows)
    return new


def forget_mailed(update_id: int, mark: str) -> None:
    """The mail was dropped before it left: the update may be mailed there again."""
    ours = (UpdateMailed.update_id == update_id, UpdateMailed.hash == mark)
    db.session.execute(delete(UpdateMailed).where(*ours))


def mailings_of(update_id: int) -> list[Mailing]:
    """The mailings of the update, one a letter or more, in the order in which they were begun."""
    ours = select(Mailing).where(Mailing.update_id == update_id).order_by(Mailing.id)
    return list(db.session.scalars(ours.execution_options(populate_existing=True)))


def purge(at: datetime) -> None:
    """Forget whom updates were mailed to more than 30 days ago."""
    db.session.execute(delete(UpdateMailed).where(UpdateMailed.at <= at - KEPT))
