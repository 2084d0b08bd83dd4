"""A person's own account."""

from flask import render_template

from signon.web.staff.doors import member, staff


@staff.get("/account")
def account() -> str:
    """The address one signs in with, and the ways to change password, authenticator and recovery codes."""
    codes_left, passkeys = len(member().mf_recovery_codes or []), len(member().webauthn)
    return render_template("staff/account.html", codes_left=codes_left, passkeys=passkeys)
