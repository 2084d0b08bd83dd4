"""Bringing names gathered elsewhere: a file is judged line by line, looked at, and then listed by the worker."""

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import FileField, StringField

from signon.database import db, now, transaction
from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.refusals import N_, Refusal
from signon.signatures import import_jobs as act
from signon.signatures.staff_models import SigneeImport
from signon.staff.models import StaffMember
from signon.web.doors import keys
from signon.web.staff.doors import audit, letter_or_404, member, staff

PAGE = 50  # lines
JUDGED_AT_ONCE = 300  # lines of a file that whoever brings it waits for; a longer one is the worker's


class ImportForm(FlaskForm):
    """The file, and where its names come from."""

    source = StringField(
        _l("Where do the names come from?"),
        description=_l("It stays with every name: “paper, at the assembly in May”."),
        render_kw={"required": True, "maxlength": act.LONGEST_SOURCE, "autocomplete": "off"},
    )
    file = FileField(_l("The file"), render_kw={"required": True, "accept": ".csv,text/csv"})

    def refuse(self, refusal: Refusal) -> None:
        """Say the refusal beside its field."""
        beside = self.source if refusal.field == "source" else self.file
        beside.errors = [_(refusal.sentence, **refusal.values)]


@staff.get("/letters/<slug>/imports")
def imports(slug: str) -> Response:
    """What was brought so far, and the form for more."""
    return _list_page(letter_or_404(slug), ImportForm(formdata=None))


@staff.post("/letters/<slug>/imports")
def bring(slug: str) -> BaseResponse:
    """A file was sent: keep it, and judge a short one at once."""
    letter, form, file = letter_or_404(slug), ImportForm(), request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Refusal(N_("Please choose a file."), "file")
        data = file.stream.read()
        rows, source, who = act.rows_of(data, letter), form.source.data or "", member().id
        with transaction():
            at = now()
            job = act.begin(letter, data, source, rows=rows, by=who, keys=keys(), at=at)
            audit("import.begun", at, letter, number=job.rows)
    except Refusal as refusal:
        form.refuse(refusal)
        if not form.file.errors:
            form.file.errors = [_("Please choose the file again: browsers do not keep it.")]
        return _list_page(letter, form, 422)
    if job.rows <= JUDGED_AT_ONCE:
        judging = act.judge_some(keys(), only=job.id)
        with transaction():
            if judging is not None:
                act.note_judged(judging, now())
    return _to(slug, job.id)


@staff.get("/letters/<slug>/imports/<int:import_id>", endpoint="import")
def one_import(slug: str, import_id: int) -> Response:
    """One import: how far it is, what its lines are, or what came of it."""
    letter = letter_or_404(slug)
    job = _job_or_404(letter, import_id)
    lines = _judged(letter, job) if job.state == act.LOOKED_AT else []
    search, outcome = request.args.get("q", "").strip()[:100], request.args.get("outcome", "")
    found = [one for one in lines if outcome in ("", one.outcome) and fold(search) in fold(one.name)]
    page = max(request.args.get("page", 1, type=int), 1)
    if page > 1 and (page - 1) * PAGE >= len(found):
        abort(404)
    return make_response(
        render_template(
            "staff/import.html",
            letter=letter,
            job=job,
            by=_email(job.imported_by),
            lines=[_said(one, job) for one in found[(page - 1) * PAGE : page * PAGE]],
            to_list=_to_list(job, lines),
            found=len(found),
            search=search,
            outcome=outcome,
            page=page,
            pages=max(-(-len(found) // PAGE), 1),
        )
    )


@staff.post("/letters/<slug>/imports/<int:import_id>")
def go_on_importing(slug: str, import_id: int) -> BaseResponse:
    """Keep what was chosen for the lines of this page; then begin to list, or give it up, if that was pressed."""
    letter, do = letter_or_404(slug), request.form.get("do", "")
    if do not in ("keep", "list", "end"):
        abort(400)
    with transaction():
        at, job = now(), _job_or_404(letter, import_id, hold=True)
        is_looked_at = job.state == act.LOOKED_AT
        if is_looked_at and do != "end":
            act.choose(job, _chosen(), _judged(letter, job))
        done = {"keep": lambda: is_looked_at, "list": lambda: act.start(job), "end": lambda: act.give_up(job, at)}[do]()
        if done:
            audit({"keep": "import.chosen", "list": "import.started", "end": "import.ended"}[do], at, letter)
        if do == "list" and done and job.rows <= JUDGED_AT_ONCE:
            act.list_some(keys(), at, only=job.id)
    if not done:
        flash(_("Nothing changed: this import has gone on meanwhile."))
    elif do == "keep":
        flash(_("Kept. Nothing is listed yet."))
    return _to(slug, import_id) if do != "end" else redirect(url_for("staff.imports", slug=slug), 303)


def _chosen() -> dict[int, str]:
    """What the page's choices say, by line."""
    fields = ((name.removeprefix("line_"), value) for name, value in request.form.items() if name.startswith("line_"))
    return {int(line): value for line, value in fields if line.isascii() and line.isdigit() and len(line) < 9}


def _to_list(job: SigneeImport, lines: list[act.Judged]) -> int:
    """How many names would be listed now."""
    mine = (act.NEW, act.LIKELY)
    return sum(one.outcome in mine and job.choices.get(str(one.line)) != act.LEAVE for one in lines)


def _said(one: act.Judged, job: SigneeImport) -> dict[str, Any]:
    """A line as the page shows it."""
    why = _(one.sentence, **(one.values or {})) if one.sentence else ""
    choices = one.choices()
    return {"line": one, "why": why, "choices": choices, "chosen": job.choices.get(str(one.line), *choices[:1])}


def _judged(letter: Letter, job: SigneeImport) -> list[act.Judged]:
    try:
        return act.judged(letter, job, keys())
    except KeyGone:
        return []  # erased with the letter's key


def _list_page(letter: Letter, form: ImportForm, code: int = 200) -> Response:
    jobs = [(job, _email(job.imported_by)) for job in act.imports_of(letter)]
    return make_response(render_template("staff/imports.html", letter=letter, form=form, jobs=jobs), code)


def _email(member_id: int | None) -> str:
    someone = db.session.get(StaffMember, member_id) if member_id else None
    return someone.email if someone else ""


def _job_or_404(letter: Letter, import_id: int, *, hold: bool = False) -> SigneeImport:
    job = act.of_letter(letter, import_id, hold=hold)
    return job if job is not None else abort(404)


def _to(slug: str, import_id: int) -> BaseResponse:
    return redirect(url_for("staff.import", slug=slug, import_id=import_id), 303)
