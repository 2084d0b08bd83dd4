"""The letters of one's campaigns: all of them, one of them, and its signee list as a file."""

from dataclasses import dataclass

from flask import Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.documents import FORMATS, LAYOUTS
from signon.letters.letters import current_texts, current_texts_of
from signon.press.drawing import Sheet
from signon.signatures import counting
from signon.staff.access import EXPORT, READ, letters_of
from signon.web.documents import as_it_stands
from signon.web.doors import read_letter
from signon.web.staff.doors import letter_or_404, member, staff
from signon.web.staff.letter_page import letter_page
from signon.web.staff.overview import held_numbers
from signon.wording.numbers import deadline_text

__all__ = ["staff"]


@dataclass(frozen=True)
class Line:
    """A letter as the list shows it. `held` is how many signatures wait for review."""

    slug: str
    title: str
    language: str
    campaign: str
    is_petition: bool
    state: str
    count: counting.Count
    held: int
    deadline: str


@staff.get("/")
def letters() -> str:
    """The letters of every campaign that this person belongs to, the newest first."""
    at = now()
    found = letters_of(member())
    counts, held, texts = counting.read_many(found, at), held_numbers(found), current_texts_of(found)
    lines = []
    for letter in found:
        reading = read_letter(letter, counts[letter.id], texts[letter.id])
        lines.append(
            Line(
                letter.slug,
                reading.title,
                reading.language,
                letter.campaign.name,
                letter.is_petition,
                letter.state(at),
                counts[letter.id],
                held.get(letter.id, 0),
                deadline_text(letter),
            )
        )
    return render_template("staff/letters.html", letters=lines)


@staff.get("/letters/<slug>")
def letter(slug: str) -> Response:
    """One letter: its figures, the signatures that wait for review, its facts and texts, its files."""
    return make_response(letter_page(letter_or_404(slug, READ), now()))


@staff.get("/letters/<slug>/export/<format>")
def export(slug: str, format: str) -> BaseResponse:
    """The text that counts with its signees as a file; `layout` says how a PDF or DOCX sets the names."""
    letter = letter_or_404(slug, EXPORT)
    layout = request.args.get("layout")
    if format not in FORMATS or (layout is not None and layout not in LAYOUTS):
        abort(404)
    return as_it_stands(Sheet(letter, format, current_texts(letter)[0].language, layout))
