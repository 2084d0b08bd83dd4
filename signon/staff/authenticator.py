"""One-time codes from an authenticator app (TOTP, RFC 6238): a code works once."""

import base64
import io
import time

import qrcode
from flask_security import Totp, UserMixin
from passlib.totp import TotpMatch
from qrcode.image.svg import SvgPathFillImage


class Authenticator(Totp):
    """Flask-Security's one-time codes, with the memory it leaves to us: `totp_counter` is the last code that was used.

    Two requests with one code take turns because the account's row is held before it is read (see `members.hold`).
    """

    def get_last_counter(self, user: UserMixin) -> int | None:
        counter: int | None = user.totp_counter  # type: ignore[attr-defined]
        return counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        user.totp_counter = tmatch.counter  # type: ignore[attr-defined]

    def code_now(self, secret: str, last_counter: int | None) -> str:
        """The code that would be accepted at this moment: the app's own, or the next one when that was used already."""
        app = self._totp.from_source(secret)
        moment = int(time.time())
        if last_counter is not None and last_counter >= moment // app.period:
            moment = (last_counter + 1) * app.period
        code: str = app.generate(moment).token
        return code

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The key as a QR code, dark on white in every colour scheme, as a data: address for an <img>."""
        drawn = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathFillImage, border=3)
        file = io.BytesIO()
        drawn.save(file)
        return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"
