"""The editor: the text that counts, saved so that two who write at once overwrite nothing, and its preview."""

from datetime import datetime
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.database import db, now, transaction
from signon.letters import editing
from signon.letters.differences import differences
from signon.letters.editing import RevisedMeanwhile
from signon.letters.file import LetterFile
from signon.letters.letters import current_texts
from signon.letters.models import CLARIFICATION, CORRECTION, MATERIAL, Letter
from signon.letters.publishing import CORRECTED, UNCHANGED, Taken, as_file
from signon.refusals import Refusal
from signon.signatures import counting, text_changes
from signon.signatures.listing import mark_conveners
from signon.staff.models import StaffMember
from signon.web.doors import keys
from signon.web.headers import private
from signon.web.language import own_name
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.previewing import BOTH, PAGE, preview
from signon.web.staff.text_forms import SAVE, SAVE_OVER, TextForm

# What is told after a change of a text that people can read, and what the audit calls it.
_CHANGED = {
    CORRECTION: ("letter.corrected", _l("Corrected. The text has a new number, and the reason stands beside it.")),
    CLARIFICATION: ("letter.clarified", _l("Clarified. Every signee is told by mail.")),
    MATERIAL: ("letter.changed", _l("Changed. Every signee is asked by mail whether they keep their name.")),
}


@staff.get("/letters/<slug>/text")
def text(slug: str) -> Response:
    """The text as it is, to be changed; of a delivered letter, to be read."""
    letter = letter_or_404(slug)
    return _page(letter, TextForm.of(as_file(letter), letter.revision))


@staff.post("/letters/<slug>/text")
def save_text(slug: str) -> BaseResponse:
    """A button of the editor was pressed: rows turned, a preview asked for, or all of it saved."""
    letter, do = letter_or_404(slug), pressed()
    form = TextForm.sent(as_file(letter))
    if form.turn_rows(do) or not saves(do):
        return _page(letter, form, do=do)
    try:
        taken = _saved(letter, form)
    except RevisedMeanwhile as met:
        return _page(letter, form, met=met, code=409)
    except Refusal as refusal:
        form.refuse(refusal)
        taken = None
    if taken is None:
        return _page(letter, form, code=422)
    flash(_("Nothing was changed.") if taken.outcome == UNCHANGED else _told(taken, form))
    return redirect(url_for("staff.text", slug=slug), 303)


@staff.post("/letters/<slug>/text/preview", endpoint="preview")
def text_preview(slug: str) -> Response:
    """What the form that is being typed would look like. It changes nothing."""
    letter = letter_or_404(slug)
    own = as_file(letter)
    return preview_answer(letter, TextForm.sent(own).file(own))


def preview_answer(letter: Letter, file: LetterFile) -> Response:
    """The preview alone, for the script that puts it beside the form."""
    shown = preview(letter, file, pressed(), now())
    return private(make_response(render_template("staff/preview.html", letter=letter, shown=shown, editable=True)))


def pressed() -> str:
    """Which button of an editor was pressed."""
    return request.form.get("do") or BOTH


def saves(do: str) -> bool:
    """Whether the button is one that saves."""
    return do == SAVE or do.startswith(SAVE_OVER)


def _saved(letter: Letter, form: TextForm) -> Taken | None:
    """What became of the form; None when something in it is refused. Raises Refusal, and RevisedMeanwhile."""
    with transaction():
        at = hold(letter)
        file, change = form.checked(as_file(letter)), form.change(letter, at)
        if file is None:
            return None
        taken = editing.save(
            letter, file, seen=form.seen(pressed()), member_id=member().id, change=change, keys=keys(), at=at
        )
        mark_conveners(letter, at)
        if taken.outcome == CORRECTED and change is not None:
            text_changes.begin(letter, at)
            audit(_CHANGED[change.kind][0], at, letter, text=current_texts(letter)[0].number)
        elif taken.outcome != UNCHANGED:
            audit("letter.saved", at, letter)
    return taken


def hold(letter: Letter) -> datetime:
    """Hold the letter's list until the transaction ends, and read the letter anew; answers the moment after that."""
    counting.lock(letter.id, now())
    db.session.refresh(letter)
    return now()


def _told(taken: Taken, form: TextForm) -> str:
    if taken.outcome != CORRECTED:
        return str(_("Saved."))
    return str(_CHANGED[form.kind.data or CORRECTION][1])


def _page(
    letter: Letter, form: TextForm, *, do: str = PAGE, met: RevisedMeanwhile | None = None, code: int = 200
) -> Response:
    """The editor with `form`; `met` is what another saved while it was written."""
    at, own = now(), as_file(letter)
    file = form.file(own)
    return make_response(
        render_template(
            "staff/text.html",
            letter=letter,
            form=form,
            is_delivered=letter.is_delivered(at),
            is_readable=letter.is_readable(at),
            shown=preview(letter, file, do, at),
            asked_for_preview=do != PAGE,
            **meeting(met, own, file),
            **saved_last(letter),
        ),
        code,
    )


def meeting(met: RevisedMeanwhile | None, own: LetterFile, file: LetterFile) -> dict[str, Any]:
    """What the page says of two who wrote at once: where their words, now `own`, and those of `file` differ."""
    if met is None:
        return {"met": None}
    return {"met": met, "met_by": _email(met.by), "differences": differences(own, file), "language_name": own_name}


def saved_last(letter: Letter) -> dict[str, Any]:
    """Who saved the letter last, and when."""
    return {"saved_by": _email(letter.revised_by), "saved_at": letter.revised_at}


def _email(member_id: int | None) -> str:
    found = db.session.get(StaffMember, member_id) if member_id is not None else None
    return found.email if found else ""
