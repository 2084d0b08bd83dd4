"""The life of a letter: where it is, and what moves it on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.database import now, transaction
from signon.letters import controls
from signon.letters import life as act
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import reviewing
from signon.signatures.models import HELD, PENDING, VERIFIED
from signon.signatures.text_askings import open_question
from signon.web.forms import CheckedForm
from signon.web.staff.doors import audit, letter_or_404, staff
from signon.web.staff.life_forms import DeadlineForm, EmbargoForm, ListingForm, SilenceForm, zones
from signon.web.staff.text import hold

DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True)
class Step:
    """One step of a letter's life: its name, since or until when (`at`, None where nobody said), and one of DONE, NOW
    and AHEAD.
    """

    name: str
    at: datetime | None
    state: str


@dataclass(frozen=True)
class Deed:
    """What a button does: the act, what is told afterwards, what the audit calls it, and the form it sends, if any."""

    do: Callable[[Letter, Any, datetime], dict[str, Any] | None]
    told: str
    audited: str
    form: type[CheckedForm] | None = None


def _end_circulation(letter: Letter, form: Any, at: datetime) -> None:
    figures = reviewing.figures(letter)
    act.end_circulation(letter, sum(figures.get(state, 0) for state in (PENDING, HELD, VERIFIED)), at)


def _embargo(letter: Letter, form: EmbargoForm, at: datetime) -> dict[str, Any]:
    act.embargo(letter, form.moment(letter), at)
    return {"until": _iso(letter.published_at)}


def _deadline(letter: Letter, form: DeadlineForm, at: datetime) -> dict[str, Any]:
    act.set_deadline(letter, form.moment(letter), form.zone.data or "", form.hours(), at, seen=form.was())
    return {"deadline": _iso(letter.deadline_at), "zone": letter.deadline_zone, "grace_hours": letter.grace_hours}


def _list_by(letter: Letter, form: ListingForm, at: datetime) -> dict[str, Any]:
    controls.list_by(letter, form.listing.data or "")
    return {"listing": letter.listing}


def _silence(letter: Letter, form: SilenceForm, at: datetime) -> dict[str, Any]:
    act.set_silence(letter, form.silence.data or "", open_question(letter.id) is not None, at)
    return {"silence": letter.silence}


_DEEDS = {
    "circulate": Deed(
        lambda letter, form, at: act.circulate(letter, at),
        _l("The letter circulates. Now invite the organizations that may read and sign it."),
        "letter.circulated",
    ),
    "end-circulation": Deed(_end_circulation, _l("The letter is a draft again."), "letter.circulation_ended"),
    "publish": Deed(
        lambda letter, form, at: act.publish(letter, at),
        _l("Published. Everybody can read and sign it now."),
        "letter.published",
    ),
    "embargo": Deed(
        _embargo,
        _l("The letter opens by itself at that time. Until then nobody finds it."),
        "letter.embargoed",
        EmbargoForm,
    ),
    "end-embargo": Deed(
        lambda letter, form, at: act.end_embargo(letter, at),
        _l("The letter does not open by itself any more."),
        "letter.embargo_ended",
    ),
    "deadline": Deed(_deadline, _l("The dates are saved."), "letter.deadline_set", DeadlineForm),
    "close": Deed(
        lambda letter, form, at: act.close(letter, at),
        _l("Signing has ended. Links that were mailed before still work for the grace."),
        "letter.closed",
    ),
    "reopen": Deed(
        lambda letter, form, at: act.reopen(letter, at),
        _l("Signing is open again, without a deadline."),
        "letter.reopened",
    ),
    "listing": Deed(
        _list_by, _l("Saved. It counts for names that come from now on."), "letter.listing_set", ListingForm
    ),
    "silence": Deed(_silence, _l("Saved."), "letter.silence_set", SilenceForm),
    "safe": Deed(
        lambda letter, form, at: act.set_safe_mode(letter, True), _l("Safe mode is on."), "letter.safe_mode_on"
    ),
    "not-safe": Deed(
        lambda letter, form, at: act.set_safe_mode(letter, False), _l("Safe mode is off."), "letter.safe_mode_off"
    ),
}


@staff.get("/letters/<slug>/life")
def life(slug: str) -> Response:
    """Where the letter is in its life, and what can be done about it."""
    return _page(letter_or_404(slug))


@staff.post("/letters/<slug>/life")
def live(slug: str) -> BaseResponse:
    """One of the page's buttons was pressed."""
    letter, do = letter_or_404(slug), request.form.get("do", "")
    deed = _DEEDS.get(do)
    if deed is None:
        abort(400)
    form = deed.form() if deed.form else None
    try:
        with transaction():
            at = hold(letter)
            facts = deed.do(letter, form, at) or {}
            audit(deed.audited, at, letter, **facts)
    except Refusal as refusal:
        return _refused(letter, do, form, refusal)
    flash(deed.told)
    return redirect(url_for("staff.life", slug=slug), 303)


def _refused(letter: Letter, do: str, form: CheckedForm | None, refusal: Refusal) -> BaseResponse:
    if form is None:
        flash(_(refusal.sentence, **refusal.values), "error")
        return redirect(url_for("staff.life", slug=letter.slug), 303)
    form.refuse(refusal)
    return _page(letter, code=422, **{do: form})


def _page(letter: Letter, code: int = 200, **sent: Any) -> Response:
    """The page; a form in `sent`, by the button that sends it, is shown as it was sent."""
    at = now()
    deadline = sent.get("deadline")
    if deadline is not None:
        deadline.seen.data = DeadlineForm.of(letter).seen.data  # it was told what the deadline is now
    forms = {
        "embargo_form": sent.get("embargo") or EmbargoForm.of(letter),
        "deadline_form": deadline or DeadlineForm.of(letter),
        "listing_form": sent.get("listing") or ListingForm(formdata=None, data={"listing": letter.listing}),
        "silence_form": sent.get("silence") or SilenceForm(formdata=None, data={"silence": letter.silence}),
    }
    context = {
        "state": letter.state(at),
        "is_published": letter.is_published(at),
        "is_embargoed": letter.published_at is not None and letter.published_at > at,
        "steps": _steps(letter, at),
        "zones": zones(),
        "asking": open_question(letter.id),
    }
    return make_response(render_template("staff/life.html", letter=letter, **context, **forms), code)


def _steps(letter: Letter, at: datetime) -> list[Step]:
    """The letter's life in order, as far as its dates say."""
    grace = timedelta(hours=letter.grace_hours)
    ends = letter.deadline_at + grace if letter.deadline_at and letter.grace_hours else None
    dated = [
        ("begun", letter.created_at),
        ("circulating", letter.circulates_at),
        ("published", letter.published_at),
        ("closes", letter.deadline_at),
        ("grace", ends),
        ("delivered", letter.delivered_at),
        ("late", letter.late_until),
    ]
    shown = [one for one in dated if one[1] or one[0] in ("published", "closes", "delivered")]
    past = [name for name, moment in shown if moment is not None and moment <= at]
    return [Step(name, moment, _state(name, past)) for name, moment in shown]


def _state(name: str, past: list[str]) -> str:
    if name not in past:
        return AHEAD
    return NOW if name == past[-1] else DONE


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
