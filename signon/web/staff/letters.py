"""The letters of one's campaigns: all of them, one of them, and its signee list as a file."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.models import Campaign
from signon.database import now
from signon.documents import FORMATS, LAYOUTS
from signon.letters.letters import current_texts, current_texts_of
from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.press.drawing import Sheet
from signon.signatures import counting
from signon.signatures.attention import Waiting
from signon.staff.access import letters_of
from signon.web.documents import as_it_stands
from signon.web.doors import read_letter
from signon.web.staff.attention import attention_on
from signon.web.staff.doors import letter_or_404, member, staff
from signon.web.staff.letter_page import letter_page
from signon.web.staff.overview import held_numbers
from signon.wording.numbers import deadline_text

__all__ = ["staff"]

PAGE = 50  # letters
STATES = ("draft", "circulating", "open", "closed", "delivered")


@dataclass(frozen=True)
class Line:
    """A letter as the list shows it. `held` is how many signatures wait for review."""

    slug: str
    title: str
    language: str
    campaign: Campaign
    is_petition: bool
    state: str
    count: counting.Count
    held: int
    deadline: str


@staff.get("/")
def letters() -> str:
    """The letters of every campaign that this person belongs to, the newest first, with a search and the states."""
    at, mine = now(), letters_of(member())
    search, state = request.args.get("q", "").strip()[:100], request.args.get("state", "")
    found = [one for one in mine if state in ("", one.state(at))]
    found = _with_words(found, search) if search else found
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    shown = found[(page - 1) * PAGE : page * PAGE]
    if page > 1 and not shown:
        abort(404)
    return render_template(
        "staff/letters.html",
        letters=lines_of(shown, at),
        attention=_attention(mine, at) if page == 1 and not (search or state) else None,
        total=len(mine),
        found=len(found),
        query=search,
        state=state,
        states=STATES,
        page=page,
        pages=max(-(-len(found) // PAGE), 1),
    )


def _attention(mine: list[Letter], at: datetime) -> list[tuple[Line, Waiting, bool]]:
    """What waits, on which letters."""
    found = attention_on(mine, at)
    lines = lines_of([letter for letter, _waiting, _closes in found], at)
    return [(line, waiting, closes) for line, (_letter, waiting, closes) in zip(lines, found, strict=True)]


def _with_words(found: list[Letter], search: str) -> list[Letter]:
    """Those of `found` whose title in any language, campaign or address contains `search`; accents do not count."""
    texts, words = current_texts_of(found), fold(search)
    return [
        one
        for one in found
        if any(words in fold(said) for said in (one.slug, one.campaign.name, *(text.title for text in texts[one.id])))
    ]


def lines_of(found: list[Letter], at: datetime) -> list[Line]:
    """The letters of `found` as the list shows them, in their order."""
    counts, held, texts = counting.read_many(found, at), held_numbers(found), current_texts_of(found)
    lines = []
    for letter in found:
        reading = read_letter(letter, counts[letter.id], texts[letter.id])
        lines.append(
            Line(
                letter.slug,
                reading.title,
                reading.language,
                letter.campaign,
                letter.is_petition,
                letter.state(at),
                counts[letter.id],
                held.get(letter.id, 0),
                deadline_text(letter),
            )
        )
    return lines


@staff.get("/letters/<slug>")
def letter(slug: str) -> Response:
    """One letter: its figures, the signatures that wait for review, its facts and texts, its files."""
    return make_response(letter_page(letter_or_404(slug), now()))


@staff.get("/letters/<slug>/export/<format>")
def export(slug: str, format: str) -> BaseResponse:
    """The text that counts with its signees as a file; `layout` says how a PDF or DOCX sets the names."""
    letter = letter_or_404(slug)
    layout = request.args.get("layout")
    if format not in FORMATS or (layout is not None and layout not in LAYOUTS):
        abort(404)
    return as_it_stands(Sheet(letter, format, current_texts(letter)[0].language, layout))
