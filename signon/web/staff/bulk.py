"""Striking many names at once: a pattern is looked at first, then struck in one press, and undone in one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice

from signon.database import now, transaction
from signon.keys import KeyGone
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures import bulk_striking as act
from signon.signatures.bulk_striking import Pattern, Preview
from signon.signatures.models import HELD
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.staff_models import BulkStrike
from signon.web.doors import keys
from signon.web.forms import CheckedForm
from signon.web.staff.case_forms import LONGEST_REASON
from signon.web.staff.doors import audit, letter_or_404, member, staff
from signon.web.staff.names import ORIGINS
from signon.wording.numbers import number

_LARGEST_ID = 2**31 - 1
_MOMENT = {"type": "datetime-local", "autocomplete": "off"}


class PatternForm(CheckedForm):
    """Which names are struck, and why."""

    domain = StringField(
        _l("Mailbox at"), render_kw={"maxlength": 253, "autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
    )
    words = StringField(_l("Words in the name"), render_kw={"maxlength": 100, "autocomplete": "off"})
    since = StringField(_l("Requested from"), render_kw=_MOMENT)
    until = StringField(_l("Requested until"), render_kw=_MOMENT)
    origin = SelectField(
        _l("How they came"),
        choices=[SelectChoice(value, label) for value, label in (("", _l("In any way")), *ORIGINS)],
        validate_choice=False,
    )
    state = SelectField(
        _l("Names that are"),
        choices=[
            SelectChoice(HELD, _l("Held")),
            SelectChoice(act.LISTED, _l("Listed")),
            SelectChoice(act.BOTH, _l("Held or listed")),
        ],
        default=HELD,
        validate_choice=False,
    )
    reason = StringField(_l("Reason"), render_kw={"maxlength": LONGEST_REASON, "required": True, "autocomplete": "off"})

    def pattern(self, zone: str) -> Pattern:
        """What is typed as a pattern; moments are on the clock of `zone`. Raises Refusal."""
        typed = self.typed()
        moments = {name: _moment(typed[name], name, zone) for name in ("since", "until")}
        state = typed["state"] or HELD
        return Pattern(typed["domain"], typed["words"], **moments, origin=typed["origin"], state=state).checked()


@dataclass(frozen=True)
class Earlier:
    """A bulk strike of before: when, why, how many, and its pattern, `since` and `until` as moments."""

    id: int
    at: datetime
    reason: str
    number: int
    undone_at: datetime | None
    pattern: Pattern
    since: datetime | None
    until: datetime | None
    came: str

    @classmethod
    def of_letter(cls, letter: Letter) -> list[Self]:
        """The newest of the letter."""
        try:
            rows = act.earlier(letter, keys())
        except KeyGone:
            return []
        return [cls._of(row, what) for row, what in rows]

    @classmethod
    def _of(cls, row: BulkStrike, what: Pattern) -> Self:
        since, until = (datetime.fromisoformat(moment) if moment else None for moment in (what.since, what.until))
        came = str(dict(ORIGINS)[what.origin]) if what.origin else ""
        return cls(row.id, row.struck_at, row.reason, row.number, row.undone_at, what, since, until, came)


@staff.get("/letters/<slug>/bulk")
def bulk(slug: str) -> Response:
    """The form, what its pattern finds, and earlier bulk strikes."""
    return _page(letter_or_404(slug), PatternForm(request.args), is_asked=bool(request.args))


@staff.post("/letters/<slug>/bulk")
def bulk_strike(slug: str) -> BaseResponse:
    """Strike exactly the names that were shown."""
    letter, form = letter_or_404(slug), PatternForm(request.form)
    try:
        pattern = form.pattern(letter.deadline_zone)
        with transaction():
            at = now()
            how = {"digest": request.form.get("seen", ""), "member_id": member().id, "keys": keys(), "at": at}
            struck = act.strike_all(letter, pattern, form.reason.data or "", **how)  # type: ignore[arg-type]
            audit("bulk.struck", at, letter, number=struck.number)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(letter, form, code=422)
    except ChangedMeanwhile:
        flash(_("Nothing was struck: names came, went or changed while you looked. Please look again."), "error")
        return _page(letter, form, code=409)
    shown = number(struck.number)
    flash(ngettext("%(shown)s name is struck.", "%(shown)s names are struck.", struck.number, shown=shown))
    return redirect(url_for("staff.bulk", slug=slug, _anchor="earlier"), 303)


@staff.post("/letters/<slug>/bulk/<int:bulk_id>/undo")
def undo_bulk_strike(slug: str, bulk_id: int) -> BaseResponse:
    """Put each name back to where it was."""
    letter = letter_or_404(slug)
    with transaction():
        at = now()
        undone = act.undo(letter, bulk_id, at) if bulk_id <= _LARGEST_ID else None
        if undone is not None:
            audit("bulk.undone", at, letter, number=undone.listed + undone.held)
    if undone is None:
        flash(_("Nothing changed: it was undone before."), "error")
    else:
        numbers = {"listed": number(undone.listed), "held": number(undone.held), "left": number(undone.left)}
        flash(_("Undone. On the list again: %(listed)s. Held again: %(held)s. Still off: %(left)s.", **numbers))
    return redirect(url_for("staff.bulk", slug=slug, _anchor="earlier"), 303)


def _page(letter: Letter, form: PatternForm, *, is_asked: bool = True, code: int = 200) -> Response:
    found = _preview(letter, form) if is_asked else None
    if form.errors and code == 200:
        code = 422
    context: dict[str, Any] = {"form": form, "found": found, "earlier": Earlier.of_letter(letter)}
    most = {"most": act.MOST, "most_opened": act.MOST_OPENED}
    return make_response(render_template("staff/bulk.html", letter=letter, **context, **most), code)


def _preview(letter: Letter, form: PatternForm) -> Preview | None:
    try:
        return act.preview(letter, form.pattern(letter.deadline_zone), keys())
    except Refusal as refusal:
        if not form.errors:
            form.refuse(refusal)
    except KeyGone:
        form.refuse(Refusal(N_("What was kept of these names was erased with the letter’s key."), "domain"))
    return None


def _moment(typed: str, field: str, zone: str) -> str:
    """What a browser sends for a moment, on the clock of `zone`, in UTC as ISO 8601; "" for nothing."""
    if not typed.strip():
        return ""
    try:
        return datetime.fromisoformat(typed.strip()).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Refusal(N_("Please write a day and a time, such as 2026-05-31 17:00."), field) from None
