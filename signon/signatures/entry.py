"""What somebody writes into a form or a signee file, checked; and what of it is sealed."""

import json
import re
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from signon.organizations.proof import own_domain, website_host
from signon.refusals import N_, Refusal
from signon.signatures.addresses import email_address
from signon.signatures.models import FULL, INITIALS, SHOWN_AS, UNLISTED
from signon.signatures.names import initials, plain_text, printed_name
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION

SCOPES = ("national", "state", "local")
_LONGEST_WEBSITE = 300  # characters


@dataclass(frozen=True)
class Contact:
    """What is personal: kept only sealed under the letter's key, and destroyed with it."""

    email: str = ""
    representative: str = ""
    role: str = ""
    full_name: str = ""
    postal_code: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to seal: names gathered elsewhere often come alone."""
        return not any(asdict(self).values())

    def sealable(self) -> bytes:
        """As bytes to seal: a JSON object of what is not empty."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}).encode()

    @classmethod
    def unsealed(cls, data: bytes) -> "Contact":
        """What `sealable` gave."""
        return cls(**json.loads(data))


@dataclass(frozen=True)
class Entry:
    """One checked entry, of an organization or an individual. Everything outside `contact` may be public."""

    kind: str
    printed_name: str
    contact: Contact
    shown_as: str = FULL
    website: str = ""
    scope: str = ""
    city: str = ""
    home_state: str = ""
    country: str = ""
    own_sort_key: str = ""
    language: str = ""


def organization_entry(typed: dict[str, str], *, needs_contact: bool) -> Entry:
    """An organization's entry from the columns of the contract. Raises the first Refusal, which names its field.

    With `needs_contact` (the public form) website, representative, role and email must be there; names gathered
    elsewhere may lack them.
    """
    address = website(typed.get("website", ""), required=needs_contact)
    # "MoveOn.org" is a name where moveon.org is the website; what staff bring is taken as typed.
    own_domains = frozenset({own_domain(website_host(address))}) if needs_contact else None
    name = printed_name(typed.get("organization", ""), "organization", own_domains)
    email = typed.get("email", "").strip()
    contact = Contact(
        email=email_address(email) if email or needs_contact else "",
        representative=_filled(typed, "representative", needs_contact),
        role=_filled(typed, "role", needs_contact),
    )
    scope = typed.get("scope", "").strip().lower()
    if scope and scope not in SCOPES:
        raise Refusal(N_("The scope must be national, state or local."), "scope")
    return Entry(
        kind=ORGANIZATION,
        printed_name=name,
        contact=contact,
        website=address,
        scope=scope,
        city=plain_text(typed.get("city", ""), "city"),
        home_state=plain_text(typed.get("state", ""), "state"),
        own_sort_key=plain_text(typed.get("sort_key", ""), "sort_key"),
        language=plain_text(typed.get("language", ""), "language", most=20).lower(),
    )


def individual_entry(typed: dict[str, str], *, needs_contact: bool) -> Entry:
    """An individual's entry. How the name is shown decides what leaves the seal: all of it, initials, or nothing."""
    name = printed_name(typed.get("name", ""), "name", frozenset() if needs_contact else None)
    shown_as = typed.get("shown_as", "") or FULL
    if shown_as not in SHOWN_AS:
        raise Refusal(N_("Please choose how your name is shown."), "shown_as")
    if shown_as == INITIALS and not initials(name):
        raise Refusal(N_("This name has no initials. Please choose another way to show it."), "shown_as")
    email = typed.get("email", "").strip()
    contact = Contact(
        email=email_address(email) if email or needs_contact else "",
        full_name=name if shown_as != FULL else "",
        postal_code=plain_text(typed.get("postal_code", ""), "postal_code", most=20),
    )
    return Entry(
        kind=INDIVIDUAL,
        printed_name={FULL: name, INITIALS: initials(name), UNLISTED: ""}[shown_as],
        contact=contact,
        shown_as=shown_as,
        city=plain_text(typed.get("city", ""), "city"),
        home_state=plain_text(typed.get("state", ""), "state"),
        country=plain_text(typed.get("country", ""), "country"),
        own_sort_key=plain_text(typed.get("sort_key", ""), "sort_key") if shown_as == FULL else "",
        language=plain_text(typed.get("language", ""), "language", most=20).lower(),
    )


def website(typed: str, *, required: bool) -> str:
    """The website as `https://host/path`, or "" when it is not required and not there. Raises Refusal."""
    address = typed.strip()
    if not address and not required:
        return ""
    if not re.match(r"https?://", address[:8], re.IGNORECASE):
        address = f"https://{address}"
    if len(address) > _LONGEST_WEBSITE or not _is_website(address):
        raise Refusal(
            N_("Please write the address of the organization's website, such as https://organization.org."), "website"
        )
    return address


def _is_website(address: str) -> bool:
    try:
        urlsplit(address).port  # noqa: B018 - raises for what is no port
    except ValueError:
        return False
    plain = address.isprintable() and not re.search(r"[\s<>\"'\\@]", address)
    return plain and bool(own_domain(website_host(address)))


def _filled(typed: dict[str, str], field: str, required: bool) -> str:
    text = plain_text(typed.get(field, ""), field)
    if required and not text:
        raise Refusal(N_("Please fill in this field."), field)
    return text
