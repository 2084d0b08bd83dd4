"""A campaign with everything that it keeps beside its letters: a row in each of those tables."""

from datetime import date
from typing import TypeVar

from signon.campaigns.models import COVERED, DEMAND_MOVED, MET, WRITTEN, Coverage, Demand, DemandStep, Update
from signon.database import Base, db, now, transaction
from signon.hooks.models import HookCall, Webhook
from signon.keys import INSTALLATION
from signon.letters.models import Letter, LetterDemand
from signon.outreach.models import PartnerKey, UpdateMailed
from signon.signatures.models import CAME, NameNews
from signon.signatures.tokens import fingerprint
from tests import make


def fill_campaign(letter: Letter) -> None:
    """A demand of `letter` was met, the press wrote of it, followers were mailed, and a webhook was called."""
    at, ours = now(), {"campaign_id": letter.campaign_id, "created_at": now()}
    with transaction():
        words = {"en": {"title": "Run the train every night", "text": ""}}
        demand = _kept(Demand(number=1, words=words, status=MET, changed_at=at, **ours))
        step = DemandStep(on=date(2026, 3, 1), status=MET, words={"en": "It runs."}, created_at=at)
        step.demand_id = demand.id
        _kept(step)
        _kept(LetterDemand(letter_id=letter.id, demand_id=demand.id, position=1))
        covered = Coverage(outlet="The Lamp", published_on=date(2026, 3, 1), language="en", letter_id=letter.id, **ours)
        covered.headline = "Lights on the line"
        _kept(covered)
        told = {"published_at": at, "changed_at": at, **ours}
        written = _kept(Update(kind=WRITTEN, words={"en": {"title": "It runs", "text": "Thank you."}}, **told))
        _kept(Update(kind=DEMAND_MOVED, demand_step_id=step.id, **told))
        _kept(Update(kind=COVERED, coverage_id=covered.id, **told))
        _kept(UpdateMailed(update_id=written.id, hash=fingerprint("a mailbox"), at=at))
        _kept(PartnerKey(name="Lamp Guild", code="lamp", hash=fingerprint(f"a key for {letter.slug}"), **ours))
        secret = make.keys().seal(INSTALLATION, b"a secret", "webhook secret")
        hook = _kept(Webhook(url="https://hooks.example/", events=["count.changed"], secret=secret, since=at, **ours))
        call = HookCall(event_id="1", event="count.changed", body="{}", created_at=at, due_at=at)
        call.webhook_id = hook.id
        _kept(call)
        _kept(NameNews(letter_id=letter.id, signature_id=1, what=CAME, since=at))


Row = TypeVar("Row", bound=Base)


def _kept(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
