"""Editions in the workspace: deliver the letter, make an addendum, keep a draft, and the files of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField

from signon.database import now, transaction
from signon.documents import FORMATS, uncovered
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.press import files, worker
from signon.refusals import N_, Refusal
from signon.signatures import counting, editions, reviewing
from signon.signatures import delivering as act
from signon.signatures.edition_models import DRAFT, Edition
from signon.signatures.signee import SigneeList
from signon.staff.access import EDIT, EXPORT, may
from signon.web.doors import press, read_letter
from signon.web.forms import TICK
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.wording.addenda import read_addendum
from signon.wording.numbers import number
from signon.wording.readings import read_signee_list


class DeliverForm(FlaskForm):
    """Whether late signees may sign, and the box."""

    late_until = StringField(_l("Late signing until"), render_kw={"type": "date", "autocomplete": "off"})
    sure = BooleanField(_l("The letter is handed over as it stands now."))

    def day(self) -> date | None:
        """The day that was chosen, or None. Raises Refusal."""
        typed = (self.late_until.data or "").strip()
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            raise Refusal(N_("Please write the day like 2026-11-21."), "late_until") from None


@dataclass(frozen=True)
class Row:
    """An edition, addendum or draft, and its files."""

    edition: Edition
    files: list[files.File]


@staff.get("/letters/<slug>/editions", endpoint="editions")
def all_editions(slug: str) -> str:
    """What was handed over, the addenda to it and the drafts, with their files; or that there is nothing yet."""
    letter, at = letter_or_404(slug), now()
    count = counting.read(letter, at)
    standing = editions.standing(letter, count)
    handed_over = [standing.edition, *standing.addenda] if standing else []
    return render_template(
        "staff/editions.html",
        letter=letter,
        reading=read_letter(letter, count),
        state=letter.state(at),
        standing=standing,
        is_open=letter.is_open(at),
        handed_over=[Row(edition, files.files_of(edition, at)) for edition in handed_over],
        drafts=[Row(draft, files.files_of(draft, at)) for draft in editions.drafts_of(letter)],
        most_drafts=act.DRAFTS_KEPT,
        draft_days=act.DRAFT_DAYS,
        may_edit=may(member(), EDIT, letter.campaign_id),
        may_export=may(member(), EXPORT, letter.campaign_id),
    )


@staff.get("/letters/<slug>/deliver")
def delivering(slug: str) -> BaseResponse:
    """What delivering does, before it is done."""
    letter, at = letter_or_404(slug), now()
    if letter.is_delivered(at) or not letter.is_published(at):
        return _back(slug)
    return _delivery_page(letter, DeliverForm(formdata=None), at)


@staff.post("/letters/<slug>/deliver")
def deliver(slug: str) -> BaseResponse:
    """The box was ticked: freeze the letter and its names, and ask for the files."""
    letter, form = letter_or_404(slug), DeliverForm()
    if not form.sure.data:
        form.sure.errors = [TICK]
        return _delivery_page(letter, form, now(), 422)
    try:
        day = form.day()
        until = act.late_signing_ends(letter, day) if day else None
        _freeze(letter, "letter.delivered", lambda said, at: act.deliver(letter, said, until, at), _as_it_stands)
    except Refusal as refusal:
        if refusal.field != "late_until":
            return _refused(slug, refusal)
        form.late_until.errors = [_(refusal.sentence, **refusal.values)]
        return _delivery_page(letter, form, now(), 422)
    flash(_("Delivered. What was handed over stays as it is from now on."))
    return _back(slug)


@staff.post("/letters/<slug>/addenda")
def add_addendum(slug: str) -> BaseResponse:
    """Freeze the names that came since."""
    letter = letter_or_404(slug)
    try:
        made = _freeze(letter, "addendum.made", lambda said, at: act.add_addendum(letter, said, at), read_addendum)
    except Refusal as refusal:
        return _refused(slug, refusal)
    flash(_("Addendum %(number)s was made.", number=number(made.number)))
    return _back(slug)


@staff.post("/letters/<slug>/drafts")
def keep_draft(slug: str) -> BaseResponse:
    """Keep the letter as it stands now, to compare with."""
    letter = letter_or_404(slug)
    made = _freeze(letter, "draft.kept", lambda said, at: act.keep_draft(letter, said, at), _as_it_stands)
    flash(_("Draft %(number)s is kept.", number=number(made.number)))
    return _back(slug)


@staff.post("/letters/<slug>/drafts/<code>/remove")
def remove_draft(slug: str, code: str) -> BaseResponse:
    """Nothing is left of the draft."""
    letter = letter_or_404(slug)
    with transaction():
        edition = _edition_or_404(letter, code)
        if edition.kind != DRAFT:
            abort(404)
        act.remove_draft(edition)
        audit("draft.removed", now(), letter, edition=code)
    flash(_("The draft was removed."))
    return _back(slug)


@staff.post("/letters/<slug>/editions/<code>/files")
def ask_for_files(slug: str, code: str) -> BaseResponse:
    """Ask once more for the files that could not be drawn."""
    letter = letter_or_404(slug)
    with transaction():
        edition = _edition_or_404(letter, code)
        at = now()
        files.ask(edition, at)
        audit("files.asked", at, letter, edition=code)
    worker.draw_at_once(edition, press())
    return _back(slug)


@staff.get("/letters/<slug>/editions/<code>/<format>")
def edition_file(slug: str, code: str, format: str) -> Response:
    """One file of an edition, addendum or draft, once it is drawn."""
    letter = letter_or_404(slug)
    edition = _edition_or_404(letter, code)
    data = files.data_of(edition, format) if format in FORMATS else None
    if data is None:
        abort(404)
    response = make_response(data)
    response.headers["Content-Type"] = FORMATS[format][0]
    response.headers["Content-Disposition"] = f'attachment; filename="{letter.slug}-{edition.code}.{format}"'
    return response


def _freeze(
    letter: Letter,
    done: str,
    freeze: Callable[[SigneeList, datetime], Edition],
    read: Callable[[Letter, datetime], SigneeList],
) -> Edition:
    """`freeze` what is `read` while nobody else changes the letter's list; small files are drawn at once."""
    with transaction():
        act.hold(letter, now())
        at = now()  # not before: whoever was waited for came earlier
        edition = freeze(read(letter, at), at)
        files.ask(edition, at)
        audit(done, at, letter, edition=edition.code, names=edition.names)
    worker.draw_at_once(edition, press())
    return edition


