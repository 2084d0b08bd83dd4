"""Review: a held signature is accepted, a name is struck with a reason, its signee is asked, and each can be undone."""

from datetime import datetime

from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.mail.links import public_host
from signon.mail.outbox import QUESTION, keep, take_back_about
from signon.mail.telling import tell_of
from signon.refusals import Refusal
from signon.signatures import questions
from signon.signatures import reviewing as act
from signon.signatures.judging import OBJECTED
from signon.signatures.models import STRUCK, VERIFIED, Signature
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.signing import open_contact
from signon.signatures.ways import Found, LinkEnded
from signon.web.doors import keys, tokens
from signon.web.forms import moment_seen
from signon.web.staff.case_forms import QUICK_REASONS, Fault
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.names import name_of, name_page
from signon.web.staff.review_queue import decided, faulty, is_script, kept, not_done, to_queue


@staff.post("/letters/<slug>/signatures/<int:signature_id>/accept")
def accept(slug: str, signature_id: int) -> BaseResponse:
    """Put a held name on the list, as the organization that staff chose where there was a choice."""
    letter = letter_or_404(slug)
    same_as = request.form.get("same_as", type=int)
    signature = signature_or_404(letter, signature_id)
    name, objected = name_of(signature), signature.reason == OBJECTED
    try:
        with transaction():
            at = now()
            state = act.accept(letter, signature, at, same_as, seen=seen_at())
            if state == VERIFIED:
                write_to_all(letter, signature, at, objected=objected)
            if state:
                done = "signature.accepted" if state == VERIFIED else "signature.duplicate"
                audit(done, at, letter, signature_id=signature_id)
    except Refusal as refusal:
        return not_done(letter, signature, _(refusal.sentence, **refusal.values), 422)
    except ChangedMeanwhile:
        return not_done(letter, signature, changed_meanwhile(name), 409)
    if state == VERIFIED:
        return decided(letter, signature, _("On the list: %(name)s", name=name))
    if state == STRUCK:
        return decided(letter, signature, _("Not listed: %(name)s stands on the list already.", name=name))
    return not_done(letter, signature, _("Nothing changed: %(name)s was not waiting any more.", name=name), 409)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/strike")
def strike(slug: str, signature_id: int) -> BaseResponse:
    """Take a name off for a reason; without one the page asks for it beside the field."""
    letter = letter_or_404(slug)
    signature = signature_or_404(letter, signature_id)
    name, was_listed = name_of(signature), signature.state == VERIFIED
    try:
        with transaction():
            at = now()
            act.strike(letter, signature, _reason(), at, keys=keys(), seen=seen_at())
            if signature.state == STRUCK:
                audit("signature.struck", at, letter, signature_id=signature_id)
    except Refusal as refusal:
        fault = Fault.of(signature_id, refusal, request.form.get("reason", ""))
        return make_response(name_page(letter, signature, fault), 422) if was_listed else faulty(letter, fault)
    except ChangedMeanwhile:
        said = changed_meanwhile(name)
        if not was_listed or is_script():
            return not_done(letter, signature, said, 409)
        flash(said, "error")
        return to_name(slug, signature_id)
    if signature.state != STRUCK:
        unchanged = _("Nothing changed: %(name)s was not waiting and not on the list.", name=name)
        return not_done(letter, signature, unchanged, 409)
    if not was_listed:
        return decided(letter, signature, _("Struck: %(name)s", name=name))
    flash(_("Struck: %(name)s", name=name))
    return redirect(url_for("staff.names", slug=slug), 303)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/undo")
def undo_strike(slug: str, signature_id: int) -> BaseResponse:
    """Hold a struck name, so that it is looked at again."""
    letter = letter_or_404(slug)
    in_queue = "seen" in request.form
    signature = signature_or_404(letter, signature_id)
    name = name_of(signature)
    try:
        with transaction():
            at = now()
            undone = act.undo_strike(letter, signature, at, keys=keys())
            if undone:
                audit("signature.strike_undone", at, letter, signature_id=signature_id)
    except Refusal as refusal:
        undone, said = False, _(refusal.sentence, **refusal.values)
    else:
        said = _("Held again: %(name)s", name=name) if undone else _("Nothing changed: %(name)s.", name=name)
    if in_queue:
        return kept(letter, signature, said) if undone else not_done(letter, signature, said, 409)
    flash(said, "message" if undone else "error")
    return redirect(url_for("staff.struck", slug=slug), 303)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/take-back")
