"""The door of a signee whom staff asked something: the question is shown, and the answer is written beneath it."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField

from signon.database import now, transaction
from signon.keys import KeyGone
from signon.refusals import Refusal
from signon.signatures import counting
from signon.signatures import questions as act
from signon.signatures.models import HELD
from signon.signatures.tokens import ANSWER
from signon.signatures.ways import Found, LinkEnded, follow
from signon.web.doors import keys, read_letter, tokens
from signon.web.forms import CheckedForm
from signon.web.headers import private_page
from signon.web.link_ends import show_how_links_end

answering = Blueprint("answering", __name__)
show_how_links_end(answering)


class AnswerForm(CheckedForm):
    """What the signee answers. It has to be typed, so that no program that follows links answers for them."""

    answer = TextAreaField(
        _l("Your answer"), render_kw={"maxlength": act.MOST_WORDS, "rows": 5, "required": True, "autocomplete": "off"}
    )


@answering.get("/answer/<token>")
def question(token: str) -> Response:
    """What staff ask, and what was answered so far. Looking changes nothing."""
    return _page(follow(ANSWER, token, tokens=tokens(), at=now()))


@answering.post("/answer/<token>")
def answer(token: str) -> BaseResponse:
    """The answer was sent: only staff read it."""
    form = AnswerForm(request.form)
    try:
        with transaction():
            at = now()
            found = follow(ANSWER, token, tokens=tokens(), at=at)
            act.answer(found, form.answer.data or "", keys(), at)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(follow(ANSWER, token, tokens=tokens(), at=now()), form, 422)
    return redirect(url_for("answering.question", token=token), 303)


def _page(found: Found, form: AnswerForm | None = None, code: int = 200) -> Response:
    letter, signature = found.letter, found.signature
    try:
        asked = act.asked_of(letter, [signature.id], keys()).get(signature.id)
    except KeyGone:
        asked = None
    if asked is None:
        raise LinkEnded
    return private_page(
        "signing/question.html",
        code,
        reading=read_letter(letter, counting.shown(letter, now())),
        name=signature.printed_name,
        asked=asked,
        is_open=signature.state == HELD,
        form=form or AnswerForm(data={"answer": asked.answer}),
    )
