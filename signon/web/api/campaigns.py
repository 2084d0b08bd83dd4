"""Campaigns for programs: what each is for, its demands, its updates, what the press wrote."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from flask import current_app
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.demands import DemandLine, Ledger, ledger
from signon.campaigns.models import Campaign
from signon.campaigns.words import said
from signon.database import now
from signon.letters.demands import ledger_of
from signon.letters.letters import published
from signon.letters.news import public_coverage, public_updates
from signon.web.api.doors import answer, api, day, link, page_of, wanted_language, wanted_limit, wanted_place
from signon.web.doors import public_campaign_or_404, published_letter_or_404
from signon.wording.news import Clipping, Item, read_coverage, read_updates


@api.get("/campaigns")
def campaigns() -> BaseResponse:
    """The campaigns of which a letter or petition is published, by name."""
    at, language, limit, place = now(), wanted_language(), wanted_limit(), wanted_place(str, int)
    found = {letter.campaign_id: letter.campaign for letter in published(at)}.values()
    after = sorted(one for one in ((row.name, row.id, row) for row in found) if not place or one[:2] > (*place,))
    last = after[limit - 1] if len(after) > limit else None
    return answer(page_of([_said(row, language) for _name, _id, row in after[:limit]], last[:2] if last else None))


@api.get("/campaigns/<slug>")
def campaign(slug: str) -> BaseResponse:
    """One campaign."""
    language = wanted_language()
    return answer(_said(public_campaign_or_404(slug, now()), language))


@api.get("/campaigns/<slug>/demands")
def demands(slug: str) -> BaseResponse:
    """All that a campaign asks for, by number, with every step and its evidence."""
    at, language = now(), wanted_language()
    campaign = public_campaign_or_404(slug, at)
    return answer(_ledger(ledger(campaign, language or campaign.language, at.date())))


@api.get("/letters/<slug>/demands")
def letter_demands(slug: str) -> BaseResponse:
    """What one letter or petition asks for, in its own order."""
    at, language = now(), wanted_language()
    letter = published_letter_or_404(slug, at)
    return answer(_ledger(ledger_of(letter, language or letter.campaign.language, at)), letter)


@api.get("/campaigns/<slug>/updates")
def updates(slug: str) -> BaseResponse:
    """What a campaign tells those who follow it, the newest first."""
    at, limit, place = now(), wanted_limit(), wanted_place(str, int)
    campaign, language = public_campaign_or_404(slug, at), wanted_language()
    before = (datetime.fromisoformat(place[0]), place[1]) if place else None
    rows = public_updates(campaign.id, at, before=before, most=limit + 1)
    items = read_updates(campaign, rows[:limit], _spoken(language, campaign), at)
    last = items[-1] if len(rows) > limit else None
    end = [last.published_at.isoformat(), last.id] if last else None
    return answer(page_of([_update(item, campaign) for item in items], end))


@api.get("/campaigns/<slug>/coverage")
def coverage(slug: str) -> BaseResponse:
    """What the press wrote about a campaign and its letters, the newest first."""
    at, limit, place = now(), wanted_limit(), wanted_place(str, int)
    campaign = public_campaign_or_404(slug, at)
    before = (date.fromisoformat(place[0]), place[1]) if place else None
    rows = public_coverage(campaign.id, at, before=before, most=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    end = [last.published_on.isoformat(), last.id] if last else None
    return answer(page_of([_clipping(one) for one in read_coverage(rows[:limit], campaign.language, at)], end))


def _spoken(language: str, campaign: Campaign) -> str:
    """The first of the language that was asked for, the campaign's own, and English, that our pages speak."""
    spoken: tuple[str, ...] = current_app.config["LANGUAGES"]
    wanted = (language, language.partition("-")[0], campaign.language)
    return next((code for code in wanted if code in spoken), spoken[0])


def _said(campaign: Campaign, language: str) -> dict[str, Any]:
    about = said(campaign.about, language, campaign.language) if any(campaign.about.values()) else None
    joining = said(campaign.joining, language, campaign.language) if any(campaign.joining.values()) else None
    return {
        "slug": campaign.slug,
        "name": campaign.name,
        "language": about[0] if about else campaign.language,
        "languages": sorted({campaign.language, *(code for code, words in campaign.about.items() if words)}),
        "about": about[1] if about else "",
        "joining": joining[1] if joining else "",
        "join_url": campaign.join_url,
        "legal_footer": campaign.legal_footer,
        "browser_url": link("campaigns.campaign", slug=campaign.slug),
        "url": link("api.campaign", slug=campaign.slug),
    }


def _ledger(ledger: Ledger) -> dict[str, Any]:
    clock = asdict(ledger.clock) if ledger.clock else None
    if clock:
        clock |= {name: day(clock[name]) for name in ("begins_on", "ends_on")}
    return {"items": [_demand(line) for line in ledger.lines], "met": ledger.met, "total": ledger.of, "clock": clock}


def _demand(line: DemandLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "language": line.language,
        "title": line.title,
        "text": line.text,
        "status": line.status,
        "due_on": day(line.due_on),
        "is_late": line.is_late,
        "steps": [
            {"on": day(step.on), "status": step.status, "language": step.language, "words": step.words, "url": step.url}
            for step in line.steps
        ],
    }


def _update(item: Item, campaign: Campaign) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "language": item.told.language,
        "title": item.headline,
        "text": item.told.text,
        "published_on": day(item.day),
        "letter": item.letter.slug if item.letter else None,
        "demand": item.demand,
        "status": item.status,
        "source_url": item.told.url,
        "browser_url": link("news.update", slug=campaign.slug, update_id=item.id),
    }


def _clipping(one: Clipping) -> dict[str, Any]:
    return {
        "outlet": one.outlet,
        "headline": one.headline,
        "url": one.url,
        "published_on": day(one.published_on),
        "language": one.language,
        "quote": one.quote,
        "quoted": one.quoted,
        "letter": one.letter.slug if one.letter else None,
    }
