"""A campaign's webhooks in the workspace: which programs are told of what, and how that goes."""

from flask import (
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.campaigns import hold
from signon.campaigns.models import Campaign
from signon.database import db, now, transaction
from signon.hooks import facts
from signon.hooks import webhooks as act
from signon.hooks.events import EVENTS
from signon.hooks.models import Webhook
from signon.hooks.waiting import KEPT_FOR
from signon.keys import KeyGone, KeyLocked
from signon.mail.links import public_link
from signon.refusals import Refusal
from signon.web.doors import keys
from signon.web.staff.doors import audit, member, staff
from signon.web.staff.hook_forms import KINDS, HookForm

_NEW_SECRET = "hook"  # in the session: the webhook whose secret is to be shown, once
_LARGEST_ID = 2**31 - 1  # what the column holds
_PLACE = "/campaigns/<int:campaign_id>/hooks"
_ONE = f"{_PLACE}/<int:hook_id>"


@staff.get(_PLACE)
def hooks(campaign_id: int) -> Response:
    """The campaign's webhooks, and the form that adds one."""
    return _page(_campaign(campaign_id), HookForm(data={"events": list(EVENTS)}))


@staff.post(_PLACE)
def add_hook(campaign_id: int) -> BaseResponse:
    """One more program is told from now on; its secret is shown once."""
    campaign, form = _campaign(campaign_id), HookForm(request.form)
    try:
        with transaction():
            hold(campaign_id)
            at, by = now(), member().id
            hook = act.just_added(campaign, *form.entered(), by=by, at=at)  # who presses twice adds one
            if hook is None:
                hook = act.add(campaign, *form.entered(), by=by, here=_here(), keys=keys(), at=at)
                audit("hook.added", at, campaign_id=campaign_id)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(campaign, form, 422)
    session[_NEW_SECRET] = hook.id
    return _to(hook)


@staff.get(_ONE)
def hook(campaign_id: int, hook_id: int) -> Response:
    """One webhook: how it stands, its last calls, and what can be changed. A new secret is shown the first time."""
    found = _hook_or_404(campaign_id, hook_id)
    return _hook_page(found, HookForm(data={"url": found.url, "events": found.events}))


@staff.post(_ONE)
def change_hook(campaign_id: int, hook_id: int) -> BaseResponse:
    """It lies elsewhere, or hears of other things."""
    form = HookForm(request.form)
    try:
        with transaction():
            found, at = _hook_or_404(campaign_id, hook_id), now()
            changed = act.change(found, *form.entered(), here=_here())
            if changed:
                audit("hook.changed", at, campaign_id=campaign_id)
    except Refusal as refusal:
        form.refuse(refusal)
        return _hook_page(_hook_or_404(campaign_id, hook_id), form, 422)
    flash(_("Saved.") if changed else _("Nothing changed."))
    return _to(found)


@staff.post(f"{_ONE}/test")
def test_hook(campaign_id: int, hook_id: int) -> BaseResponse:
    """A call that tells nothing goes out, to see whether it is heard."""
    try:
        with transaction():
            found, at = _hook_or_404(campaign_id, hook_id), now()
            act.test(found, {"campaign": facts.of_campaign(_campaign(campaign_id), public_link)}, at)
            audit("hook.tested", at, campaign_id=campaign_id)
        flash(_("A test is on its way. Reload this page in a few seconds to see what came of it."))
    except Refusal as refusal:
        flash(_(refusal.sentence), "error")
    return _to(found, "calls")


@staff.post(f"{_ONE}/pause")
def pause_hook(campaign_id: int, hook_id: int) -> BaseResponse:
    """It is not called any more, and what waits for it is dropped."""
    with transaction():
        found, at = _hook_or_404(campaign_id, hook_id), now()
        if act.pause(found, at):
            audit("hook.paused", at, campaign_id=campaign_id)
    flash(_("It is paused: nothing is sent there until you have it called again."))
    return _to(found)


@staff.post(f"{_ONE}/resume")
def resume_hook(campaign_id: int, hook_id: int) -> BaseResponse:
    """It is called again, about what happens from now on."""
    with transaction():
        found, at = _hook_or_404(campaign_id, hook_id), now()
        if act.resume(found, at):
            audit("hook.resumed", at, campaign_id=campaign_id)
    flash(_("It is called again, about what happens from now on."))
    return _to(found)


@staff.post(f"{_ONE}/secret")
def renew_hook(campaign_id: int, hook_id: int) -> BaseResponse:
    """It gets a new secret, which is shown once; the old one works for a day."""
    with transaction():
        found, at = _hook_or_404(campaign_id, hook_id), now()
        act.renew_secret(found, keys(), at)
        audit("hook.secret_renewed", at, campaign_id=campaign_id)
    session[_NEW_SECRET] = found.id
    return _to(found)


@staff.post(f"{_ONE}/remove")
def remove_hook(campaign_id: int, hook_id: int) -> BaseResponse:
    """The program is told nothing any more, and nothing is left of it here."""
    with transaction():
        found, at = _hook_or_404(campaign_id, hook_id), now()
        act.remove(found)
        audit("hook.removed", at, campaign_id=campaign_id)
    flash(_("The webhook is removed."))
    return redirect(url_for("staff.hooks", campaign_id=campaign_id), 303)


def _page(campaign: Campaign, form: HookForm, code: int = 200) -> Response:
    found = act.of_campaign(campaign)
    shown = render_template(
        "staff/hooks.html", campaign=campaign, hooks=found, standings=act.standings(found), form=form, kinds=KINDS
    )
    return make_response(shown, code)


def _hook_page(found: Webhook, form: HookForm, code: int = 200) -> Response:
    shown = render_template(
        "staff/hook.html",
        campaign=_campaign(found.campaign_id),
        hook=found,
        standing=act.standings([found])[found.id],
        calls=act.last_calls(found),
        days=KEPT_FOR.days,
        form=form,
        kinds=KINDS,
        secret=_secret_once(found),
    )
    return make_response(shown, code)


def _secret_once(found: Webhook) -> str:
    """The secret, where it is new and nobody has seen it yet; else ""."""
    if session.get(_NEW_SECRET) != found.id:
        return ""
    session.pop(_NEW_SECRET)
    try:
        return act.secret_of(found, keys())
    except (KeyGone, KeyLocked):
        return ""


def _campaign(campaign_id: int) -> Campaign:
    return db.session.get_one(Campaign, campaign_id)


def _hook_or_404(campaign_id: int, hook_id: int) -> Webhook:
    found = act.with_id(_campaign(campaign_id), hook_id) if hook_id <= _LARGEST_ID else None
    if found is None:
        abort(404)
    return found


def _here() -> bool:
    """Whether this is a developer's own machine, whose addresses may be called."""
    return not current_app.config["PRODUCTION"]


def _to(found: Webhook, anchor: str | None = None) -> BaseResponse:
    return redirect(url_for("staff.hook", campaign_id=found.campaign_id, hook_id=found.id, _anchor=anchor), 303)
