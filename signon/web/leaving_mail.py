"""Leaving: whoever wants no more invitations, reminders and updates of a campaign says so by one press.

Their mail program may do it for them (RFC 8058): it posts "List-Unsubscribe=One-Click" to the link in the mail's
header, without a cookie or a person. The link carries a keyed hash of the mailbox, no address. Looking changes nothing.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.models import Campaign
from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.outreach import leaving as act
from signon.signatures.tokens import LEAVE, BrokenToken
from signon.web.doors import tokens
from signon.web.headers import private_page

leaving_mail = Blueprint("leaving_mail", __name__)
_LARGEST_ID = 2**31 - 1  # what the column holds


@dataclass(frozen=True)
class _Reader:
    """Whom a link is about: a mailbox by its mark, in a campaign."""

    campaign: Campaign
    mark: str


@leaving_mail.errorhandler(BrokenToken)
def incomplete(_error: BrokenToken) -> Response:
    """A link that is not whole, or not ours."""
    return private_page("signing/leaving_incomplete.html", 404)


@leaving_mail.get("/unsubscribe/<token>")
def leaving(token: str) -> Response:
    """Whether the mailbox hears of the campaign, and the button that changes it."""
    reader = _reader(token)
    return private_page(
        "signing/leaving.html",
        token=token,
        campaign=_named(reader.campaign),
        has_left=act.has_left(reader.campaign.id, reader.mark),
    )


@leaving_mail.post("/unsubscribe/<token>")
def leave(token: str) -> BaseResponse:
    """The button was pressed, by a person or by a mail program in their name: write no more of the campaign."""
    reader = _reader(token)
    one_click = request.form.get("List-Unsubscribe") == "One-Click"
    if not one_click and "sure" not in request.form:
        abort(400)
    with transaction():
        act.leave(reader.campaign.id, reader.mark, now())
    if one_click:  # a program reads no page, and follows no redirection (RFC 8058, 3.1)
        return leaving(token)
    return redirect(url_for("leaving_mail.leaving", token=token), 303)


@leaving_mail.post("/unsubscribe/<token>/undo")
def come_back(token: str) -> BaseResponse:
    """It was a mistake: write to them again."""
    reader = _reader(token)
    with transaction():
        act.come_back(reader.campaign.id, reader.mark)
    return redirect(url_for("leaving_mail.leaving", token=token, kept="y"), 303)


@leaving_mail.get("/mail/example")
def example() -> Response:
    """Where the links of a test mail lead."""
    return private_page("signing/mail_example.html")


def _reader(token: str) -> _Reader:
    """Whom the link is about. Raises BrokenToken."""
    number, _, mark = tokens().vouched(LEAVE, token).partition(".")
    campaign = db.session.get(Campaign, int(number)) if number.isdecimal() and int(number) <= _LARGEST_ID else None
    if campaign is None:
        raise BrokenToken
    return _Reader(campaign, mark)


def _named(campaign: Campaign) -> str:
    """The campaign's name where a letter of it may be read by everybody; a discreet one's is not told."""
    open_letter = db.session.query(Letter.id).filter_by(campaign_id=campaign.id, safe_mode=False)
    return campaign.name if open_letter.first() else ""
