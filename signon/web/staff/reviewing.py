"""Review: a held signature is accepted, a name is struck with a reason, and a struck one is looked at again."""

from datetime import UTC, datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.mail.links import public_host
from signon.mail.telling import tell_of
from signon.refusals import Refusal
from signon.signatures import reprinting
from signon.signatures import reviewing as act
from signon.signatures.judging import OBJECTED
from signon.signatures.models import STRUCK, VERIFIED, Signature
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.ways import Found, LinkEnded
from signon.staff.access import REVIEW
from signon.web.doors import keys, tokens
from signon.web.staff.doors import letter_or_404, staff
from signon.web.staff.evidence import StrikeForm
from signon.web.staff.letter_page import letter_page
from signon.web.staff.names import name_of, name_page
from signon.web.staff.print_form import PrintForm
from signon.wording.numbers import number


@staff.post("/letters/<slug>/signatures/<int:signature_id>/accept")
def accept(slug: str, signature_id: int) -> BaseResponse:
    """Put a held name on the list, as the organization that staff chose where there was a choice."""
    letter = letter_or_404(slug, REVIEW)
    same_as = request.form.get("same_as", type=int)
    signature = signature_or_404(letter, signature_id)
    name, objected = name_of(signature), signature.reason == OBJECTED
    try:
        with transaction():
            state = act.accept(letter, signature, now(), same_as, seen=seen_at())
            if state == VERIFIED:
                _write_to_all(letter, signature, objected=objected)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
    except ChangedMeanwhile:
        tell_changed(name)
    else:
        _tell_accepted(state, name)
    return to_held(slug)


@staff.get("/letters/<slug>/held/proven")
def proven(slug: str) -> Response:
    """How many of those that a surge held would be listed, before they are."""
    letter, seen = letter_or_404(slug, REVIEW), now().isoformat()
    found, of = act.proven_in_surge(letter, keys()), act.held_by_surge(letter)
    about = {"of": of, "found": found, "most": act.ACCEPTED_AT_ONCE, "seen": seen}
    return make_response(render_template("staff/proven.html", letter=letter, **about))


@staff.post("/letters/<slug>/held/proven")
def accept_proven(slug: str) -> BaseResponse:
    """List what a surge held and would have been listed without it, some at a time."""
    letter = letter_or_404(slug, REVIEW)
    with transaction():
        accepted = act.accept_proven(letter, seen=seen_at(), keys=keys(), at=now())
        for signature in accepted.signatures:
            _write_to_all(letter, signature, objected=False)
    _tell_accepted_many(accepted)
    return to_held(slug)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/strike")
def strike(slug: str, signature_id: int) -> BaseResponse:
    """Take a name off for a reason; without one the page asks for it beside the field."""
    letter = letter_or_404(slug, REVIEW)
    form = StrikeForm()
    signature = signature_or_404(letter, signature_id)
    name, was_listed = name_of(signature), signature.state == VERIFIED
    try:
        with transaction():
            act.strike(letter, signature, form.reason.data or "", now(), keys=keys(), seen=seen_at())
    except Refusal as refusal:
        form.reason.errors = [_(refusal.sentence, **refusal.values)]
        page = name_page(letter, signature, form) if was_listed else letter_page(letter, now(), (signature_id, form))
        return make_response(page, 422)
    except ChangedMeanwhile:
        tell_changed(name)
        return to_name(slug, signature_id) if was_listed else to_held(slug)
    _tell_struck(signature.state, name)
    return redirect(url_for("staff.names", slug=slug), 303) if was_listed else to_held(slug)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/print")
def print_otherwise(slug: str, signature_id: int) -> BaseResponse:
    """Settle how a listed organization is printed."""
    letter = letter_or_404(slug, REVIEW)
    signature, form = signature_or_404(letter, signature_id), PrintForm()
    name = name_of(signature)
    try:
        with transaction():
            changed = reprinting.print_otherwise(letter, signature, form.typed(), seen=seen_at(), at=now())
    except Refusal as refusal:
        form.refuse(refusal)
        return make_response(name_page(letter, signature, StrikeForm(formdata=None), form), 422)
    except (ChangedMeanwhile, LinkEnded):
        tell_changed(name)
    else:
        flash(_("Saved.") if changed else _("Nothing changed: %(name)s.", name=name))
    return to_name(slug, signature_id)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/undo")
def undo_strike(slug: str, signature_id: int) -> BaseResponse:
    """Hold a struck name, so that it is looked at again."""
    letter = letter_or_404(slug, REVIEW)
    try:
        with transaction():
            signature = signature_or_404(letter, signature_id)
            undone = act.undo_strike(letter, signature, now(), keys=keys())
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
    else:
        name = name_of(signature)
        flash(_("Held again: %(name)s", name=name) if undone else _("Nothing changed: %(name)s.", name=name))
    return redirect(url_for("staff.struck", slug=slug), 303)


def signature_or_404(letter: Letter, signature_id: int) -> Signature:
    """The signature of this letter; another letter's is not found."""
    signature = act.of_letter(letter, signature_id)
    if signature is None:
        abort(404)
    return signature


def to_name(slug: str, signature_id: int) -> BaseResponse:
    """To the page of a listed name."""
    return redirect(url_for("staff.name", slug=slug, signature_id=signature_id), 303)


def seen_at() -> datetime:
    """As of when the page that is sent now showed what it showed; for what is no moment, before anybody signed."""
    try:
        return datetime.fromisoformat(request.form.get("seen", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _write_to_all(letter: Letter, signature: Signature, *, objected: bool) -> None:
    """Keep the mails about a name that was just accepted."""
    at = now()
    outcome = act.tidings(letter, signature, objected=objected, keys=keys(), tokens=tokens(), at=at)
    tell_of(Found(signature, letter), outcome, keys=keys(), host=public_host(), at=at)


def _tell_accepted(state: str, name: str) -> None:
    if state == VERIFIED:
        flash(_("On the list: %(name)s", name=name))
    elif state == STRUCK:
        flash(_("Not listed: %(name)s stands on the list already.", name=name))
    else:
        flash(_("Nothing changed: %(name)s was not waiting any more.", name=name))


def _tell_accepted_many(accepted: act.Accepted) -> None:
    listed = len(accepted.signatures)
    if listed or not accepted.others_wait:
        shown = number(listed)
        flash(
            ngettext("%(shown)s name is on the list now.", "%(shown)s names are on the list now.", listed, shown=shown)
        )
    if accepted.others_wait:
        flash(_("Some names came or changed while you looked, and still wait. Please look again."), "error")


def tell_changed(name: str) -> None:
    flash(_("Nothing was done: %(name)s changed while you looked. Please look again.", name=name), "error")


def _tell_struck(state: str, name: str) -> None:
    if state == STRUCK:
        flash(_("Struck: %(name)s", name=name))
    else:
        flash(_("Nothing changed: %(name)s was not waiting and not on the list.", name=name))


def to_held(slug: str) -> BaseResponse:
    """To the names that wait for review."""
    return redirect(url_for("staff.letter", slug=slug, _anchor="held"), 303)
