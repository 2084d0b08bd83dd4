"""What somebody writes into a form or a signee file, checked; and what of it is sealed."""

import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from signon.organizations.proof import own_domain, website_host
from signon.refusals import N_, Refusal
from signon.signatures.addresses import email_address, same_mailbox
from signon.signatures.models import ANONYMOUS, FULL, INITIALS, SHOWN_AS, UNLISTED
from signon.signatures.names import LAST, initials, plain_text, printed_name, shown_text, sort_key
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION

SCOPES = ("national", "state", "local")
_LONGEST_WEBSITE, _LONGEST_ANSWER = 300, 200  # characters
_LONGEST_COUNTRY, LONGEST_AFFILIATION, LONGEST_COMMENT = 80, 150, 500  # characters
LONGEST_PERSON = 100  # characters of a representative's name, or of their role; both stand in our mails


@dataclass(frozen=True)
class Contact:
    """What is personal: kept only sealed under the letter's key, and destroyed with it.

    `approver_email` is the address of the second approver, whose agreement the representative asked for.
    """

    email: str = ""
    representative: str = ""
    role: str = ""
    approver_email: str = ""
    full_name: str = ""
    postal_code: str = ""
    comment: str = ""

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
    """One checked entry, of an organization or an individual. Everything outside `contact` may be public, but for
    whether they want to hear by mail what comes of the letter.
    """

    kind: str
    printed_name: str
    contact: Contact
    shown_as: str = FULL
    website: str = ""
    scope: str = ""
    city: str = ""
    home_state: str = ""
    country: str = ""
    affiliation: str = ""
    own_sort_key: str = ""
    language: str = ""
    wants_updates: bool = False

    @property
    def sort_key(self) -> str:
        """Where the printed name stands; who signs anonymously stands at the end, without an order among them."""
        return LAST if self.shown_as == ANONYMOUS else sort_key(self.printed_name, self.own_sort_key)


def organization_entry(typed: dict[str, str], *, needs_contact: bool, unread: Collection[str] | None = None) -> Entry:
    """An organization's entry from the columns of the contract. Raises the first Refusal, which names its field.

    With `needs_contact` (the public form) website, representative, role and email must be there; names gathered
    elsewhere may lack them. `unread` are the columns that a stranger typed, and that others see before staff do: they
    hold no links and no telephone numbers. By default all with `needs_contact`, else none: what staff bring is taken
    as typed.
    """
    unread = _unread(typed, needs_contact, unread)
    address = website(typed.get("website", ""), required=needs_contact)
    # "MoveOn.org" is a name where moveon.org is the website.
    own_domains = frozenset({own_domain(website_host(address))}) if "organization" in unread else None
    name = printed_name(typed.get("organization", ""), "organization", own_domains)
    email = typed.get("email", "").strip()
    contact = Contact(
        email=email_address(email) if email or needs_contact else "",
        representative=_filled(typed, "representative", needs_contact, unread),
        role=_filled(typed, "role", needs_contact, unread),
        approver_email=_approver(typed.get("approver_email", ""), email),
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
        city=_public(typed, "city", unread),
        home_state=_public(typed, "state", unread),
        own_sort_key=_public(typed, "sort_key", unread),
        language=plain_text(typed.get("language", ""), "language", most=20).lower(),
        wants_updates=bool(typed.get("wants_updates")),
    )


def individual_entry(
    typed: dict[str, str], *, needs_contact: bool, anonymous: str = "", unread: Collection[str] | None = None
) -> Entry:
    """An individual's entry. How the name is shown decides what leaves the seal: all of it, initials, or nothing.

    `anonymous` is what stands for the name of whoever signs anonymously, in their language. An affiliation is kept only
    beside a full name, which alone it can identify; a comment unless they asked not to be listed at all. `unread` as
    in `organization_entry`.
    """
    unread = _unread(typed, needs_contact, unread)
    name = printed_name(typed.get("name", ""), "name", frozenset() if "name" in unread else None)
    shown_as = _shown_as(typed.get("shown_as", ""), name)
    email = typed.get("email", "").strip()
    contact = Contact(
        email=email_address(email) if email or needs_contact else "",
        full_name=name if shown_as != FULL else "",
        postal_code=plain_text(typed.get("postal_code", ""), "postal_code", most=20),
        comment=plain_text(typed.get("comment", ""), "comment", LONGEST_COMMENT) if shown_as != UNLISTED else "",
    )
    return Entry(
        kind=INDIVIDUAL,
        printed_name={FULL: name, INITIALS: initials(name), ANONYMOUS: anonymous, UNLISTED: ""}[shown_as],
        contact=contact,
        shown_as=shown_as,
        city=_public(typed, "city", unread),
        home_state=_public(typed, "state", unread),
        country=_public(typed, "country", unread, _LONGEST_COUNTRY if "country" in unread else _LONGEST_ANSWER),
        affiliation=_public(typed, "affiliation", unread, LONGEST_AFFILIATION) if shown_as == FULL else "",
        own_sort_key=_public(typed, "sort_key", unread) if shown_as == FULL else "",
        language=plain_text(typed.get("language", ""), "language", most=20).lower(),
        wants_updates=bool(typed.get("wants_updates")),
    )


def _shown_as(typed: str, name: str) -> str:
    """How `name` is to be shown. Raises Refusal for no such way, and for initials of a name that has none."""
    chosen = typed or FULL
    if chosen not in SHOWN_AS:
        raise Refusal(N_("Please choose how your name is shown."), "shown_as")
    if chosen == INITIALS and not initials(name):
        raise Refusal(N_("This name has no initials. Please choose another way to show it."), "shown_as")
    return chosen


def _unread(typed: dict[str, str], needs_contact: bool, unread: Collection[str] | None) -> Collection[str]:
    if unread is not None:
        return unread
    return frozenset(typed) if needs_contact else frozenset()


def _public(typed: dict[str, str], field: str, unread: Collection[str], most: int = _LONGEST_ANSWER) -> str:
    """A short answer that others see, which may be empty."""
    return (shown_text if field in unread else plain_text)(typed.get(field, ""), field, most)


def _approver(typed: str, email: str) -> str:
    """The second approver's address, or "" where none is named. Raises Refusal for the representative's own."""
    if not typed.strip():
        return ""
    address = email_address(typed, "approver_email")
    if email.strip() and same_mailbox(address) == same_mailbox(email.strip()):
        raise Refusal(N_("Please name somebody else, or leave this empty."), "approver_email")
    return address


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


def _filled(typed: dict[str, str], field: str, required: bool, unread: Collection[str]) -> str:
    text = _public(typed, field, unread, LONGEST_PERSON if field in unread else _LONGEST_ANSWER)
    if required and not text:
        raise Refusal(N_("Please fill in this field."), field)
    return text
