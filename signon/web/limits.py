"""How often one visitor may knock, without knowing who knocks.

A visitor is known by the network they come from, as `tries.py` keeps it: by a keyed hash, until tomorrow. The address
is neither stored nor logged. Which one it is, TRUSTED_PROXIES decides: headers that anybody can write are not read.
"""

import ipaddress
from datetime import timedelta
from typing import cast

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from signon.web.tries import Tries

AN_HOUR, A_MINUTE = timedelta(hours=1), timedelta(minutes=1)
_OF_ONES_OWN = 3  # tries an hour that each visitor has for an account, however many others try it


def set_up_limits(app: Flask) -> None:
    """Give `app` its counts: in Redis where REDIS_URL names one, else in the memory of this process."""
    app.extensions["signon.tries"] = Tries(app.config["REDIS_URL"])


def visitor_tries(kind: str, allowed: int, window: timedelta) -> bool:
    """Count one more try of `kind` by this visitor; whether it is among the `allowed` ones of this window.

    This machine itself is no visitor and has no limit: all who come through a proxy that TRUSTED_PROXIES does not count
    seem to be it, and are not to keep each other from signing (`signon check` says so).
    """
    return is_this_machine() or _tries().count(kind, _visitor(), allowed, window)


def is_this_machine() -> bool:
    """Whether the request comes from the machine that answers it, or through a socket file."""
    try:
        return ipaddress.ip_address(request.remote_addr or "::1").is_loopback
    except ValueError:
        return True


def limit_visitor(kind: str, allowed: int, window: timedelta) -> None:
    """Count one more try of `kind` by this visitor, and answer 429 when it is one too many."""
    if not is_this_machine():
        limit_sign_in(kind, allowed, window)


def limit_sign_in(kind: str, allowed: int, window: timedelta) -> None:
    """The same for those who sign in: there this machine is limited like everybody."""
    if not _tries().count(kind, _visitor(), allowed, window):
        raise TooManyRequests(retry_after=_tries().seconds_left(kind, _visitor(), allowed, window))


def limit_account(kind: str, account: str, allowed: int, window: timedelta) -> None:
    """The same for all tries at `account`, by whomever: whatever was typed, for there need not be such an account, and
    nobody is to learn which there are. Upper and lower case are the same.

    Somebody who tries an account without end must not keep its owner out: a few tries an hour each visitor has apart.
    """
    who = f"account {account.strip().lower()}"
    if not _tries().count(kind, who, allowed, window):
        if _tries().count(f"{kind} apart", f"{_visitor()} {who}", _OF_ONES_OWN, AN_HOUR):
            return
        raise TooManyRequests(retry_after=_tries().seconds_left(kind, who, allowed, window))


def limit_program(kind: str, who: str, allowed: int, window: timedelta) -> None:
    """The same for a partner's program, `who`, which is known by its key and not by where it comes from."""
    if not _tries().count(kind, who, allowed, window):
        raise TooManyRequests(retry_after=_tries().seconds_left(kind, who, allowed, window))


def _tries() -> Tries:
    return cast(Tries, current_app.extensions["signon.tries"])


def _visitor() -> str:
    """The network that the visitor comes from: an IPv4 address, or the /64 that one IPv6 subscriber has alone."""
    try:
        address = ipaddress.ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return "unknown"  # a socket file has no address: all who come through it are one
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
