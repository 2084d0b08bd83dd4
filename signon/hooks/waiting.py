"""Calls that wait: taken under a lease, and what became of each noted.

A call that was not heard is tried again with growing gaps for about three days, as the Standard Webhooks specification
advises. While a webhook does not answer, all that waits for it waits with growing gaps too, so that nobody is knocked
at for each of a thousand names; after three days without any answer it is paused, and staff are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from signon.campaigns.models import Campaign
from signon.database import db, is_sqlite
from signon.hooks.calling import Answer
from signon.hooks.models import GIVEN_UP, HEARD, WAITING, HookCall, Webhook

# Longer than a turn can take: a lease shorter than its turn calls twice.
LEASE = timedelta(minutes=3)
A_TURN, AT_ONCE = 20, 8  # calls of one webhook, and webhooks, that are taken together
GAPS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)  # 5 s to a day: 75 hours in all
)
GIVE_UP_AFTER = timedelta(days=3)  # without any answer
SHORTEST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(hours=1)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Claimed:
    """A call that this worker may make until `lease_until`; `tries` counts this one."""

    id: int
    webhook_id: int
    event_id: str
    body: str
    tries: int
    lease_until: datetime


@dataclass(frozen=True)
class Turn:
    """Calls of one webhook, to be made one after the other."""

    webhook_id: int
    url: str
    secret: bytes
    calls: tuple[Claimed, ...]


@dataclass(frozen=True)
class GivenUp:
    """That `webhook` did not hear: a single call, or (`is_paused`) anything for three days. Staff are to know."""

    webhook: Webhook
    is_paused: bool


def claim(at: datetime) -> list[Turn]:
    """Take what is due under a lease: up to A_TURN calls, the oldest first, of each of up to AT_ONCE webhooks. The
    caller owns the transaction.
    """
    hooks = db.session.scalars(
        select(Webhook).where(Webhook.id.in_(_due_hooks(at))).execution_options(populate_existing=True)
    )
    turns = [Turn(hook.id, hook.url, hook.secret, tuple(_claimed(hook, at))) for hook in hooks]
    return [turn for turn in turns if turn.calls]


def is_due(at: datetime) -> bool:
    """Whether a call is to be made `at` this moment; one short question."""
    return bool(_due_hooks(at, 1))


def note(call: Claimed, answer: Answer, at: datetime) -> GivenUp | None:
    """What was answered to a call; answers what staff are to be told. The caller owns the transaction."""
    hook = db.session.get(Webhook, call.webhook_id, populate_existing=True, with_for_update=True)
    if hook is None:  # it was removed meanwhile
        return None
    if answer.is_heard:
        _note_heard(call, hook, answer, at)
        return None
    return _note_unheard(call, hook, answer, at)


def release(calls: Sequence[Claimed]) -> None:
    """Give claimed calls back untried."""
    for call in calls:
        _finish(call, tries=call.tries - 1)


def drop(webhook_id: int, at: datetime) -> None:
    """Nothing that waits for this webhook is told any more."""
    waits = (HookCall.webhook_id == webhook_id, HookCall.state == WAITING)
    over = {"state": GIVEN_UP, "body": "", "lease_until": None, "due_at": at}
    db.session.execute(update(HookCall).where(*waits).values(**over).execution_options(synchronize_session=False))


def pause(hook: Webhook, at: datetime) -> None:
    """Call it no more, and forget what waits."""
    hook.paused_at = at
    drop(hook.id, at)
    db.session.flush()
    mark(hook.campaign_id)


def mark(campaign_id: int) -> None:
    """Keep with the campaign whether a webhook listens."""
    listening = select(Webhook.id).where(Webhook.campaign_id == campaign_id, Webhook.paused_at.is_(None)).limit(1)
    # Held before it is asked: else who pauses one while somebody adds another would note that nobody listens.
    held = {"key_share": True}  # against the same, and not against rows that only name the campaign
    campaign = db.session.get_one(Campaign, campaign_id, populate_existing=True, with_for_update=held)
    campaign.has_hooks = db.session.scalar(listening) is not None
    db.session.flush()


def purge(at: datetime) -> None:
    """Delete the calls that were done with a month ago."""
    old = (HookCall.state != WAITING, HookCall.due_at < at - KEPT_FOR)
    db.session.execute(delete(HookCall).where(*old).execution_options(synchronize_session=False))


def _due_hooks(at: datetime, most: int = AT_ONCE) -> list[int]:
    """The webhooks for which calls are due, whose first has waited longest before the others."""
    first = func.min(HookCall.due_at)
    free = or_(HookCall.lease_until.is_(None), HookCall.lease_until < at)
    query = (
        select(HookCall.webhook_id)
        .join(Webhook, Webhook.id == HookCall.webhook_id)
        .where(HookCall.state == WAITING, HookCall.due_at <= at, free, Webhook.paused_at.is_(None))
        .group_by(HookCall.webhook_id)
        .order_by(first, HookCall.webhook_id)
    )
    return list(db.session.scalars(query.limit(most)))


def _claimed(hook: Webhook, at: datetime) -> list[Claimed]:
    free = or_(HookCall.lease_until.is_(None), HookCall.lease_until < at)
    due = select(HookCall).where(HookCall.webhook_id == hook.id, HookCall.state == WAITING, free)
    due = due.where(HookCall.due_at <= at).order_by(HookCall.id).limit(A_TURN)
    if not is_sqlite():
        due = due.with_for_update(skip_locked=True)
    rows = list(db.session.scalars(due.execution_options(populate_existing=True)))
    for row in rows:
        row.lease_until, row.tries = at + LEASE, row.tries + 1
    db.session.flush()
    return [Claimed(row.id, hook.id, row.event_id, row.body, row.tries, at + LEASE) for row in rows]


def _note_heard(call: Claimed, hook: Webhook, answer: Answer, at: datetime) -> None:
    _finish(call, state=HEARD, body="", answered=answer.status, due_at=at)
    hook.heard_at = at
    if hook.failing_since is not None:  # what waited because of it need not wait any longer
        hook.failing_since = None
        untried = (HookCall.webhook_id == hook.id, HookCall.state == WAITING, HookCall.tries == 0)
        now = update(HookCall).where(*untried, HookCall.due_at > at).values(due_at=at)
        db.session.execute(now.execution_options(synchronize_session=False))
    db.session.flush()


def _note_unheard(call: Claimed, hook: Webhook, answer: Answer, at: datetime) -> GivenUp | None:
    if hook.paused_at is not None:
        return None  # what waited was dropped with it
    hook.failing_since = _failing_since(call, hook) or at
    is_over = answer.wants_no_more or at - hook.failing_since >= GIVE_UP_AFTER
    is_given_up = is_over or call.tries > len(GAPS)
    first = is_given_up and not _was_given_up_lately(hook, at)
    if is_given_up:
        _finish(call, state=GIVEN_UP, body="", answered=answer.status, due_at=at)
    else:
        _finish(call, answered=answer.status, due_at=at + GAPS[call.tries - 1])
    if is_over:
        pause(hook, at)
    else:
        _rest(hook, at)
    return GivenUp(hook, is_paused=is_over) if is_over or first else None


def _failing_since(call: Claimed, hook: Webhook) -> datetime | None:
    """Since when nobody answers; None where nothing that failed is tried again, since what waited was taken back."""
    tried = (HookCall.webhook_id == hook.id, HookCall.state == WAITING, HookCall.tries > 0, HookCall.id != call.id)
    goes_on = call.tries > 1 or db.session.scalar(select(HookCall.id).where(*tried).limit(1)) is not None
    return hook.failing_since if goes_on else None


def _rest(hook: Webhook, at: datetime) -> None:
    """Let all that waits for a webhook wait the longer, the longer it has not answered."""
    rest = min(max((at - (hook.failing_since or at)) / 4, SHORTEST_REST), LONGEST_REST)
    waits = (HookCall.webhook_id == hook.id, HookCall.state == WAITING, HookCall.lease_until.is_(None))
    later = update(HookCall).where(*waits, HookCall.due_at < at + rest).values(due_at=at + rest)
    db.session.execute(later.execution_options(synchronize_session=False))
    db.session.flush()


def _was_given_up_lately(hook: Webhook, at: datetime) -> bool:
    """Whether staff were told today already that a call of this webhook was given up."""
    lately = (HookCall.webhook_id == hook.id, HookCall.state == GIVEN_UP, HookCall.due_at > at - timedelta(days=1))
    return db.session.scalar(select(HookCall.id).where(*lately).limit(1)) is not None


def _finish(call: Claimed, **values: object) -> None:
    """Note what became of a claimed call, if the lease is still this worker's."""
    mine = (HookCall.id == call.id, HookCall.state == WAITING, HookCall.lease_until == call.lease_until)
    db.session.execute(
        update(HookCall).where(*mine).values(lease_until=None, **values).execution_options(synchronize_session=False)
    )
