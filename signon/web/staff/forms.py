"""Flask-Security's forms in our own words, without what we do not offer."""

import re
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_security import (
    ChangePasswordForm,
    LoginForm,
    MfRecoveryForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from wtforms import Form, RadioField

from signon.staff.members import AUTHENTICATOR

# One slash, and nothing after it that a browser would read as a second one, drop, or take for a host.
_LOCAL = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")


def is_local(address: str) -> bool:
    """Whether a browser that is sent to `address` stays on this site: a path from its root, and nothing else."""
    return _LOCAL.fullmatch(address) is not None


class Worded(Form):
    """Gives fields the labels in `words`, and marks them as needed where the library only checks it afterwards."""

    words: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            self[name].label.text = words
            self[name].flags.required = True


class SignInForm(Worded, LoginForm):
    """Address and password. Nobody is remembered: every sign-in asks for both factors."""

    words = {"email": _l("Email"), "password": _l("Password")}
    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_local(self.next.data or ""):
            self.next.data = url_for("staff.letters")  # whoever followed a bad link signs in all the same


class AuthenticatorForm(TwoFactorSetupForm):
    """The one second factor there is."""

    setup = RadioField(choices=[AUTHENTICATOR])


class WordedCode(Worded):
    """Says what may be `wrong` with a code, whatever it was."""

    wrong: Any

    def validate(self, **kwargs: Any) -> bool:
        if super().validate(**kwargs):
            return True
        self["code"].errors = [self.wrong]
        return False


class OneTimeCodeForm(WordedCode, TwoFactorVerifyCodeForm):
    """The code that the authenticator app shows."""

    words = {"code": _l("Code from the app")}
    wrong = _l("This code is not right, or it was used already. Please wait for the next one.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code.render_kw = {**(self.code.render_kw or {}), "inputmode": "numeric"}


class RecoveryForm(WordedCode, MfRecoveryForm):
    """One of the codes that were written down."""

    words = {"code": _l("Recovery code")}
    wrong = _l("This code is not right, or it was used already.")


class NewPasswordForm(Worded, ChangePasswordForm):
    """The current password, and the new one twice."""

    words = {
        "password": _l("Current password"),
        "new_password": _l("New password"),
        "new_password_confirm": _l("New password once more"),
    }


class PasswordAgainForm(Worded, VerifyForm):
    """The password once more, before something that protects the account is changed."""

    words = {"password": _l("Password")}


class NoPhoneForm(TwoFactorRescueForm):
    """What helps without the phone: recovery codes, which the view adds for those who have some. Nothing by mail."""

    help_setup = RadioField(choices=[])
