"""What an addressee answered: noted by staff, and public when they say so."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import deliveries as act
from signon.signatures.edition_models import Answer
from signon.web.staff.deliveries import deliveries_page
from signon.web.staff.delivery_forms import AnswerForm, addressees_of
from signon.web.staff.doors import audit, letter_or_404, staff

_DECIDED = {"show": "answer.shown", "hide": "answer.hidden", "remove": "answer.removed"}


@staff.post("/letters/<slug>/answers")
def note_answer(slug: str) -> BaseResponse:
    """An answer came: keep it, for staff alone or for everybody."""
    letter, form = letter_or_404(slug), AnswerForm(request.form)
    checked = form.checked()
    try:
        if checked is not None:
            with transaction():
                at = now()
                answer = act.note_answer(letter, *checked, at)
                if "show" in request.form:
                    act.show_answer(answer, at)
                audit("answer.noted", at, letter)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return deliveries_page(letter, now(), 422, answer=form)
    return _back(slug, _("The answer is kept."))


@staff.get("/letters/<slug>/answers/<int:answer_id>")
def answer(slug: str, answer_id: int) -> Response:
    """One answer, to be corrected."""
    letter = letter_or_404(slug)
    row = _answer_or_404(letter, answer_id)
    typed = {"addressee": row.addressee, "day": row.answered_on.isoformat(), "text": row.text}
    return _page(letter, row, AnswerForm(data=typed))


@staff.post("/letters/<slug>/answers/<int:answer_id>")
def change_answer(slug: str, answer_id: int) -> BaseResponse:
    """It was corrected; it stays as public as it was."""
    letter, form = letter_or_404(slug), AnswerForm(request.form)
    row, checked = _answer_or_404(letter, answer_id), form.checked()
    try:
        if checked is not None:
            with transaction():
                row = _answer_or_404(letter, answer_id)
                at = now()
                act.change_answer(row, letter, *checked, at)
                audit("answer.changed", at, letter)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return _page(letter, row, form, 422)
    return _back(slug, _("The answer is corrected."))


@staff.post("/letters/<slug>/answers/<int:answer_id>/decide")
def decide_answer(slug: str, answer_id: int) -> BaseResponse:
    """Show the answer to everybody, to nobody but staff, or remove it."""
    letter, do = letter_or_404(slug), request.form.get("do", "")
    with transaction():
        row = _answer_or_404(letter, answer_id)
        if do not in ("show", "hide", "remove"):
            abort(400)
        if do == "show":
            act.show_answer(row, now())
            said = _("Everybody reads the answer now, above the letter.")
        elif do == "hide":
            act.hide_answer(row)
            said = _("Only staff read the answer now.")
        else:
            act.remove_answer(row)
            said = _("The answer is removed.")
        audit(_DECIDED[do], now(), letter)
    return _back(slug, said)


def _answer_or_404(letter: Letter, answer_id: int) -> Answer:
    row = act.answer_of(letter, answer_id)
    if row is None:
        abort(404)
    return row


def _page(letter: Letter, row: Answer, form: AnswerForm, code: int = 200) -> Response:
    context = {"answer": row, "form": form, "addressees": addressees_of(letter)}
    return make_response(render_template("staff/answer.html", letter=letter, **context), code)


def _back(slug: str, said: str) -> BaseResponse:
    flash(said)
    return redirect(url_for("staff.deliveries", slug=slug, _anchor="answers"), 303)
