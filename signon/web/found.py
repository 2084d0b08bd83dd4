"""What search engines ask for: which pages there are, and which are none of theirs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from signon.database import now
from signon.letters.letters import published
from signon.letters.models import Letter
from signon.mail.links import public_link

found = Blueprint("found", __name__)
_MOST_LETTERS = 5_000  # of one sitemap, which has room for 50,000 addresses (sitemaps.org)
_AN_HOUR = 3600


@dataclass(frozen=True)
class Address:
    """A page by its address in each language, and the day on which it was changed, where that is known."""

    by_language: dict[str, str]
    changed: date | None = None


@found.get("/robots.txt")
def robots() -> Response:
    """Everything public may be found; what may not says so itself, on each page."""
    lines = ["User-agent: *", *(f"Disallow: {root}staff/" for root in _roots()), ""]
    response = make_response("\n".join([*lines, f"Sitemap: {public_link('found.sitemap')}", ""]))
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_AN_HOUR}"
    return response


@found.get("/sitemap.xml")
def sitemap() -> Response:
    """The front page, the campaigns and the letters that anyone may read; none in safe mode, and no list of names."""
    at = now()
    letters = sorted((one for one in published(at) if not one.safe_mode), key=_published, reverse=True)[:_MOST_LETTERS]
    campaigns = dict.fromkeys(letter.campaign.slug for letter in letters)
    pages = [
        _address("campaigns.home"),
        *(_address("campaigns.campaign", slug=slug) for slug in campaigns),
        *(_address("public.letter", _changed(letter), slug=letter.slug) for letter in letters),
    ]
    response = make_response(render_template("public/sitemap.xml", pages=pages))
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_AN_HOUR}"
    return response


def _roots() -> list[str]:
    """The path of the site, without a language and with each."""
    home = public_link("campaigns.home").partition("://")[2].partition("/")[2]
    return [f"/{home}", *(f"/{home}{code}/" for code in current_app.config["LANGUAGES"])]


def _address(endpoint: str, changed: date | None = None, **values: Any) -> Address:
    codes = current_app.config["LANGUAGES"]
    return Address({code: public_link(endpoint, language=code, **values) for code in codes}, changed)


def _published(letter: Letter) -> datetime:
    return letter.published_at or letter.created_at


def _changed(letter: Letter) -> date:
    return max(_published(letter), letter.revised_at or letter.created_at).date()
