"""Signing in: a password and a one-time code for everybody, by Flask-Security."""

import base64
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, current_app, redirect, request, session, url_for
from flask_babel import lazy_gettext as _l
from flask_login.utils import _user_context_processor
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore, current_user
from flask_security.mail_util import EmailValidateException
from werkzeug.wrappers import Response as BaseResponse

from signon.database import db, now, transaction
from signon.keys import INSTALLATION, KeyStore
from signon.mail import outbox
from signon.mail.links import public_host
from signon.refusals import Refusal
from signon.signatures.addresses import email_address
from signon.signatures.verifying import may_try_code, note_wrong_code
from signon.staff.authenticator import Authenticator
from signon.staff.members import AUTHENTICATOR, hold
from signon.staff.models import Passkey, StaffMember
from signon.web.doors import keys, language
from signon.web.headers import private
from signon.web.limits import A_MINUTE, limit_account, limit_sign_in
from signon.web.staff import forms, passkeys

CODE_ENDPOINT = "security.two_factor_token_validation"
# The views of Flask-Security that change an account.
_CHANGING = {
    CODE_ENDPOINT,
    "security.two_factor_setup_validate",
    "security.change_password",
    "security.mf_recovery",
    "security.mf_recovery_codes",
    "security.verify",
    *passkeys.CHANGING,
}
_CODES = {CODE_ENDPOINT, "security.mf_recovery"}
_PASSWORDS = {"security.login", "security.verify", "security.change_password"}
_UNTOLD = "untold"  # the category of messages that the pages do not show


def set_up_accounts(app: Flask) -> None:
    """Give `app` the pages for signing in under /staff, and the rule that both factors are needed."""
    app.config.update({f"SECURITY_{name}": value for name, value in _settings(app.extensions["signon.keys"]).items()})
    security = Security(
        datastore=SQLAlchemyUserDatastore(db, StaffMember, None, Passkey),  # type: ignore[arg-type]  # there are no roles
        login_form=forms.SignInForm,
        verify_form=forms.PasswordAgainForm,
        change_password_form=forms.NewPasswordForm,
        two_factor_setup_form=forms.AuthenticatorForm,
        two_factor_verify_code_form=forms.OneTimeCodeForm,
        two_factor_rescue_form=forms.NoPhoneForm,
        mf_recovery_form=forms.RecoveryForm,
        mail_util_cls=StaffMail,
        totp_cls=Authenticator,
        **passkeys.PARTS,
    )
    security.want_json(lambda _request: False)  # forms only: no second, less guarded way in
    security.unauthn_handler(_to_sign_in)
    security.context_processor(lambda: {"member": current_user if current_user.is_authenticated else None})
    security.init_app(app)
    _leave_the_public_alone(app, security)
    app.before_request(_limit_passwords)
    passkeys.set_up_passkeys(app, security)
    app.before_request(_before_an_account_changes)
    app.after_request(_keep_private)
    app.after_request(_note_wrong_code)


def _settings(store: KeyStore) -> dict[str, Any]:
    """Flask-Security's settings. Its secrets come from the key store: renewing SECRET_KEY locks nobody out."""
    recovery_key = bytes.fromhex(store.secret(INSTALLATION, "recovery codes"))
    return {
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SALT": store.secret(INSTALLATION, "password salt"),
        "PASSWORD_LENGTH_MIN": 12,
        "RETURN_GENERIC_RESPONSES": True,
        "API_ENABLED_METHODS": ["session"],
        "JOIN_USER_ROLES": False,
        "CHANGEABLE": True,
        "TWO_FACTOR": True,
        "TWO_FACTOR_REQUIRED": True,
        "TWO_FACTOR_ENABLED_METHODS": [AUTHENTICATOR],
        "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds that a phone's clock may be wrong, either way
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TOTP_SECRETS": {"1": store.secret(INSTALLATION, "totp")},
        "TOTP_ISSUER": "Signon",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(recovery_key)],
        "FRESHNESS": timedelta(minutes=30),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=30),
        "EMAIL_HTML": False,  # a notice is written once, as text
        "CLI_USERS_NAME": "",
        "CLI_ROLES_NAME": "",
        **_MESSAGES,
        **_ADDRESSES,
        **passkeys.SETTINGS,
    }


