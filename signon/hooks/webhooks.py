"""A campaign's webhooks: added, changed, paused and removed by staff. The caller owns the transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from signon.campaigns.models import Campaign
from signon.database import db
from signon.hooks import telling, waiting
from signon.hooks.addresses import checked_url
from signon.hooks.events import EVENTS
from signon.hooks.models import GIVEN_UP, WAITING, HookCall, Webhook
from signon.hooks.signing import Secrets, new_secret, opened
from signon.keys import KeyStore
from signon.refusals import N_, Refusal

MOST = 20  # of one campaign
LAST_CALLS = 50  # that a page shows
_A_MOMENT = timedelta(seconds=30)

_NO_EVENTS = N_("Please choose at least one thing to hear of.")
_TOO_MANY = N_("A campaign may have %(most)s webhooks at most.")
_PAUSED = N_("It is paused: nothing is sent. Let it be called again first.")


@dataclass(frozen=True)
class Standing:
    """How it stands with a webhook: how many calls wait, and how many of the last month were given up."""

    waiting: int
    given_up: int


def of_campaign(campaign: Campaign) -> list[Webhook]:
    """The campaign's webhooks, in the order in which they were added."""
    query = select(Webhook).where(Webhook.campaign_id == campaign.id).order_by(Webhook.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def with_id(campaign: Campaign, hook_id: int) -> Webhook | None:
    """The campaign's webhook with this id, read anew; None for any other campaign's."""
    ours = select(Webhook).where(Webhook.id == hook_id, Webhook.campaign_id == campaign.id)
    return db.session.scalar(ours.execution_options(populate_existing=True))


def standings(hooks: Iterable[Webhook]) -> dict[int, Standing]:
    """How it stands with each of `hooks`, by id. One query."""
    ids = [hook.id for hook in hooks]
    rows = db.session.execute(
        select(HookCall.webhook_id, HookCall.state, func.count())
        .where(HookCall.webhook_id.in_(ids), HookCall.state.in_((WAITING, GIVEN_UP)))
        .group_by(HookCall.webhook_id, HookCall.state)
    )
    numbers = {(hook_id, state): number for hook_id, state, number in rows}
    return {one: Standing(numbers.get((one, WAITING), 0), numbers.get((one, GIVEN_UP), 0)) for one in ids}


def last_calls(hook: Webhook) -> list[HookCall]:
    """Its newest calls, the newest first."""
    query = select(HookCall).where(HookCall.webhook_id == hook.id).order_by(HookCall.id.desc()).limit(LAST_CALLS)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def just_added(campaign: Campaign, url: str, events: Iterable[str], *, by: int | None, at: datetime) -> Webhook | None:
    """The webhook that `by` added a moment ago, if it is just this one: the button was pressed twice."""
    newest = of_campaign(campaign)[-1:]
    wanted = (url.strip(), [event for event in EVENTS if event in set(events)], by)
    same = (hook for hook in newest if (hook.url, hook.events, hook.made_by) == wanted)
    return next((hook for hook in same if at - hook.created_at < _A_MOMENT), None)


def add(
    campaign: Campaign, url: str, events: Iterable[str], *, by: int | None, here: bool, keys: KeyStore, at: datetime
) -> Webhook:
    """Call `url` from now on when one of `events` happens; `by` is the id of who wants it. `here` allows addresses of
    this machine. Raises Refusal about "url" or "events".
    """
    db.session.get_one(Campaign, campaign.id, populate_existing=True, with_for_update=True)
    if len(of_campaign(campaign)) >= MOST:
        raise Refusal(_TOO_MANY, "url", most=MOST)
    hook = Webhook(campaign_id=campaign.id, url=checked_url(url, here=here), events=_chosen(events), made_by=by)
    hook.secret = Secrets(new_secret()).sealed(keys)
    hook.created_at = hook.since = at
    db.session.add(hook)
    db.session.flush()
    waiting.mark(campaign.id)
    return hook


def change(hook: Webhook, url: str, events: Iterable[str], *, here: bool) -> bool:
    """Call another address, or hear of other things; answers whether that is anything new. What waits goes to the new
    address. Raises Refusal about "url" or "events".
    """
    new = (checked_url(url, here=here), _chosen(events))
    if new == (hook.url, hook.events):
        return False
    if new[0] != hook.url:
        hook.failing_since = None  # this one did not fail yet
    hook.url, hook.events = new
    db.session.flush()
    return True


def renew_secret(hook: Webhook, keys: KeyStore, at: datetime) -> None:
    """Give it a new secret; calls are signed with the old one too for a day."""
    hook.secret = opened(hook.secret, keys).renewed(at).sealed(keys)
    db.session.flush()


def pause(hook: Webhook, at: datetime) -> bool:
    """Call it no more, and forget what waits; answers whether it was called until now."""
    if hook.paused_at is not None:
        return False
    waiting.pause(hook, at)
    return True


def resume(hook: Webhook, at: datetime) -> bool:
    """Call it again, about what happens from now on; answers whether it was paused."""
    if hook.paused_at is None:
        return False
    hook.paused_at = hook.failing_since = None
    hook.since = at
    db.session.flush()
    waiting.mark(hook.campaign_id)
    return True


def test(hook: Webhook, data: dict[str, Any], at: datetime) -> None:
    """Send it a call that tells nothing but `data`. Raises Refusal for one that is paused."""
    if hook.paused_at is not None:
        raise Refusal(_PAUSED)
    telling.test(hook, data, at)


def remove(hook: Webhook) -> None:
    """Nothing is left of it, nor of its calls."""
    campaign_id = hook.campaign_id
    db.session.delete(hook)
    db.session.flush()
    waiting.mark(campaign_id)


def secret_of(hook: Webhook, keys: KeyStore) -> str:
    """The secret that its program is to know."""
    return opened(hook.secret, keys).current


def _chosen(events: Iterable[str]) -> list[str]:
    wanted = set(events)
    chosen = [event for event in EVENTS if event in wanted]
    if not chosen:
        raise Refusal(_NO_EVENTS, "events")
    return chosen
