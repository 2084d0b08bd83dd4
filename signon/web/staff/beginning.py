"""Where letters begin: a new one, and one made from another."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters.cloning import clone
from signon.letters.file import LetterFile
from signon.letters.letters import current_texts
from signon.letters.models import INDIVIDUALS, Letter
from signon.letters.publishing import take_file
from signon.letters.slugs import TAKEN, free_slug, proposed_slug
from signon.refusals import Refusal
from signon.web.doors import keys
from signon.web.staff.beginning_forms import CloneForm, NewLetterForm
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.wording.numbers import in_language


@staff.get("/new-letter")
def new_letter() -> Response:
    """What has to be known before anybody can write."""
    return _new_page(NewLetterForm.for_member(member(), formdata=None))


@staff.post("/new-letter")
def begin_letter() -> BaseResponse:
    """The form was sent: there is a draft, and its editor opens."""
    form = NewLetterForm.for_member(member())
    answers = form.checked()
    try:
        letter = _begun(answers, is_safe=form.safe_mode.data) if answers else None
    except Refusal as refusal:
        form.refuse(refusal)
        letter = None
    if letter is None:
        return _new_page(form, 422)
    flash(_("The draft is there, and only staff see it. Now write its text."))
    return redirect(url_for("staff.text", slug=letter.slug), 303)


def _new_page(form: NewLetterForm, code: int = 200) -> Response:
    return make_response(render_template("staff/new_letter.html", form=form), code)


def _begun(answers: dict[str, Any], *, is_safe: bool) -> Letter:
    """The draft that the `answers` ask for. Raises Refusal where somebody took its address this very moment."""
    with in_language(answers["language"]):
        file = LetterFile(**answers, body=_first_words(answers["signed_by"]), safe_mode=is_safe)
    try:
        with transaction():
            at = now()
            letter = take_file(file, free_slug(file.slug, file.title), keys=keys(), at=at).letter
            audit("letter.begun", at, letter)
    except IntegrityError:
        raise Refusal(TAKEN, "slug") from None
    return letter


def _first_words(signed_by: str) -> str:
    """A text to begin with, so that nobody faces an empty page, and the living number is in it."""
    who = (
        _("We, the {{ undersigned }} undersigned, write to you because ...")
        if signed_by == INDIVIDUALS
        else _("We, the {{ undersigned }} undersigned organizations, write to you because ...")
    )
    return "\n\n".join((who, _("We ask that you:"), "1. ...\n2. ...\n"))


@staff.get("/letters/<slug>/clone")
def clone_letter(slug: str) -> Response:
    """What the copy is to be called."""
    letter = letter_or_404(slug)
    title = current_texts(letter)[0].title
    return _clone_page(letter, CloneForm(formdata=None, data={"title": title, "slug": proposed_slug(title)}))


@staff.post("/letters/<slug>/clone", endpoint="make_clone")
def make_clone(slug: str) -> BaseResponse:
    """The form was sent: there is a draft like this letter, and its editor opens."""
    letter, form = letter_or_404(slug), CloneForm()
    try:
        with transaction():
            at = now()
            made = clone(letter, form.slug.data or "", form.title.data or "", keys=keys(), at=at)
            audit("letter.cloned", at, made, source=letter.slug)
    except IntegrityError:
        form.refuse(Refusal(TAKEN, "slug"))
        return _clone_page(letter, form, 422)
    except Refusal as refusal:
        form.refuse(refusal)
        return _clone_page(letter, form, 422)
    flash(_("The copy is there: a draft that only staff see, without a date and without signatures."))
    return redirect(url_for("staff.text", slug=made.slug), 303)


def _clone_page(letter: Letter, form: CloneForm, code: int = 200) -> Response:
    return make_response(render_template("staff/clone_letter.html", letter=letter, form=form), code)
