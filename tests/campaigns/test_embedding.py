"""Which sites may frame a campaign's forms, as somebody types them."""

import pytest

from signon.campaigns.embedding import MOST, sites_in
from signon.refusals import Refusal


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("example.org", "https://example.org"),
        ("HTTPS://Www.Example.org/page?a=1#b", "https://www.example.org"),
        ("http://example.org:80", "http://example.org"),
        ("https://example.org:8443/", "https://example.org:8443"),
        ("*.example.org", "https://*.example.org"),
        ("https://müller.example", "https://xn--mller-kva.example"),
        ("http://localhost:5000", "http://localhost:5000"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
    ],
)
def test_a_site_is_known_by_its_origin(typed: str, site: str) -> None:
    assert sites_in(typed) == [site]


def test_sites_stand_on_lines_or_between_commas_and_each_counts_once() -> None:
    assert sites_in("a.org\n b.org, https://A.org\n\n") == ["https://a.org", "https://b.org"]
    assert sites_in(" \n") == []


@pytest.mark.parametrize(
    "typed",
    [
        "'none'",
        "*",
        "https://*",
        "data:text/html",
        "javascript:alert(1)",
        "ftp://example.org",
        "https://ada@example.org",
        "https://ada:word@example.org",
        "https://example.org:port",
        "https://ex%61mple.org",
        "https://[::1",
        "https://www.*.org",
        "self",
        "https://-",
        "https://example.org;script-src",
        f"https://{'a' * 64}.org",
    ],
)
def test_what_is_no_site_is_refused_and_never_reaches_the_header(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        sites_in(typed)
    assert refused.value.field == "sites"


def test_more_sites_than_a_header_can_hold_are_refused() -> None:
    with pytest.raises(Refusal):
        sites_in("\n".join(f"{number}.example.org" for number in range(MOST + 1)))
