"""Passkeys, by Flask-Security: a key in a person's device that signs in alone.

A passkey here always asks for a fingerprint, a face or a PIN (user verification), so that it is both factors: something
one has, and something one is or knows. Which account it belongs to it says itself, so that nobody types an address and
nobody learns which addresses have accounts.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import (
    Security,
    UserMixin,
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
    WebauthnUtil,
    current_user,
    wan_registered,
)
from flask_security.tf_plugin import tf_clean_session
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import HiddenField

from signon.database import now
from signon.mail import outbox
from signon.mail.links import public_host
from signon.signatures.suspicion import spend_proof
from signon.signatures.tokens import fingerprint
from signon.web.doors import keys, language
from signon.web.staff.forms import Worded, is_local

SIGN_IN, ANSWER = "security.wan_signin", "security.wan_signin_response"
# The views that change an account.
CHANGING = {ANSWER, "security.wan_register", "security.wan_register_response", "security.wan_delete"}
_TO_ANSWER = timedelta(minutes=2)  # while the device asks for the finger
_AGAIN = _l("That did not work. Please try again.")

SETTINGS: dict[str, Any] = {
    "WEBAUTHN": True,
    "WAN_RP_NAME": "Signon",
    "WAN_ALLOW_AS_FIRST_FACTOR": True,
    "WAN_ALLOW_AS_MULTI_FACTOR": True,
    "WAN_ALLOW_AS_VERIFY": None,  # what protects the account asks for the password
    "WAN_ALLOW_USER_HINTS": False,
    "WAN_SIGNIN_WITHIN": _TO_ANSWER,
    "WAN_REGISTER_WITHIN": timedelta(minutes=10),
    "WAN_REGISTER_URL": "/passkeys",
    "WAN_DELETE_URL": "/passkeys/remove",
    "WAN_SIGNIN_URL": "/passkey",
    "WAN_POST_REGISTER_VIEW": "security.wan_register",
    "DATETIME_FACTORY": now,
    "MSG_API_ERROR": (_AGAIN, "error"),
    "MSG_WEBAUTHN_EXPIRED": (_l("That took too long. Please begin again."), "error"),
    "MSG_WEBAUTHN_NAME_REQUIRED": (_l("Please say what to call it."), "error"),
    "MSG_WEBAUTHN_NAME_INUSE": (_l("Another passkey of yours is called %(name)s."), "error"),
    "MSG_WEBAUTHN_NAME_NOT_FOUND": (_l("You have no passkey that is called %(name)s."), "error"),
    "MSG_WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (_l("Please use letters, digits, spaces and hyphens only."), "error"),
    "MSG_WEBAUTHN_CREDENTIAL_DELETED": (_l("The passkey %(name)s is removed: it signs in no more."), "info"),
    "MSG_WEBAUTHN_REGISTER_SUCCESSFUL": (_l("The passkey %(name)s is added."), "info"),
    "MSG_WEBAUTHN_CREDENTIAL_ID_INUSE": (_l("This passkey is known here already."), "error"),
    "MSG_WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_l("This passkey is not known here."), "error"),
    "MSG_WEBAUTHN_ORPHAN_CREDENTIAL_ID": (_l("This passkey is not known here."), "error"),
    "MSG_WEBAUTHN_NO_VERIFY": (_AGAIN, "error"),
    "MSG_WEBAUTHN_CREDENTIAL_WRONG_USAGE": (_l("This passkey is not known here."), "error"),
    "MSG_WEBAUTHN_MISMATCH_USER_HANDLE": (_l("This passkey is not known here."), "error"),
}


class Passkeys(WebauthnUtil):
    """What we ask of a passkey, and which address it belongs to."""

    def origin(self) -> str:
        """The site as the browser sees it: PUBLIC_URL's, whatever a proxy says; at one's own desk what was typed."""
        if not current_app.config["PRODUCTION"]:
            return str(super().origin())
        public = urlsplit(current_app.config["PUBLIC_URL"])
        return f"{public.scheme}://{public.netloc}"

    def authenticator_selection(self, user: UserMixin, usage: str) -> AuthenticatorSelectionCriteria:
        """A key that knows its account, of any device, that asks who uses it."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user: UserMixin | None, usage: list[str]) -> UserVerificationRequirement:
        """Always: it is what makes one key two factors."""
        return UserVerificationRequirement.REQUIRED


class PasskeyForm(Worded, WebAuthnRegisterForm):
    """What a new passkey is called."""

    words = {"name": _l("What to call it")}
    usage = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name.render_kw = {"autocomplete": "off", "maxlength": 64}

    def validate(self, **kwargs: Any) -> bool:
        self.usage.data = "first"  # there is one kind here
        return bool(super().validate(**kwargs))


class RemovePasskeyForm(WebAuthnDeleteForm):
    """Which passkey is removed, by its name."""


class PasskeySignInForm(WebAuthnSigninForm):
    """The button that asks the device. Nobody types who they are, and nobody is remembered."""

    identity = HiddenField()
    remember = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember.data = self.identity.data = ""
        _stay_here(self)


class PasskeyAnswerForm(WebAuthnSigninResponseForm):
    """What the device answered. Each question is answered once, and a closed account stays closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember.data = ""
        _stay_here(self)

    def validate(self, **kwargs: Any) -> bool:
        good = super().validate(**kwargs) and self.mf_check and self.user is not None and self.user.active
        if good and spend_proof(fingerprint(f"passkey {self.challenge}"), now() + 2 * _TO_ANSWER):
            return True
        if not self.credential.errors:
            self.credential.errors = [_AGAIN]
        return False


# What Flask-Security is given in place of its own.
PARTS: dict[str, Any] = {
    "wan_register_form": PasskeyForm,
    "wan_delete_form": RemovePasskeyForm,
    "wan_signin_form": PasskeySignInForm,
    "wan_signin_response_form": PasskeyAnswerForm,
    "webauthn_util_cls": Passkeys,
}


def set_up_passkeys(app: Flask, security: Security) -> None:
    """Show people their passkeys, and write to whoever got a new one: if it was not them, they learn of it."""
    security.wan_register_context_processor(lambda: {"passkeys": current_user.webauthn})
    app.before_request(_begin_anew)
    wan_registered.connect(_tell, app)


def _begin_anew() -> None:
    """A passkey is both factors: whoever typed a password before begins anew with it, and needs no code."""
    if request.method == "POST" and request.endpoint in (SIGN_IN, ANSWER):
        tf_clean_session()


def _stay_here(form: Any) -> None:
    wanted = form.next.data or request.args.get("next", "")
    form.next.data = wanted if is_local(wanted) else url_for("staff.letters")


def _tell(_app: Flask, user: Any, name: str, **_more: object) -> None:
    says = {
        "to": user.email,
        "heading": _("A passkey was added to your account"),
        "text": _("From now on it signs in without password and code. It is called %(name)s.", name=name)
        + "\n\n"
        + _("If this was not you, write to the person who looks after this installation at once."),
    }
    outbox.keep(outbox.STAFF_NOTICE, says, language=language(), keys=keys(), host=public_host(), at=now())
