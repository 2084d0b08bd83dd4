"""What the public reads: a letter with its signees, the whole list. (`documents.py` has the files, `campaigns.py` what
is around the letters.)
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for

from signon.database import now
from signon.letters.demands import ledger_of
from signon.letters.letters import current_texts
from signon.letters.models import Letter, TextVersion
from signon.mail.covering import shown_deliveries
from signon.mail.links import public_link
from signon.signatures import comments, counting, editions, roll
from signon.signatures.counting import Count
from signon.signatures.deliveries import shown_answers
from signon.signatures.since import since_delivery
from signon.signatures.text_askings import progress
from signon.signatures.withdrawing import withdrawn_names
from signon.web.browsing import asked_for, look_through
from signon.web.doors import language, partner_code, published_letter_or_404, read_letter
from signon.web.language import in_language, name_here, own_name
from signon.web.markup import letter_html
from signon.web.open_graph import letter_graph
from signon.web.sign_requests import empty_form
from signon.web.signing import is_paused
from signon.wording.news import news_of_letter
from signon.wording.numbers import closing_text

public = Blueprint("public", __name__)
SHOWN = 120  # names on the letter's own page, which is to stay light


@dataclass(frozen=True)
class TextLink:
    """A letter's text in one language: where it is read, and whether it is the one that counts."""

    code: str
    name: str
    name_here: str
    url: str
    authoritative: bool
    current: bool


@public.get("/letters/<slug>")
def letter(slug: str) -> Response:
    """The letter as it is read, its signees below it, the count and the way to sign beside it; a petition with its
    form.
    """
    at = now()
    letter = published_letter_or_404(slug, at)
    texts = current_texts(letter)
    count = counting.shown(letter, at)
    reading = read_letter(letter, count, texts, _wanted())
    is_open = letter.is_open(at)
    form = empty_form(letter, at) if letter.is_petition and is_open and not is_paused(letter) else None
    page = render_template(
        "public/letter.html",
        reading=reading,
        text=letter_html(reading.body),
        is_open=is_open,
        is_indexed=not letter.safe_mode,
        closing_text=closing_text(letter),
        form=form,
        **_people(letter, count),
        **_outcome(letter, count, at),
        **_around(letter, at),
        **_languages(texts, reading.language),
        was_changed=texts[0].number > 1,
        asking=progress(letter) if texts[0].number > 1 else None,
        partner=partner_code(),
        pdf_url=url_for("documents.letter_pdf", slug=slug, text=request.args.get("text")),
        share_url=public_link("public.letter", language=language(), slug=slug),
        graph=letter_graph(letter, reading, count, texts),
    )
    response = make_response(page)
    if form is not None:
        response.headers["Cache-Control"] = "no-store"  # each showing of the form has a token of its own
    return response


def _people(letter: Letter, count: Count) -> dict[str, object]:
    """Who signed, as far as it stands on the letter's own page, and why; `as_of` which day."""
    signees = roll.signees(letter, limit=SHOWN, shown=True)
    return {
        "count": count,
        "signees": signees,
        "more": max(count.listed - len(signees), 0),
        "comments": comments.shown(letter),
        "as_of": count.as_of.astimezone(ZoneInfo(letter.deadline_zone)).date(),
    }


def _outcome(letter: Letter, count: Count, at: datetime) -> dict[str, object]:
    """What came of a letter that was handed over, as far as staff say so, and what changed since."""
    if not letter.is_delivered(at):
        return {}
    standing = editions.standing(letter, count)
    return {
        "delivered_here": letter.delivered_here,
        "standing": standing,
        "since": since_delivery(letter, standing.edition) if standing else None,
        "deliveries": shown_deliveries(letter),
        "answers": shown_answers(letter),
    }


def _around(letter: Letter, at: datetime) -> dict[str, object]:
    """What the campaign tells beside the letter: what became of its demands, updates, the press."""
    return {
        "campaign_slug": letter.campaign.slug,
        "ledger": ledger_of(letter, language(), at),
        "news": news_of_letter(letter, language(), at),
    }


def _languages(texts: list[TextVersion], current: str) -> dict[str, object]:
    """The texts to choose from, and for search engines the full address of each that our pages have no language for."""
    spoken, slug = current_app.config["LANGUAGES"], str((request.view_args or {})["slug"])
    unspoken = [text.language for text in texts if text.language not in spoken]
    return {
        "texts": _text_links(texts, current),
        "elsewhere": {code: public_link("public.letter", slug=slug, text=code) for code in unspoken},
    }


def _text_links(texts: list[TextVersion], current: str) -> list[TextLink]:
    return [
        TextLink(
            text.language,
            own_name(text.language),
            name_here(text.language),
            _address(text),
            text.authoritative,
            text.language == current,
        )
        for text in texts
    ]


def _wanted() -> str:
    """The language in which the letter is to be read: the one that was asked for, else the page's."""
    return request.args.get("text") or language()


def _address(text: TextVersion) -> str:
    """Where this text is read: in its own language's pages, or within these if the house does not speak it."""
    if text.language in current_app.config["LANGUAGES"]:
        return in_language(text.language).partition("?")[0]
    return url_for("public.letter", slug=request.view_args["slug"], text=text.language)  # type: ignore[index]


@public.get("/letters/<slug>/signees")
def signees(slug: str) -> str:
    """All signees, a page at a time, with a search that needs no accents; by first letter, by state, national first."""
    at = now()
    letter = published_letter_or_404(slug, at)
    count = counting.shown(letter, at)
    asked = asked_for(letter, at)
    found = look_through(letter, asked, count)
    is_whole = found.is_end and not asked.is_narrowed
    delivered = letter.is_delivered(at)
    return render_template(
        "public/signees.html",
        reading=read_letter(letter, count),
        asked=asked,
        found=found,
        delivered_here=letter.delivered_here if delivered else None,
        # These stand at the end.
        anonymous=count.anonymous if is_whole else 0,
        withdrawn=withdrawn_names(letter) if delivered and found.is_end and (is_whole or asked.since) else [],
    )
