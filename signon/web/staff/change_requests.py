"""Change requests in the workspace: what signees would like to have printed otherwise."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.signatures import change_requests as act
from signon.signatures import counting
from signon.web.doors import keys, read_letter
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.names import name_of
from signon.web.staff.reviewing import seen_at, signature_or_404, tell_changed


@staff.get("/letters/<slug>/change-requests")
def change_requests(slug: str) -> Response:
    """The requests that wait, the oldest first."""
    letter = letter_or_404(slug)
    return make_response(
        render_template(
            "staff/change_requests.html",
            letter=letter,
            reading=read_letter(letter, counting.read(letter, now())),
            requests=_waiting(letter),
            all_of_them=act.how_many_wait(letter),
        )
    )


@staff.post("/letters/<slug>/change-requests/<int:signature_id>")
def settle_change_request(slug: str, signature_id: int) -> BaseResponse:
    """Staff have seen to it."""
    letter = letter_or_404(slug)
    signature = signature_or_404(letter, signature_id)
    with transaction():
        settled = act.settle(letter, signature.id, seen=seen_at())
        if settled:
            audit("change_request.settled", now(), letter, signature_id=signature.id)
    if settled:
        flash(_("Done. It is off the list."))
    elif act.waits(signature):
        tell_changed(name_of(signature))
    else:
        flash(_("Nothing changed: it was off the list already."))
    return redirect(url_for("staff.change_requests", slug=slug), 303)


def _waiting(letter: Letter) -> list[act.WaitingRequest]:
    try:
        return act.waiting(letter, keys())
    except KeyGone:
        return []  # erased with the letter's key
