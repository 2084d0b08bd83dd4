"""Tokens: emailed links, typed codes, and the tokens of public forms.

A token carries random bits and a signature, no address, name or title. What is stored is its hash, so that reading the
database lets nobody verify anything; the signature makes a guessed or cut one recognizable without asking the database.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, Signer

# What a link is for. One that was made for one purpose works for no other.
VERIFY = "verify"  # prove the mailbox and sign
CODE = "code"  # the same, typed
ENTRY = "entry"  # see, correct and withdraw one's own signature
APPROVE = "approve"  # the second approver agrees
OBJECT = "object"  # the organization's known address takes a name off that somebody else put there
HANDOVER = "handover"  # a colleague takes the signature over
ANSWER = "answer"  # the signee of a held name answers what staff asked
KEEP = "keep"  # keep the name under a changed text, or take it off
INVITE = "invite"  # an invited organization reads the letter and signs it; the mailbox is proven
LEAVE = "leave"  # no more mailings of a campaign; carries the campaign and a keyed hash of the mailbox
STOP_MAIL = "stop mail"  # nothing more that strangers can ask for; carries a keyed hash of the mailbox
# No 0/O, 1/I/L, U/V: the code is read from one screen and typed on another. 28^8 is 38 bits, tried 10 times a minute.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXY"
_CODE_LENGTH = 8
FORM_HOURS = 24
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BrokenToken(Exception):
    """Not a token of ours, or not whole: cut by a mail program, mistyped, forged, or meant for another purpose."""


class OldFormToken(Exception):
    """A form token that was ours once; the form has been open too long, or it belongs to another form."""


@dataclass(frozen=True)
class Showing:
    """One display of a public form: its random id, and when that was, to the millisecond."""

    id: str
    at: datetime


@dataclass(frozen=True)
class Tokens:
    """Issues and reads tokens under `secret_keys`, the newest last, as itsdangerous wants them."""

    secret_keys: tuple[str, ...]

    def issue(self, purpose: str) -> str:
        """A new token for `purpose`: 43 random characters, a dot, 64 characters of signature."""
        return self.vouch(purpose, secrets.token_urlsafe(32))

    def vouch(self, purpose: str, value: str) -> str:
        """`value`, which is ASCII and no secret, with our signature for `purpose`."""
        return self._signer(purpose).sign(value).decode()

    def vouched(self, purpose: str, token: str) -> str:
        """The value that we vouched for. Raises BrokenToken."""
        return self.check(purpose, token).rpartition(".")[0]

    def check(self, purpose: str, token: str) -> str:
        """`token` itself when its signature is ours and for `purpose`. Raises BrokenToken."""
        try:
            self._signer(purpose).unsign(token.encode("ascii"))
        except (BadSignature, UnicodeEncodeError):
            raise BrokenToken from None
        return token

    def form_token(self, form: str, at: datetime) -> str:
        """A dated token for one showing, at `at`, of the public form called `form` ("sign night-train")."""
        moment = (at - _EPOCH) // timedelta(milliseconds=1)
        return self._signer(f"form {form}").sign(f"{secrets.token_urlsafe(12)}.{moment}").decode()

    def read_form_token(self, form: str, token: str, at: datetime) -> Showing:
        """The one showing that `token` stands for. Raises OldFormToken after FORM_HOURS or for another form."""
        try:
            shown, _, moment = self._signer(f"form {form}").unsign(token.encode("ascii")).decode().partition(".")
            showing = Showing(shown, _EPOCH + timedelta(milliseconds=int(moment)))
        except (BadSignature, ValueError, OverflowError):
            raise OldFormToken from None
        if at - showing.at > timedelta(hours=FORM_HOURS):
            raise OldFormToken
        return showing

    # SHA-384 gives 48 bytes, which base64 writes without spare bits: every changed character is another signature.
    def _signer(self, purpose: str) -> Signer:
        return Signer(list(self.secret_keys), salt=f"signon {purpose}", digest_method=hashlib.sha384)


def new_code() -> str:
    """A code to type: eight characters, shown as two groups of four."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def same_code(typed: str) -> str:
    """What was typed as `new_code` writes it: case, spaces and dashes do not count."""
    bare = "".join(mark for mark in typed.upper() if mark.isalnum())
    return f"{bare[:4]}-{bare[4:]}"


def fingerprint(token: str) -> str:
    """What is stored of an emailed link's token (SHA-256, hex): enough to know it again, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()
