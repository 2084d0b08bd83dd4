"""Organizations that asked to be remembered with the campaign: they are asked about the letter, or put on its list."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.mail import outbox
from signon.mail.links import public_host
from signon.refusals import Refusal
from signon.signatures import standing as act
from signon.signatures.models import HELD
from signon.web.doors import keys, tokens
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.wording.numbers import number

MOST_NAMES = 200  # names on a page that asks for confirmation


@staff.get("/letters/<slug>/ask-again")
def ask(slug: str) -> str:
    """Who would be written to, before they are."""
    letter, at = letter_or_404(slug), now()
    to_ask, _to_sign_on = act.numbers(letter, at)
    names = act.names_to_ask(letter, at, MOST_NAMES)
    return render_template("staff/ask.html", letter=letter, names=names, total=to_ask, most=act.ASKED_AT_ONCE)


@staff.post("/letters/<slug>/ask-again")
def ask_again(slug: str) -> BaseResponse:
    """Write to them: each gets one link, and ticks one box."""
    letter = letter_or_404(slug)
    try:
        with transaction():
            at = now()
            asked = act.ask_again(letter, keys=keys(), tokens=tokens(), at=at)
            for one in asked:
                _write(letter, one, at)
            audit("remembered.asked", at, letter, number=len(asked))
    except Refusal as refusal:
        return _refused(slug, refusal)
    flash(
        ngettext(
            "%(shown)s organization is written to now.",
            "%(shown)s organizations are written to now.",
            len(asked),
            shown=number(len(asked)),
        )
    )
    return _back(slug)


@staff.get("/letters/<slug>/delegations")
def delegations(slug: str) -> str:
    """Who would be put on the list, before they are."""
    letter, at = letter_or_404(slug), now()
    _to_ask, to_sign_on = act.numbers(letter, at)
    names = act.names_to_sign_on(letter, at, MOST_NAMES)
    return render_template(
        "staff/delegations.html",
        letter=letter,
        names=names,
        total=to_sign_on,
        most=act.SIGNED_ON_AT_ONCE,
        are_held=bool(act.reason_to_hold(letter, at)),
    )


@staff.post("/letters/<slug>/delegations")
def sign_on(slug: str) -> BaseResponse:
    """Put them on the list, and tell each of them."""
    letter = letter_or_404(slug)
    try:
        with transaction():
            at = now()
            signed = act.sign_by_delegation(letter, keys=keys(), tokens=tokens(), at=at)
            for one in signed:
                _tell(letter, one, at)
            audit("delegations.used", at, letter, number=len(signed))
    except Refusal as refusal:
        return _refused(slug, refusal)
    _tell_staff([one.state for one in signed])
    return _back(slug)


def _tell_staff(states: list[str]) -> None:
    held = states.count(HELD)
    listed = len(states) - held
    if listed or not held:
        flash(
            ngettext(
                "%(shown)s organization is on the list now.",
                "%(shown)s organizations are on the list now.",
                listed,
                shown=number(listed),
            )
        )
    if held:
        flash(
            ngettext(
                "%(shown)s organization is held for review.",
                "%(shown)s organizations are held for review.",
                held,
                shown=number(held),
            )
        )


def _write(letter: Letter, asked: act.Asked, at: datetime) -> None:
    requested = asked.requested
    says = {"to": asked.to, "name": asked.name, "token": requested.token, "code": requested.code}
    _keep(outbox.AGAIN, says, letter, requested.signature_id, asked.language, at)


def _tell(letter: Letter, signed: act.SignedOn, at: datetime) -> None:
    until = signed.until.date().isoformat()
    says = {"to": signed.to, "name": signed.name, "token": signed.token, "until": until, "state": signed.state}
    _keep(outbox.DELEGATED, says, letter, signed.signature_id, signed.language, at)


def _keep(kind: str, says: dict[str, str], letter: Letter, signature_id: int, language: str, at: datetime) -> None:
    outbox.keep(
        kind,
        says,
        language=language,
        keys=keys(),
        host=public_host(),
        at=at,
        letter=letter,
        signature_id=signature_id,
    )


def _refused(slug: str, refusal: Refusal) -> BaseResponse:
    flash(_(refusal.sentence, **refusal.values), "error")
    return _back(slug)


def _back(slug: str) -> BaseResponse:
    return redirect(url_for("staff.letter", slug=slug), 303)
