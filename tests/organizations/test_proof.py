"""Which mailboxes prove which websites: only the organization's own domain does."""

import pytest

from signon.organizations.proof import own_domain, proves, website_host

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
