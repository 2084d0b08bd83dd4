"""Proof of work: a browser that runs scripts solves a small sum while the form is filled in; nobody clicks anything.

The challenge is altcha's (version 2), made and checked here: its hash-based signature covers which form it is for and
which showing of it, so it serves no other, and it is used once. It comes with the page, in an attribute of the field
that carries the answer. Who sends none signs all the same, under the tighter limit of people without scripts.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import altcha
from flask import Flask, current_app

from signon.keys import INSTALLATION, KeyStore
from signon.signatures.tokens import FORM_HOURS, Showing, fingerprint

_ALGORITHM = "PBKDF2/SHA-256"  # a browser has it built in; a machine made for hashing gains least with it
_PREFIX = "00"  # one try in 256 is right
_HOURS = FORM_HOURS + 1  # it outlives its form: whoever left a form open over night has not sent a wrong proof
_LONGEST = 4096  # characters; a whole answer has about 900


@dataclass(frozen=True)
class Proof:
    """What came with a form as proof of work. It is known again by `mark` until it runs out."""

    is_right: bool
    mark: str
    expires_at: datetime


def set_up_proofs(app: Flask, keys: KeyStore) -> None:
    """Give `app` the key under which challenges are signed."""
    app.extensions["signon.proofs"] = keys.secret(INSTALLATION, "proof of work")


def is_asked_for() -> bool:
    """Whether the host wants any work to be proven."""
    return bool(current_app.config["PROOF_OF_WORK"])


def challenge(form: str, showing: Showing) -> str:
    """The challenge for one showing of `form`, as the JSON that proof.js reads."""
    made = altcha.create_challenge(
        _ALGORITHM,
        current_app.config["PROOF_OF_WORK"],
        key_prefix=_PREFIX,
        expires_at=_expires(showing),
        data=_bound_to(form, showing),
        hmac_secret=current_app.extensions["signon.proofs"],
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def read_proof(sent: str, form: str, showing: Showing) -> Proof | None:
    """What was sent as the proof for this showing of `form`; None where nothing was, or nothing is asked for.

    A wrong one takes as long to check as a right one.
    """
    if not sent or not is_asked_for():
        return None
    payload = _read(sent)
    is_right = _is_solved(payload)
    if payload is None or payload.challenge.parameters.data != _bound_to(form, showing):
        is_right = False
    about = str(payload.challenge.signature) if payload and is_right else f"wrong {showing.id}"
    return Proof(is_right, fingerprint(about), _expires(showing))


def _read(sent: str) -> altcha.Payload | None:
    try:
        return altcha.Payload.from_base64(sent) if len(sent) <= _LONGEST else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _is_solved(payload: altcha.Payload | None) -> bool:
    """Whether altcha finds it whole, in time and right; the work of checking is done in every case."""
    if payload is not None:
        result = altcha.verify_solution(payload, current_app.extensions["signon.proofs"])
        if result.invalid_solution is not None:
            return result.verified
    cost = current_app.config["PROOF_OF_WORK"]
    altcha.derive_key_pbkdf2(altcha.ChallengeParameters(_ALGORITHM, "", "", cost), b"salt", b"password")
    return False


def _bound_to(form: str, showing: Showing) -> dict[str, Any]:
    return {"form": form, "showing": showing.id}


def _expires(showing: Showing) -> datetime:
    return showing.at + timedelta(hours=_HOURS)
