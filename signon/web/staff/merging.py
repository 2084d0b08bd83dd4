"""Two organizations of the register: merged into one, which can be undone, or known to be two."""

from datetime import datetime

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.database import db, now, transaction
from signon.organizations import affiliates
from signon.organizations.models import Merge, Organization
from signon.outreach import merging, reach
from signon.outreach.merging import Preview
from signon.outreach.reach import Wanted
from signon.refusals import Refusal
from signon.web.doors import keys
from signon.web.staff.doors import audit, member, staff
from signon.web.staff.organizations import (
    beside,
    chain_of,
    changeable_or_404,
    organization_or_404,
    to_organization,
)

_OFFERED = 20  # organizations that a search offers to merge with


@staff.get("/organizations/<int:organization_id>/merge")
def merge(organization_id: int) -> BaseResponse:
    """What merging with another organization would do, and before that: which one, and which of them stays."""
    found = organization_or_404(organization_id)
    if found.id != organization_id:
        return redirect(url_for("staff.merge", organization_id=found.id), 303)
    found, other = changeable_or_404(organization_id), request.args.get("other", type=int)
    if other is None:
        return _choose(found)
    return _show(found, organization_or_404(other))


@staff.post("/organizations/<int:organization_id>/merge")
def merge_organizations(organization_id: int) -> BaseResponse:
    """Merge another organization into this one."""
    kept, other = changeable_or_404(organization_id), organization_or_404(request.form.get("other", 0, type=int))
    if not reach.may_change(member(), other.id):
        return _show(kept, other, status=422)
    try:
        with transaction():
            at = now()
            seen = request.form.get("seen", "")
            _row, done = merging.merge(kept.id, other.id, seen=seen, by=member().id, keys=keys(), at=at)
            _audit_merge(done, at)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
        return redirect(url_for("staff.merge", organization_id=kept.id, other=other.id, keep=kept.id), 303)
    flash(_("Merged: %(gone)s is %(kept)s now.", gone=other.name, kept=kept.name))
    return to_organization(kept.id)


@staff.post("/organizations/<int:organization_id>/merges/<int:merge_id>/undo")
def undo_merge(organization_id: int, merge_id: int) -> BaseResponse:
    """Make two of them again."""
    kept = changeable_or_404(organization_id)
    row = db.session.get(Merge, merge_id) if merge_id < 2**31 else None
    if row is None or row.kept_id != kept.id:
        return _nothing(kept)
    try:
        with transaction():
            at = now()
            undone = merging.undo(row, keys=keys(), at=at)
            audit("merge.undone", at, campaign_id=chain_of(kept.id), organization_id=kept.id, gone=row.gone_id)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.values), "error")
        return to_organization(kept.id)
    flash(_("The merge is undone: they are two organizations again."))
    for what in undone.lost:
        flash(_("This did not come back: %(what)s.", what=_(what)), "error")
    return to_organization(kept.id)


@staff.post("/organizations/<int:organization_id>/affiliates")
def say_two(organization_id: int) -> BaseResponse:
    """These are two organizations; or that is taken back."""
    found, other = changeable_or_404(organization_id), changeable_or_404(request.form.get("other", 0, type=int))
    with transaction():
        at = now()
        if request.form.get("do") == "take_back":
            changed, act = affiliates.take_back(found.id, other.id), "organization.maybe_one"
        else:
            changed, act = affiliates.say_two(found.id, other.id, by=member().id, at=at), "organization.two"
        if changed:
            audit(act, at, campaign_id=chain_of(found.id), organization_id=found.id, other=other.id)
    flash(_("Saved.") if changed else _("Nothing changed."))
    return to_organization(found.id)


def _nothing(kept: Organization) -> BaseResponse:
    flash(_("Nothing changed."))
    return to_organization(kept.id)


def _choose(found: Organization) -> Response:
    """The page on which the other one is found."""
    query = request.args.get("q", "").strip()[:100]
    others, total = reach.organizations(member(), Wanted(query), 0, _OFFERED + 1) if query else ([], 0)
    offered = beside([one for one in others if one.id != found.id][:_OFFERED])
    more = total - len(offered) - (found in others)
    page = render_template(
        "staff/merge_which.html", organization=found, query=query, offered=offered, more=max(more, 0)
    )
    return make_response(page)


def _show(found: Organization, other: Organization, *, status: int = 200) -> Response:
    """The preview, with both side by side."""
    rows = beside([found, other])
    if "keep" in request.args:
        keep = request.args.get("keep", type=int)
    else:  # who stands on more lists stays, unless somebody chooses otherwise
        keep = max(rows, key=lambda row: (row.listed, -row.one.id)).one.id
    kept, gone = (other, found) if keep == other.id else (found, other)
    refused, shown = "", None
    try:
        if not reach.may_change(member(), other.id):
            raise Refusal(merging.NOT_YOURS)
        shown = merging.preview(kept, gone)
    except Refusal as refusal:
        refused = _(refusal.sentence, **refusal.values)
    page = render_template(
        "staff/merge.html", organization=found, other=other, rows=rows, kept=kept, shown=shown, refused=refused
    )
    return make_response(page, status)


def _audit_merge(done: Preview, at: datetime) -> None:
    """Entries of several chains, always in their order: two who merge at once never wait for each other in a circle."""
    kept, struck = done.kept.id, len(done.clashes)
    about = {"organization_id": kept, "gone": done.gone.id, "listed": done.listed, "struck": struck}
    audit("organization.merged", at, None, campaign_id=chain_of(kept), **about)
    for clash in sorted(done.clashes, key=lambda clash: (clash.letter.campaign_id, clash.letter.id)):
        audit("name.merged", at, clash.letter, signature_id=clash.struck.id, organization_id=kept)
