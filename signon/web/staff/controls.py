"""Controls of a letter that is out: pause, hold every new name, end a surge; and the comments that wait."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters import controls as act
from signon.letters.models import KNOWN, PROVEN, REVIEWED, Letter
from signon.signatures import comments, surges
from signon.signatures.reviewing import of_letter
from signon.web.doors import keys
from signon.web.staff.doors import audit, letter_or_404, staff

# What a button says in `do`: the act, and what is told afterwards.
_ACTS: dict[str, tuple[Callable[[Letter, datetime], None], str]] = {
    "pause": (act.pause, _l("Paused. The sign form says so; links that were mailed still work.")),
    "resume": (lambda letter, at: act.resume(letter), _l("New signatures are taken again.")),
    REVIEWED: (lambda letter, at: act.list_by(letter, REVIEWED), _l("From now on every new name is held.")),
    PROVEN: (lambda letter, at: act.list_by(letter, PROVEN), _l("Proven names are listed at once again.")),
    KNOWN: (
        lambda letter, at: act.list_by(letter, KNOWN),
        _l("Proven names of the register are listed at once again."),
    ),
    "calm": (surges.end_surge, _l("The surge is over. For 24 hours no number of new names is taken for one.")),
}


@staff.post("/letters/<slug>/controls")
def control(slug: str) -> BaseResponse:
    """One of the letter's controls was pressed."""
    letter = letter_or_404(slug)
    chosen = _ACTS.get(request.form.get("do", ""))
    if chosen is None:
        abort(400)
    with transaction():
        at = now()
        chosen[0](letter, at)
        audit(f"signing.{request.form['do']}", at, letter)
    flash(chosen[1])
    return redirect(url_for("staff.letter", slug=slug), 303)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/comment")
def comment(slug: str, signature_id: int) -> BaseResponse:
    """A comment was read: it is shown, or it is not and is erased."""
    letter = letter_or_404(slug)
    shows = request.form.get("do") == "show"
    with transaction():
        signature = of_letter(letter, signature_id)
        if signature is None:
            abort(404)
        at = now()
        done = (comments.show if shows else comments.hide)(letter, signature, keys(), at)
        if done:
            audit("comment.shown" if shows else "comment.hidden", at, letter, signature_id=signature_id)
    if not done:
        flash(_("Nothing changed: the comment was read before, or the name is not on the list any more."))
    else:
        flash(_("The comment is shown.") if shows else _("The comment is not shown, and was erased."))
    return redirect(url_for("staff.letter", slug=slug, _anchor="comments"), 303)
