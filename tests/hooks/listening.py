"""Programs that listen, and the worker's work for them."""

from collections.abc import Iterable
from datetime import timedelta

from signon.campaigns.campaigns import named
from signon.campaigns.models import Campaign
from signon.cli.hooks import call_due, tell_webhooks
from signon.cli.working import _show_new_names
from signon.database import db, now, transaction
from signon.hooks import webhooks
from signon.hooks.events import EVENTS
from signon.hooks.models import HookCall, Webhook
from tests import make

URL = "http://127.0.0.1:9/"


def listen(url: str = URL, events: Iterable[str] = EVENTS, campaign: str = "Night Line") -> Webhook:
    """A webhook of the campaign, added by an editor of it."""
    with transaction():
        return webhooks.add(the(campaign), url, events, by=None, here=True, keys=make.keys(), at=now())


def the(campaign: str = "Night Line") -> Campaign:
    """The campaign of that name."""
    found = named(campaign)
    assert found is not None
    return found


def work() -> None:
    """All that the worker has to do for webhooks now."""
    for _ in range(20):
        db.session.remove()
        if not _show_new_names() + tell_webhooks() + call_due():
            return
    raise AssertionError("the worker finds no end")


def kept(event: str = "") -> list[HookCall]:
    """The calls that are kept, of one event or of all, in their order."""
    db.session.rollback()
    query = db.session.query(HookCall).order_by(HookCall.id).populate_existing()
    return query.filter_by(event=event).all() if event else query.all()


def hook(number: int = 1) -> Webhook:
    """A webhook, read anew."""
    db.session.rollback()
    return db.session.get_one(Webhook, number, populate_existing=True)


def age(by: timedelta) -> None:
    """Let everything that was kept of webhooks and calls have been kept so much earlier."""
    moments = {Webhook: ("heard_at", "failing_since"), HookCall: ("created_at", "due_at", "lease_until")}
    with transaction():
        for model, names in moments.items():
            for row in db.session.query(model).populate_existing():
                for name in names:
                    if (moment := getattr(row, name)) is not None:
                        setattr(row, name, moment - by)
    db.session.remove()
