"""Who works where: the people of a campaign, and everybody who has an account here.

The doors hang on two addresses, a campaign's and every campaign's, each with a rule of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.models import Campaign
from signon.database import db, now, transaction
from signon.mail import outbox
from signon.mail.links import public_host
from signon.organizations.identity import fold
from signon.refusals import Refusal
from signon.staff import inviting
from signon.staff import people as act
from signon.staff.access import MANAGE, campaigns_of, may_everywhere
from signon.staff.members import has_authenticator
from signon.staff.models import OWNER, StaffInvitation, StaffMember
from signon.web.doors import keys, language
from signon.web.staff.doors import audit, member, staff
from signon.web.staff.people_forms import InviteForm, RemoveForm, RoleForm, need_sure

_MOST_PAGES = 10_000  # an address with more was not made by us


@dataclass(frozen=True)
class Line:
    """A person as the list shows them; `role` is the one in this campaign, `everywhere` the one in every one, or ""."""

    id: int
    email: str
    role: str
    everywhere: str
    campaigns: list[tuple[str, str]]  # the name of each other campaign, and the role there
    since: datetime
    has_authenticator: bool
    is_open: bool


def _on_both(
    path: str, name: str, *methods: str
) -> Callable[[Callable[..., BaseResponse]], Callable[..., BaseResponse]]:
    def hang(view: Callable[..., BaseResponse]) -> Callable[..., BaseResponse]:
        staff.add_url_rule(f"/campaigns/<int:campaign_id>/people{path}", f"campaign_{name}", view, methods=[*methods])
        staff.add_url_rule(f"/everywhere/people{path}", f"all_{name}", view, methods=[*methods])
        return view

    return hang


@staff.get("/people")
def people() -> BaseResponse:
    """The campaigns whose people this person looks after; where there is one choice, straight to it."""
    found, everywhere = campaigns_of(member(), MANAGE), may_everywhere(member(), MANAGE)
    if len(found) == 1 and not everywhere:
        return redirect(_to("people", found[0].id), 303)
    typed = request.args.get("q", "").strip()[:100]
    shown = [campaign for campaign in found if fold(typed) in fold(campaign.name)]
    return make_response(
        render_template(
            "staff/people_where.html", campaigns=shown, total=len(found), typed=typed, everywhere=everywhere, to=_to
        )
    )


@_on_both("", "people", "GET")
def people_here(campaign_id: int | None = None) -> BaseResponse:
    """Who works here, who is invited, and the form that invites."""
    return _page(campaign_id, InviteForm())


@_on_both("/invitations", "invite", "POST")
def invite(campaign_id: int | None = None) -> BaseResponse:
    """Write to somebody who is to work here; the same address again gets another link, and the first one ends."""
    form = InviteForm(request.form)
    checked = form.checked()
    if checked is None:
        return _page(campaign_id, form, 422)
    try:
        with transaction():
            at = now()
            row, token = inviting.invite(campaign_id, *checked, member(), at)
            _write_to(row, token, at)
            audit("staff.invited", at, campaign_id=campaign_id, role=row.role)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(campaign_id, form, 422)
    flash(_("The invitation goes to %(email)s. Its link works for 14 days.", email=checked[0]))
    return redirect(_to("people", campaign_id, _anchor="invited"), 303)


@_on_both("/invitations/<int:invitation_id>/revoke", "revoke", "POST")
def revoke(invitation_id: int, campaign_id: int | None = None) -> BaseResponse:
    """Take an invitation back."""
    with transaction():
        gone = inviting.take_back(campaign_id, invitation_id)
        if gone:
            audit("staff.uninvited", now(), campaign_id=campaign_id)
    flash(_("The invitation is taken back: its link leads nowhere.") if gone else _("It was accepted or taken back."))
    return redirect(_to("people", campaign_id, _anchor="invited"), 303)


@_on_both("/<int:member_id>", "person", "GET")
def person(member_id: int, campaign_id: int | None = None) -> BaseResponse:
    """One person: what they may do here, and the ways to change or end it."""
    someone = _person_or_404(campaign_id, member_id)
    return _person_page(campaign_id, someone)


@_on_both("/<int:member_id>/role", "role", "POST")
def change_role(member_id: int, campaign_id: int | None = None) -> BaseResponse:
    """They may do something else from now on."""
    form, someone = RoleForm(request.form), _person_or_404(campaign_id, member_id)
    try:
        role = form.chosen_role()
        need_sure(form, someone.id == member().id and _is(someone, campaign_id) != role)
        with transaction():
            someone, at = _person_or_404(campaign_id, member_id), now()
            changed = act.change_role(someone, campaign_id, role, at)
            if changed:
                audit("staff.role_changed", at, campaign_id=campaign_id, role=role)
    except Refusal as refusal:
        form.refuse(refusal)
        return _person_page(campaign_id, someone, role_form=form, code=422)
    flash(_("Saved.") if changed else _("Nothing changed."))
    return _back(someone, campaign_id)


@_on_both("/<int:member_id>/remove", "remove", "POST")
def remove(member_id: int, campaign_id: int | None = None) -> BaseResponse:
    """They may do nothing here any more, from their next request on."""
    form, someone = RemoveForm(request.form), _person_or_404(campaign_id, member_id)
    try:
        need_sure(form, someone.id == member().id)
        with transaction():
            someone, at = _person_or_404(campaign_id, member_id), now()
            if act.remove(someone, campaign_id):
                audit("staff.removed", at, campaign_id=campaign_id)
    except Refusal as refusal:
        form.refuse(refusal)
        return _person_page(campaign_id, someone, remove_form=form, code=422)
    flash(_("%(email)s does not work here any more.", email=someone.email))
    return _back(someone, campaign_id)


@staff.post("/everywhere/people/<int:member_id>/close")
def close_account(member_id: int) -> BaseResponse:
    """Close the account: every session of it ends at once."""
    form, someone = RemoveForm(request.form), _person_or_404(None, member_id)
    if someone.id == member().id:
        abort(400)  # the page offers it for others only
    try:
        with transaction():
            someone = _person_or_404(None, member_id)
            act.may_be_disabled(someone)
            if act.disable(someone):
                audit("staff.disabled", now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _person_page(None, someone, remove_form=form, code=422)
    flash(_("The account is closed. Whoever was signed in with it is not any more."))
    return redirect(_to("person", None, member_id=member_id), 303)


@staff.post("/everywhere/people/<int:member_id>/open")
def open_account(member_id: int) -> BaseResponse:
    """Open a closed account again."""
    with transaction():
        if act.enable(_person_or_404(None, member_id)):
            audit("staff.enabled", now())
    flash(_("The account is open again."))
    return redirect(_to("person", None, member_id=member_id), 303)


def _person_or_404(campaign_id: int | None, member_id: int) -> StaffMember:
    someone = act.person_of(campaign_id, member_id)
    if someone is None:
        abort(404)
    return someone


def _page(campaign_id: int | None, form: InviteForm, code: int = 200) -> Response:
    at, typed = now(), request.args.get("q", "").strip()[:100]
    page = min(max(request.args.get("page", 1, type=int), 1), _MOST_PAGES)
    found = act.accounts(typed, page) if campaign_id is None else act.people_of(campaign_id, typed, page)
    if page > 1 and not found.members:
        abort(404)
    names = _names_of_campaigns()
    shown = render_template(
        "staff/people.html",
        campaign=_campaign(campaign_id),
        lines=[_line(someone, campaign_id, names) for someone in found.members],
        total=found.total,
        page=page,
        pages=max(-(-found.total // act.PAGE), 1),
        typed=typed,
        form=form,
        invited=inviting.open_invitations(campaign_id, at),
        may_everywhere=may_everywhere(member(), MANAGE),
        has_choice=may_everywhere(member(), MANAGE) or len(campaigns_of(member(), MANAGE)) > 1,
        to=lambda name, **values: _to(name, campaign_id, **values),
        to_all=lambda name, **values: _to(name, None, **values),
    )
    return make_response(shown, code)


def _person_page(
    campaign_id: int | None,
    someone: StaffMember,
    *,
    role_form: RoleForm | None = None,
    remove_form: RemoveForm | None = None,
    code: int = 200,
) -> Response:
    shown = render_template(
        "staff/person.html",
        campaign=_campaign(campaign_id),
        someone=_line(someone, campaign_id, _names_of_campaigns()),
        role_form=role_form or RoleForm(data={"role": _is(someone, campaign_id)}),
        remove_form=remove_form or RemoveForm(),
        is_self=someone.id == member().id,
        to=lambda name, **values: _to(name, campaign_id, **values),
    )
    return make_response(shown, code)


def _campaign(campaign_id: int | None) -> Campaign | None:
    return db.session.get_one(Campaign, campaign_id) if campaign_id is not None else None


def _names_of_campaigns() -> dict[int, str]:
    """The names of the campaigns that whoever looks may know: those they look after."""
    return {campaign.id: campaign.name for campaign in campaigns_of(member(), MANAGE)}


def _line(someone: StaffMember, campaign_id: int | None, names: dict[int, str]) -> Line:
    here = act.membership_of(someone, campaign_id)
    others = [
        (names[one.campaign_id], one.role)
        for one in someone.memberships
        if one.campaign_id in names and one.campaign_id != campaign_id and one.campaign_id is not None
    ]
    return Line(
        someone.id,
        someone.email,
        here.role if here is not None and campaign_id is not None else "",
        _is(someone, None),
        sorted(others),
        here.created_at if here is not None else someone.created_at,
        has_authenticator(someone),
        someone.active,
    )


def _is(someone: StaffMember, campaign_id: int | None) -> str:
    """The role of `someone` in the campaign itself, or ""."""
    membership = act.membership_of(someone, campaign_id)
    return membership.role if membership is not None else ""


def _write_to(row: StaffInvitation, token: str, at: datetime) -> None:
    campaign = _campaign(row.campaign_id)
    name = campaign.name if campaign is not None and not inviting.is_discreet(row.campaign_id) else ""
    says = {"to": row.email, "token": token, "role": row.role, "campaign": name, "by": member().email}
    outbox.keep(outbox.STAFF_INVITATION, says, language=language(), keys=keys(), host=public_host(), at=at)


def _back(someone: StaffMember, campaign_id: int | None) -> BaseResponse:
    """To the list, or to the letters for who cannot see the list any more."""
    still = may_everywhere(member(), MANAGE) or _is(member(), campaign_id) == OWNER
    return redirect(_to("people", campaign_id) if still else url_for("staff.letters"), 303)


def _to(name: str, campaign_id: int | None, **values: object) -> str:
    """The address of the door `name` of the campaign, or of every campaign for None."""
    if campaign_id is None:
        return url_for(f"staff.all_{name}", **values)  # type: ignore[arg-type]
    return url_for(f"staff.campaign_{name}", campaign_id=campaign_id, **values)  # type: ignore[arg-type]