def _as_it_stands(letter: Letter, at: datetime) -> SigneeList:
    return read_signee_list(letter, current_texts(letter)[0].language, at)


def _edition_or_404(letter: Letter, code: str) -> Edition:
    found = editions.of_letter(letter, code)
    return found if found is not None else abort(404)


def _delivery_page(letter: Letter, form: DeliverForm, at: datetime, code: int = 200) -> Response:
    said = _as_it_stands(letter, at)
    figures = reviewing.figures(letter)
    first, last = act.late_days(letter, at)
    form.late_until.render_kw = {**form.late_until.render_kw, "min": first.isoformat(), "max": last.isoformat()}
    page = render_template(
        "staff/deliver.html",
        letter=letter,
        reading=said.letter,
        said=said,
        form=form,
        held=figures.get("held", 0),
        pending=figures.get("pending", 0),
        missing=[(mark, f"U+{ord(mark):04X}") for mark in uncovered(said)],
        late_days=act.LATE_DAYS,
    )
    return make_response(page, code)


def _refused(slug: str, refusal: Refusal) -> BaseResponse:
    flash(_(refusal.sentence, **refusal.values), "error")
    return _back(slug)


def _back(slug: str) -> BaseResponse:
    return redirect(url_for("staff.editions", slug=slug), 303)