def take_back(slug: str, signature_id: int) -> BaseResponse:
    """Hold a name again that was just accepted; mail about it that has not left does not leave."""
    letter = letter_or_404(slug)
    signature = signature_or_404(letter, signature_id)
    name = name_of(signature)
    try:
        with transaction():
            at, accepted_at = now(), seen_at()
            undone = act.take_back_acceptance(letter, signature, at, seen=accepted_at)
            if undone:
                take_back_about(signature_id, accepted_at)
                audit("signature.acceptance_undone", at, letter, signature_id=signature_id)
    except Refusal as refusal:
        return not_done(letter, signature, _(refusal.sentence, **refusal.values), 422)
    except ChangedMeanwhile:
        return not_done(letter, signature, changed_meanwhile(name), 409)
    if undone:
        return kept(letter, signature, _("Held again: %(name)s", name=name))
    return not_done(letter, signature, _("Nothing changed: %(name)s.", name=name), 409)


@staff.post("/letters/<slug>/signatures/<int:signature_id>/ask")
def ask_signee(slug: str, signature_id: int) -> BaseResponse:
    """Write to the signee of a held name, who answers by a link."""
    letter = letter_or_404(slug)
    signature = signature_or_404(letter, signature_id)
    name, words = name_of(signature), request.form.get("question", "")
    try:
        with transaction():
            at = now()
            who = {"member_id": member().id, "keys": keys(), "tokens": tokens()}
            token = questions.ask(letter, signature, words, **who, at=at, seen=seen_at())  # type: ignore[arg-type]
            _mail_question(letter, signature, words, token, at)
            audit("signature.asked", at, letter, signature_id=signature_id)
    except Refusal as refusal:
        return faulty(letter, Fault.of(signature_id, refusal, words))
    except (ChangedMeanwhile, LinkEnded):
        return not_done(letter, signature, changed_meanwhile(name), 409)
    return kept(letter, signature, _("Asked: %(name)s. The answer will appear here.", name=name))


def signature_or_404(letter: Letter, signature_id: int) -> Signature:
    """The signature of this letter; another letter's is not found."""
    signature = act.of_letter(letter, signature_id)
    if signature is None:
        abort(404)
    return signature


def to_name(slug: str, signature_id: int) -> BaseResponse:
    """To the page of a listed name."""
    return redirect(url_for("staff.name", slug=slug, signature_id=signature_id), 303)


def to_held(slug: str) -> BaseResponse:
    """To the names that wait for review."""
    return to_queue(slug)


def seen_at() -> datetime:
    """As of when the page that is sent now showed what it showed; for what is no moment, before anybody signed."""
    return moment_seen(request.form.get("seen"))


def write_to_all(letter: Letter, signature: Signature, at: datetime, *, objected: bool) -> None:
    """Keep the mails about a name that was just accepted."""
    outcome = act.tidings(letter, signature, objected=objected, keys=keys(), tokens=tokens(), at=at)
    tell_of(Found(signature, letter), outcome, keys=keys(), host=public_host(), at=at)


def changed_meanwhile(name: str) -> str:
    """Why nothing was done to a name that is not any more as somebody saw it."""
    return str(_("Nothing was done: %(name)s changed while you looked. Please look again.", name=name))


def tell_changed(name: str) -> None:
    """Say it on the next page."""
    flash(changed_meanwhile(name), "error")


def _reason() -> str:
    """Why a name is struck: a quick reason, as it is kept, own words, or both."""
    quick, own = request.form.get("quick", ""), request.form.get("reason", "").strip()
    return ": ".join(part for part in (quick if quick in QUICK_REASONS else "", own) if part)


def _mail_question(letter: Letter, signature: Signature, words: str, token: str, at: datetime) -> None:
    to = open_contact(letter, signature.contact, keys()).email
    says = {"to": to, "name": signature.printed_name, "question": " ".join(words.split()), "token": token}
    about = {"letter": letter, "signature_id": signature.id, "language": signature.language}
    keep(QUESTION, says, **about, keys=keys(), host=public_host(), at=at)  # type: ignore[arg-type]
