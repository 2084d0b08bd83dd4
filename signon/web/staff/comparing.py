"""Comparing in the workspace: what changed between two editions or drafts, or since one of them, name by name and page
by page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, current_app, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from signon.database import db, now
from signon.documents import export
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.press import files
from signon.press.drawing import Sheet, stamp_of
from signon.press.pictures import ADDED, LEFT, Mark, page_count, page_picture
from signon.press.worker import drawn
from signon.signatures import counting, editions
from signon.signatures.differing import Difference, difference
from signon.signatures.edition_models import ADDENDUM, DRAFT, Edition
from signon.signatures.freezing import thaw
from signon.signatures.signee import SigneeList
from signon.web.doors import press, read_letter
from signon.web.headers import private
from signon.web.staff.doors import letter_or_404, staff
from signon.wording.numbers import date_time, number
from signon.wording.print_words import print_words
from signon.wording.readings import read_signee_list

NOW = "now"
_WIDTH = 900  # pixels of a picture, shown at half of that where there is room
MOST_PAGES = 40  # of each document, as pictures
MOST_NAMES = 500  # of each kind of change


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: its code or "now", what it is called, and what it says."""

    code: str
    label: str
    said: SigneeList
    edition: Edition | None


@staff.get("/letters/<slug>/compare")
def compare(slug: str) -> Response:
    """Choose two, and see what changed from the first to the second."""
    letter = letter_or_404(slug)
    choices = _choices(letter)
    before, after = request.args.get("from", ""), request.args.get("to", NOW)
    if not before and len(choices) > 1:
        before = choices[1][0]  # the newest that is kept: what changed since
    sides = (_side(letter, before), _side(letter, after)) if before else None
    found = difference(sides[0].said, sides[1].said) if sides else None
    page = render_template(
        "staff/compare.html",
        letter=letter,
        reading=read_letter(letter, counting.read(letter, now())),
        choices=choices,
        sides=sides,
        difference=found,
        parts=_parts(found) if found else [],
        pages=_pages(letter, sides) if sides else None,
        most=MOST_NAMES,
    )
    return make_response(page)


@staff.get("/letters/<slug>/compare/<code>/<int:page>.png")
def compared_page(slug: str, code: str, page: int) -> Response:
    """One page, counted from 1, with the names pointed out in which it differs from the other one (`with`)."""
    letter = letter_or_404(slug)
    this, other = _side(letter, code), _side(letter, request.args.get("with", NOW))
    is_newer = request.args.get("side") == "to"
    found = difference(other.said, this.said) if is_newer else difference(this.said, other.said)
    pdf = _pdf(letter, this)
    if pdf is None or not 1 <= page <= min(page_count(pdf), MOST_PAGES):
        abort(404)
    response = make_response(page_picture(pdf, page - 1, _WIDTH, _marks(found, is_newer=is_newer)))
    response.headers["Content-Type"] = "image/png"
    return private(response)


def _choices(letter: Letter) -> list[tuple[str, str]]:
    """What can be compared, the newest first: code and label."""
    kept = db.session.scalars(select(Edition).where(Edition.letter_id == letter.id).order_by(Edition.id.desc())).all()
    return [(NOW, _("as it stands now")), *((edition.code, _label(letter, edition)) for edition in kept)]


def _label(letter: Letter, edition: Edition) -> str:
    about = {"number": number(edition.number), "moment": date_time(edition.made_at, letter.deadline_zone)}
    label: str = _("the edition that was delivered, %(moment)s", **about)
    if edition.kind == DRAFT:
        label = _("draft %(number)s, %(moment)s", **about)
    elif edition.kind == ADDENDUM:
        label = _("addendum %(number)s, %(moment)s", **about)
    return label


def _side(letter: Letter, code: str) -> Side:
    if code == NOW:
        said = read_signee_list(letter, current_texts(letter)[0].language, now())
        return Side(NOW, _("as it stands now"), said, None)
    edition = editions.of_letter(letter, code)
    if edition is None:
        abort(404)
    return Side(edition.code, _label(letter, edition), thaw(edition.content), edition)


def _pdf(letter: Letter, side: Side) -> bytes | None:
    """The document as it is kept; else it is drawn, unless it is too long to be drawn while somebody waits."""
    kept = files.data_of(side.edition, "pdf") if side.edition is not None else None
    if kept is not None:
        return kept
    if len(side.said.signees) > current_app.config["DRAWN_AT_ONCE"]:
        return None
    if side.edition is not None:
        return export("pdf", side.said, print_words(side.said)).data
    sheet = Sheet.of(letter, "pdf", side.said.letter.language)
    return drawn(sheet, stamp_of(sheet), press())[1]  # once for all the pictures of a page


def _pages(letter: Letter, sides: tuple[Side, Side]) -> tuple[int, int] | None:
    """How many pages of each can be shown; None where one of the two is not drawn."""
    documents = [_pdf(letter, side) for side in sides]
    if None in documents:
        return None
    first, second = (min(page_count(pdf), MOST_PAGES) for pdf in documents if pdf is not None)
    return first, second


def _marks(found: Difference, *, is_newer: bool) -> Sequence[Mark]:
    if is_newer:
        names = [signee.name for signee in found.added] + [pair.after.name for pair in found.changed]
        return [Mark(name, ADDED) for name in names]
    names = [signee.name for signee in found.left] + [pair.before.name for pair in found.changed]
    return [Mark(name, LEFT) for name in names]


def _parts(found: Difference) -> list[str]:
    """The parts of the letter that differ, as staff call them."""
    words = {
        "title": _("the title"),
        "date": _("the date"),
        "addressees": _("the addressees"),
        "subject": _("the subject"),
        "salutation": _("the salutation"),
        "text": _("the text"),
        "closing": _("the closing"),
        "heading": _("the heading above the names"),
        "layout": _("the layout"),
        "footer": _("the legal footer"),
        "letterhead": _("the letterhead"),
    }
    return [words[part] for part in found.parts]
