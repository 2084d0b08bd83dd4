"""Whose pages may show a campaign's forms in a frame: an origin a site, as browsers compare them."""

import re
from urllib.parse import urlsplit

import idna

from signon.campaigns.models import Campaign
from signon.refusals import N_, Refusal

MOST = 50  # sites of a campaign: they all stand in a header of each answer
_LABELS = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*")
_LONGEST = 253  # characters of a host name (RFC 1035)


def allow(campaign: Campaign, sites: list[str] | None) -> bool:
    """Let the pages of `sites` (origins; None for all there are) show the campaign's forms; whether that is new."""
    changed = campaign.embed_sites != sites
    campaign.embed_sites = sites
    return changed


def sites_in(typed: str) -> list[str]:
    """The origins that `typed` names, one a line or with commas between, each once and in that order.

    An address of a page stands for its site; "*.example.org" is every site below example.org. Raises Refusal about
    "sites".
    """
    sites = list(dict.fromkeys(_origin(word) for word in re.split(r"[\s,;]+", typed) if word))
    if len(sites) > MOST:
        raise Refusal(N_("A campaign has room for %(most)s sites."), "sites", most=MOST)
    return sites


def _origin(word: str) -> str:
    address = word if "://" in word else f"https://{word}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _no_site(word) from None
    if parts.scheme not in ("https", "http") or "@" in parts.netloc:
        raise _no_site(word)
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{_host(word, parts.hostname or '')}" + (f":{port}" if port not in (None, usual) else "")


def _host(word: str, named: str) -> str:
    """The host in ASCII. No bare name but localhost: browsers would take it for a word of the header."""
    star, bare = ("*.", named[2:]) if named.startswith("*.") else ("", named)
    try:
        host = star + idna.encode(bare.rstrip("."), uts46=True).decode()
    except idna.IDNAError:
        raise _no_site(word) from None
    is_name = _LABELS.fullmatch(host) and len(host) <= _LONGEST and ("." in bare or host == "localhost")
    if not is_name:
        raise _no_site(word)
    return host


def _no_site(word: str) -> Refusal:
    sentence = N_("“%(site)s” is no site. Please write addresses such as https://www.example.org, one a line.")
    return Refusal(sentence, "sites", site=word[:80])
