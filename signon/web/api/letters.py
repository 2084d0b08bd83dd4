"""Letters and petitions for programs: which there are, what one says, its count. Named as in OSDI where that has a name
for it (petition_text, target, total_signatures, browser_url).
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.hooks.facts import of_count
from signon.letters.letters import current_texts, current_texts_of, newest_published
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import LetterReading
from signon.mail.links import letter_link
from signon.signatures import counting
from signon.signatures.counting import Count
from signon.web.api.doors import answer, api, day, link, moment, page_of, wanted_language, wanted_limit, wanted_place
from signon.web.doors import public_campaign_or_404, published_letter_or_404
from signon.web.markup import letter_html
from signon.wording.readings import read_letter


@api.get("/letters")
def letters() -> BaseResponse:
    """The published letters and petitions, of one campaign or of all, the newest first."""
    at, language, limit = now(), wanted_language(), wanted_limit()
    place = wanted_place(str, int)
    campaign = public_campaign_or_404(request.args["campaign"], at) if "campaign" in request.args else None
    before = (datetime.fromisoformat(place[0]), place[1]) if place else None
    found = newest_published(at, campaign.id if campaign else None, before, limit + 1)
    shown, last = found[:limit], found[limit - 1] if len(found) > limit else None
    counts, texts = counting.shown_many(shown, at), current_texts_of(shown)
    items = []
    for one in shown:
        reading = read_letter(one, counts[one.id], language, texts[one.id])
        items.append(_in_short(one, reading, texts[one.id], counts[one.id], at))
    end = [last.published_at.isoformat(), last.id] if last is not None and last.published_at else None
    return answer(page_of(items, end), *shown)


@api.get("/letters/<slug>")
def letter(slug: str) -> BaseResponse:
    """One letter or petition with its text."""
    at, language = now(), wanted_language()
    letter = published_letter_or_404(slug, at)
    count, texts = counting.shown(letter, at), current_texts(letter)
    reading = read_letter(letter, count, language, texts)
    return answer(_in_short(letter, reading, texts, count, at) | _at_length(letter, reading), letter)


@api.get("/letters/<slug>/count")
def count(slug: str) -> BaseResponse:
    """How many have signed, as the page says it at the same moment."""
    at = now()
    letter = published_letter_or_404(slug, at)
    return answer(of_count(letter, counting.shown(letter, at), at), letter)


def _in_short(
    letter: Letter, reading: LetterReading, texts: list[TextVersion], count: Count, at: datetime
) -> dict[str, Any]:
    return {
        "slug": letter.slug,
        "kind": "petition" if letter.is_petition else "letter",
        "signed_by": letter.signed_by,
        "campaign": {"slug": letter.campaign.slug, "name": letter.campaign.name},
        "title": reading.title,
        "language": reading.language,
        "languages": [text.language for text in texts],
        "state": letter.state(at),
        "published_on": _day(letter, letter.published_at),
        "deadline": moment(letter.deadline_at) if letter.deadline_at else None,
        "delivered_on": _day(letter, letter.delivered_at) if letter.is_delivered(at) else None,
        "count": of_count(letter, count, at),
        "browser_url": letter_link(letter.slug, reading.language),
        "embed_url": link("embedding.form", slug=letter.slug),
        "featured_image_url": link("sharing.share_png", slug=letter.slug),
        "url": link("api.letter", slug=letter.slug),
    }


def _at_length(letter: Letter, reading: LetterReading) -> dict[str, Any]:
    return {
        "version": reading.version,
        "authoritative": reading.authoritative,
        "date": reading.date.isoformat() if reading.date else None,
        "target": [{"name": to.name, "title": to.title, "address": list(to.address)} for to in reading.addressees],
        "subject": reading.subject,
        "salutation": reading.salutation,
        "petition_text": reading.body,
        "petition_html": str(letter_html(reading.body)),
        "closing": reading.closing,
        "conveners": list(letter.conveners),
        "legal_footer": reading.legal_footer,
    }


def _day(letter: Letter, at: datetime | None) -> str | None:
    """The day on the letter's own clock; in safe mode a moment could be tied to who was at work then."""
    return day(at.astimezone(ZoneInfo(letter.deadline_zone)).date()) if at else None
