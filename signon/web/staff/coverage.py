"""Press coverage in the workspace: noted with its link and a quote, corrected, removed."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns import coverage as act
from signon.campaigns.campaigns import hold
from signon.campaigns.models import Campaign, Coverage
from signon.campaigns.updates import ChangedMeanwhile, telling
from signon.database import now, transaction
from signon.letters.letters import safe_modes_of
from signon.outreach import updates_mailed
from signon.refusals import Refusal
from signon.web.doors import language
from signon.web.staff.doors import audit, member, staff
from signon.web.staff.news_forms import CoverageForm, coverage_form
from signon.web.staff.updates import campaign_of
from signon.wording.news import read_coverage

PAGE = 50  # pieces a page


@staff.get("/campaigns/<int:campaign_id>/coverage")
def coverage(campaign_id: int) -> Response:
    """What was noted, the newest published first, and the form for one more."""
    return _page(campaign_of(campaign_id))


@staff.post("/campaigns/<int:campaign_id>/coverage")
def note_coverage(campaign_id: int) -> BaseResponse:
    """Somebody published something."""
    campaign = campaign_of(campaign_id)
    form = coverage_form(campaign, now(), request.form)
    article = form.checked()
    try:
        if article is not None:
            with transaction():
                hold(campaign_id)
                at = now()
                if not act.is_noted(campaign_id, article):  # who presses twice notes it once
                    act.note(campaign_id, article, told=bool(form.tells.data), by=member().id, at=at)
                    audit("coverage.noted", at, campaign_id=campaign_id)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return _page(campaign, 422, form=form)
    flash(_("It is noted."))
    return _back(campaign_id)


@staff.get("/campaigns/<int:campaign_id>/coverage/<int:coverage_id>")
def clipping(campaign_id: int, coverage_id: int) -> Response:
    """One piece, to be corrected."""
    campaign, row = campaign_of(campaign_id), _piece_or_404(campaign_id, coverage_id)
    return _piece_page(campaign, row, coverage_form(campaign, now(), row=row))


@staff.post("/campaigns/<int:campaign_id>/coverage/<int:coverage_id>")
def change_clipping(campaign_id: int, coverage_id: int) -> BaseResponse:
    """It was corrected; everybody reads that at once."""
    campaign, row = campaign_of(campaign_id), _piece_or_404(campaign_id, coverage_id)
    form = coverage_form(campaign, now(), request.form, row)
    article = form.checked()
    try:
        if article is not None:
            with transaction():
                at = now()
                row = _piece_or_404(campaign_id, coverage_id)
                act.change(row, article, seen=request.form.get("seen", ""), at=at)
                audit("coverage.changed", at, campaign_id=campaign_id)
    except ChangedMeanwhile:
        flash(_("Nothing was saved: somebody changed this meanwhile. What you typed is still below."), "error")
        return _piece_page(campaign, _piece_or_404(campaign_id, coverage_id), form, 409)
    except Refusal as refusal:
        form.refuse(refusal)
    if form.has_errors:
        return _piece_page(campaign, row, form, 422)
    flash(_("Saved."))
    return _back(campaign_id)


@staff.post("/campaigns/<int:campaign_id>/coverage/<int:coverage_id>/remove")
def remove_clipping(campaign_id: int, coverage_id: int) -> BaseResponse:
    """Nothing is left of it, nor of the update that told it."""
    with transaction():
        row, at = _piece_or_404(campaign_id, coverage_id), now()
        updates_mailed.stop(telling(row), at)
        act.remove(row)
        audit("coverage.removed", at, campaign_id=campaign_id)
    flash(_("It is removed."))
    return _back(campaign_id)


def _piece_or_404(campaign_id: int, coverage_id: int) -> Coverage:
    row = act.with_id(campaign_id, coverage_id)
    if row is None:
        abort(404)
    return row


def _page(campaign: Campaign, code: int = 200, *, form: CoverageForm | None = None) -> Response:
    at, total = now(), act.how_many(campaign.id)
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    rows = act.of_campaign(campaign.id, offset=(page - 1) * PAGE, most=PAGE)
    shown = render_template(
        "staff/coverage.html",
        campaign=campaign,
        pieces=read_coverage(rows, language(), at),
        page=page,
        pages=max(-(-total // PAGE), 1),
        form=form or coverage_form(campaign, at),
        is_public=bool(safe_modes_of(campaign.id, at)),
    )
    return make_response(shown, code)


def _piece_page(campaign: Campaign, row: Coverage, form: CoverageForm, code: int = 200) -> Response:
    shown = render_template("staff/clipping.html", campaign=campaign, piece=row, form=form, seen=act.mark_of(row))
    return make_response(shown, code)


def _back(campaign_id: int) -> BaseResponse:
    return redirect(url_for("staff.coverage", campaign_id=campaign_id), 303)
