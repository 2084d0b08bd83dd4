"""Review: a held signature is accepted, or its name is struck with a reason."""

from flask import Response, abort, flash, make_response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import reviewing as act
from signon.signatures.models import STRUCK, VERIFIED, Signature
from signon.staff.access import REVIEW
from signon.web.staff.doors import letter_or_404, staff
from signon.web.staff.letter_page import StrikeForm, letter_page


@staff.post("/letters/<slug>/signatures/<int:signature_id>/accept")
def accept(slug: str, signature_id: int) -> BaseResponse:
    """Put a held name on the list."""
    letter = letter_or_404(slug, REVIEW)
    with transaction():
        signature = _signature_or_404(letter, signature_id)
        state = act.accept(letter, signature, now())
    _tell_accepted(state, _name(signature))
    return _back(slug)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/strike")
def strike(slug: str, signature_id: int) -> BaseResponse:
    """Take a name off for a reason; without one the page asks for it beside the field."""
    letter = letter_or_404(slug, REVIEW)
    form = StrikeForm()
    try:
        with transaction():
            signature = _signature_or_404(letter, signature_id)
            act.strike(letter, signature, form.reason.data or "", now())
    except Refusal as refusal:
        form.reason.errors = [_(refusal.sentence, **refusal.values)]
        return _refused(letter, signature_id, form)
    _tell_struck(signature.state, _name(signature))
    return _back(slug)


def _refused(letter: Letter, signature_id: int, form: StrikeForm) -> Response:
    return make_response(letter_page(letter, now(), (signature_id, form)), 422)


def _signature_or_404(letter: Letter, signature_id: int) -> Signature:
    signature = act.of_letter(letter, signature_id)
    if signature is None:
        abort(404)
    return signature


def _name(signature: Signature) -> str:
    return signature.printed_name or str(_("a person who is counted but not listed"))


def _tell_accepted(state: str, name: str) -> None:
    if state == VERIFIED:
        flash(_("On the list: %(name)s", name=name))
    elif state == STRUCK:
        flash(_("Not listed: %(name)s stands on the list already, or was struck.", name=name))
    else:
        flash(_("Nothing changed: %(name)s was not waiting any more.", name=name))


def _tell_struck(state: str, name: str) -> None:
    if state == STRUCK:
        flash(_("Struck: %(name)s", name=name))
    else:
        flash(_("Nothing changed: %(name)s was not waiting and not on the list.", name=name))


def _back(slug: str) -> BaseResponse:
    return redirect(url_for("staff.letter", slug=slug, _anchor="held"), 303)
