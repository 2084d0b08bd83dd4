"""What staff do with a campaign's demands: enter, change, order and remove them, and note what became of them.

A demand keeps its words in several languages; its number is its place among the campaign's, counted from 1 without a
gap. Words, days and addresses were checked by whoever calls, who owns the transaction too.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update

from signon.campaigns import updates
from signon.campaigns.campaigns import hold
from signon.campaigns.demands import demands_of, steps_of
from signon.campaigns.models import DEMAND_MOVED, OPEN, STATUSES, Campaign, Demand, DemandStep, Update
from signon.database import db
from signon.refusals import N_, Refusal

MOST_DEMANDS = 50  # of one campaign: more is a program, not a list of demands
MOST_DAYS = 3_660  # of a clock
LONGEST_TITLE, LONGEST_TEXT, LONGEST_EVIDENCE = 300, 2_000, 2_000  # characters
_FIRST_ZONE = timedelta(hours=14)  # ahead of UTC: where today begins first
Words = Mapping[str, Mapping[str, str]]  # language -> {"title", "text"}


class ChangedMeanwhile(Exception):
    """Somebody else changed the demand, or the step, after the page was shown that is sent now: nothing was saved."""


def stands(campaign: Campaign, words: Words, due_on: date | None) -> bool:
    """Whether the campaign asks for just this already."""
    return any((one.words, one.due_on) == (_as_kept(words), due_on) for one in demands_of(campaign))


def add(campaign: Campaign, words: Words, due_on: date | None, at: datetime) -> Demand:
    """Enter a demand behind the others, open as yet. `due_on` is None for the end of the campaign's clock. Raises
    Refusal about no field where the campaign has as many as it may.
    """
    hold(campaign.id)
    last = db.session.scalar(select(func.max(Demand.number)).where(Demand.campaign_id == campaign.id)) or 0
    if last >= MOST_DEMANDS:
        raise Refusal(N_("A campaign may have %(most)s demands at most."), most=MOST_DEMANDS)
    row = Demand(campaign_id=campaign.id, number=last + 1, due_on=due_on, status=OPEN, created_at=at, changed_at=at)
    row.words = _as_kept(words)
    db.session.add(row)
    db.session.flush()
    return row


def change(demand: Demand, words: Words, due_on: date | None, *, seen: datetime, at: datetime) -> bool:
    """Let the demand say `words`, due on that day; answers whether that is anything new. Raises ChangedMeanwhile when
    it is not as it was `seen` (its `changed_at`).
    """
    db.session.refresh(demand, with_for_update=True)
    if (demand.words, demand.due_on) == (_as_kept(words), due_on):
        return False
    if demand.changed_at != seen:
        raise ChangedMeanwhile
    demand.words, demand.due_on, demand.changed_at = _as_kept(words), due_on, at
    db.session.flush()
    return True


def move(campaign: Campaign, demand: Demand, by: int, at: datetime) -> bool:
    """Exchange the demand with the one before it (`by` -1) or behind it (1); answers whether there is one. Letters that
    name their demands in an order of their own keep it.
    """
    hold(campaign.id)
    db.session.refresh(demand)
    here, there = demand.number, demand.number + by
    other = db.session.scalar(select(Demand).where(Demand.campaign_id == campaign.id, Demand.number == there))
    if other is None:
        return False
    for row, number in ((demand, 0), (other, here), (demand, there)):  # no two may have one number in between
        row.number, row.changed_at = number, at
        db.session.flush()
    return True


def remove(campaign: Campaign, demand: Demand) -> None:
    """Take the demand out of the ledger, with its steps and the updates that told of them. Those behind it move up."""
    hold(campaign.id)
    db.session.refresh(demand)
    gone = demand.number
    db.session.delete(demand)
    db.session.flush()
    for row in demands_of(campaign):
        if row.number > gone:
            row.number -= 1
            db.session.flush()


def is_noted(demand: Demand, on: date, status: str, words: Mapping[str, str], url: str) -> bool:
    """Whether a step of the demand says just this already."""
    wanted = (on, status, _filled(words), url)
    return any((one.on, one.status, one.words, one.url) == wanted for one in steps_of([demand])[demand.id])


def mark_of(step: DemandStep) -> str:
    """The same for the same step: whether somebody changed it meanwhile."""
    said = (step.on, step.status, sorted(step.words.items()), step.url)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def note_step(
    demand: Demand,
    on: date,
    status: str,
    words: Mapping[str, str],
    url: str,
    *,
    tells: bool,
    by: int | None,
    at: datetime,
) -> DemandStep:
    """Note that the demand came to `status` on a day that is over or today's, by what one sees it and where (either may
    be empty). `tells` publishes it among the updates. `by` is the id of whose act it is. Raises Refusal about "status"
    or "day".
    """
    db.session.refresh(demand, with_for_update=True)
    row = DemandStep(demand_id=demand.id, noted_by=by, created_at=at)
    _write(row, on, status, words, url, at)
    db.session.add(row)
    db.session.flush()
    _settle(demand, at)
    if tells:
        updates.tell(DEMAND_MOVED, demand.campaign_id, demand_step_id=row.id, by=by, at=at)
    return row


def change_step(
    demand: Demand,
    step: DemandStep,
    on: date,
    status: str,
    words: Mapping[str, str],
    url: str,
    *,
    seen: str,
    at: datetime,
) -> None:
    """Correct what was noted; an update that told of it says so too from now on. Raises Refusal as `note_step` does,
    and ChangedMeanwhile when it is not as it was `seen` (its `mark_of`).
    """
    db.session.refresh(demand, with_for_update=True)
    db.session.refresh(step)
    if mark_of(step) != seen:
        raise ChangedMeanwhile
    _write(step, on, status, words, url, at)
    db.session.flush()
    told = update(Update).where(Update.demand_step_id == step.id).values(changed_at=at)
    db.session.execute(told.execution_options(synchronize_session=False))
    _settle(demand, at)


def remove_step(demand: Demand, step: DemandStep, at: datetime) -> None:
    """Forget a step that was noted by mistake, and the update that told of it."""
    db.session.refresh(demand, with_for_update=True)
    db.session.delete(step)
    db.session.flush()
    _settle(demand, at)


def set_clock(campaign: Campaign, begins_on: date | None, days: int | None) -> bool:
    """Count the campaign's demands from that day, for so many days (100 days from February 18 end on May 29), or, for
    None and None, without an end; answers whether that is anything new. Raises Refusal about "begins" or "days".
    """
    if begins_on is None and days is not None:
        raise Refusal(N_("Please write on which day the clock begins."), "begins")
    if days is None and begins_on is not None:
        raise Refusal(N_("Please write for how many days it runs."), "days")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Refusal(N_("Please write a number of days from 1 to %(most)s."), "days", most=MOST_DAYS)
    values = {"clock_from": begins_on, "clock_days": days}
    if all(getattr(campaign, name) == value for name, value in values.items()):
        return False
    db.session.execute(update(Campaign).where(Campaign.id == campaign.id).values(**values))
    db.session.refresh(campaign)
    return True


def _write(step: DemandStep, on: date, status: str, words: Mapping[str, str], url: str, at: datetime) -> None:
    if status not in STATUSES:
        raise Refusal(N_("Please choose where the demand stands."), "status")
    if on > (at + _FIRST_ZONE).date():
        raise Refusal(N_("This day is still to come."), "day")
    step.on, step.status, step.url = on, status, url
    step.words = _filled(words)


def _filled(words: Mapping[str, str]) -> dict[str, str]:
    return {language: text for language, text in words.items() if text}


def _settle(demand: Demand, at: datetime) -> None:
    """The demand stands where its newest step left it."""
    steps: Sequence[DemandStep] = steps_of([demand])[demand.id]
    demand.status, demand.changed_at = (steps[0].status if steps else OPEN), at
    db.session.flush()


def _as_kept(words: Words) -> dict[str, dict[str, str]]:
    return {
        language: {"title": said["title"], "text": said.get("text", "")}
        for language, said in words.items()
        if said["title"]
    }
