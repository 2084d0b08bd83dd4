"""The proof: a signee sees how they will be printed, and asks for what they cannot correct by themselves."""

from flask import Response, abort, current_app, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField

from signon.database import now, transaction
from signon.documents import export
from signon.keys import KeyGone
from signon.press.pictures import Mark, page_count, page_picture, page_with
from signon.refusals import Refusal
from signon.signatures import counting
from signon.signatures.change_requests import MOST_WORDS, ask_for_change, asked
from signon.signatures.models import FULL, INITIALS
from signon.signatures.own_entry import was_printed
from signon.signatures.ways import Found
from signon.web.doors import keys, language
from signon.web.forms import CheckedForm
from signon.web.headers import private
from signon.web.limits import AN_HOUR, limit_visitor
from signon.web.own_entry_doors import entry_to_change, own_entry, page
from signon.web.own_entry_logo import picture
from signon.wording.print_words import print_words
from signon.wording.readings import read_excerpt, read_signee_list

PRINTED = (FULL, INITIALS)
PROOFS_AN_HOUR = 120  # of one visitor: each one is drawn anew
_WIDTH = 1100  # pixels of the picture, shown at half of that where there is room


class ChangeRequestForm(CheckedForm):
    """What the signee would like to have printed otherwise."""

    words = TextAreaField(
        _l("What should be printed otherwise?"), render_kw={"maxlength": MOST_WORDS, "rows": 4, "required": True}
    )


@own_entry.get("/signature/<token>/print")
def print_page(token: str) -> Response:
    """The page of the letter that bears this name, and the form to ask for a change."""
    return _print_page(_to_print(token), token, ChangeRequestForm())


@own_entry.get("/signature/<token>/print.png")
def print_picture(token: str) -> Response:
    """That page as a picture, with the name pointed out."""
    found = _to_print(token)
    pdf, name = _proof(found), found.signature.printed_name
    number = page_with(pdf, name)
    last = page_count(pdf) - 1
    return private(picture(page_picture(pdf, last if number is None else number, _WIDTH, [Mark(name)])))


@own_entry.get("/signature/<token>/proof.pdf")
def proof(token: str) -> Response:
    """The letter as it would be printed with this name in its place; of a long list, the names around it."""
    found = _to_print(token)
    response = Response(_proof(found), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.letter.slug}.pdf"'
    return private(response)


@own_entry.post("/signature/<token>/print")
def ask_otherwise(token: str) -> BaseResponse:
    """What should be printed otherwise was sent: staff will see it."""
    found, form = _to_print(token), ChangeRequestForm(request.form)
    try:
        with transaction():
            ask_for_change(_to_print(token), form.words.data or "", keys(), now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _print_page(found, token, form, 422)
    return redirect(url_for("own_entry.print_page", token=token, saved="y"), 303)


def _to_print(token: str) -> Found:
    """What the link leads to; a name that is not printed has no proof."""
    found = entry_to_change(token)
    if found.signature.shown_as not in PRINTED:
        abort(404)
    return found


def _proof(found: Found) -> bytes:
    limit_visitor("proof", PROOFS_AN_HOUR, AN_HOUR)
    letter, signature = found.letter, found.signature
    if counting.shown(letter, now()).listed > current_app.config["DRAWN_AT_ONCE"]:
        signee_list = read_excerpt(letter, language(), now(), signature)
    else:
        signee_list = read_signee_list(letter, language(), now(), signature)
    return export("pdf", signee_list, print_words(signee_list)).data


def _print_page(found: Found, token: str, form: ChangeRequestForm, code: int = 200) -> Response:
    try:
        before = asked(found, keys())
    except KeyGone:
        before = ""
    return page(
        "print.html",
        found,
        token,
        code,
        form=form,
        asked=before,
        may_ask=not was_printed(found.signature),
        saved="saved" in request.args,
    )
