"""Signing: the form, and "check your inbox", which is the answer whatever happened."""

from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now
from signon.letters.models import BOTH, Letter
from signon.signatures import counting
from signon.signatures.switches import SIGNING, is_off
from signon.web.doors import partner_code, published_letter_or_404, read_letter
from signon.web.forms import CodeForm, IndividualForm, SignForm
from signon.web.headers import private
from signon.web.sign_requests import empty_form, take_form
from signon.wording.numbers import closing_text

signing = Blueprint("signing", __name__)


@signing.get("/letters/<slug>/sign")
def sign(slug: str) -> Response:
    """The form."""
    at = now()
    letter = published_letter_or_404(slug, at)
    if not letter.is_open(at):
        return closed(letter)
    if is_paused(letter):
        return paused(letter, at)
    return _form_page(letter, empty_form(letter, at), at)


@signing.post("/letters/<slug>/sign")
def request_signature(slug: str) -> BaseResponse:
    """The form was sent: keep the signature as pending and the mail that proves it, or say what is missing."""
    at = now()
    letter = published_letter_or_404(slug, at)
    if not letter.is_open(at):
        return closed(letter)
    if is_paused(letter):
        return paused(letter, at)
    refused = take_form(letter, at)
    if refused is not None:
        return _form_page(letter, refused.form, at, notice=refused.notice, code=422)
    return redirect(url_for("signing.sent", slug=slug), 303)


@signing.get("/letters/<slug>/sign/sent")
def sent(slug: str) -> Response:
    """ "Check your inbox": the same page for every outcome."""
    at = now()
    letter = published_letter_or_404(slug, at)
    page = render_template(
        "signing/sent.html",
        reading=read_letter(letter, counting.shown(letter, at)),
        code_form=CodeForm.shown("code", at, letter=slug),
    )
    return private(make_response(page))


def closed(letter: Letter) -> Response:
    """Signing is over: the page that says so."""
    page = render_template(
        "signing/closed.html",
        reading=read_letter(letter, counting.shown(letter, now())),
        closing_text=closing_text(letter),
    )
    return private(make_response(page, 410 if request.method == "POST" else 200))


def paused(letter: Letter, at: datetime) -> Response:
    """Nobody can sign for now: the page that says so. Going back shows what was typed."""
    page = render_template("signing/paused.html", reading=read_letter(letter, counting.shown(letter, at)))
    response = private(make_response(page, 503 if request.method == "POST" else 200))
    if request.method == "POST":
        response.headers["Retry-After"] = "600"
    return response


def is_paused(letter: Letter) -> bool:
    """Whether nobody can sign the letter for now."""
    return letter.paused_at is not None or is_off(SIGNING)


def _form_page(letter: Letter, form: SignForm, at: datetime, *, notice: str = "", code: int = 200) -> Response:
    page = render_template(
        "signing/sign.html",
        reading=read_letter(letter, counting.shown(letter, at)),
        form=form,
        is_individual=isinstance(form, IndividualForm),
        offers_both=letter.signed_by == BOTH,
        notice=notice,
        partner=partner_code(),
        delivered_here=letter.delivered_here,
        closing_text=closing_text(letter),
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"  # each showing of the form has a token of its own
    return response
