"""Mailings: written as a draft, looked at as they will arrive, tried on oneself, sent to many, and stopped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.mail import mailings as post
from signon.mail.links import public_host
from signon.mail.mailing_words import is_untouched
from signon.outreach import audiences
from signon.outreach import mailing as act
from signon.outreach.mailing import ChangedMeanwhile, Words
from signon.outreach.models import DRAFT, MAILINGS, SENDING, Mailing
from signon.refusals import Refusal
from signon.staff.models import StaffMember
from signon.web.doors import keys
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.mailing_forms import (
    KIND_NAMES,
    KIND_WORDS,
    MailingForm,
    form_of,
    form_to_begin_with,
    mailing_form,
)
from signon.web.staff.mailing_preview import previews

PAGE = 50  # mailings a page


@dataclass(frozen=True)
class Kind:
    """A kind of mailing as the page offers it: whom it would go to now, or why it makes no sense now."""

    name: str
    size: int
    refusal: str


@staff.get("/letters/<slug>/mailings")
def mailings(slug: str) -> str:
    """What can be written to whom, and all that was written."""
    letter, at = letter_or_404(slug), now()
    page, total = max(request.args.get("page", 1, type=int), 1), act.how_many(letter)
    return render_template(
        "staff/mailings.html",
        letter=letter,
        kinds=[_kind(letter, kind, at) for kind in MAILINGS],
        mailings=act.of_letter(letter, offset=(min(page, 10_000) - 1) * PAGE, most=PAGE),
        page=page,
        pages=max(-(-total // PAGE), 1),
        names=KIND_NAMES,
        words=KIND_WORDS,
    )


def _kind(letter: Letter, kind: str, at: datetime) -> Kind:
    try:
        act.refuse_unless_due(letter, kind, at)
    except Refusal as refusal:
        return Kind(kind, 0, _(refusal.sentence, **refusal.values))
    return Kind(kind, audiences.size(letter, kind, at), "")


@staff.get("/letters/<slug>/mailings/new/<kind>")
def new_mailing(slug: str, kind: str) -> Response:
    """A mailing to begin with. Nothing is kept before it is saved."""
    letter = letter_or_404(slug)
    _known_or_404(kind)
    return _form_page(letter, kind, None, form_to_begin_with(letter, kind))


@staff.post("/letters/<slug>/mailings/new/<kind>")
def draft_mailing(slug: str, kind: str) -> BaseResponse:
    """Keep it as a draft; what was typed stays when something is wrong with it."""
    letter = letter_or_404(slug)
    _known_or_404(kind)
    form = mailing_form(letter, request.form)
    words = form.checked(kind)
    if words is None:
        return _form_page(letter, kind, None, form, 422)
    with transaction():
        at = now()
        row = act.draft(letter, kind, words, by=member().id, at=at)
        audit("mailing.drafted", at, letter, kind=kind)
    return _after_saving(letter, row)


@staff.get("/letters/<slug>/mailings/<int:mailing_id>")
def mailing(slug: str, mailing_id: int) -> Response:
    """A draft with its preview and whom it goes to; or how far it is."""
    letter = letter_or_404(slug)
    row = _mailing_or_404(letter, mailing_id)
    return _form_page(letter, row.kind, row, form_of(letter, row))


@staff.post("/letters/<slug>/mailings/<int:mailing_id>")
def save_mailing(slug: str, mailing_id: int) -> BaseResponse:
    """Keep what was typed, and send it to oneself if that was asked for."""
    letter = letter_or_404(slug)
    row = _mailing_or_404(letter, mailing_id)
    form = mailing_form(letter, request.form)
    words = form.checked(row.kind)
    if words is None:
        return _form_page(letter, row.kind, row, form, 422)
    try:
        with transaction():
            at = now()
            act.change(_mailing_or_404(letter, mailing_id), words, seen=form.seen_at(), by=member().id, at=at)
            audit("mailing.changed", at, letter, kind=row.kind)
    except ChangedMeanwhile:
        return _changed_meanwhile(letter, mailing_id, form)
    except Refusal as refusal:
        return _refused(letter, mailing_id, refusal)
    return _after_saving(letter, _mailing_or_404(letter, mailing_id))


@staff.post("/letters/<slug>/mailings/<int:mailing_id>/send")
def send_mailing(slug: str, mailing_id: int) -> BaseResponse:
    """Send it off: the worker goes on with it, whatever becomes of this page."""
    letter = letter_or_404(slug)
    row = _mailing_or_404(letter, mailing_id)
    form = mailing_form(letter, request.form)
    if is_untouched(row):
        abort(400)
    try:
        total = post.reach(letter, row.kind, keys(), now()).gets_it
        with transaction():
            at, fresh = now(), _mailing_or_404(letter, mailing_id)
            act.send(letter, fresh, total=total, seen=form.seen_at(), by=member().id, at=at)
            audit("mailing.sent", at, letter, kind=row.kind, number=total)
    except ChangedMeanwhile:
        flash(_("Somebody changed this email meanwhile. Please look at it once more."), "error")
    except Refusal as refusal:
        return _refused(letter, mailing_id, refusal)
    return _to(letter, mailing_id)


@staff.post("/letters/<slug>/mailings/<int:mailing_id>/stop")
def stop_mailing(slug: str, mailing_id: int) -> BaseResponse:
    """Let no more of it leave."""
    letter = letter_or_404(slug)
    with transaction():
        at, row = now(), _mailing_or_404(letter, mailing_id)
        if act.stop(row, at):
            audit("mailing.stopped", at, letter, kind=row.kind, number=row.done)
    return _to(letter, mailing_id)


@staff.post("/letters/<slug>/mailings/<int:mailing_id>/remove")
def remove_mailing(slug: str, mailing_id: int) -> BaseResponse:
    """Throw a draft away."""
    letter = letter_or_404(slug)
    row = _mailing_or_404(letter, mailing_id)
    kind = row.kind
    try:
        with transaction():
            act.remove(row)
            audit("mailing.removed", now(), letter, kind=kind)
    except Refusal as refusal:
        if act.with_id(letter, mailing_id) is not None:
            return _refused(letter, mailing_id, refusal)
    flash(_("The draft is gone."))  # also where somebody else threw it away at this moment
    return redirect(url_for("staff.mailings", slug=slug), 303)


def _after_saving(letter: Letter, row: Mailing) -> BaseResponse:
    """Send the saved words to oneself where that was asked for, in each language, and show the draft."""
    if request.form.get("do") == "test":
        me = member().email
        with transaction():
            at = now()
            for language, said in row.words.items():
                post.send_test(letter, row.kind, Words(**said), language, to=me, keys=keys(), host=public_host(), at=at)
            audit("mailing.tested", at, letter, kind=row.kind)
        flash(_("Saved. A test is on its way to %(email)s.", email=me))
    else:
        flash(_("Saved. Nothing was sent."))
    return redirect(url_for("staff.mailing", slug=letter.slug, mailing_id=row.id, _anchor="preview"), 303)


def _changed_meanwhile(letter: Letter, mailing_id: int, form: MailingForm) -> Response:
    """What was typed stays, beside what the draft says now: saving again takes its place."""
    row = _mailing_or_404(letter, mailing_id)
    form.seen.data = row.changed_at.isoformat()
    return _form_page(letter, row.kind, row, form, 409, meanwhile=True)


def _form_page(
    letter: Letter, kind: str, row: Mailing | None, form: MailingForm, code: int = 200, **context: Any
) -> Response:
    at = now()
    is_draft = row is not None and row.state == DRAFT
    writer = db.session.get(StaffMember, row.written_by) if row is not None and row.written_by else None
    answers_to = writer.email if writer is not None and not is_draft else member().email
    about = {"mailing": row, "previews": previews(letter, row, answers_to, at) if row is not None else []}
    page = render_template(
        "staff/mailing.html",
        letter=letter,
        kind=_kind(letter, kind, at),
        kind_name=KIND_NAMES[kind],
        kind_words=KIND_WORDS[kind],
        form=form,
        is_new=row is None,
        is_draft=is_draft,
        is_going_out=row is not None and row.state == SENDING,
        is_untouched=row is not None and is_untouched(row),
        reach=post.reach(letter, kind, keys(), at) if is_draft else None,
        writer=writer,
        **(about | context),
    )
    return make_response(page, code)


def _refused(letter: Letter, mailing_id: int, refusal: Refusal) -> BaseResponse:
    flash(_(refusal.sentence, **refusal.values), "error")
    return _to(letter, mailing_id)


def _to(letter: Letter, mailing_id: int) -> BaseResponse:
    return redirect(url_for("staff.mailing", slug=letter.slug, mailing_id=mailing_id), 303)


def _known_or_404(kind: str) -> None:
    if kind not in MAILINGS:
        abort(404)


def _mailing_or_404(letter: Letter, mailing_id: int) -> Mailing:
    row = act.with_id(letter, mailing_id)
    if row is None:
        abort(404)
    return row
