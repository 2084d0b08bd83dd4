"""Verifying: the emailed link or the typed code, one page that asks, one press that acts."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.letters import current_texts, published_with_slug
from signon.mail.links import public_host, public_link
from signon.mail.telling import tell_of
from signon.organizations.register import known
from signon.signatures import counting, roll
from signon.signatures import verifying as act
from signon.signatures.approving import awaits_approval
from signon.signatures.judging import DUPLICATE
from signon.signatures.models import FROM_MEMORY, HELD, PENDING, STRUCK, VERIFIED
from signon.signatures.offering import Offer, offers
from signon.signatures.signee import INDIVIDUAL
from signon.signatures.verifying import ReadAnotherText, SigningOver
from signon.signatures.ways import Found, LinkEnded
from signon.web.doors import keys, language, read_letter, surge_at, tokens
from signon.web.forms import AgreementForm, CodeForm
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end

verifying = Blueprint("verifying", __name__)
show_how_links_end(verifying)
TICK_TO_SIGN = _l("Please tick the box: it is what makes the signature yours.")


@verifying.get("/verify/<token>")
def verify(token: str) -> Response:
    """What the link leads to. Looking changes nothing, however often and whoever looks."""
    at = now()
    return _outcome(act.follow_link(token, tokens=tokens(), at=at), AgreementForm(), token=token)


@verifying.post("/verify/<token>")
def agree(token: str) -> BaseResponse:
    """The box was ticked and the button pressed: list the signature, or hold it."""
    found = act.follow_link(token, tokens=tokens(), at=now())
    form = AgreementForm(request.form)
    if not form.authorized.data and found.signature.state == PENDING:
        form.authorized.errors = [TICK_TO_SIGN]
        return _outcome(found, form, code=422, token=token)
    try:
        with transaction():
            at = now()
            _verify(act.follow_link(token, tokens=tokens(), at=at), form, at)
    except ReadAnotherText:
        found = act.follow_link(token, tokens=tokens(), at=now())
        return _outcome(found, AgreementForm(), code=409, token=token)
    return redirect(url_for("verifying.verify", token=token), 303)


@verifying.get("/verify")
def code() -> Response:
    """Where the code from the mail is typed, when the link will not open."""
    return private_page("signing/code.html", form=CodeForm.shown("code", letter=request.args.get("letter", "")))


@verifying.post("/verify")
def type_code() -> BaseResponse:
    """A code was typed: it acts as the link does, box and button included, and only so often a minute."""
    at = now()
    form = CodeForm(request.form)
    slug = _letter_of(form)
    if not act.may_try_code(slug, current_app.config["CODE_TRIES_PER_MINUTE"], at):
        return private_page("signing/wait.html", 429)
    try:
        found = act.follow_code(form.code.data or "", slug, keys=keys(), at=at)
    except LinkEnded:
        with transaction():
            act.note_wrong_code(slug, at)
        form.code.errors = [_("This code is not right, or its time is over. Please look at the email again.")]
        form.renew("code")
        return private_page("signing/code.html", 422, form=form)
    return _answer_to_code(found, form)


def _verify(found: Found, form: AgreementForm, at: datetime) -> None:
    """The act and the mails that follow from it, in the transaction of the door."""
    letter = found.letter
    offered = [offer.organization_id for offer in _offers(found, at)] if form.same_as.data else []
    outcome = act.verify(
        found,
        attestation=attestation(found.signature.kind == INDIVIDUAL),
        same_as=form.chosen(offered),
        surge=surge_at(letter, at),
        keys=keys(),
        tokens=tokens(),
        at=at,
        read=form.read(),
    )
    if outcome is not None:
        tell_of(found, outcome, keys=keys(), host=public_host(), at=at)


def _offers(found: Found, at: datetime) -> list[Offer]:
    """The organizations to ask about while the signature waits; none where the name itself says which one it is."""
    signature = found.signature
    if signature.state != PENDING or signature.kind == INDIVIDUAL or known(signature.printed_name) is not None:
        return []
    return offers(found.letter, signature.printed_name, at)


def _letter_of(form: CodeForm) -> str:
    """The slug of the letter that the code was typed for; "" without one, and for one that not everybody reads: how
    codes are counted tells nobody which letters there are.
    """
    slug = form.letter.data or ""
    return slug if published_with_slug(slug, now()) is not None else ""


def _answer_to_code(found: Found, form: CodeForm) -> BaseResponse:
    agreement = AgreementForm(request.form)
    if found.signature.state == PENDING and "asked" in request.form and not agreement.authorized.data:
        agreement.authorized.errors = [TICK_TO_SIGN]
        return _outcome(found, agreement, code=422, typed_code=form.code.data or "")
    if found.signature.state == PENDING and agreement.authorized.data:
        try:
            with transaction():
                at = now()
                found = act.follow_code(form.code.data or "", _letter_of(form), keys=keys(), at=at)
                _verify(found, agreement, at)
        except ReadAnotherText:
            return _outcome(found, AgreementForm(), code=409, typed_code=form.code.data or "")
    return _outcome(found, agreement, typed_code=form.code.data or "")


def _outcome(found: Found, form: AgreementForm, *, code: int = 200, typed_code: str = "", token: str = "") -> Response:
    """The page for where this signature stands now."""
    letter, signature, at = found.letter, found.signature, now()
    if signature.state == PENDING and not letter.accepts_verification(at):
        raise SigningOver(letter)
    count = counting.shown(letter, at)
    reading = read_letter(letter, count)
    about: dict[str, Any] = {
        "reading": reading,
        "name": signature.printed_name,
        "is_individual": signature.kind == INDIVIDUAL,
        "was_asked": signature.origin == FROM_MEMORY,
    }
    if signature.state == PENDING:
        form.authorized.label.text = attestation(signature.kind == INDIVIDUAL)
        _ask(form, _offers(found, at))
        about |= _text_to_sign(found, form) | {"form": form, "typed_code": typed_code, "token": token}
        return private_page("signing/verify.html", code, **about)
    if signature.state == STRUCK and signature.reason == DUPLICATE:
        return private_page("signing/already.html", **about)
    if signature.state not in (VERIFIED, HELD):
        raise LinkEnded
    return private_page(
        "signing/thanks.html",
        is_held=signature.state == HELD,
        awaits_approval=awaits_approval(signature),
        place=roll.place_of(letter, signature, count),
        share_url=public_link("public.letter", language=language(), slug=letter.slug),
        **about,
    )


def _text_to_sign(found: Found, form: AgreementForm) -> dict[str, Any]:
    """Which text is signed: the newest, and the page says so if it changed after the request."""
    text = current_texts(found.letter)[0]
    form.text.data = str(text.id)
    changed = text.created_at.astimezone(ZoneInfo(found.letter.deadline_zone)).date()
    return {"changed_on": changed if text.id != found.signature.text_version_id else None}


def _ask(form: AgreementForm, likely: list[Offer]) -> None:
    """Put "are you this one?" on the form, or take the question off it."""
    if not likely:
        del form.same_as
        return
    names = [
        (str(offer.organization_id), f"{offer.name} ({offer.host})" if offer.host else offer.name) for offer in likely
    ]
    form.offer([*names, ("", _("No, this is another organization"))])


def attestation(individual: bool) -> str:
    """The sentence whose box makes the signature."""
    mine: str = _("This is me, and I agree to sign.")
    ours: str = _("I am authorized to sign for this organization, and it signs this letter.")
    return mine if individual else ours
