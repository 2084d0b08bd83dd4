"""The way into the workspace: nobody passes without both factors, and nobody sees a campaign that is not theirs."""

from typing import Any, cast

from flask import Blueprint, abort, g, redirect, url_for
from flask_security import auth_required, current_user
from werkzeug.wrappers import Response

from signon.letters.models import Letter
from signon.staff.access import letter_of
from signon.staff.members import has_authenticator
from signon.staff.models import StaffMember

staff = Blueprint("staff", __name__, url_prefix="/staff")


@staff.before_request
@auth_required("session")
def require_sign_in() -> Response | None:
    """Every door of this blueprint is closed to strangers, the ones that are not written yet too."""
    if not has_authenticator(member()):
        return redirect(url_for("security.two_factor_setup"), 303)
    return None


@staff.context_processor
def who_is_here() -> dict[str, Any]:
    """Templates of the workspace know the `member` who looks at them."""
    return {"member": g.get("_login_user")}  # who was found at the door; asking again could fail as it did there


def member() -> StaffMember:
    """The person who is signed in."""
    return cast(StaffMember, current_user._get_current_object())


def letter_or_404(slug: str, act: str) -> Letter:
    """The letter, if this person may do `act` there; else the page is not found, as if there were no such letter."""
    letter = letter_of(member(), slug, act)
    if letter is None:
        abort(404)
    return letter
