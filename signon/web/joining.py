"""The door for who was invited to work with a campaign: the emailed link, one page that asks, one press that acts."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, PasswordField

from signon.database import now, transaction
from signon.refusals import N_, Refusal
from signon.staff import auditing
from signon.staff import inviting as act
from signon.staff.inviting import Offer
from signon.web.doors import keys
from signon.web.forms import CheckedForm
from signon.web.headers import private, private_page

joining = Blueprint("joining", __name__, url_prefix="/staff/join")
_PASSWORD = {"autocomplete": "new-password", "required": True, "maxlength": act.LONGEST_PASSWORD}


class JoinForm(CheckedForm):
    """The one box, and a password for who has no account yet."""

    password = PasswordField(_l("Password"), render_kw=_PASSWORD)
    again = PasswordField(_l("Password once more"), render_kw=_PASSWORD)
    authorized = BooleanField(_l("Yes, I want to work here."))

    def checked_password(self, offer: Offer) -> str:
        """The password that was chosen, "" for who has an account. Raises Refusal, also for the box left empty."""
        chosen = ""
        if not offer.has_account:
            chosen = act.checked_password(self.password.data or "", self.again.data or "")
        if not self.authorized.data:
            raise Refusal(N_("Please tick the box."), "authorized")
        return chosen


@joining.get("/<token>")
def join(token: str) -> Response:
    """What is offered. Looking changes nothing, however often and whoever looks."""
    offer = act.offer_of(token, now())
    return _page(offer, JoinForm()) if offer is not None else _ended()


@joining.post("/<token>")
def accept(token: str) -> BaseResponse:
    """The box was ticked: the person has an account and a role now, and signs in with both factors."""
    form, offer = JoinForm(request.form), act.offer_of(token, now())
    if offer is None:
        return _ended()
    try:
        password = form.checked_password(offer)
        if offer.is_closed:
            return _page(offer, form, 409)
        with transaction():
            _accept(token, password)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(offer, form, 422)
    return private(redirect(url_for("joining.joined", have="account" if offer.has_account else None), 303))  # type: ignore[arg-type]


@joining.get("/done")
def joined() -> Response:
    """What comes next: signing in, and for a new person the authenticator app."""
    return private_page("staff/joined.html", has_account=request.args.get("have") == "account")


def _accept(token: str, password: str) -> None:
    at = now()
    offer = act.offer_of(token, at)  # anew: pressed twice at once, the other press did it
    if offer is None:
        return
    campaign_id, role = offer.invitation.campaign_id, offer.invitation.role
    member = act.accept(offer, password, at)
    if member is not None:
        doer = auditing.Doer.of(member)
        auditing.record("staff.joined", doer, keys=keys(), at=at, campaign_id=campaign_id, role=role)


def _page(offer: Offer, form: JoinForm, code: int = 200) -> Response:
    return private_page("staff/join.html", code, offer=offer, form=form, invited=offer.invitation)


def _ended() -> Response:
    return private_page("staff/join_ended.html", 404)
