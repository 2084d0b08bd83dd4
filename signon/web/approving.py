"""The second approver's doors: agree by one press, or stop it."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, Form

from signon.database import now, transaction
from signon.mail.links import public_host
from signon.mail.suppressing import suppress
from signon.mail.telling import tell_of
from signon.signatures import approving as act
from signon.signatures import counting
from signon.signatures.judging import DUPLICATE
from signon.signatures.models import HELD, STRUCK, VERIFIED
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.signing import open_contact
from signon.signatures.tokens import APPROVE
from signon.signatures.ways import Found, LinkEnded, follow
from signon.signatures.withdrawing import withdraw
from signon.web.doors import keys, read_letter, surge_at, tokens
from signon.web.forms import TICK
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end
from signon.web.own_entry_forms import SeenForm

approving = Blueprint("approving", __name__)
show_how_links_end(approving)


class ApprovalForm(SeenForm):
    """The second approver's one box, and which state of the signature they agree to."""

    authorized = BooleanField(_l("I speak for this organization too, and I agree that it signs this letter."))


class DeclineForm(Form):
    """No: the request is erased, and mail to the approver stops if that is wished."""

    sure = BooleanField(_l("We do not sign this letter. Erase the request."))
    stop_mail = BooleanField(_l("Write nothing more to this address that strangers can ask for."))


@approving.get("/approve/<token>")
def approve(token: str) -> Response:
    """What is asked, or what became of it. Looking changes nothing."""
    found = follow(APPROVE, token, tokens=tokens(), at=now())
    return _asked(found, token, ApprovalForm.of(found.signature))


@approving.post("/approve/<token>")
def agree(token: str) -> BaseResponse:
    """The box was ticked: the name is listed, or held for another reason."""
    found = follow(APPROVE, token, tokens=tokens(), at=now())
    form = ApprovalForm(request.form)
    if act.awaits_approval(found.signature):
        if not form.authorized.data:
            form.authorized.errors = [TICK]
            return _asked(found, token, form, 422)
        try:
            with transaction():
                _agree(token, form)
        except ChangedMeanwhile:
            found = follow(APPROVE, token, tokens=tokens(), at=now())
            return _asked(found, token, ApprovalForm.of(found.signature), 409, meanwhile=True)
    return redirect(url_for("approving.approve", token=token), 303)


def _agree(token: str, form: ApprovalForm) -> None:
    at, seen = now(), form.seen_at()
    found = follow(APPROVE, token, tokens=tokens(), at=at)
    approval, surge = str(form.authorized.label.text), surge_at(found.letter, at)
    outcome = act.approve(found, approval=approval, seen=seen, surge=surge, keys=keys(), tokens=tokens(), at=at)
    if outcome is not None:
        tell_of(found, outcome, keys=keys(), host=public_host(), at=at)


@approving.get("/approve/<token>/decline")
def decline(token: str) -> Response:
    """The page that stops it. Looking changes nothing."""
    return _declining(_awaited(token), DeclineForm())


@approving.post("/approve/<token>/decline")
def erase(token: str) -> BaseResponse:
    """The box was ticked: the request is erased, and nothing was ever listed."""
    form = DeclineForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _declining(_awaited(token), form, 422)
    with transaction():
        found, at = _awaited(token), now()
        if form.stop_mail.data:
            address = open_contact(found.letter, found.signature.contact, keys()).approver_email
            suppress(address, keys=keys(), at=at)
        withdraw(found, at)
    return redirect(url_for("stopping.stopped"), 303)


def _awaited(token: str) -> Found:
    """What the link leads to while it may still be stopped here. Raises LinkEnded once it was agreed."""
    found = follow(APPROVE, token, tokens=tokens(), at=now())
    if not act.awaits_approval(found.signature):
        raise LinkEnded
    return found


def _asked(found: Found, token: str, form: ApprovalForm, code: int = 200, *, meanwhile: bool = False) -> Response:
    letter, signature = found.letter, found.signature
    about: dict[str, Any] = {"reading": read_letter(letter, counting.shown(letter, now()))}
    about["name"] = signature.printed_name
    if act.awaits_approval(signature):
        representative = open_contact(letter, signature.contact, keys()).representative
        about |= {"form": form, "token": token, "meanwhile": meanwhile, "website": signature.website}
        return private_page("signing/approve.html", code, representative=representative, **about)
    if signature.state == STRUCK and signature.reason == DUPLICATE:
        return private_page("signing/already.html", code, is_individual=False, **about)
    if signature.approved_at is None or signature.state not in (VERIFIED, HELD):
        raise LinkEnded
    return private_page("signing/approved.html", code, is_held=signature.state == HELD, **about)


def _declining(found: Found, form: DeclineForm, code: int = 200) -> Response:
    reading = read_letter(found.letter, counting.shown(found.letter, now()))
    return private_page("signing/decline.html", code, form=form, reading=reading, name=found.signature.printed_name)
