"""What the public reads: the letters, a letter with its signees, the whole list. (`documents.py` has the files.)"""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, current_app, render_template, request, url_for

from signon.database import now
from signon.letters.letters import current_texts, current_texts_of, published
from signon.letters.models import Letter, TextVersion
from signon.mail.covering import shown_deliveries
from signon.mail.links import public_link
from signon.signatures import comments, counting, editions, roll
from signon.signatures.deliveries import shown_answers
from signon.signatures.text_askings import progress
from signon.signatures.withdrawing import withdrawn_names
from signon.web.doors import language, partner_code, published_letter_or_404, read_letter
from signon.web.language import in_language, name_here, own_name
from signon.web.markup import letter_html
from signon.wording.numbers import closing_text

public = Blueprint("public", __name__)
PAGE = 200  # names a page


@dataclass(frozen=True)
class Card:
    """A letter as the front page shows it."""

    slug: str
    title: str
    language: str
    is_petition: bool
    is_open: bool
    count: int
    deadline: datetime | None


@dataclass(frozen=True)
class TextLink:
    """A letter's text in one language: where it is read, and whether it is the one that counts."""

    code: str
    name: str
    name_here: str
    url: str
    authoritative: bool
    current: bool


@public.get("/")
def home() -> str:
    """The campaigns and their published letters, with their counts."""
    at = now()
    letters = published(at)
    numbers = counting.read_many(letters, at)
    texts = current_texts_of(letters)
    campaigns: dict[str, list[Card]] = {}
    for letter in letters:
        reading = read_letter(letter, numbers[letter.id], texts[letter.id])
        campaigns.setdefault(letter.campaign.name, []).append(
            Card(
                letter.slug,
                reading.title,
                reading.language,
                letter.is_petition,
                letter.is_open(at),
                numbers[letter.id].shown,
                letter.closes_here,
            )
        )
    return render_template(
        "public/home.html", campaigns=[{"name": name, "letters": cards} for name, cards in campaigns.items()]
    )


@public.get("/letters/<slug>")
def letter(slug: str) -> str:
    """The letter as it is read, its signees below it, the count and the way to sign beside it."""
    at = now()
    letter = published_letter_or_404(slug, at)
    texts = current_texts(letter)
    count = counting.read(letter, at)
    signees = roll.signees(letter, limit=PAGE)
    reading = read_letter(letter, count, texts, _wanted())
    return render_template(
        "public/letter.html",
        reading=reading,
        text=letter_html(reading.body),
        count=count,
        signees=signees,
        more=max(count.listed - len(signees), 0),
        comments=comments.shown(letter),
        is_open=letter.is_open(at),
        is_indexed=not letter.safe_mode,
        closing_text=closing_text(letter),
        delivered_here=letter.delivered_here,
        standing=editions.standing(letter, count) if letter.is_delivered(at) else None,
        **(_outcome(letter) if letter.is_delivered(at) else {}),
        texts=_text_links(texts, reading.language),
        was_changed=texts[0].number > 1,
        asking=progress(letter) if texts[0].number > 1 else None,
        partner=partner_code(),
        pdf_url=url_for("documents.letter_pdf", slug=slug, text=request.args.get("text")),
        share_url=public_link("public.letter", language=language(), slug=slug),
    )


def _outcome(letter: Letter) -> dict[str, object]:
    """What came of a letter that was handed over, as far as staff say so."""
    return {"deliveries": shown_deliveries(letter), "answers": shown_answers(letter)}


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
    """All signees, a page at a time, with a search that needs no accents."""
    at = now()
    letter = published_letter_or_404(slug, at)
    count = counting.read(letter, at)
    query = request.args.get("q", "").strip()[:100]
    page = max(request.args.get("page", 1, type=int), 1)
    found = roll.found(letter, query) if query else count.listed
    if page > 1 and (page - 1) * PAGE >= found:
        abort(404)
    return render_template(
        "public/signees.html",
        reading=read_letter(letter, count),
        signees=roll.signees(letter, query, offset=(page - 1) * PAGE, limit=PAGE, logos=True),
        query=query,
        page=page,
        pages=max(-(-found // PAGE), 1),
        found=found,
        # These stand at the end.
        anonymous=0 if query or page * PAGE < found else count.anonymous,
        withdrawn=withdrawn_names(letter) if page * PAGE >= found and not query and letter.is_delivered(at) else [],
    )
