"""Partners' keys in the workspace: made, shown once, ended."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from signon.campaigns.models import Campaign
from signon.database import now, transaction
from signon.outreach import partner_keys as act
from signon.outreach.partners import LONGEST_NAME
from signon.refusals import Refusal
from signon.web.staff.delivery_forms import StaffForm
from signon.web.staff.doors import audit, member, staff
from signon.web.staff.updates import campaign_of


class KeyForm(StaffForm):
    """Whose key it is to be, and as what its signees are counted."""

    name = StringField(_l("Partner"), render_kw={"required": True, "maxlength": LONGEST_NAME, "autocomplete": "off"})
    code = StringField(
        _l("Counted as brought by"),
        description=_l("What the partner’s links end with: small letters, digits and dashes, such as “night-owls”."),
        render_kw={"required": True, "maxlength": 40, "autocomplete": "off", "autocapitalize": "none"},
    )


@staff.get("/campaigns/<int:campaign_id>/keys")
def keys(campaign_id: int) -> Response:
    """The keys there are, and the form for one more."""
    return _page(campaign_of(campaign_id), KeyForm())


@staff.post("/campaigns/<int:campaign_id>/keys")
def make_key(campaign_id: int) -> BaseResponse:
    """A partner gets a key. This answer is the one place where it stands: nobody can show it again, nor can we."""
    campaign, form = campaign_of(campaign_id), KeyForm(request.form)
    try:
        with transaction():
            at = now()
            row, key = act.make(campaign_id, form.name.data or "", form.code.data or "", member().id, at)
            audit("key.made", at, campaign_id=campaign_id, key=row.id)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(campaign, form, 422)
    return _page(campaign, KeyForm(), made=key, made_for=row.name)


@staff.post("/campaigns/<int:campaign_id>/keys/<int:key_id>/end")
def end_key(campaign_id: int, key_id: int) -> BaseResponse:
    """A key works no more."""
    with transaction():
        at = now()
        ended = act.end(campaign_id, key_id, at)
        if ended:
            audit("key.ended", at, campaign_id=campaign_id, key=key_id)
    flash(_("The key has ended: what is sent with it is refused.") if ended else _("It has ended already."))
    return redirect(url_for("staff.keys", campaign_id=campaign_id), 303)


def _page(campaign: Campaign, form: KeyForm, code: int = 200, *, made: str = "", made_for: str = "") -> Response:
    shown = render_template(
        "staff/keys.html", campaign=campaign, form=form, keys=act.keys_of(campaign.id), made=made, made_for=made_for
    )
    return make_response(shown, code)
