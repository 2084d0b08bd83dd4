"""The room in which staff write what a campaign says of itself: its page, how one joins, its color, its address."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.about import ChangedMeanwhile, about_of, change
from signon.campaigns.colors import look
from signon.campaigns.models import Campaign
from signon.database import db, now, transaction
from signon.letters.letters import safe_modes_of
from signon.mail.links import public_link
from signon.refusals import Refusal
from signon.web.staff.campaign_forms import CampaignForm, campaign_form
from signon.web.staff.doors import audit, staff


@staff.get("/campaigns/<int:campaign_id>")
def campaign(campaign_id: int) -> Response:
    """What the campaign says, to be changed."""
    found = db.session.get_one(Campaign, campaign_id)
    return _page(found, campaign_form(found))


@staff.post("/campaigns/<int:campaign_id>")
def change_campaign(campaign_id: int) -> BaseResponse:
    """Let it say something else."""
    found = db.session.get_one(Campaign, campaign_id)
    form = campaign_form(found, request.form)
    wanted = form.checked()
    if wanted is None:
        return _page(found, form, 422)
    try:
        with transaction():
            at = now()
            is_public = bool(safe_modes_of(campaign_id, at))
            changed = change(found, wanted, seen=request.form.get("seen", ""), is_public=is_public)
            if changed:
                audit("campaign.changed", at, campaign_id=campaign_id, fields=", ".join(changed))
    except ChangedMeanwhile:
        flash(_("Nothing was saved: somebody changed this meanwhile. What you typed is still below."), "error")
        return _page(found, form, 409, differs=campaign_form(found).differing(form))
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(found, form, 422)
    flash(_("Saved.") if changed else _("Nothing changed."))
    return redirect(url_for("staff.campaign", campaign_id=campaign_id), 303)


def _page(
    found: Campaign, form: CampaignForm, code: int = 200, *, differs: list[tuple[str, str]] | None = None
) -> Response:
    shown = render_template(
        "staff/campaign.html",
        campaign=found,
        form=form,
        differs=differs,
        look=look(found.accent) if found.accent else None,
        is_public=bool(safe_modes_of(found.id, now())),
        address=public_link("campaigns.campaign", slug=found.slug),
        seen=about_of(found).mark,
    )
    return make_response(shown, code)
