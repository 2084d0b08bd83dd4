"""Which letter or petition asks for which of its campaign's demands, and in which order."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from signon.campaigns.demands import Ledger, ledger_with
from signon.campaigns.models import Campaign, Demand
from signon.database import db
from signon.letters.models import Letter, LetterDemand
from signon.refusals import N_, Refusal


def demands_of(letter: Letter) -> list[Demand]:
    """What `letter` asks for, in its own order."""
    query = select(Demand).join(LetterDemand, LetterDemand.demand_id == Demand.id)
    query = query.where(LetterDemand.letter_id == letter.id).order_by(LetterDemand.position, Demand.number)
    return list(db.session.scalars(query))


def ledger_of(letter: Letter, language: str, at: datetime) -> Ledger:
    """What `letter` asks for and what became of it `at` that moment, for who reads in `language`: its demands in its
    own order, each with its number in the campaign and its place here. Two queries.
    """
    return ledger_with(letter.campaign, demands_of(letter), language, today_of(letter, at))


def today_of(letter: Letter, at: datetime) -> date:
    """Which day it is at the letter: on the clock of its deadline's zone."""
    return at.astimezone(ZoneInfo(letter.deadline_zone)).date()


def asking(demands: Sequence[Demand]) -> dict[int, list[Letter]]:
    """The letters that ask for each of `demands`, by demand id, in whatever state, the oldest first. One query."""
    found: dict[int, list[Letter]] = {demand.id: [] for demand in demands}
    query = select(LetterDemand.demand_id, Letter).join(Letter, Letter.id == LetterDemand.letter_id)
    for demand_id, letter in db.session.execute(
        query.where(LetterDemand.demand_id.in_(found)).order_by(Letter.id)
    ).unique():
        found[demand_id].append(letter)
    return found


def numbers_of(letters: Sequence[Letter]) -> dict[int, list[int]]:
    """The numbers of the demands that each of `letters` asks for, in its order, by letter id. One query."""
    found: dict[int, list[int]] = {letter.id: [] for letter in letters}
    query = select(LetterDemand.letter_id, Demand.number).join(Demand, Demand.id == LetterDemand.demand_id)
    query = query.where(LetterDemand.letter_id.in_(found)).order_by(LetterDemand.position, Demand.number)
    for letter_id, number in db.session.execute(query):
        found[letter_id].append(number)
    return found


def letters_of(campaign: Campaign) -> list[Letter]:
    """The letters of `campaign`, in whatever state, the newest first."""
    query = select(Letter).where(Letter.campaign_id == campaign.id).order_by(Letter.id.desc())
    return list(db.session.scalars(query))


def choices_mark(campaign: Campaign) -> str:
    """The same while the campaign's demands keep their numbers, and its letters ask for the same ones."""
    numbers = select(Demand.id, Demand.number).where(Demand.campaign_id == campaign.id).order_by(Demand.id)
    asked = sorted(numbers_of(letters_of(campaign)).items())
    said = ([tuple(row) for row in db.session.execute(numbers)], asked)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def choose(letter: Letter, numbers: Sequence[int]) -> bool:
    """Let `letter` ask for the demands with these numbers of its campaign, in this order, and for no others; answers
    whether that changed anything. Raises Refusal when one is not there, or twice.
    """
    by_number = {
        demand.number: demand for demand in db.session.scalars(select(Demand).filter_by(campaign_id=letter.campaign_id))
    }
    for number in numbers:
        if number not in by_number:
            raise Refusal(N_("There is no demand %(number)s."), "", number=number)
        if numbers.count(number) > 1:
            raise Refusal(N_("Demand %(number)s stands here twice."), "", number=number)
    if numbers_of([letter])[letter.id] == list(numbers):
        return False
    db.session.execute(delete(LetterDemand).where(LetterDemand.letter_id == letter.id))
    for position, number in enumerate(numbers, start=1):
        db.session.add(LetterDemand(letter_id=letter.id, demand_id=by_number[number].id, position=position))
    db.session.flush()
    return True
