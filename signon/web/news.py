"""What a campaign tells, and what the press wrote of it: the pages, and the feed that programs follow."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.models import Campaign
from signon.database import now
from signon.documents.lead import lead
from signon.letters.letters import published
from signon.letters.news import (
    how_many_public_updates,
    how_much_public_coverage,
    letters_by_id,
    public_coverage,
    public_update,
    public_updates,
)
from signon.mail.links import public_host, public_link
from signon.web.doors import language, public_campaign_or_404
from signon.web.markup import letter_html
from signon.web.open_graph import OpenGraph, campaign_graph
from signon.wording.news import Item, read_coverage, read_updates

news = Blueprint("news", __name__)
PAGE = 20  # updates a page
CLIPPINGS = 50  # a page
ENTRIES = 30  # of the feed
_FRESH = 300  # seconds
_LONGEST = 200  # characters of a description


@news.app_template_filter("text_html")
def text_html(markdown: str) -> str:
    """Text of a campaign as safe HTML, as a letter's is."""
    return letter_html(markdown)


@news.get("/campaigns/<slug>/updates")
def updates(slug: str) -> str:
    """All that the campaign told, the newest first, a page at a time."""
    at = now()
    campaign = public_campaign_or_404(slug, at)
    total = how_many_public_updates(campaign.id, at)
    page, pages = _page_of(total, PAGE)
    rows = public_updates(campaign.id, at, offset=(page - 1) * PAGE, most=PAGE)
    items = read_updates(campaign, rows, language(), at)
    said = _("What happens in this campaign, and what becomes of its letters.")
    graph = _graph(campaign, at, "news.updates", _("Updates: %(campaign)s", campaign=campaign.name), said)
    return render_template("public/updates.html", campaign=campaign, items=items, page=page, pages=pages, graph=graph)


@news.get("/campaigns/<slug>/updates/<int:update_id>")
def update(slug: str, update_id: int) -> str:
    """One update, whole."""
    at = now()
    campaign = public_campaign_or_404(slug, at)
    row = public_update(campaign.id, update_id, at)
    if row is None:
        abort(404)
    if any(letter.safe_mode for letter in letters_by_id([row.letter_id]).values()):
        g.keep_out_of_search = True
    item = read_updates(campaign, [row], language(), at)[0]
    graph = _graph(campaign, at, "news.update", item.headline, _in_short(item), update_id=str(row.id))
    return render_template("public/update.html", campaign=campaign, item=item, graph=graph)


@news.get("/campaigns/<slug>/press")
def press(slug: str) -> str:
    """All press coverage, the newest first, a page at a time."""
    at = now()
    campaign = public_campaign_or_404(slug, at)
    page, pages = _page_of(how_much_public_coverage(campaign.id, at), CLIPPINGS)
    rows = public_coverage(campaign.id, at, offset=(page - 1) * CLIPPINGS, most=CLIPPINGS)
    shown = {"coverage": read_coverage(rows, language(), at), "page": page, "pages": pages}
    said = _("What newspapers, radio and others wrote about this campaign.")
    graph = _graph(campaign, at, "news.press", _("In the press: %(campaign)s", campaign=campaign.name), said)
    return render_template("public/press.html", campaign=campaign, graph=graph, **shown)


@news.get("/campaigns/<slug>/updates.atom")
def feed(slug: str) -> BaseResponse:
    """The newest updates as an Atom feed (RFC 4287), in the language of the address. What is about letters in safe mode
    is not in it: feeds are collected and kept elsewhere.
    """
    at = now()
    campaign = public_campaign_or_404(slug, at)
    rows = public_updates(campaign.id, at, in_search=True, most=ENTRIES)
    changed = max([campaign.created_at, *(row.changed_at for row in rows)])
    body = render_template(
        "public/updates.xml",
        campaign=campaign,
        items=read_updates(campaign, rows, language(), at),
        changed=changed,
        name_of=lambda *words: _tag(campaign, *words),
        link=lambda endpoint, **values: public_link(endpoint, language=language(), **values),
        rfc3339=lambda moment: moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return _conditional(make_response(body))


def _tag(campaign: Campaign, *words: object) -> str:
    """A name for good (RFC 4151) of the campaign's feed, or of one entry of it, in this language."""
    since = campaign.created_at.astimezone(UTC).date().isoformat()
    return f"tag:{public_host()},{since}:{'/'.join(map(str, ('campaign', campaign.id, *words, language())))}"


def _in_short(item: Item) -> str:
    """How it begins; where it has no words but its title, that."""
    return lead(item.told.text, _LONGEST) or item.headline


def _graph(campaign: Campaign, at: datetime, endpoint: str, title: str, description: str, **values: str) -> OpenGraph:
    """What other sites show of a link to this page: the campaign's card with a title of its own."""
    card = campaign_graph(campaign, description, len(published(at, campaign.id)))
    url = public_link(endpoint, language=language(), slug=campaign.slug, **values)
    return replace(card, kind="article", title=title, url=url)


def _conditional(response: Response) -> BaseResponse:
    """Kept by whoever asks often, and sent again only when it is another. Not by a date: what was about a letter that
    nobody could read yet comes with the date on which it was written.
    """
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_FRESH}"
    response.vary.add("Accept-Language")  # an address without a language is answered in the reader's
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:16], weak=True)
    return response.make_conditional(request)


def _page_of(total: int, size: int) -> tuple[int, int]:
    """The page that is asked for, and how many there are; beyond the last is nothing to be found."""
    pages = max(-(-total // size), 1)
    page = max(request.args.get("page", 1, type=int), 1)
    if page > pages:
        abort(404)
    return page, pages
