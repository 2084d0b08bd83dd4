"""Noticing: the worker sees what happened by itself, by a date or by an act elsewhere, and tells the webhooks of it.

Letters open and close by their dates, and updates are published in many ways: so all of it is looked for where it
shows, in the last days, and told once, whoever looks how often.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, exists, select

from signon.campaigns.models import Campaign, Demand, DemandStep, Update
from signon.database import db
from signon.hooks import facts
from signon.hooks.events import (
    COUNT_CHANGED,
    DEMAND_CHANGED,
    LETTER_CLOSED,
    LETTER_DELIVERED,
    LETTER_PUBLISHED,
    SIGNEE_LEFT,
    SIGNEE_LISTED,
    UPDATE_PUBLISHED,
)
from signon.hooks.facts import Link
from signon.hooks.models import Webhook
from signon.hooks.telling import Happening, lasting_id, listening, tell, tell_count, told, untell
from signon.letters.letters import safe_modes_of
from signon.letters.models import Letter
from signon.letters.news import public_updates
from signon.signatures import counting
from signon.signatures.batches import Released
from signon.signatures.models import ANONYMOUS, CAME, UNLISTED, VERIFIED, Signature
from signon.signatures.signee_ids import SigneeIds

LOOKS_BACK = timedelta(days=7)  # a worker that stood still for longer leaves out what happened before
MOST, MOST_UPDATES = 100, 20  # in one look


@dataclass(frozen=True)
class Untold:
    """Something that happened in `campaign`, which at least one webhook is still to hear of."""

    campaign: Campaign
    happening: Happening


def untold(link: Link, at: datetime) -> list[Untold]:
    """What happened in the last days and was not told to everybody who listens. Nothing is changed; one short question
    where nobody listens.
    """
    heard = exists().where(Webhook.campaign_id == Campaign.id, Webhook.paused_at.is_(None))
    campaigns = list(db.session.scalars(select(Campaign).where(Campaign.has_hooks, heard)))
    return [one for campaign in campaigns for one in _untold_of(campaign, link, at)]


def tell_all(found: Sequence[Untold]) -> None:
    """Tell what `untold` answered. The caller owns the transaction."""
    for one in found:
        tell(one.campaign, one.happening)


def tell_names(released: Sequence[Released], ids: SigneeIds, link: Link, at: datetime) -> None:
    """Tell which names came, left or were changed, and each letter's new count. `released` is told to nobody else: call
    it in the transaction that released it.
    """
    for letter_id in dict.fromkeys(one.letter_id for one in released):
        letter = db.session.get_one(Letter, letter_id)
        if letter.campaign.has_hooks and letter.is_published(at):
            _tell_of_letter(letter, [one for one in released if one.letter_id == letter_id], ids, link, at)


def _tell_of_letter(letter: Letter, news: list[Released], ids: SigneeIds, link: Link, at: datetime) -> None:
    count = counting.shown(letter, at)
    brief = {"letter": facts.of_letter(letter, count, link, at)}
    left = [one for one in news if one.what != CAME and one.mark]
    for one in left:
        untell(ids.id_for(one.mark))
    happened = [
        Happening(SIGNEE_LEFT, {**brief, "signee": {"id": known_as}}, at, known_as)
        for known_as in (ids.id_for(one.mark) for one in left)
    ]
    listed = ((ids.id_of(row.id, row.printed_name), row) for row in _listed([one.signature_id for one in news]))
    names = [
        Happening(SIGNEE_LISTED, {**brief, "signee": facts.of_signee(row, known_as)}, at, known_as)
        for known_as, row in listed
    ]
    names.sort(key=lambda one: one.about)  # not in the order in which they signed
    tell(letter.campaign, *(replace(one, is_rough=letter.safe_mode) for one in (*happened, *names)))
    numbers = {**brief, "count": facts.of_count(letter, count, at)}
    tell_count(letter.campaign, Happening(COUNT_CHANGED, numbers, at, about_letter(letter), is_rough=letter.safe_mode))


def about_letter(letter: Letter) -> str:
    """What a call about a letter names as its subject."""
    return f"letter {letter.id}"


def _listed(signature_ids: list[int]) -> Iterator[Signature]:
    """Those that stand on the public list with a name."""
    public = (Signature.state == VERIFIED, Signature.shown_as.not_in((ANONYMOUS, UNLISTED)))
    yield from db.session.scalars(
        select(Signature).where(Signature.id.in_(signature_ids), *public).execution_options(populate_existing=True)
    )


def _untold_of(campaign: Campaign, link: Link, at: datetime) -> Iterator[Untold]:
    hooks = listening(campaign.id)
    since = max(at - LOOKS_BACK, min((hook.since for hook in hooks), default=at))
    looks = (_published, _closed, _delivered, _demands, _updates)
    found = [one for look in looks for one in look(campaign, since, at)]
    known = told([one.event_id for one in found])
    for one in found:
        if any(_is_to_hear(hook, one) and (hook.id, one.event_id) not in known for hook in hooks):
            data = one.data(link)
            yield Untold(campaign, Happening(one.event, data, one.at, one.about, one.event_id, one.is_rough))


@dataclass(frozen=True)
class _Seen:
    """What was seen to have happened; its `data` are only read when somebody is to hear of it."""

    event: str
    event_id: str
    at: datetime
    data: Callable[[Link], dict[str, object]]
    about: str = ""
    is_rough: bool = False


def _is_to_hear(hook: Webhook, one: _Seen) -> bool:
    return one.event in hook.events and hook.since <= one.at


def _published(campaign: Campaign, since: datetime, at: datetime) -> Iterator[_Seen]:
    for letter in _letters(campaign, Letter.published_at > since, Letter.published_at <= at):
        yield _of(letter, LETTER_PUBLISHED, letter.published_at or at, at)


def _closed(campaign: Campaign, since: datetime, at: datetime) -> Iterator[_Seen]:
    for letter in _letters(campaign, Letter.deadline_at > since, Letter.deadline_at <= at):
        if letter.is_published(at) and not letter.is_delivered(letter.deadline_at or at):
            yield _of(letter, LETTER_CLOSED, letter.deadline_at or at, at)


def _delivered(campaign: Campaign, since: datetime, at: datetime) -> Iterator[_Seen]:
    for letter in _letters(campaign, Letter.delivered_at > since, Letter.delivered_at <= at):
        if letter.is_published(at):
            yield _of(letter, LETTER_DELIVERED, letter.delivered_at or at, at)


def _letters(campaign: Campaign, *when: ColumnElement[bool]) -> list[Letter]:
    query = select(Letter).where(Letter.campaign_id == campaign.id, *when).order_by(Letter.id)
    return list(db.session.scalars(query.limit(MOST).execution_options(populate_existing=True)))


def _of(letter: Letter, event: str, moment: datetime, at: datetime) -> _Seen:
    def data(link: Link) -> dict[str, object]:
        count = counting.shown(letter, at)
        numbers = facts.of_count(letter, count, at)
        return {"letter": facts.of_letter(letter, count, link, at), "count": numbers}

    event_id = lasting_id(event, letter.id, moment.isoformat())
    return _Seen(event, event_id, moment, data, about_letter(letter), letter.safe_mode)


def _demands(campaign: Campaign, since: datetime, at: datetime) -> Iterator[_Seen]:
    """The demands that moved: each step of one, when it was noted."""
    query = select(DemandStep).join(Demand, Demand.id == DemandStep.demand_id).where(Demand.campaign_id == campaign.id)
    noted = query.where(DemandStep.created_at > since, DemandStep.created_at <= at).order_by(DemandStep.id).limit(MOST)
    if safe_modes_of(campaign.id, at):  # else the campaign has no page as yet
        for step in db.session.scalars(noted.execution_options(populate_existing=True)):
            event_id = lasting_id(DEMAND_CHANGED, step.id, step.created_at.isoformat())  # SQLite gives ids anew
            yield _Seen(DEMAND_CHANGED, event_id, step.created_at, partial(_demand, campaign, step))


def _demand(campaign: Campaign, step: DemandStep, link: Link) -> dict[str, object]:
    demand = db.session.get_one(Demand, step.demand_id, populate_existing=True)
    return {"campaign": facts.of_campaign(campaign, link), "demand": facts.of_demand(demand, step)}


def _updates(campaign: Campaign, since: datetime, at: datetime) -> Iterator[_Seen]:
    """The updates that everybody may read, however they were published."""
    rows = public_updates(campaign.id, at, most=MOST_UPDATES) if safe_modes_of(campaign.id, at) else []
    for row in reversed(rows):
        moment = row.published_at or at
        if moment > since:
            event_id = lasting_id(UPDATE_PUBLISHED, row.id, row.created_at.isoformat())
            yield _Seen(UPDATE_PUBLISHED, event_id, moment, partial(_update, campaign, row))


def _update(campaign: Campaign, row: Update, link: Link) -> dict[str, object]:
    letter = db.session.get(Letter, row.letter_id) if row.letter_id is not None else None
    return {"campaign": facts.of_campaign(campaign, link), "update": facts.of_update(row, campaign, letter, link)}
