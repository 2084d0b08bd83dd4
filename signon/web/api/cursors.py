"""Cursors: where the next page of a list begins, sealed; and other addresses that would tell a number of ours.

A place names the last entry before it by its number, and those are given in the order in which people sign: nobody is
to read them out of an address. The same place is the same cursor each time (AES-SIV, RFC 5297), so that caches know an
address again.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from flask import current_app

from signon.keys import INSTALLATION
from signon.web.doors import keys

_LONGEST = 4_000  # characters; the longest name that is printed makes a third of it


def seal_cursor(about: str, place: Sequence[Any]) -> str:
    """`place`, JSON values, as a cursor for the list at the path `about`."""
    sealed = _cipher().encrypt(json.dumps(place).encode(), [about.encode()])
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def open_cursor(about: str, cursor: str) -> list[Any] | None:
    """The place that was sealed for the list at the path `about`; None for anything else."""
    if not cursor.isascii() or len(cursor) > _LONGEST:
        return None
    try:
        sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place: list[Any] = json.loads(_cipher().decrypt(sealed, [about.encode()]))
    except (ValueError, InvalidTag):
        return None
    return place


def _cipher() -> AESSIV:
    secret = current_app.extensions.get("signon.cursor")
    if secret is None:  # the key store need not be asked for each of a page's two hundred logos
        secret = current_app.extensions["signon.cursor"] = bytes.fromhex(keys().secret(INSTALLATION, "cursor"))
    return AESSIV(secret)
