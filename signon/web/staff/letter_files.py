"""Letter files in and out of the workspace, by the same rules as at the command line."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.campaigns import named
from signon.database import now, transaction
from signon.letters.editing import note_revised
from signon.letters.file import LetterFile, write
from signon.letters.models import Letter
from signon.letters.publishing import (
    CORRECTED,
    NEW,
    TRANSLATED,
    UNCHANGED,
    UPDATED,
    ReasonMissing,
    Taken,
    as_file,
    take_file,
    translations_as_files,
)
from signon.letters.slugs import TAKEN, free_slug
from signon.refusals import N_, Refusal
from signon.signatures import text_changes
from signon.signatures.listing import mark_conveners
from signon.staff.access import EDIT, letter_of, may, may_everywhere
from signon.web.doors import keys
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.letter_file_forms import LetterFileForm
from signon.web.staff.text import hold

_TOLD = {
    NEW: _l("The letter is there: a draft that only staff see."),
    UPDATED: _l("The letter says what the file says."),
    UNCHANGED: _l("The letter said all this already. Nothing was changed."),
    CORRECTED: _l("The text has a new number, and the reason stands beside it."),
    TRANSLATED: _l("The translation is there."),
}
_NO_ORIGINAL = N_("There is no letter %(slug)s in your campaigns to translate. Bring that one in first.")
_NOT_YOURS = N_(
    "You may not write in the campaign “%(name)s” that the file names. Change the line “campaign:” in the file, or ask "
    "an owner of that campaign."
)
_NO_REASON = N_("People can read %(slug)s already, and may have signed it. Please say why it changes.")


@staff.get("/import-letter")
def import_letter() -> Response:
    """The form for a letter file."""
    return _page(LetterFileForm.for_member(member(), formdata=None))


@staff.post("/import-letter")
def take_letter_file() -> BaseResponse:
    """A file was sent: the letter it names is begun, or brought to what it says."""
    form = LetterFileForm.for_member(member())
    try:
        taken = _taken(form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, 422)
    except IntegrityError:
        form.refuse(Refusal(TAKEN, "file"))
        return _page(form, 422)
    flash(str(_TOLD[taken.outcome]))
    return redirect(url_for("staff.text", slug=taken.letter.slug), 303)


def _page(form: LetterFileForm, code: int = 200) -> Response:
    return make_response(render_template("staff/import_letter.html", form=form), code)


def _taken(form: LetterFileForm) -> Taken:
    """What became of the file that was sent. Raises Refusal."""
    file = form.read()
    slug = file.translation_of or file.slug or form.slug_from_name()
    letter = letter_of(member(), slug, EDIT)
    if letter is None and file.translation_of:
        raise Refusal(_NO_ORIGINAL, "file", slug=slug)
    if letter is None:
        file = _placed(file, form.chosen_campaign() if not file.campaign else file.campaign)
        return _begun(file, slug)
    return _changed(letter, _placed(file, file.campaign or letter.campaign.name), form)


def _placed(file: LetterFile, campaign: str) -> LetterFile:
    """`file` in `campaign`, where this person may write. Raises Refusal."""
    found = named(campaign)
    if not (may(member(), EDIT, found.id) if found else may_everywhere(member(), EDIT)):
        raise Refusal(_NOT_YOURS, "file", name=campaign)
    return file if file.translation_of else LetterFile(**{**file.__dict__, "campaign": campaign})


def _begun(file: LetterFile, slug: str) -> Taken:
    with transaction():
        at = now()
        taken = take_file(file, free_slug(slug, file.title), keys=keys(), at=at)
        mark_conveners(taken.letter, at)
        audit("letter.imported", at, taken.letter, outcome=taken.outcome)
    return taken


def _changed(letter: Letter, file: LetterFile, form: LetterFileForm) -> Taken:
    with transaction():
        at = hold(letter)
        try:
            taken = take_file(file, letter.slug, change=form.change(letter), keys=keys(), at=at)
        except ReasonMissing:
            raise Refusal(_NO_REASON, "reason", slug=letter.slug) from None
        mark_conveners(letter, at)
        if taken.outcome == CORRECTED:
            text_changes.begin(letter, at)
        if taken.outcome != UNCHANGED:
            note_revised(letter, member().id, at)
            audit("letter.imported", at, letter, outcome=taken.outcome)
    return taken


@staff.get("/letters/<slug>/letter-file")
def export_letter(slug: str) -> Response:
    """The letter file of this letter, or of its translation into `language`."""
    letter, language = letter_or_404(slug), request.args.get("language", "")
    own = as_file(letter)
    files = {own.language: own} | {one.language: one for one in translations_as_files(letter)}
    file = files.get(language or own.language)
    if file is None:
        abort(404)
    response = make_response(write(file))
    response.headers["Content-Type"] = "text/markdown; charset=utf-8"
    name = f"{slug}.{file.language}.md" if file.translation_of else f"{slug}.md"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
