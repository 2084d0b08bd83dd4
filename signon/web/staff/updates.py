"""A campaign's updates in the workspace: written as drafts, looked at, published, corrected, mailed, taken back."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns import updates as act
from signon.campaigns.campaigns import hold
from signon.campaigns.models import COVERED, DELIVERED, DEMAND_MOVED, WRITTEN, Campaign, Update
from signon.database import db, now, transaction
from signon.letters.letters import safe_modes_of
from signon.letters.news import is_public, letters_by_id
from signon.outreach import updates_mailed
from signon.outreach.models import Mailing
from signon.outreach.updates_mailed import mailings_of
from signon.web.doors import language
from signon.web.language import name_here
from signon.web.staff.doors import audit, member, staff
from signon.web.staff.news_forms import UpdateForm, about, update_form
from signon.web.staff.update_mailings import Followers, followers_of
from signon.wording.news import Item, read_updates

PAGE = 50  # updates a page
KIND_NAMES = {
    WRITTEN: _l("Written by staff"),
    DEMAND_MOVED: _l("A demand moved"),
    COVERED: _l("In the press"),
    DELIVERED: _l("Delivered"),
}


@dataclass(frozen=True)
class Preview:
    """How an update reads in one language."""

    language: str
    name: str
    item: Item


@staff.get("/campaigns/<int:campaign_id>/updates")
def updates(campaign_id: int) -> str:
    """All that was told and is being written, the newest first."""
    campaign, at, total = campaign_of(campaign_id), now(), act.how_many(campaign_id)
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    rows = act.of_campaign(campaign_id, offset=(page - 1) * PAGE, most=PAGE)
    items = read_updates(campaign, rows, language(), at)
    return render_template(
        "staff/updates.html",
        campaign=campaign,
        lines=list(zip(rows, items, strict=True)),
        page=page,
        pages=max(-(-total // PAGE), 1),
        kinds=KIND_NAMES,
        is_public=bool(safe_modes_of(campaign_id, at)),
    )


@staff.get("/campaigns/<int:campaign_id>/updates/new")
def new_update(campaign_id: int) -> Response:
    """An empty one. Nothing is kept before it is saved."""
    campaign = campaign_of(campaign_id)
    return _page(campaign, None, update_form(campaign, now()))


@staff.post("/campaigns/<int:campaign_id>/updates/new")
def write_update(campaign_id: int) -> BaseResponse:
    """Keep it as a draft; what was typed stays when something is wrong with it."""
    campaign = campaign_of(campaign_id)
    form = update_form(campaign, now(), request.form)
    checked = form.checked()
    if checked is None:
        return _page(campaign, None, form, 422)
    words, letter_id = checked
    with transaction():
        hold(campaign_id)
        at, by = now(), member().id
        row = act.begun(campaign_id, words, letter_id=letter_id, by=by)  # who presses twice begins it once
        if row is None:
            row = act.write(campaign_id, words, letter_id=letter_id, by=by, at=at)
            audit("update.written", at, campaign_id=campaign_id)
    flash(_("Saved as a draft. Nobody else sees it yet."))
    return _to(row)


@staff.get("/campaigns/<int:campaign_id>/updates/<int:update_id>")
def update(campaign_id: int, update_id: int) -> Response:
    """One update: its words, how it reads, whether it is public, and to whom it was mailed."""
    campaign, row = campaign_of(campaign_id), update_or_404(campaign_id, update_id)
    return _page(campaign, row, update_form(campaign, now(), row=row))


@staff.post("/campaigns/<int:campaign_id>/updates/<int:update_id>")
def save_update(campaign_id: int, update_id: int) -> BaseResponse:
    """It says something else from now on."""
    campaign, row = campaign_of(campaign_id), update_or_404(campaign_id, update_id)
    form = update_form(campaign, now(), _typed(row), row)
    checked = form.checked()
    if checked is None:
        return _page(campaign, row, form, 422)
    words, letter_id = checked
    try:
        with transaction():
            row, at = update_or_404(campaign_id, update_id), now()
            act.change(row, words, letter_id=letter_id, seen=form.seen_at(), by=member().id, at=at)
            audit("update.changed", at, campaign_id=campaign_id)
    except act.ChangedMeanwhile:
        row = update_or_404(campaign_id, update_id)
        form.seen.data = row.changed_at.isoformat()
        return _page(campaign, row, form, 409, meanwhile=True)
    flash(_("Saved."))
    return _to(row)


@staff.post("/campaigns/<int:campaign_id>/updates/<int:update_id>/publish")
def publish_update(campaign_id: int, update_id: int) -> BaseResponse:
    """Everybody reads it from now on."""
    with transaction():
        row, at = update_or_404(campaign_id, update_id), now()
        if act.publish(row, at):
            audit("update.published", at, campaign_id=campaign_id)
    flash(_("It is published: on the campaign’s page and in its feed."))
    return _to(row)


@staff.post("/campaigns/<int:campaign_id>/updates/<int:update_id>/take-back")
def take_back_update(campaign_id: int, update_id: int) -> BaseResponse:
    """It is a draft again."""
    with transaction():
        row, at = update_or_404(campaign_id, update_id), now()
        if act.take_back(row, at):
            audit("update.taken_back", at, campaign_id=campaign_id)
    flash(_("It is a draft again. Who got it by email or by the feed has it."))
    return _to(row)


@staff.post("/campaigns/<int:campaign_id>/updates/<int:update_id>/remove")
def remove_update(campaign_id: int, update_id: int) -> BaseResponse:
    """Nothing is left of it."""
    with transaction():
        row, at = update_or_404(campaign_id, update_id), now()
        updates_mailed.stop([row.id], at)
        act.remove(row)
        audit("update.removed", at, campaign_id=campaign_id)
    flash(_("The update is removed."))
    return redirect(url_for("staff.updates", campaign_id=campaign_id), 303)


def campaign_of(campaign_id: int) -> Campaign:
    """The campaign at this address: the table of rules has looked whether this person may be here."""
    return db.session.get_one(Campaign, campaign_id)


def update_or_404(campaign_id: int, update_id: int) -> Update:
    """The update at this address, if it is one of the campaign's; else the page is not found."""
    row = act.with_id(campaign_id, update_id)
    if row is None:
        abort(404)
    return row


