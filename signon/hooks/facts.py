"""What calls tell: public facts only, under the names that the interface for programs (`web/api`) has for them.

`link` makes the address of a page from its endpoint and what stands in it. Moments of letters in safe mode are minutes,
and nothing says who signed when.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from signon.campaigns.models import Campaign, Demand, DemandStep, Update
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.letters.text import fill_undersigned
from signon.signatures.counting import Count
from signon.signatures.models import Signature

Link = Callable[..., str]


def moment(at: datetime, letter: Letter | None = None) -> str:
    """A moment as JSON writes it."""
    rough = letter is not None and letter.safe_mode
    return (at.replace(second=0) if rough else at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def of_campaign(campaign: Campaign, link: Link) -> dict[str, Any]:
    """A campaign, in short."""
    return {
        "slug": campaign.slug,
        "name": campaign.name,
        "browser_url": link("campaigns.campaign", slug=campaign.slug),
    }


def of_letter(letter: Letter, count: Count, link: Link, at: datetime) -> dict[str, Any]:
    """A letter, in short."""
    text = current_texts(letter)[0]
    return {
        "slug": letter.slug,
        "kind": "petition" if letter.is_petition else "letter",
        "signed_by": letter.signed_by,
        "campaign": {"slug": letter.campaign.slug, "name": letter.campaign.name},
        "title": fill_undersigned(text.title, lambda _style: str(count.undersigned)),
        "language": text.language,
        "state": letter.state(at),
        "deadline": moment(letter.deadline_at) if letter.deadline_at else None,
        "browser_url": link("public.letter", slug=letter.slug),
    }


def of_count(letter: Letter, count: Count, at: datetime) -> dict[str, Any]:
    """A letter's count, as its page says it."""
    return {
        "organizations": count.organizations,
        "individuals": count.individuals,
        "undersigned": count.undersigned,
        "total_signatures": count.organizations + count.individuals,
        "goal": count.goal,
        "as_of": moment(at, letter),
    }


def of_signee(signature: Signature, known_as: str) -> dict[str, Any]:
    """A listed name, and what stands beside it on the public list."""
    return {
        "id": known_as,
        "kind": signature.kind,
        "name": signature.printed_name,
        "site_url": signature.website,
        "scope": signature.scope,
        "locality": signature.city,
        "region": signature.home_state,
        "country": signature.country,
        "convener": signature.is_convener,
        "representative": signature.shown_representative,
        "role": signature.shown_role,
        "affiliation": signature.affiliation,
    }


def of_demand(demand: Demand, step: DemandStep) -> dict[str, Any]:
    """A demand, its words by language, and the step that brought it to where it is."""
    return {
        "number": demand.number,
        "words": demand.words,
        "status": demand.status,
        "due_on": demand.due_on.isoformat() if demand.due_on else None,
        "step": _step(step),
    }


def _step(step: DemandStep) -> dict[str, Any]:
    return {"on": step.on.isoformat(), "status": step.status, "words": step.words, "url": step.url}


def of_update(update: Update, campaign: Campaign, letter: Letter | None, link: Link) -> dict[str, Any]:
    """An update, its words by language; one that tells itself by what it points to may have none."""
    return {
        "id": update.id,
        "kind": update.kind,
        "words": update.words,
        "letter": letter.slug if letter is not None else None,
        "published_on": update.published_at.date().isoformat() if update.published_at else None,
        "browser_url": link("news.update", slug=campaign.slug, update_id=str(update.id)),
    }
