"""The changed texts of a letter in the workspace: why each changed, and what its signees said to it."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, Form

from signon.database import now, transaction
from signon.letters.history import history
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import text_answers as act
from signon.signatures import text_askings
from signon.signatures.reviewing import of_letter
from signon.signatures.staff_models import KEPT, SILENT, TOLD, UNREACHED, TextAsking
from signon.signatures.text_askings import WAITING
from signon.signatures.verifying import SigningOver
from signon.signatures.ways import Found, LinkEnded
from signon.signatures.withdrawing import withdraw
from signon.web.forms import TICK
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.names import name_of
from signon.wording.numbers import number

PAGE = 50  # names a page
ANSWERS = {  # what the filter of the list says in the address, and what that is
    "waiting": (WAITING, _l("No answer yet")),
    "kept": (KEPT, _l("Keep the name")),
    "silent": (SILENT, _l("Did not answer")),
    "unreached": (UNREACHED, _l("Without a mailbox")),
    "told": (TOLD, _l("Only told")),
}
_WORDS = dict(ANSWERS.values())


class EndForm(Form):
    """The box before an asking ends early."""

    sure = BooleanField(_l("End the asking now. Whoever has not answered counts as silent."))


@staff.get("/letters/<slug>/changed-texts")
def text_changes(slug: str) -> Response:
    """Every text with its reason, and how the signees answer to the newest change."""
    return _page(letter_or_404(slug), EndForm())


@staff.post("/letters/<slug>/changed-texts/end")
def end_asking(slug: str) -> BaseResponse:
    """The box was ticked: silence is settled now, by the worker."""
    letter, form = letter_or_404(slug), EndForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _page(letter, form, 422)
    return _done(letter, "asking.ended", lambda at: act.end_now(letter, at), _("The asking ends now."))


@staff.post("/letters/<slug>/changed-texts/unreached")
def settle_unreached(slug: str) -> BaseResponse:
    """All names without a mailbox stay under the changed text, or are treated like the silent."""
    letter = letter_or_404(slug)
    if request.form.get("do") == "keep":
        how, what = act.keep_all_unreached, "asking.all_kept"
    else:
        how, what = act.count_unreached_as_silent, "asking.all_silent"
    try:
        with transaction():
            at = now()
            settled = how(letter, at)
            audit(what, at, letter, number=settled)
    except Refusal as refusal:
        return _refused(letter, refusal)
    flash(ngettext("%(shown)s name is settled.", "%(shown)s names are settled.", settled, shown=number(settled)))
    return _back(letter)


@staff.post("/letters/<slug>/changed-texts/<int:signature_id>")
def note_keeping(slug: str, signature_id: int) -> BaseResponse:
    """What a signee told the staff: that the name stays, or that it goes."""
    letter = letter_or_404(slug)
    signature = of_letter(letter, signature_id) or abort(404)
    try:
        with transaction():
            at = now()
            if request.form.get("do") == "keep":
                act.keep_by_word(letter, signature, at)
                audit("asking.kept", at, letter, signature_id=signature_id)
            else:
                withdraw(Found(signature, letter), at)
                audit("asking.taken_off", at, letter)
    except (LinkEnded, SigningOver):
        flash(_("Nothing was done: this name is not on the letter any more, or signing has ended."), "error")
        return _back(letter)
    flash(_("It is noted: %(name)s.", name=name_of(signature)))
    return _back(letter)


def _done(letter: Letter, what: str, how: Callable[[datetime], None], said: str) -> BaseResponse:
    try:
        with transaction():
            at = now()
            how(at)
            audit(what, at, letter)
    except Refusal as refusal:
        return _refused(letter, refusal)
    flash(said)
    return _back(letter)


def _refused(letter: Letter, refusal: Refusal) -> BaseResponse:
    flash(_(refusal.sentence, **refusal.values), "error")
    return _back(letter)


def _back(letter: Letter) -> BaseResponse:
    kept = {name: request.args[name] for name in ("answer", "q", "page") if request.args.get(name)}
    return redirect(url_for("staff.text_changes", slug=letter.slug, **kept), 303)  # type: ignore[arg-type]


def _page(letter: Letter, form: EndForm, code: int = 200) -> Response:
    asking, at = text_askings.newest_asking(letter.id), now()
    context: dict[str, object] = {"letter": letter, "form": form, "asking": asking, "texts": history(letter)[::-1]}
    context["is_published"] = letter.is_published(at)
    if asking is not None:
        context |= _list(asking) | {
            "said": text_askings.answers(asking),
            "is_question": asking.asks_before is not None,
            "is_open": asking.settled_at is None,
            "is_over": asking.answer_by is not None and asking.answer_by <= at,
        }
    return make_response(render_template("staff/text_changes.html", **context), code)


def _list(asking: TextAsking) -> dict[str, object]:
    query, wanted = request.args.get("q", "").strip()[:100], request.args.get("answer", "")
    page = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    answer = ANSWERS[wanted][0] if wanted in ANSWERS else None
    found = act.page(asking, answer, query, (page - 1) * PAGE, PAGE)
    if page > 1 and not found.rows:
        abort(404)
    return {
        "rows": found.rows,
        "found": found.total,
        "page": page,
        "pages": max(-(-found.total // PAGE), 1),
        "query": query,
        "wanted": wanted,
        "choices": [(name, words) for name, (_answer, words) in ANSWERS.items()],
        "words": _WORDS,
        "to_settle": (WAITING, SILENT, UNREACHED),
        "name_of": name_of,
        "was_taken_off": act.was_taken_off,
    }