def _typed(row: Update) -> MultiDict[str, str]:
    """What was sent; what tells itself is about the letter that it is about."""
    typed = MultiDict(request.form)
    if row.kind != WRITTEN:
        typed["letter"] = about(row)
    return typed


def _page(
    campaign: Campaign, row: Update | None, form: UpdateForm, code: int = 200, *, meanwhile: bool = False
) -> Response:
    at = now()
    mailings = mailings_of(row.id) if row is not None else []
    page = render_template(
        "staff/update.html",
        campaign=campaign,
        update=row,
        form=form,
        meanwhile=meanwhile,
        kinds=KIND_NAMES,
        previews=_previews(campaign, row, at) if row is not None else [],
        mailings=_by_letter(mailings),
        followers=_to_be_mailed(campaign, row, mailings, at),
        is_public=bool(safe_modes_of(campaign.id, at)),
        waits_for=_waits_for(row, at),
    )
    return make_response(page, code)


def _previews(campaign: Campaign, row: Update, at: datetime) -> list[Preview]:
    languages = [code for code in row.words if row.words[code]] or [language()]
    return [Preview(code, name_here(code), read_updates(campaign, [row], code, at)[0]) for code in languages]


def _by_letter(mailings: list[Mailing]) -> list[tuple[str, Mailing]]:
    letters = letters_by_id([one.letter_id for one in mailings])
    return [(letters[one.letter_id].slug, one) for one in mailings]


def _to_be_mailed(campaign: Campaign, row: Update | None, mailings: list[Mailing], at: datetime) -> list[Followers]:
    """The letters whose signees asked for news and have no mailing of it yet; only what is public is mailed."""
    if row is None or not is_public(row, at):
        return []
    begun = {one.letter_id for one in mailings}
    return [one for one in followers_of(campaign, at) if one.letter.id not in begun]


def _waits_for(row: Update | None, at: datetime) -> str:
    """The slug of the letter that a published update waits for, since nobody can read that yet; else ""."""
    letter = letters_by_id([row.letter_id]).get(row.letter_id or 0) if row is not None else None
    return "" if letter is None or letter.is_published(at) else letter.slug


def _to(row: Update) -> BaseResponse:
    address = url_for("staff.update", campaign_id=row.campaign_id, update_id=row.id, _anchor="preview")
    return redirect(address, 303)
