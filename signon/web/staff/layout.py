"""How the letter will look on paper: the layout of its signees, the letterhead, and what the press may quote."""

from typing import Any

from flask import Response, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters import layout as act
from signon.letters import letterheads
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.press.drawing import Sheet, stamp_of
from signon.press.pictures import page_count, page_picture
from signon.press.worker import drawn
from signon.refusals import Refusal
from signon.signatures import counting
from signon.web.doors import press
from signon.web.errors import http_error
from signon.web.headers import private
from signon.web.own_entry_logo import picture
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.layout_forms import LayoutForm, LetterheadForm

PAGE_WIDTH = 900  # pixels of a page's picture: sharp at the size it is shown at


@staff.get("/letters/<slug>/layout")
def layout(slug: str) -> Response:
    """The layout as it is, beside the first and the last page."""
    return _page(letter_or_404(slug))


@staff.post("/letters/<slug>/layout")
def set_layout(slug: str) -> BaseResponse:
    """The form was sent: the letter is laid out and quoted like this from now on."""
    letter, form = letter_or_404(slug), LayoutForm()
    try:
        with transaction():
            at = now()
            act.arrange(letter, form.layout(), form.quotes(), at)
            audit("layout.changed", at, letter)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(letter, form=form, code=422)
    flash(_("Saved. The pages are shown as they print now."))
    return _back(slug)


@staff.post("/letters/<slug>/letterhead")
def put_letterhead(slug: str) -> BaseResponse:
    """A picture was sent, or other words for the one that is there: it stands above the letter from now on."""
    letter, form, file = letter_or_404(slug), LetterheadForm(), request.files.get("letterhead")
    try:
        drawn = letterheads.drawn(file.stream.read(letterheads.MOST_BYTES + 1)) if file else None
        with transaction():
            at = now()
            letterheads.put(letter, drawn, form.alt.data or "", at)
            audit("letterhead.put", at, letter)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(letter, letterhead_form=form, code=422)
    flash(_("The letterhead is saved."))
    return _back(slug)


@staff.post("/letters/<slug>/letterhead/remove")
def remove_letterhead(slug: str) -> BaseResponse:
    """No picture stands above the letter any more."""
    letter = letter_or_404(slug)
    try:
        with transaction():
            at = now()
            letterheads.remove(letter, at)
            audit("letterhead.removed", at, letter)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
        return _back(slug)
    flash(_("The letterhead is removed."))
    return _back(slug)


@staff.errorhandler(RequestEntityTooLarge)
def too_heavy(error: RequestEntityTooLarge) -> BaseResponse:
    """A picture that was not even read: a photograph from a telephone has several megabytes."""
    if request.endpoint != "staff.put_letterhead" or not current_user.is_authenticated:
        return http_error(error)
    flash(_(letterheads.TOO_HEAVY), "error")
    return _back((request.view_args or {})["slug"])


@staff.get("/letters/<slug>/letterhead.png")
def letterhead(slug: str) -> Response:
    """The picture above the letter."""
    row = letterheads.letterhead_of(letter_or_404(slug))
    return private(picture(row.png if row else None))


@staff.get("/letters/<slug>/layout/<any(first, last):which>.png")
def printed_page(slug: str, which: str) -> Response:
    """The first or the last page as it would print now; none of a list too long to be drawn at once."""
    letter = letter_or_404(slug)
    if not _is_drawn_at_once(counting.read(letter, now()).listed):
        abort(404)
    sheet = Sheet.of(letter, "pdf", current_texts(letter)[0].language)
    _stamp, pdf = drawn(sheet, stamp_of(sheet), press())  # once for both pictures
    return private(picture(page_picture(pdf, page_count(pdf) - 1 if which == "last" else 0, PAGE_WIDTH)))


def _is_drawn_at_once(names: int) -> bool:
    return names <= int(current_app.config["DRAWN_AT_ONCE"])


def _page(letter: Letter, code: int = 200, **forms: Any) -> Response:
    """The page of `letter`; a form in `forms` is shown as it was sent, with what is wrong."""
    at, row = now(), letterheads.letterhead_of(letter)
    context = {
        "form": LayoutForm.of(letter),
        "letterhead_form": LetterheadForm.of(row),
        "letterhead": row,
        "is_delivered": letter.is_delivered(at),
        "shows_pages": _is_drawn_at_once(counting.read(letter, at).listed),
        **forms,
    }
    return make_response(render_template("staff/layout.html", letter=letter, **context), code)


def _back(slug: str) -> BaseResponse:
    return redirect(url_for("staff.layout", slug=slug), 303)
