"""Ways to pass an address on. Each carries the title and the address, and nothing of whoever passes them on: plain
links that ask nothing of the other site until somebody opens one.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask_babel import gettext as _

_SERVER = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
_LONGEST = 300  # characters of what may name a server


@dataclass(frozen=True)
class ShareLink:
    """One way: its name, and the address that opens it with everything filled in."""

    name: str
    href: str


def share_links(title: str, address: str, *, all_of_them: bool = False) -> list[ShareLink]:
    """The ways to pass on `address`, which leads to what has this `title`: those most used, or all of them."""
    words, link, both = quote(title, safe=""), quote(address, safe=""), quote(f"{title} {address}", safe="")
    mail = quote(f"{title}\r\n\r\n{address}", safe="")  # lines end as RFC 6068 has it
    ways = [
        ShareLink(_("Email"), f"mailto:?subject={words}&body={mail}"),
        ShareLink("WhatsApp", f"https://wa.me/?text={both}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={link}"),
    ]
    if not all_of_them:
        return ways
    return [
        *ways,
        ShareLink("Bluesky", f"https://bsky.app/intent/compose?text={both}"),
        ShareLink("Telegram", f"https://t.me/share/url?url={link}&text={words}"),
        ShareLink("X", f"https://x.com/intent/post?text={words}&url={link}"),
        ShareLink(_("Text message"), f"sms:?&body={both}"),  # iOS wants the "&", Android the "?"
    ]


def mastodon_server(typed: str) -> str:
    """The server that `typed` names: "mastodon.example", "@me@mastodon.example" or its address; "" for none."""
    typed = typed.strip().lower()[:_LONGEST]
    try:
        host = (urlsplit(typed).hostname or "") if "://" in typed else typed.rpartition("@")[2].partition("/")[0]
        host = host.encode("idna").decode("ascii")
    except ValueError:  # a broken address, or a name that cannot be one (UnicodeError)
        return ""
    return host if _SERVER.fullmatch(host) else ""


def mastodon_link(server: str, title: str, address: str) -> str:
    """The address on a Mastodon `server` where a post with title and address waits to be sent."""
    return f"https://{server}/share?text={quote(f'{title} {address}', safe='')}"
