"""The languages of a letter: one text that counts, and its translations, which share its list and its count."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters import editing
from signon.letters.changes import Change
from signon.letters.editing import RevisedMeanwhile
from signon.letters.file import LetterFile
from signon.letters.letters import current_texts
from signon.letters.models import Letter, TextVersion
from signon.letters.publishing import UNCHANGED, Taken, as_file, translations_as_files
from signon.refusals import N_, Refusal
from signon.web.doors import keys
from signon.web.language import own_name
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.previewing import PAGE, preview
from signon.web.staff.text import hold, meeting, pressed, preview_answer, saved_last, saves
from signon.web.staff.text_forms import LANGUAGES, WordsForm

_THERE = N_("There is a translation in this language already. Please open that one.")


@dataclass(frozen=True)
class Line:
    """A text of the letter as the table shows it; `behind` is the number it translates when there is a newer one."""

    text: TextVersion
    name: str
    behind: int | None


@staff.get("/letters/<slug>/translations")
def translations(slug: str) -> Response:
    """The languages that the letter can be read in."""
    letter, at = letter_or_404(slug), now()
    texts = current_texts(letter)
    lines = [Line(text, own_name(text.language), _behind(text, texts[0])) for text in texts]
    return make_response(
        render_template(
            "staff/translations.html",
            letter=letter,
            lines=lines,
            is_delivered=letter.is_delivered(at),
            is_readable=letter.is_readable(at),
        )
    )


@staff.get("/letters/<slug>/translations/new")
def new_translation(slug: str) -> Response:
    """An empty translation, with the names and addresses of the original."""
    letter = letter_or_404(slug)
    _refuse_delivered(letter)
    return _page(letter, WordsForm.of(_blank(letter), letter.revision), "")


@staff.post("/letters/<slug>/translations/new")
def add_translation(slug: str) -> BaseResponse:
    """A translation was written."""
    return _received(letter_or_404(slug), "")


@staff.get("/letters/<slug>/translations/<language>")
def translation(slug: str, language: str) -> Response:
    """A translation beside the text that counts."""
    letter = letter_or_404(slug)
    _refuse_delivered(letter)
    return _page(letter, WordsForm.of(_file_or_404(letter, language), letter.revision), language)


@staff.post("/letters/<slug>/translations/<language>")
def save_translation(slug: str, language: str) -> BaseResponse:
    """A translation was changed."""
    letter = letter_or_404(slug)
    _file_or_404(letter, language)
    return _received(letter, language)


@staff.post("/letters/<slug>/translations/preview")
def preview_translation(slug: str) -> Response:
    """What the translation that is being typed would look like. It changes nothing."""
    letter = letter_or_404(slug)
    blank = _blank(letter)
    return preview_answer(letter, WordsForm.sent(blank).file(blank))


@staff.post("/letters/<slug>/translations/<language>/remove")
def remove_translation(slug: str, language: str) -> BaseResponse:
    """A translation that nobody has read is removed."""
    return _done(slug, language, "letter.translation_removed", _("The translation is removed."))


@staff.post("/letters/<slug>/translations/<language>/confirm")
def confirm_translation(slug: str, language: str) -> BaseResponse:
    """A translation is true of the newest text too."""
    return _done(slug, language, "letter.translated", _("The translation counts for the newest text now."))


def _done(slug: str, language: str, act: str, told: str) -> BaseResponse:
    """A button beside a translation was pressed: do it, unless somebody saved the letter since it was shown."""
    letter = letter_or_404(slug)
    seen, who = WordsForm().seen(pressed()), member().id
    try:
        with transaction():
            at = hold(letter)
            if act == "letter.translated":
                editing.confirm_translation(letter, language, seen=seen, member_id=who, at=at)
            else:
                editing.remove_translation(letter, language, seen=seen, member_id=who, at=at)
            audit(act, at, letter, language=language)
        flash(told)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
    return redirect(url_for("staff.translations", slug=slug), 303)


def _received(letter: Letter, language: str) -> BaseResponse:
    """A button of the editor of a translation was pressed; `language` is "" for a new one."""
    do, own = pressed(), _own(letter, language)
    form = WordsForm.sent(own)
    if language:
        form.language.data = language  # a translation keeps its language
    if form.turn_rows(do) or not saves(do):
        return _page(letter, form, language, do=do)
    try:
        taken = _saved(letter, form, own, language)
    except RevisedMeanwhile as met:
        return _page(letter, form, language, met=met, code=409)
    except Refusal as refusal:
        form.refuse(refusal)
        taken = None
    if taken is None:
        return _page(letter, form, language, code=422)
    flash(_("Nothing was changed.") if taken.outcome == UNCHANGED else _("The translation is saved."))
    return redirect(url_for("staff.translation", slug=letter.slug, language=form.language.data), 303)


def _saved(letter: Letter, form: WordsForm, own: LetterFile, language: str) -> Taken | None:
    with transaction():
        at = hold(letter)
        file = form.checked(own)
        if file is None:
            return None
        if not language and file.language in {text.language for text in current_texts(letter)[1:]}:
            raise Refusal(_THERE, "language")
        reason = form.reason.data or ""
        change = Change(reason) if reason.strip() else None
        seen, who = form.seen(pressed()), member().id
        taken = editing.save(letter, file, seen=seen, member_id=who, change=change, keys=keys(), at=at)
        if taken.outcome != UNCHANGED:
            audit("letter.translated", at, letter, language=file.language)
    return taken


def _page(
    letter: Letter,
    form: WordsForm,
    language: str,
    *,
    do: str = PAGE,
    met: RevisedMeanwhile | None = None,
    code: int = 200,
) -> Response:
    """The editor of a translation, the original beside it."""
    at, own, texts = now(), _own(letter, language), current_texts(letter)
    text = next((one for one in texts[1:] if one.language == language), None)
    file = form.file(own)
    context: dict[str, Any] = {
        "language": language,
        "name": own_name(language) if language else "",
        "original": as_file(letter),
        "original_name": own_name(texts[0].language),
        "behind": _behind(text, texts[0]) if text else None,
        "needs_reason": letter.is_readable(at) and text is not None and text.number == texts[0].number,
        "newest": texts[0].number,
        **meeting(met, own, file),
        **saved_last(letter),
    }
    shown = preview(letter, file, do, at)
    if request.method == "GET":
        shown = replace(shown, sentences=())  # nobody has typed anything yet
    return make_response(
        render_template("staff/translation.html", letter=letter, form=form, shown=shown, **context), code
    )


def _own(letter: Letter, language: str) -> LetterFile:
    return _file_or_404(letter, language) if language else _blank(letter)


def _blank(letter: Letter) -> LetterFile:
    """A translation without words yet, in a language that the letter does not have."""
    texts = current_texts(letter)
    taken = {text.language for text in texts}
    free = next(code for code in ("es", *LANGUAGES, "und") if code not in taken)
    told = tuple(dict(one) for one in texts[0].addressees)
    return LetterFile(title="", body="", language=free, translation_of=letter.slug, addressees=told)


def _file_or_404(letter: Letter, language: str) -> LetterFile:
    found = next((file for file in translations_as_files(letter) if file.language == language), None)
    if found is None:
        abort(404)
    return found


def _refuse_delivered(letter: Letter) -> None:
    if letter.is_delivered(now()):
        abort(404)


def _behind(text: TextVersion, original: TextVersion) -> int | None:
    return text.number if text.number < original.number else None
