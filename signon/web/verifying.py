"""Verifying: the emailed link or the typed code, one page that asks, one press that acts."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.mail.links import public_link
from signon.signatures import counting, roll
from signon.signatures import verifying as act
from signon.signatures.listing import DUPLICATE
from signon.signatures.models import HELD, PENDING, STRUCK, VERIFIED
from signon.signatures.signee import INDIVIDUAL
from signon.signatures.tokens import BrokenToken
from signon.signatures.verifying import Found, LinkEnded, SigningOver
from signon.web.doors import keys, language, read_letter, tokens
from signon.web.forms import AgreementForm, CodeForm
from signon.web.headers import private
from signon.web.signing import closed

verifying = Blueprint("verifying", __name__)
_TICK = _l("Please tick the box: it is what makes the signature yours.")


@verifying.errorhandler(BrokenToken)
def incomplete(_error: BrokenToken) -> Response:
    """A link that is not whole, or not ours."""
    return _page("signing/incomplete.html", 404, form=CodeForm.shown("code"))


@verifying.errorhandler(LinkEnded)
def ended(_error: LinkEnded) -> Response:
    """A link whose time is over, or that never was: which, nobody is told."""
    return _page("signing/expired.html", 410)


@verifying.errorhandler(SigningOver)
def over(error: SigningOver) -> Response:
    """The deadline and its grace are over."""
    return closed(error.letter)


@verifying.get("/verify/<token>")
def verify(token: str) -> Response:
    """What the link leads to. Looking changes nothing, however often and whoever looks."""
    at = now()
    return _outcome(act.follow_link(token, tokens=tokens(), at=at), AgreementForm())


@verifying.post("/verify/<token>")
def agree(token: str) -> BaseResponse:
    """The box was ticked and the button pressed: list the signature, or hold it."""
    found = act.follow_link(token, tokens=tokens(), at=now())
    form = AgreementForm(request.form)
    if not form.authorized.data and found.signature.state == PENDING:
        form.authorized.errors = [_TICK]
        return _outcome(found, form, code=422)
    with transaction():
        at = now()
        found = act.follow_link(token, tokens=tokens(), at=at)
        act.verify(found, keys=keys(), at=at)
    return redirect(url_for("verifying.verify", token=token), 303)


@verifying.get("/verify")
def code() -> Response:
    """Where the code from the mail is typed, when the link will not open."""
    return _page("signing/code.html", form=CodeForm.shown("code", letter=request.args.get("letter", "")))


@verifying.post("/verify")
def type_code() -> BaseResponse:
    """A code was typed: it acts as the link does, box and button included, and only so often a minute."""
    at = now()
    form = CodeForm(request.form)
    slug = _letter_of(form)
    if not act.may_try_code(slug, current_app.config["CODE_TRIES_PER_MINUTE"], at):
        return _page("signing/wait.html", 429)
    try:
        found = act.follow_code(form.code.data or "", slug, keys=keys(), at=at)
    except LinkEnded:
        with transaction():
            act.note_wrong_code(slug, at)
        form.code.errors = [_("This code is not right, or its time is over. Please look at the email again.")]
        form.renew("code")
        return _page("signing/code.html", 422, form=form)
    return _answer_to_code(found, form)


def _letter_of(form: CodeForm) -> str:
    """The slug of the letter that the code was typed for; "" without one, and for one that there is not."""
    slug = form.letter.data or ""
    return slug if with_slug(slug) is not None else ""


def _answer_to_code(found: Found, form: CodeForm) -> BaseResponse:
    agreement = AgreementForm(request.form)
    if found.signature.state == PENDING and "asked" in request.form and not agreement.authorized.data:
        agreement.authorized.errors = [_TICK]
        return _outcome(found, agreement, code=422, typed_code=form.code.data or "")
    if found.signature.state == PENDING and agreement.authorized.data:
        with transaction():
            at = now()
            found = act.follow_code(form.code.data or "", _letter_of(form), keys=keys(), at=at)
            act.verify(found, keys=keys(), at=at)
    return _outcome(found, agreement, typed_code=form.code.data or "")


def _outcome(found: Found, form: AgreementForm, *, code: int = 200, typed_code: str = "") -> Response:
    """The page for where this signature stands now."""
    letter, signature, at = found.letter, found.signature, now()
    if signature.state == PENDING and not letter.accepts_verification(at):
        raise SigningOver(letter)
    count = counting.read(letter, at)
    reading = read_letter(letter, count)
    about: dict[str, Any] = {
        "reading": reading,
        "name": signature.printed_name,
        "is_individual": signature.kind == INDIVIDUAL,
    }
    if signature.state == PENDING:
        form.authorized.label.text = _attestation(signature.kind == INDIVIDUAL)
        return _page("signing/verify.html", code, form=form, typed_code=typed_code, **about)
    if signature.state == STRUCK and signature.reason == DUPLICATE:
        return _page("signing/already.html", **about)
    if signature.state not in (VERIFIED, HELD):
        raise LinkEnded
    return _page(
        "signing/thanks.html",
        is_held=signature.state == HELD,
        place=roll.place_of(letter, signature, count),
        share_url=public_link("public.letter", language=language(), slug=letter.slug),
        **about,
    )


def _attestation(individual: bool) -> str:
    mine: str = _("This is me, and I agree to sign.")
    ours: str = _("I am authorized to sign for this organization, and it signs this letter.")
    return mine if individual else ours


def _page(template: str, code: int = 200, **context: Any) -> Response:
    return private(make_response(render_template(template, **context), code))
