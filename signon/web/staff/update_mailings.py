"""An update by mail to those who asked: a draft for each letter, in its languages, which staff look at and send."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns import updates as act
from signon.campaigns.models import Campaign
from signon.database import db, now, transaction
from signon.letters.demands import letters_of
from signon.letters.models import Letter
from signon.letters.news import is_public
from signon.mail.update_words import words_of_update
from signon.outreach import audiences, mailing
from signon.outreach.models import UPDATE, Mailing
from signon.outreach.updates_mailed import hold, mailings_of
from signon.web.doors import language
from signon.web.staff.doors import audit, member, staff
from signon.wording.news import titles_of


@dataclass(frozen=True)
class Followers:
    """A letter, and how many of its signees asked to hear what comes of it."""

    letter: Letter
    title: str
    number: int


def followers_of(campaign: Campaign, at: datetime) -> list[Followers]:
    """The letters of the campaign with somebody who asked, the newest first."""
    letters = letters_of(campaign)
    titles = dict(titles_of(letters, language(), at))
    found = [Followers(one, titles[one.id], audiences.size(one, UPDATE, at)) for one in letters]
    return [one for one in found if one.number]


@staff.post("/campaigns/<int:campaign_id>/updates/<int:update_id>/mail")
def mail_update(campaign_id: int, update_id: int) -> BaseResponse:
    """Begin a mailing for each letter that was chosen. Nothing is sent: each is a draft."""
    campaign, at = db.session.get_one(Campaign, campaign_id), now()
    chosen = set(request.form.getlist("letter"))
    letters = [one.letter for one in followers_of(campaign, at) if str(one.letter.id) in chosen]
    begun: list[tuple[Letter, Mailing]] = []
    with transaction():
        hold(update_id)  # who presses twice begins one draft
        at, row = now(), act.with_id(campaign_id, update_id)
        if row is None or not is_public(row, at):
            abort(404)  # the page offers it for what is public
        mailed = {one.letter_id for one in mailings_of(row.id)}
        for letter in letters:
            if letter.id not in mailed:
                words = words_of_update(row, letter, list(current_app.config["LANGUAGES"]), at)
                begun.append((letter, mailing.draft(letter, UPDATE, words, update_id=row.id, by=member().id, at=at)))
                audit("mailing.drafted", at, letter, kind=UPDATE)
    return _answer(campaign_id, update_id, begun)


def _answer(campaign_id: int, update_id: int, begun: list[tuple[Letter, Mailing]]) -> BaseResponse:
    """To the draft, where it is one; else back to the update, where all of them stand."""
    if not begun:
        flash(_("Please choose a letter first."), "error")
    elif len(begun) == 1:
        letter, row = begun[0]
        flash(_("This is a draft. Look at it, then send it."))
        return redirect(url_for("staff.mailing", slug=letter.slug, mailing_id=row.id), 303)
    else:
        flash(
            ngettext(
                "%(num)s draft is ready. Look at it, then send it.",
                "%(num)s drafts are ready. Look at each, then send it.",
                len(begun),
            )
        )
    return redirect(url_for("staff.update", campaign_id=campaign_id, update_id=update_id, _anchor="mail"), 303)
