"""The demand ledger, as it is read: what a campaign asks for, what became of it, and how much of its time is over.

Acts are in `demanding.py`; which letter asks for what is in `letters/demands.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from signon.campaigns.models import MET, Campaign, Demand, DemandStep
from signon.campaigns.words import said
from signon.database import db


@dataclass(frozen=True)
class Clock:
    """How much of a campaign's time is over: its `day` of `of`, 0 on the day it `begins_on` and before it, and `of` on
    the last one, `ends_on`, and after it.
    """

    day: int
    of: int
    begins_on: date
    ends_on: date
    has_begun: bool
    is_over: bool


@dataclass(frozen=True)
class StepLine:
    """That a demand came to `status` on a day, by what one sees it (may be empty), and where (may be "")."""

    id: int
    on: date
    status: str
    language: str
    words: str
    url: str


@dataclass(frozen=True)
class DemandLine:
    """One demand in one language. `number` is the campaign's, `place` its place among the ones of this ledger, by which
    a letter's own text counts. `due_on` is its own day, or the last of the campaign's clock; `is_late` when that day
    is over and the demand is not met. `steps` are its steps, the newest first.
    """

    id: int
    number: int
    place: int
    language: str
    title: str
    text: str
    status: str
    due_on: date | None
    is_late: bool
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class Ledger:
    """Demands, all of a campaign's or those of one letter, and the campaign's clock, if it has one."""

    lines: tuple[DemandLine, ...]
    clock: Clock | None

    @property
    def of(self) -> int:
        """How many demands there are."""
        return len(self.lines)

    @property
    def met(self) -> int:
        """How many of them are met, altogether."""
        return self.how_many(MET)

    def how_many(self, status: str) -> int:
        """How many of them came to this status."""
        return sum(line.status == status for line in self.lines)


def clock(campaign: Campaign, today: date) -> Clock | None:
    """The clock of `campaign` as it stands `today`, or None where it has none. A hundred days from February 18 end on
    May 29: the day it begins is its day 0, and all of the last one is in time.
    """
    begins, days = campaign.clock_from, campaign.clock_days
    if begins is None or days is None:
        return None
    ends, gone = begins + timedelta(days=days), (today - begins).days
    return Clock(min(max(gone, 0), days), days, begins, ends, has_begun=gone >= 0, is_over=today > ends)


def due_on(campaign: Campaign, demand: Demand) -> date | None:
    """The last day on which `demand` is met in time: its own, else that of the campaign's clock, else None."""
    if demand.due_on is not None or campaign.clock_from is None or campaign.clock_days is None:
        return demand.due_on
    return campaign.clock_from + timedelta(days=campaign.clock_days)


def demands_of(campaign: Campaign) -> list[Demand]:
    """The demands of `campaign` by their numbers."""
    return list(db.session.scalars(select(Demand).where(Demand.campaign_id == campaign.id).order_by(Demand.number)))


def demand_of(campaign: Campaign, demand_id: int) -> Demand | None:
    """The demand with this id, if it is one of `campaign`'s."""
    return db.session.scalar(select(Demand).where(Demand.id == demand_id, Demand.campaign_id == campaign.id))


def steps_of(demands: Sequence[Demand]) -> dict[int, list[DemandStep]]:
    """The steps of each of `demands` by demand id, the newest first: by their days, then as they were noted."""
    found: dict[int, list[DemandStep]] = {demand.id: [] for demand in demands}
    if found:
        query = select(DemandStep).where(DemandStep.demand_id.in_(found))
        for step in db.session.scalars(query.order_by(DemandStep.on.desc(), DemandStep.id.desc())):
            found[step.demand_id].append(step)
    return found


def step_of(demand: Demand, step_id: int) -> DemandStep | None:
    """The step with this id, if it is one of `demand`'s."""
    return db.session.scalar(select(DemandStep).where(DemandStep.id == step_id, DemandStep.demand_id == demand.id))


def ledger(campaign: Campaign, language: str, today: date) -> Ledger:
    """All demands of `campaign` as they stand `today`, for who reads in `language`. Two queries."""
    return ledger_with(campaign, demands_of(campaign), language, today)


def ledger_with(campaign: Campaign, demands: Sequence[Demand], language: str, today: date) -> Ledger:
    """As `ledger`, with these `demands` of `campaign` in this order. One query."""
    steps = steps_of(demands)
    placed = enumerate(demands, start=1)
    lines = (_line(campaign, demand, place, steps[demand.id], language, today) for place, demand in placed)
    return Ledger(tuple(lines), clock(campaign, today))


def _line(
    campaign: Campaign, demand: Demand, place: int, steps: list[DemandStep], language: str, today: date
) -> DemandLine:
    code, words = said(demand.words, language, campaign.language)
    due = due_on(campaign, demand)
    return DemandLine(
        id=demand.id,
        number=demand.number,
        place=place,
        language=code,
        title=words["title"],
        text=words.get("text", ""),
        status=demand.status,
        due_on=due,
        is_late=due is not None and due < today and demand.status != MET,
        steps=tuple(step_line(campaign, step, language) for step in steps),
    )


def step_line(campaign: Campaign, step: DemandStep, language: str) -> StepLine:
    """A step of a demand of `campaign` for who reads in `language`."""
    code, words = said(step.words, language, campaign.language) if step.words else (language, "")
    return StepLine(step.id, step.on, step.status, code, words, step.url)
