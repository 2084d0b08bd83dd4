"""After a surge: those that it held and that have proved their mailbox are listed in one press."""

from flask import Response, flash, make_response, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.signatures import reviewing as act
from signon.web.doors import keys
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.reviewing import seen_at, to_held, write_to_all
from signon.wording.numbers import number


@staff.get("/letters/<slug>/held/proven")
def proven(slug: str) -> Response:
    """How many of those that a surge held would be listed, before they are."""
    letter, seen = letter_or_404(slug), now().isoformat()
    found, of = act.proven_in_surge(letter, keys()), act.held_by_surge(letter)
    about = {"of": of, "found": found, "most": act.ACCEPTED_AT_ONCE, "seen": seen}
    return make_response(render_template("staff/proven.html", letter=letter, **about))


@staff.post("/letters/<slug>/held/proven")
def accept_proven(slug: str) -> BaseResponse:
    """List what a surge held and would have been listed without it, some at a time."""
    letter = letter_or_404(slug)
    with transaction():
        at = now()
        accepted = act.accept_proven(letter, seen=seen_at(), keys=keys(), at=at)
        for signature in accepted.signatures:
            write_to_all(letter, signature, at, objected=False)
        if accepted.signatures:
            audit("signatures.accepted", at, letter, number=len(accepted.signatures))
    _tell(accepted)
    return to_held(slug)


def _tell(accepted: act.Accepted) -> None:
    listed = len(accepted.signatures)
    if listed or not accepted.others_wait:
        shown = number(listed)
        flash(
            ngettext("%(shown)s name is on the list now.", "%(shown)s names are on the list now.", listed, shown=shown)
        )
    if accepted.others_wait:
        flash(_("Some names came or changed while you looked, and still wait. Please look again."), "error")
