"""What the sample campaign says beside its letters: about itself, its demands, its press coverage and its updates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from signon.campaigns import coverage, demanding, updates
from signon.campaigns.about import About, about_of, change
from signon.campaigns.demands import demands_of
from signon.campaigns.models import Campaign
from signon.campaigns.updates import Words
from signon.letters.demands import choose
from signon.letters.letters import with_slug
from signon.letters.models import Letter

_FILE = Path(__file__).resolve().parent / "sample" / "campaign.yaml"
_LANGUAGES = ("en", "es")


def furnish(campaign: Campaign, by: int, at: datetime) -> None:
    """Give the sample `campaign` all that its pages can show, in the name of the person of the staff with this id. Its
    days are counted back from `at`. Once it asks for something, nothing is added. The caller owns the transaction.
    """
    if demands_of(campaign):
        return
    sample = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    said = {name: sample[name] for name in ("about", "joining", "join_url", "legal_footer", "accent")}
    before = about_of(campaign)
    change(campaign, About(slug=campaign.slug, language="en", **said), seen=before.mark, is_public=False)
    clock = sample["clock"]
    demanding.set_clock(campaign, (at - timedelta(days=clock["began"])).date(), clock["days"])
    for demand in sample["demands"]:
        _ask(campaign, demand, by, at)
    for slug, numbers in sample["asked_in"].items():
        choose(_letter(slug), numbers)
    for piece in sample["coverage"]:
        _cover(campaign, piece, by, at)
    for update in sample["updates"]:
        _write(campaign, update, by, at)


def _ask(campaign: Campaign, demand: Mapping[str, Any], by: int, at: datetime) -> None:
    due = (at + timedelta(days=demand["due"])).date() if "due" in demand else None
    row = demanding.add(campaign, {code: demand[code] for code in _LANGUAGES}, due, at)
    for step in demand.get("steps", ()):
        then, words = at - timedelta(days=step["ago"]), {code: step[code] for code in _LANGUAGES}
        demanding.note_step(row, then.date(), step["status"], words, step["url"], tells=True, by=by, at=then)


def _cover(campaign: Campaign, piece: Mapping[str, Any], by: int, at: datetime) -> None:
    then = at - timedelta(days=piece["ago"])
    words = {name: piece.get(name, "") for name in ("outlet", "headline", "url", "language", "quote", "quoted")}
    letter_id = _letter(piece["letter"]).id if "letter" in piece else None
    article = coverage.Article(published_on=then.date(), letter_id=letter_id, **words)
    coverage.note(campaign.id, article, told=True, by=by, at=then)


def _write(campaign: Campaign, update: Mapping[str, Any], by: int, at: datetime) -> None:
    then = at - timedelta(days=update.get("ago", 0))
    words = {code: Words(**update[code]) for code in _LANGUAGES if code in update}
    letter_id = _letter(update["letter"]).id if "letter" in update else None
    row = updates.write(campaign.id, words, letter_id=letter_id, by=by, at=then)
    if not update.get("draft"):
        updates.publish(row, then)


def _letter(slug: str) -> Letter:
    letter = with_slug(slug)
    if letter is None:
        raise LookupError(f"the sample has no letter {slug}")
    return letter
