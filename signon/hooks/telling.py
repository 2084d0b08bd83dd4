"""Telling: what happened becomes a call for each webhook that listens, a row in the transaction of what it tells."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from signon.campaigns.models import Campaign
from signon.database import db, insert_all_unless_there
from signon.hooks.events import COUNT_CHANGED, SIGNEE_LISTED, TEST
from signon.hooks.models import WAITING, HookCall, Webhook

BETWEEN_COUNTS = timedelta(seconds=5)
_AT_ONCE = 500  # rows of one statement


@dataclass(frozen=True)
class Happening:
    """That something happened, `at` that moment: one of EVENTS, its `data` (JSON of public facts), what it is `about`,
    and the id by which it is told apart ("" for one of its own). With `is_rough` the call names the minute only.
    """

    event: str
    data: dict[str, Any]
    at: datetime
    about: str = ""
    event_id: str = ""
    is_rough: bool = False


def listening(campaign_id: int) -> list[Webhook]:
    """The webhooks of a campaign that are not paused, in the order in which they were added."""
    ours = select(Webhook).where(Webhook.campaign_id == campaign_id, Webhook.paused_at.is_(None))
    return list(db.session.scalars(ours.order_by(Webhook.id)))


def tell(campaign: Campaign, *happened: Happening) -> None:
    """Keep a call about each of what `happened` for every webhook of `campaign` that wants to hear of it and listened
    then. A webhook hears of one `event_id` once, however often it is told.

    The caller owns the transaction. Where nobody listens, nothing is asked of the database.
    """
    if not campaign.has_hooks or not happened:
        return
    hooks = listening(campaign.id)
    rows = [
        {**_row(one), "webhook_id": hook.id}
        for one in happened
        for hook in hooks
        if one.event in hook.events and hook.since <= one.at
    ]
    for first in range(0, len(rows), _AT_ONCE):
        insert_all_unless_there(HookCall, rows[first : first + _AT_ONCE])


def tell_count(campaign: Campaign, count: Happening) -> None:
    """The same for COUNT_CHANGED, of which only the newest is worth hearing: it takes the place of one `about` the same
    letter that waits, and comes five seconds after one that was heard.
    """
    if not campaign.has_hooks:
        return
    for hook in listening(campaign.id):
        if count.event in hook.events and hook.since <= count.at:
            _tell_count(hook, {**_row(count), "webhook_id": hook.id}, count.at)


def _tell_count(hook: Webhook, row: dict[str, Any], at: datetime) -> None:
    mine = (HookCall.about == row["about"], HookCall.webhook_id == hook.id, HookCall.event == COUNT_CHANGED)
    last = db.session.scalar(
        select(HookCall).where(*mine).order_by(HookCall.id.desc()).limit(1).execution_options(populate_existing=True)
    )
    if last is not None and last.state == WAITING and last.lease_until is None:
        newer = {"body": row["body"], "event_id": row["event_id"], "created_at": at}
        waits = update(HookCall).where(
            HookCall.id == last.id, HookCall.state == WAITING, HookCall.lease_until.is_(None)
        )
        done = db.session.execute(waits.values(**newer).execution_options(synchronize_session=False))
        if done.rowcount == 1:  # type: ignore[attr-defined]
            return
    due_at = max(at, last.due_at + BETWEEN_COUNTS) if last is not None else at
    insert_all_unless_there(HookCall, [{**row, "due_at": due_at}])


def test(hook: Webhook, data: dict[str, Any], at: datetime) -> None:
    """Keep a call by which staff see whether the webhook is heard."""
    insert_all_unless_there(HookCall, [{**_row(Happening(TEST, data, at)), "webhook_id": hook.id}])


def untell(about: str) -> None:
    """Take back what waits to be told of a signee who left: the name is to leave no more."""
    waits = (HookCall.about == about, HookCall.event == SIGNEE_LISTED, HookCall.state == WAITING)
    db.session.execute(delete(HookCall).where(*waits).execution_options(synchronize_session=False))


def told(event_ids: list[str]) -> set[tuple[int, str]]:
    """Which webhooks (by id) were told of which of these events."""
    query = select(HookCall.webhook_id, HookCall.event_id).where(HookCall.event_id.in_(event_ids))
    return {(hook_id, event_id) for hook_id, event_id in db.session.execute(query).all()}


def lasting_id(*facts: object) -> str:
    """The id of an event that `facts` tell apart from all others, the same whenever it is asked for."""
    return "evt_" + hashlib.sha256(" ".join(map(str, facts)).encode()).hexdigest()[:32]


def _row(one: Happening) -> dict[str, Any]:
    moment = one.at.replace(second=0) if one.is_rough else one.at
    said = {"type": one.event, "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "data": one.data}
    return {
        "event_id": one.event_id or f"evt_{secrets.token_hex(16)}",
        "event": one.event,
        "about": one.about,
        "body": json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        "state": WAITING,
        "tries": 0,
        "created_at": one.at,
        "due_at": one.at,
    }
