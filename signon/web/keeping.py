"""The doors behind the mail about a changed text: see what changed, keep the name under it, or take it off."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import db, now, transaction
from signon.letters.history import history, reasons_since
from signon.letters.models import SILENCE_KEEPS, TextVersion
from signon.letters.word_difference import difference
from signon.signatures import counting, withdrawing
from signon.signatures import text_answers as act
from signon.signatures.judging import DUPLICATE
from signon.signatures.models import HELD, STRUCK, VERIFIED
from signon.signatures.own_entry import was_printed
from signon.signatures.signee import INDIVIDUAL
from signon.signatures.staff_models import KEPT, TextAnswer
from signon.signatures.text_askings import is_asked, newest_asking
from signon.signatures.tokens import KEEP
from signon.signatures.verifying import ReadAnotherText, SigningOver
from signon.signatures.ways import Found, LinkEnded, follow
from signon.web.doors import read_letter, tokens
from signon.web.forms import TICK, AgreementForm, RefusalForm
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end
from signon.web.markup import letter_html
from signon.wording.numbers import date_time

keeping = Blueprint("keeping", __name__)
show_how_links_end(keeping)


@keeping.get("/keep/<token>")
def keep(token: str) -> Response:
    """What changed, and the two ways to answer. Looking changes nothing."""
    return _asked(_found(token), token)


@keeping.post("/keep/<token>")
def agree(token: str) -> BaseResponse:
    """The box was ticked: the name stands under the newest text, or comes back."""
    form = AgreementForm(request.form)
    if not form.authorized.data:
        form.authorized.errors = [TICK]
        return _asked(_found(token), token, form, code=422)
    try:
        with transaction():
            act.keep(_found(token), read=form.read(), at=now())
    except ReadAnotherText:
        return _asked(_found(token), token, code=409, meanwhile=True)
    return redirect(url_for("keeping.keep", token=token), 303)


@keeping.post("/keep/<token>/withdraw")
def take_off(token: str) -> BaseResponse:
    """The other box was ticked: the name is off the letter at once, as if it was withdrawn by the own entry."""
    form = RefusalForm(request.form)
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _asked(_found(token), token, leave=form, code=422)
    with transaction():
        withdrawing.withdraw(_found(token), now())
    return redirect(url_for("own_entry.withdrawn"), 303)


def _found(token: str) -> Found:
    """What the link leads to while there is a name. Raises BrokenToken or LinkEnded."""
    found = follow(KEEP, token, tokens=tokens(), at=now())
    signature = found.signature
    if signature.state not in (VERIFIED, HELD) and not (signature.state == STRUCK and signature.reason == DUPLICATE):
        raise LinkEnded
    return found


def _asked(
    found: Found,
    token: str,
    form: AgreementForm | None = None,
    leave: RefusalForm | None = None,
    code: int = 200,
    *,
    meanwhile: bool = False,
) -> Response:
    letter, signature, texts = found.letter, found.signature, history(found.letter)
    individual = signature.kind == INDIVIDUAL
    about: dict[str, Any] = {"name": signature.printed_name, "is_individual": individual, "token": token}
    form, leave = form or AgreementForm(), leave or RefusalForm()
    form.text.data = str(texts[-1].id)
    form.authorized.label.text = (
        _("I keep my name under the changed text.") if individual else _("We keep our name under the changed text.")
    )
    leave.sure.label.text = _("Take my name off.") if individual else _("Take our name off.")
    about |= {"form": form, "leave": leave, "meanwhile": meanwhile, "printed": was_printed(signature)}
    signed = next(text for text in texts if text.id == signature.text_version_id)
    about |= _texts(found, signed, texts)
    if signature.state == STRUCK:
        return private_page("signing/already.html", code, **about)
    return private_page("signing/keep.html", code, published=letter.is_published(now()), **about, **_answer(found))


def _texts(found: Found, signed: TextVersion, texts: list[TextVersion]) -> dict[str, Any]:
    """What they signed, what stands there now, and why."""
    count = counting.shown(found.letter, now())
    before, after = (read_letter(found.letter, count, [text]) for text in (signed, texts[-1]))
    return {
        "reading": after,
        "text": letter_html(after.body),
        "difference": difference(before, after),
        "reasons": reasons_since(texts, signed.number + 1),
        "corrected": [text.reason for text in texts if text.number > signed.number],
    }


def _answer(found: Found) -> dict[str, Any]:
    """How it stands with the question: whether it is asked, until when, and what silence does or did."""
    letter, signature, at = found.letter, found.signature, now()
    asking = newest_asking(letter.id)
    is_off, is_open = act.was_taken_off(signature), letter.accepts_verification(at)
    if is_off and letter.is_delivered(at) and not is_open:
        raise SigningOver(letter)
    said = db.session.get(TextAnswer, (asking.text_version_id, signature.id)) if asking else None
    until = asking.answer_by if asking else None
    return {
        "asked": (is_off or is_asked(asking, signature)) and not was_printed(signature),
        "kept": said is not None and said.answer == KEPT,
        "is_off": is_off,
        "comes_back": is_open,
        "until": date_time(until, letter.deadline_zone) if until else "",
        "is_over": until is not None and until <= at,
        "silence_keeps": asking is not None and asking.silence == SILENCE_KEEPS,
    }
