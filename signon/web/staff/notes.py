"""Notes and tags in the workspace: on a letter, on a listed name's page, and in a held name's case."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import notes as act
from signon.signatures.models import HELD, VERIFIED, Signature
from signon.staff.access import REVIEW, may
from signon.web.doors import keys
from signon.web.staff.case_forms import CaseForm, Fault
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.names import name_page
from signon.web.staff.review_queue import faulty, kept
from signon.web.staff.reviewing import signature_or_404, to_name

_OF_THE_LETTER = 0  # in place of a signature's id


@staff.get("/letters/<slug>/notes")
def notes(slug: str) -> Response:
    """What staff noted about the letter, and its tags."""
    return _page(letter_or_404(slug))


@staff.post("/letters/<slug>/notes")
def add_note(slug: str) -> BaseResponse:
    """Keep a note about the letter, or about the signature that the form names."""
    letter = letter_or_404(slug)
    signature, words = _signature(letter), request.form.get("note", "")
    number = signature.id if signature else None
    try:
        with transaction():
            at = now()
            act.write_note(letter, number, words, member_id=member().id, keys=keys(), at=at)
            audit("note.added", at, letter, signature_id=number)
    except Refusal as refusal:
        return _faulty(letter, signature, refusal, words)
    return _back(letter, signature, _("The note is kept."))


@staff.post("/letters/<slug>/notes/<int:note_id>/remove")
def remove_note(slug: str, note_id: int) -> BaseResponse:
    """Remove a note of the letter, or of the signature that the form names."""
    letter = letter_or_404(slug)
    signature = _signature(letter)
    number = signature.id if signature else None
    with transaction():
        removed = act.remove_note(letter, number, note_id) if note_id < 2**31 else False
        if removed:
            audit("note.removed", now(), letter, signature_id=number)
    return _back(letter, signature, _("The note is removed.") if removed else _("The note was gone already."))


@staff.post("/letters/<slug>/tags")
def add_tag(slug: str) -> BaseResponse:
    """Put a tag on the letter, or on the signature that the form names."""
    letter = letter_or_404(slug)
    signature, typed = _signature(letter), request.form.get("tag", "")
    number = signature.id if signature else None
    try:
        with transaction():
            if act.put_tag(letter, number, typed):
                audit("tag.added", now(), letter, signature_id=number)
    except Refusal as refusal:
        return _faulty(letter, signature, refusal, typed)
    return _back(letter, signature, _("Tagged: %(tag)s", tag=act.tag_word(typed)))


@staff.post("/letters/<slug>/tags/remove")
def remove_tag(slug: str) -> BaseResponse:
    """Take a tag off the letter, or off the signature that the form names."""
    letter, word = letter_or_404(slug), request.form.get("tag", "")
    signature = _signature(letter)
    number = signature.id if signature else None
    with transaction():
        if act.remove_tag(letter, number, word):
            audit("tag.removed", now(), letter, signature_id=number)
    return _back(letter, signature, _("The tag is off: %(tag)s", tag=word))


def _signature(letter: Letter) -> Signature | None:
    number = request.form.get("signature", 0, type=int)
    return signature_or_404(letter, number) if number > 0 else None


def _page(letter: Letter, fault: Fault | None = None) -> Response:
    try:
        written = act.notes_of(letter, keys())
    except KeyGone:
        written = []  # erased with the letter's key
    page = render_template(
        "staff/notes.html",
        letter=letter,
        notes=written,
        tags=act.tags_of(letter),
        may_write=may(member(), REVIEW, letter.campaign_id),
        form=CaseForm.about(_OF_THE_LETTER, fault),
        place={},
    )
    return make_response(page, 422 if fault else 200)


def _faulty(letter: Letter, signature: Signature | None, refusal: Refusal, typed: str) -> BaseResponse:
    fault = Fault.of(signature.id if signature else _OF_THE_LETTER, refusal, typed)
    if signature is None:
        return _page(letter, fault)
    if signature.state == VERIFIED:
        return make_response(name_page(letter, signature, fault), 422)
    return faulty(letter, fault)


def _back(letter: Letter, signature: Signature | None, said: str) -> BaseResponse:
    if signature is not None and signature.state == HELD:
        return kept(letter, signature, said)
    flash(said)
    if signature is None:
        return redirect(url_for("staff.notes", slug=letter.slug), 303)
    if signature.state == VERIFIED:
        return to_name(letter.slug, signature.id)
    return redirect(url_for("staff.struck", slug=letter.slug), 303)
