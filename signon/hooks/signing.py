"""Signing calls, after the Standard Webhooks specification (https://www.standardwebhooks.com, symmetric signatures).

A webhook's secret is random and known to two: us, sealed under the installation's key, and the program that is called.
A new secret takes the place of the old one after a day, in which calls bear the signatures of both.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from signon.keys import INSTALLATION, KeyStore

BEGINNING = "whsec_"  # by which programs and people know such a secret
OLD_ONE_WORKS = timedelta(hours=24)
_BYTES = 32
_SEALED = "webhook secret"


@dataclass(frozen=True)
class Secrets:
    """A webhook's secret, and the one before it ("" for none), with which calls are signed too until `until`."""

    current: str
    former: str = ""
    until: datetime | None = None

    def valid(self, at: datetime) -> tuple[str, ...]:
        """Those to sign with, the newest first."""
        both = self.former and self.until is not None and at < self.until
        return (self.current, self.former) if both else (self.current,)

    def renewed(self, at: datetime) -> "Secrets":
        """A new secret, beside which this one works for a day."""
        return Secrets(new_secret(), self.current, at + OLD_ONE_WORKS)

    def sealed(self, keys: KeyStore) -> bytes:
        """As it is kept."""
        until = self.until.isoformat() if self.until else ""
        return keys.seal(INSTALLATION, json.dumps([self.current, self.former, until]).encode(), _SEALED)


def new_secret() -> str:
    """A secret that nobody had before."""
    return BEGINNING + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def opened(sealed: bytes, keys: KeyStore) -> Secrets:
    """What `Secrets.sealed` answered. Raises KeyGone or KeyLocked."""
    current, former, until = json.loads(keys.open(INSTALLATION, sealed, _SEALED))
    return Secrets(current, former, datetime.fromisoformat(until) if until else None)


def headers_of(event_id: str, body: bytes, valid: tuple[str, ...], at: datetime) -> dict[str, str]:
    """The three headers by which a program knows that the call is ours, whole, and of this moment."""
    moment = str(int(at.timestamp()))
    said = f"{event_id}.{moment}.".encode() + body
    signatures = (f"v1,{_signature(secret, said)}" for secret in valid)
    return {"webhook-id": event_id, "webhook-timestamp": moment, "webhook-signature": " ".join(signatures)}


def _signature(secret: str, said: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(BEGINNING))
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
