"""The texts of a letter, one after the other: what stood there when, why it changed, and the difference in words."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request

from signon.database import now
from signon.letters.history import public_history as texts_of
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import LetterReading
from signon.letters.word_difference import ChangedPart, difference
from signon.signatures import counting
from signon.web.doors import published_letter_or_404, read_letter
from signon.web.markup import letter_html

texts = Blueprint("texts", __name__)


@dataclass(frozen=True)
class Version:
    """One text, and what changed in it from the one before."""

    text: TextVersion
    day: date
    reading: LetterReading
    difference: tuple[ChangedPart, ...]


@texts.get("/letters/<slug>/texts")
def history(slug: str) -> str:
    """Every text with its reason, the newest first; with ?number= the whole of one."""
    letter = published_letter_or_404(slug, now())
    versions = _versions(letter)
    wanted = request.args.get("number", type=int)
    if "number" in request.args:
        shown = next((version for version in versions if version.text.number == wanted), None) or abort(404)
        page = {"version": shown, "text": letter_html(shown.reading.body)}
        return _page("public/text_version.html", letter, versions, **page)
    return _page("public/texts.html", letter, versions)


def _page(template: str, letter: Letter, versions: list[Version], **more: object) -> str:
    about = {"versions": versions[::-1], "reading": versions[-1].reading}
    return render_template(template, is_indexed=not letter.safe_mode, **about | more)


def _versions(letter: Letter) -> list[Version]:
    count = counting.shown(letter, now())
    found = texts_of(letter)
    readings = [read_letter(letter, count, [text]) for text in found]
    before = [readings[0], *readings[:-1]]
    days = [text.created_at.astimezone(ZoneInfo(letter.deadline_zone)).date() for text in found]
    return [Version(*one) for one in zip(found, days, readings, map(difference, before, readings), strict=True)]
