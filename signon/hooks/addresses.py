"""Where a webhook may lie: somewhere on the public internet, and never inside the host's own network.

Staff name an address, and this machine calls it: without a rule it could be led to the router, to the cloud's own
services or to a database beside it. So a name is resolved once, every address must be one that the whole world can
reach, and the call goes to that very address, whatever the name means a moment later.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import idna

from signon.refusals import N_, Refusal

LONGEST = 1_000  # characters
_IPV4_INSIDE = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address behind a translator
# IANA's registries of special addresses: protocols, a relay that is no more, examples. Not every Python knows them.
_SPECIAL = [ipaddress.ip_network(one) for one in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16")]
_NO_ADDRESS = N_("Please write the whole address that is to be called, such as https://example.org/hooks/signon.")
_NOT_HTTPS = N_("The address must begin with https://, so that nobody can read along.")
_NOT_PUBLIC = N_("This address lies inside a network. Only addresses that the whole internet can reach are called.")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """There is no address that may be called."""


@dataclass(frozen=True)
class Place:
    """An address that is called, taken apart; `host` is as programs write it, `path` with what is asked behind it."""

    is_secure: bool
    host: str
    port: int
    path: str

    @property
    def as_header(self) -> str:
        """The Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.is_secure else 80) else f"{name}:{self.port}"


def checked_url(typed: str, *, here: bool) -> str:
    """The address as it is kept. https only, without a name and password; `here` (this is nobody's but the developer's
    own machine) allows http and loopback. Raises Refusal about "url", also for a number that lies inside a network.
    """
    url = typed.strip()
    if not url or len(url) > LONGEST or re.search(r"[\x00-\x20\x7f<>\"\\^`{|}#]", url):
        raise Refusal(_NO_ADDRESS, "url")
    try:
        place = place_of(url)
    except ValueError:
        raise Refusal(_NO_ADDRESS, "url") from None
    if not place.is_secure and not here:
        raise Refusal(_NOT_HTTPS, "url")
    number = _number(place.host)
    if (number is not None and not may_be_called(number, here=here)) or (number is None and not _is_name(place, here)):
        raise Refusal(_NOT_PUBLIC, "url")
    return url


def place_of(url: str) -> Place:
    """`url` taken apart. Raises ValueError for what is no address of ours."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or "@" in parts.netloc or not parts.hostname:
        raise ValueError("no address")
    is_secure, host = parts.scheme == "https", parts.hostname.removesuffix(".")
    if _number(host) is None:
        host = idna.encode(host, uts46=True).decode()  # IDNAError is a ValueError
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise ValueError("not written as an address is")
    port = parts.port if parts.port is not None else 443 if is_secure else 80
    return Place(is_secure, host, port, path)


def reachable(place: Place, *, here: bool) -> list[str]:
    """The numeric addresses to connect to, one after the other until one answers. Raises Unreachable where the name
    means none, or any that may not be called.
    """
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable from None
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not numbers or not all(may_be_called(ipaddress.ip_address(one), here=here) for one in numbers):
        raise Unreachable  # one that lies inside is reason enough: somebody tries something
    return numbers


def may_be_called(number: IPAddress, *, here: bool) -> bool:
    """Whether the whole world can reach this address: it is not private, loopback, link-local or reserved."""
    if isinstance(number, ipaddress.IPv6Address):
        inside = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if inside is None and number in _IPV4_INSIDE:
            inside = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inside is not None:
            return may_be_called(inside, here=here)
        if number.is_site_local:
            return False
    if number.is_loopback:
        return here
    if any(number in network for network in _SPECIAL):
        return False
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def _number(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_name(place: Place, here: bool) -> bool:
    """Whether it is a full name, as public ones are; a lone word is a machine of the network, or a number disguised."""
    last = place.host.rpartition(".")[2]
    return (here and place.host == "localhost") or ("." in place.host and last != "localhost" and not last.isdigit())
