"""Signing: the form, and "check your inbox", which is the answer whatever happened."""

from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.models import BOTH, Letter
from signon.mail import outbox
from signon.mail.links import public_host
from signon.outreach.partners import with_code
from signon.signatures import counting
from signon.signatures import signing as act
from signon.signatures.entry import Entry
from signon.signatures.suspicion import SPENT_PROOF, spend_proof
from signon.signatures.switches import SIGNING, is_off
from signon.signatures.tokens import Showing
from signon.web.doors import keys, language, partner_code, published_letter_or_404, read_letter, tokens
from signon.web.forms import CodeForm, IndividualForm, SignForm, form_for
from signon.web.headers import private
from signon.web.proof_of_work import read_proof
from signon.web.suspecting import suspicions_of
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
    form = _form_class(letter).shown(_purpose(letter), at)
    return _form_page(letter, form, at)


@signing.post("/letters/<slug>/sign")
def request_signature(slug: str) -> BaseResponse:
    """The form was sent: keep the signature as pending and the mail that proves it, or say what is missing."""
    at = now()
    letter = published_letter_or_404(slug, at)
    if not letter.is_open(at):
        return closed(letter)
    if is_paused(letter):
        return paused(letter, at)
    form = _form_class(letter)(request.form)
    entry = form.entry()
    showing = form.showing(_purpose(letter), at)
    if entry is None or showing is None:
        notice = "" if showing else _("This form was open too long. Please check it and press the button once more.")
        form.renew(_purpose(letter), showing.at if showing else at)  # what was typed was typed since it was shown first
        return _form_page(letter, form, at, notice=notice, code=422)
    _keep(letter, entry, form, showing, at)
    return redirect(url_for("signing.sent", slug=slug), 303)


def _keep(letter: Letter, entry: Entry, form: SignForm, showing: Showing, at: datetime) -> None:
    in_language = language()
    proof = read_proof(form.proof.data or "", _purpose(letter), showing)
    suspicions = suspicions_of(form, showing, proof, at)
    partner = with_code(letter, request.args.get("from", ""))
    with transaction():
        if proof is not None and not spend_proof(proof.mark, proof.expires_at) and proof.is_right:
            suspicions.append(SPENT_PROOF)
        requested = act.request(
            letter,
            entry,
            showing=showing.id,
            language=in_language,
            keys=keys(),
            tokens=tokens(),
            at=at,
            suspicion="\n".join(suspicions),
            partner_id=partner.id if partner else None,
        )
        if requested is not None:
            outbox.keep_verification(
                letter,
                requested,
                to=entry.contact.email,
                name=entry.printed_name,
                language=in_language,
                keys=keys(),
                host=public_host(),
                at=at,
            )


@signing.get("/letters/<slug>/sign/sent")
def sent(slug: str) -> Response:
    """ "Check your inbox": the same page for every outcome."""
    at = now()
    letter = published_letter_or_404(slug, at)
    page = render_template(
        "signing/sent.html",
        reading=read_letter(letter, counting.read(letter, at)),
        code_form=CodeForm.shown("code", at, letter=slug),
    )
    return private(make_response(page))


def closed(letter: Letter) -> Response:
    """Signing is over: the page that says so."""
    page = render_template(
        "signing/closed.html",
        reading=read_letter(letter, counting.read(letter, now())),
        closing_text=closing_text(letter),
    )
    return private(make_response(page, 410 if request.method == "POST" else 200))


def paused(letter: Letter, at: datetime) -> Response:
    """Nobody can sign for now: the page that says so. Going back shows what was typed."""
    page = render_template("signing/paused.html", reading=read_letter(letter, counting.read(letter, at)))
    response = private(make_response(page, 503 if request.method == "POST" else 200))
    if request.method == "POST":
        response.headers["Retry-After"] = "600"
    return response


def is_paused(letter: Letter) -> bool:
    """Whether nobody can sign the letter for now."""
    return letter.paused_at is not None or is_off(SIGNING)


def _form_class(letter: Letter) -> type[SignForm]:
    return form_for(letter, request.values.get("as") == "individual")


def _purpose(letter: Letter) -> str:
    return f"sign {letter.slug}"


def _form_page(letter: Letter, form: SignForm, at: datetime, *, notice: str = "", code: int = 200) -> Response:
    page = render_template(
        "signing/sign.html",
        reading=read_letter(letter, counting.read(letter, at)),
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