# What a person is told, in the house's words: Flask-Security's own Spanish says "tú".
_MESSAGES = {
    "MSG_PASSWORD_CHANGE": (_l("Your password was changed."), "success"),
    "MSG_TWO_FACTOR_INVALID_TOKEN": (_l("This code is not right. Please wait for the next one."), "error"),
    "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Your password was changed"),
    "MSG_TWO_FACTOR_LOGIN_SUCCESSFUL": ("Your code has been confirmed", _UNTOLD),
    "MSG_TWO_FACTOR_PERMISSION_DENIED": ("You currently do not have permissions to access this page", _UNTOLD),
}

_ADDRESSES = {
    "URL_PREFIX": "/staff",
    "STATIC_FOLDER": None,
    "CHANGE_URL": "/password",
    "VERIFY_URL": "/password/again",
    "TWO_FACTOR_SETUP_URL": "/authenticator",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/code",
    "TWO_FACTOR_RESCUE_URL": "/code/lost",
    "TWO_FACTOR_SELECT_URL": "/code/which",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
    "MULTI_FACTOR_RECOVERY_URL": "/recovery",
    "POST_LOGIN_VIEW": "staff.letters",
    "POST_LOGOUT_VIEW": "security.login",
    "POST_CHANGE_VIEW": "staff.account",
    "POST_VERIFY_VIEW": "staff.account",
    "TWO_FACTOR_POST_SETUP_VIEW": "staff.account",
}


class StaffMail(MailUtil):
    """Flask-Security's mail goes through our outbox, in the transaction of what it tells about."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: str | None, html: str | None, **_more: Any
    ) -> None:
        says = {"to": str(recipient), "heading": str(subject), "text": body or ""}
        outbox.keep(outbox.STAFF_NOTICE, says, language=language(), keys=keys(), host=public_host(), at=now())

    def normalize(self, email: str) -> str:
        try:
            return email_address(email)
        except Refusal as refusal:
            raise EmailValidateException(str(refusal)) from None

    validate = normalize


def _leave_the_public_alone(app: Flask, security: Security) -> None:
    """Nothing asks who is signed in while a public page is made: it is the same for everybody, and says so to caches.

    Flask-Principal would load the account before every request, Flask-Login in every template, and look afterwards
    whether somebody is to be remembered, which nobody is.
    """
    security.principal.identity_loaders.clear()
    app.template_context_processors[None].remove(_user_context_processor)
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)


def _to_sign_in(_mechanisms: list[str], headers: dict[str, str] | None = None) -> BaseResponse:
    """Send a stranger to the sign-in page, and back afterwards to what was to be read; a form is not sent again."""
    wanted = request.script_root + request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=wanted), 303)


def _limit_passwords() -> None:
    """Look at so many passwords a minute from one place, and for one account, and no more."""
    if request.method == "POST" and request.endpoint in _PASSWORDS:
        most = current_app.config["SIGN_IN_TRIES_PER_MINUTE"]
        limit_sign_in("password", most, A_MINUTE)
        limit_account("password", session.get("_user_id") or request.form.get("email", ""), most, A_MINUTE)
    if request.method == "POST" and request.endpoint == passkeys.ANSWER:
        limit_sign_in("password", current_app.config["SIGN_IN_TRIES_PER_MINUTE"], A_MINUTE)


def _before_an_account_changes() -> BaseResponse | None:
    """Hold the account while Flask-Security reads and changes it: a one-time code sent twice at once works once."""
    if request.endpoint not in _CHANGING:
        return None
    if request.endpoint == CODE_ENDPOINT and "_user_id" in session and "tf_state" not in session:
        return redirect(url_for("staff.letters"), 303)  # the button was pressed twice: the view would sign out again
    if request.method == "POST":
        if request.endpoint in _CODES and not may_try_code(
            _trying(), current_app.config["CODE_TRIES_PER_MINUTE"], now()
        ):
            abort(429)
        hold(session.get("_user_id") or session.get("tf_user_id") or "")
    return None


def _note_wrong_code(response: Response) -> Response:
    """A code page that comes back was sent a wrong code: ten a minute are looked at for one account, no more."""
    if request.endpoint in _CODES and request.method == "POST" and response.status_code == 200:
        with transaction():
            note_wrong_code(_trying(), now())
    return response


def _trying() -> str:
    """Whose codes are being tried, as the wrong ones are counted: apart from every letter's."""
    return f"staff {session.get('tf_user_id', '')}"


def _keep_private(response: Response) -> Response:
    """No page of the staff is kept by anyone or found by search engines."""
    return private(response) if request.blueprint in ("staff", "security") else response
