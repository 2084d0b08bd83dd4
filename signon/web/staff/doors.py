"""The way into the workspace: nobody passes without both factors, and nobody sees a campaign that is not theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from flask import Blueprint, abort, g, redirect, request, url_for
from flask_security import auth_required, current_user
from werkzeug.wrappers import Response

from signon.campaigns.models import Campaign
from signon.database import db
from signon.letters.models import Letter
from signon.staff import auditing
from signon.staff.access import MANAGE, letter_of, may, may_everywhere, may_somewhere
from signon.staff.members import has_authenticator
from signon.staff.models import StaffMember
from signon.web.doors import keys
from signon.web.staff.rules import EVERYWHERE, RULES, SIGNED_IN

staff = Blueprint("staff", __name__, url_prefix="/staff")


@staff.before_request
@auth_required("session")
def require_sign_in() -> Response | None:
    """Every door of this blueprint is closed to strangers, the ones that are not written yet too."""
    if not has_authenticator(member()):
        return redirect(url_for("security.two_factor_setup"), 303)
    return None


@staff.before_request
def keep_the_rules() -> None:
    """What the table of rules does not allow this person here is not found, as if it were not there."""
    act = RULES.get((request.endpoint or "").removeprefix("staff."))
    if act is None or (act != SIGNED_IN and not _may_here(act, request.view_args or {})):
        abort(404)


def _may_here(act: str, place: Mapping[str, Any]) -> bool:
    if act == EVERYWHERE:
        return may_everywhere(member(), MANAGE)
    if "slug" in place:
        g.letter_here = letter_of(member(), place["slug"], act)
        return g.letter_here is not None
    if "campaign_id" in place:
        return db.session.get(Campaign, place["campaign_id"]) is not None and may(member(), act, place["campaign_id"])
    return may_somewhere(member(), act)


@staff.context_processor
def who_is_here() -> dict[str, Any]:
    """Templates of the workspace know the `member` who looks at them, and which doors are open to them."""
    # Who was found at the door; asking again could fail as it did there.
    return {
        "member": g.get("_login_user"),
        "may_open": _may_open,
        "may_open_in": _may_open_in,
        "may_open_somewhere": _may_open_somewhere,
        "turned": _turned,
    }


def _turned(page: int) -> str:
    """The address of another page of the list that is shown: of the same search, with the same filters."""
    # Behind the path: url_for takes some names as orders (a scheme, a host), and these come from the address bar.
    asked = {**request.args.to_dict(), "page": str(page)}
    return f"{request.script_root}{request.path}?{urlencode(asked)}"


def _may_open(endpoint: str, letter: Letter) -> bool:
    """Whether the door is open to this person for `letter`; one that is not there is open to nobody."""
    return _may_open_in(endpoint, letter.campaign)


def _may_open_in(endpoint: str, campaign: Campaign) -> bool:
    """Whether the door is open to this person in `campaign`; one that is not there is open to nobody."""
    act = RULES.get(endpoint.removeprefix("staff."))
    return act is not None and (act == SIGNED_IN or may(member(), act, campaign.id))


def _may_open_somewhere(endpoint: str) -> bool:
    act = RULES.get(endpoint.removeprefix("staff."))
    return act is not None and (act == SIGNED_IN or _may_here(act, {}))


def member() -> StaffMember:
    """The person who is signed in."""
    return cast(StaffMember, current_user._get_current_object())


def letter_or_404(slug: str) -> Letter:
    """The letter at this address, in which this person may do what the table of rules asks for at this door."""
    letter = g.get("letter_here")
    if letter is None or letter.slug != slug:
        abort(404)
    return cast(Letter, letter)


def audit(act: str, at: datetime, letter: Letter | None = None, **about: object) -> None:
    """Keep that the person who is signed in did `act`, a key of `audited.ACTS`; see `auditing.record` for `about`. Call
    it at the end of the door's transaction.
    """
    doer = auditing.Doer.of(member())
    auditing.record(act, doer, keys=keys(), at=at, letter=letter, **about)  # type: ignore[arg-type]
