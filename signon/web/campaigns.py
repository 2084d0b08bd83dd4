"""The front page with all campaigns, the page of each, and the few rules that give pages its color."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Response, abort, make_response, render_template
from markupsafe import Markup

from signon.campaigns.colors import SIX_DIGITS, look
from signon.campaigns.demands import ledger
from signon.campaigns.models import Campaign
from signon.campaigns.words import said
from signon.database import now
from signon.documents.lead import lead
from signon.letters.letters import current_texts_of, published
from signon.letters.models import INDIVIDUALS, Letter
from signon.signatures import counting
from signon.signatures.counting import Count
from signon.web.doors import language, public_campaign_or_404
from signon.web.markup import letter_html
from signon.web.open_graph import campaign_graph
from signon.wording import readings
from signon.wording.news import news_of_campaign

campaigns = Blueprint("campaigns", __name__)
_LONGEST_LEAD = 200  # characters
_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Card:
    """A letter as a list of letters shows it; `signed_by` and `slug` are what the counts' macro asks for."""

    slug: str
    title: str
    language: str
    signed_by: str
    is_open: bool
    is_indexed: bool
    count: Count
    deadline: datetime | None

    @property
    def is_petition(self) -> bool:
        """Signed by individuals only."""
        return self.signed_by == INDIVIDUALS


class Words(NamedTuple):
    """What a campaign says, in `language`: as HTML, and how it begins, in plain words."""

    language: str
    html: Markup
    lead: str


@campaigns.get("/")
def home() -> str:
    """The campaigns with what they are for, and their published letters with their counts."""
    at = now()
    letters = published(at)
    groups: list[tuple[Campaign, Words | None, list[Card]]] = []
    for letter, card in zip(letters, _cards(letters, at), strict=True):
        if not groups or groups[-1][0] is not letter.campaign:
            groups.append((letter.campaign, _words(letter.campaign.about, letter.campaign), []))
        groups[-1][2].append(card)
    return render_template("public/home.html", campaigns=groups)


@campaigns.get("/campaigns/<slug>")
def campaign(slug: str) -> str:
    """What a campaign is for, its letters with their live counts, what became of its demands, its news, and how to
    join.
    """
    at = now()
    found = public_campaign_or_404(slug, at)
    about, letters = _words(found.about, found), _cards(published(at, found.id), at)
    return render_template(
        "public/campaign.html",
        campaign=found,
        about=about,
        joining=_words(found.joining, found),
        letters=letters,
        ledger=ledger(found, language(), at.date()),
        news=news_of_campaign(found, language(), at),
        graph=campaign_graph(found, about.lead if about else "", len(letters)),
    )


@campaigns.get("/look/<accent>.css")
def look_sheet(accent: str) -> Response:
    """The few rules that give a page a campaign's color, `accent` (six digits), as it can be read in each scheme."""
    if not SIX_DIGITS.fullmatch(accent):
        abort(404)
    response = make_response(render_template("public/look.css", look=look(accent)))
    response.headers["Content-Type"] = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    return response


def _words(words: dict[str, str], campaign: Campaign) -> Words | None:
    if not any(words.values()):
        return None
    code, text = said(words, language(), campaign.language)
    return Words(code.replace("_", "-"), letter_html(text), lead(text, _LONGEST_LEAD))


def _cards(letters: list[Letter], at: datetime) -> list[Card]:
    numbers, texts = counting.shown_many(letters, at), current_texts_of(letters)
    cards = []
    for letter in letters:
        reading = readings.read_letter(letter, numbers[letter.id], language(), texts[letter.id])
        cards.append(
            Card(
                letter.slug,
                reading.title,
                reading.language,
                letter.signed_by,
                letter.is_open(at),
                not letter.safe_mode,
                numbers[letter.id],
                letter.closes_here,
            )
        )
    return cards
