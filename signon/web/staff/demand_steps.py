"""One demand in the workspace: its words and its day, and the steps that it took, each with its evidence."""

from datetime import datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns import demanding as act
from signon.campaigns.campaigns import hold
from signon.campaigns.demands import ledger_with, step_of
from signon.campaigns.models import Campaign, Demand, DemandStep
from signon.campaigns.updates import telling
from signon.database import now, transaction
from signon.letters.demands import asking
from signon.outreach import updates_mailed
from signon.refusals import Refusal
from signon.web.doors import language
from signon.web.staff.demand_forms import DemandForm, StepForm, demand_form, step_form
from signon.web.staff.demands import campaign_at, demand_or_404, is_public
from signon.web.staff.doors import audit, member, staff
from signon.wording.news import titles_of


@staff.get("/campaigns/<int:campaign_id>/demands/<int:demand_id>")
def demand(campaign_id: int, demand_id: int) -> Response:
    """The demand: its steps, the form for one more, and the form for its words."""
    campaign = campaign_at(campaign_id)
    return _page(campaign, demand_or_404(campaign, demand_id))


@staff.post("/campaigns/<int:campaign_id>/demands/<int:demand_id>")
def change_demand(campaign_id: int, demand_id: int) -> BaseResponse:
    """It says something else from now on."""
    campaign = campaign_at(campaign_id)
    row, form = demand_or_404(campaign, demand_id), demand_form(campaign, request.form)
    checked = form.checked()
    if checked is None:
        return _page(campaign, row, 422, form=form)
    try:
        with transaction():
            row, at = demand_or_404(campaign, demand_id), now()
            if act.change(row, *checked, seen=form.seen_at(), at=at):
                audit("demand.changed", at, campaign_id=campaign_id, demand=row.number)
    except act.ChangedMeanwhile:
        return _changed_meanwhile(campaign, demand_or_404(campaign, demand_id), form)
    flash(_("Saved."))
    return _back(campaign_id, demand_id)


@staff.post("/campaigns/<int:campaign_id>/demands/<int:demand_id>/remove")
def remove_demand(campaign_id: int, demand_id: int) -> BaseResponse:
    """Take the demand out of the ledger, with everything that was noted about it."""
    campaign = campaign_at(campaign_id)
    if "sure" not in request.form:
        return _page(campaign, demand_or_404(campaign, demand_id), 422, is_unsure=True)
    with transaction():
        row, at = demand_or_404(campaign, demand_id), now()
        number = row.number
        updates_mailed.stop(telling(row), at)
        act.remove(campaign, row)
        audit("demand.removed", at, campaign_id=campaign_id, demand=number)
    flash(_("The demand is removed."))
    return redirect(url_for("staff.demands", campaign_id=campaign_id), 303)


@staff.post("/campaigns/<int:campaign_id>/demands/<int:demand_id>/steps")
def note_step(campaign_id: int, demand_id: int) -> BaseResponse:
    """Something became of it."""
    campaign = campaign_at(campaign_id)
    row, form = demand_or_404(campaign, demand_id), step_form(campaign, now().date(), request.form)
    checked = form.checked()
    try:
        if checked is not None:
            with transaction():
                hold(campaign_id)
                row, at = demand_or_404(campaign, demand_id), now()
                if not act.is_noted(row, *checked):  # who presses twice notes it once
                    step = act.note_step(row, *checked, tells=bool(form.tells.data), by=member().id, at=at)
                    audit("demand.step_noted", at, campaign_id=campaign_id, demand=row.number, status=step.status)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return _page(campaign, row, 422, step=form)
    flash(_("It is noted."))
    return _back(campaign_id, demand_id)


@staff.get("/campaigns/<int:campaign_id>/demands/<int:demand_id>/steps/<int:step_id>")
def demand_step(campaign_id: int, demand_id: int, step_id: int) -> Response:
    """One step, to be corrected."""
    campaign = campaign_at(campaign_id)
    row = demand_or_404(campaign, demand_id)
    step = _step_or_404(row, step_id)
    return _step_page(campaign, row, step, step_form(campaign, now().date(), step=step))


@staff.post("/campaigns/<int:campaign_id>/demands/<int:demand_id>/steps/<int:step_id>")
def change_step(campaign_id: int, demand_id: int, step_id: int) -> BaseResponse:
    """It was corrected, and an update that told of it with it."""
    campaign = campaign_at(campaign_id)
    row, form = demand_or_404(campaign, demand_id), step_form(campaign, now().date(), request.form)
    step, checked = _step_or_404(row, step_id), form.checked()
    try:
        if checked is not None:
            with transaction():
                row, at = demand_or_404(campaign, demand_id), now()
                act.change_step(row, _step_or_404(row, step_id), *checked, seen=request.form.get("seen", ""), at=at)
                audit("demand.step_changed", at, campaign_id=campaign_id, demand=row.number)
    except act.ChangedMeanwhile:
        flash(_("Nothing was saved: somebody changed this meanwhile. What you typed is still below."), "error")
        return _step_page(campaign, row, _step_or_404(row, step_id), form, 409)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return _step_page(campaign, row, step, form, 422)
    flash(_("Saved."))
    return _back(campaign_id, demand_id)


@staff.post("/campaigns/<int:campaign_id>/demands/<int:demand_id>/steps/<int:step_id>/remove")
def remove_step(campaign_id: int, demand_id: int, step_id: int) -> BaseResponse:
    """It was noted by mistake."""
    campaign = campaign_at(campaign_id)
    with transaction():
        row, at = demand_or_404(campaign, demand_id), now()
        step = _step_or_404(row, step_id)
        updates_mailed.stop(telling(step), at)
        act.remove_step(row, step, at)
        audit("demand.step_removed", at, campaign_id=campaign_id, demand=row.number)
    flash(_("It is removed, and the update that told of it."))
    return _back(campaign_id, demand_id)


def _step_or_404(row: Demand, step_id: int) -> DemandStep:
    step = step_of(row, step_id)
    if step is None:
        abort(404)
    return step


def _changed_meanwhile(campaign: Campaign, row: Demand, form: DemandForm) -> Response:
    """What was typed stays in the form, which may now be sent over what the other person saved."""
    form.seen.data = row.changed_at.isoformat()
    return _page(campaign, row, 409, form=form, is_changed=True)


def _page(
    campaign: Campaign,
    row: Demand,
    code: int = 200,
    *,
    form: DemandForm | None = None,
    step: StepForm | None = None,
    is_unsure: bool = False,
    is_changed: bool = False,
) -> Response:
    at: datetime = now()
    asked = asking([row])[row.id]
    page = render_template(
        "staff/demand.html",
        campaign=campaign,
        line=ledger_with(campaign, [row], language(), at.date()).lines[0],
        letters=asked,
        titles=dict(titles_of(asked, language(), at)),
        form=form or demand_form(campaign, demand=row),
        step_form=step or step_form(campaign, at.date()),
        is_unsure=is_unsure,
        is_changed=is_changed,
        is_public=is_public(campaign, at),
    )
    return make_response(page, code)


def _step_page(campaign: Campaign, row: Demand, step: DemandStep, form: StepForm, code: int = 200) -> Response:
    line = ledger_with(campaign, [row], language(), now().date()).lines[0]
    page = render_template(
        "staff/demand_step.html", campaign=campaign, line=line, step=step, form=form, seen=act.mark_of(step)
    )
    return make_response(page, code)


def _back(campaign_id: int, demand_id: int) -> BaseResponse:
    return redirect(url_for("staff.demand", campaign_id=campaign_id, demand_id=demand_id), 303)
