"""A person's own account."""

from flask import render_template

from signon.web.staff.doors import member, staff


@staff.get("/account")
def account() -> str:
    """The address one signs in with, and the ways to change password, authenticator and recovery codes."""
    return render_template("staff/account.html", codes_left=len(member().mf_recovery_codes or []))
