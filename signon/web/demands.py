"""A campaign's demands, each with every step that it took and the evidence for it, and with who asks for it."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from signon.campaigns.demands import Ledger, demands_of, ledger_with
from signon.campaigns.models import Campaign, Demand
from signon.database import now
from signon.letters.demands import asking
from signon.letters.letters import current_texts_of, published
from signon.mail.links import public_link
from signon.signatures import counting
from signon.web.doors import language, public_campaign_or_404
from signon.web.open_graph import OpenGraph, campaign_graph
from signon.wording import readings
from signon.wording.numbers import number

demands = Blueprint("demands", __name__)


@dataclass(frozen=True)
class Asker:
    """A letter or petition that asks for a demand: where it is, and its title, which is in `language`."""

    slug: str
    title: str
    language: str
    is_petition: bool


@demands.get("/campaigns/<slug>/demands", endpoint="demands")
def ledger_page(slug: str) -> str:
    """The whole ledger of the campaign."""
    at = now()
    campaign = public_campaign_or_404(slug, at)
    rows = demands_of(campaign)
    if not rows:
        abort(404)
    ledger = ledger_with(campaign, rows, language(), at.date())
    return render_template(
        "public/demands.html",
        campaign=campaign,
        ledger=ledger,
        askers=_askers(rows, at),
        graph=_graph(campaign, ledger, len(published(at, campaign.id))),
    )


def _graph(campaign: Campaign, ledger: Ledger, letters: int) -> OpenGraph:
    return replace(
        campaign_graph(campaign, _in_short(ledger), letters),
        kind="article",
        title=_("What became of the demands: %(campaign)s", campaign=campaign.name),
        url=public_link("demands.demands", language=language(), slug=campaign.slug),
    )


def _in_short(ledger: Ledger) -> str:
    """ "Day 63 of 100: 0 of 6 met", or the second half where no clock runs."""
    shown = {"met": number(ledger.met), "of": number(ledger.of)}
    met: str = ngettext("%(met)s of %(of)s met", "%(met)s of %(of)s met", ledger.of, **shown)
    clock = ledger.clock
    if clock is None or not clock.has_begun or clock.is_over:
        return met
    day = _("Day %(day)s of %(of)s", day=number(clock.day), of=number(clock.of))
    return f"{day}: {met}"


def _askers(rows: list[Demand], at: datetime) -> dict[int, list[Asker]]:
    """Who asks for each demand, by its id: the letters that anyone may read, and may find."""
    found = {
        demand_id: [letter for letter in letters if letter.is_published(at) and not letter.safe_mode]
        for demand_id, letters in asking(rows).items()
    }
    every = list({letter.id: letter for letters in found.values() for letter in letters}.values())
    texts, counts = current_texts_of(every), counting.shown_many(every, at)
    shown = {}
    for letter in every:
        reading = readings.read_letter(letter, counts[letter.id], language(), texts[letter.id])
        shown[letter.id] = Asker(letter.slug, reading.title, reading.language, letter.is_petition)
    return {demand_id: [shown[letter.id] for letter in letters] for demand_id, letters in found.items()}
