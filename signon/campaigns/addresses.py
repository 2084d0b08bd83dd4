"""Addresses of pages elsewhere that a campaign points to: evidence, press coverage, where one joins."""

import re
from urllib.parse import urlsplit

from signon.refusals import N_, Refusal

LONGEST_ADDRESS = 2_000  # characters


def web_address(typed: str, field: str = "url") -> str:
    """The address as it was typed, with "https://" before it where that was left out; "" for nothing. Only http and
    https, with a host, and without a name and password before it. Raises Refusal about `field`.
    """
    address = typed.strip()
    if not address:
        return ""
    if not re.match(r"https?://", address, re.IGNORECASE):
        address = f"https://{address}"
    if len(address) > LONGEST_ADDRESS or not _is_address(address):
        raise Refusal(N_("Please write the whole address of the page, such as https://example.org/news."), field)
    return address


def _is_address(address: str) -> bool:
    if not address.isprintable() or re.search(r"[\s<>\"\\]", address):
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port  # reading the port raises for what is none
    except ValueError:
        return False
    labels = host.removesuffix(".").split(".")
    return "@" not in parts.netloc and len(labels) > 1 and all(labels)
