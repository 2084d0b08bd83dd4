"""The own entry: whoever signed sees it by an emailed link, corrects it, and chooses whether they are shown with it.

Who may correct a listed name could replace it by another one: a name that is no longer certainly the same, or a website
that the proven mailbox does not prove or that is not the register's, is off the list until staff have looked at it.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.organizations.identity import fold
from signon.organizations.likeness import Likeness, likeness
from signon.organizations.matching import alike
from signon.organizations.models import Organization
from signon.organizations.proof import is_open_to_anyone, own_domain, proves, website_host
from signon.organizations.register import known, learn_alias
from signon.refusals import N_, Refusal
from signon.signatures import batches, counting
from signon.signatures.delivering import forget_in_drafts
from signon.signatures.entry import LONGEST_PERSON, Contact, Entry
from signon.signatures.judging import is_convener
from signon.signatures.listing import change_state, unlist
from signon.signatures.models import FROM_DELEGATION, FULL, HELD, UNLISTED, VERIFIED, Signature
from signon.signatures.names import shown_text
from signon.signatures.signee import INDIVIDUAL, ORGANIZATION
from signon.signatures.signing import CONTACT, open_contact, signature_values
from signon.signatures.ways import Found, LinkEnded

NAME_CHANGED = N_("the name was changed after it was listed")
WEBSITE_CHANGED = N_("the website was changed after it was listed")
DELIVERED = N_("The letter was delivered with this name as it stands. What was handed over no longer changes.")
# What of an entry may be corrected. The mailbox is what was proven: it changes only by handing over.
_PUBLIC = {"printed_name", "identity", "sort_key", "own_sort_key", "shown_as", "website", "scope", "city"}
_PUBLIC |= {"acronyms", "home_state", "country", "affiliation"}


class ChangedMeanwhile(Exception):
    """Somebody changed the signature after the page was shown that is sent now: nothing was saved."""


def may_change(signature: Signature) -> bool:
    """Whether there is something to change: a signature that is listed or waits for review."""
    return signature.state in (VERIFIED, HELD)


def was_printed(signature: Signature) -> bool:
    """Whether an edition or an addendum bears it: then what is printed of it no longer changes."""
    return signature.edition_id is not None


def signed_on_as(signature: Signature) -> int | None:
    """The organization whose standing delegation put this signature where it waits for review; else None.

    What a representative claims of themselves does not count, nor a name that was changed since.
    """
    if signature.state != HELD or signature.origin != FROM_DELEGATION:
        return None
    return signature.organization_id or signature.claimed_organization_id


def correct(found: Found, entry: Entry, *, seen: datetime, keys: KeyStore, at: datetime) -> bool:
    """Put what `entry` says in place of what the signature says; answers whether that changed anything.

    `seen` is the `changed_at` that the representative had before them. A listed name may be held by it (see above).
    Raises ChangedMeanwhile, or Refusal for a name that was handed over. The caller owns the transaction.
    """
    letter, signature = found.letter, found.signature
    counting.lock(letter.id, at)
    hold_still(signature)
    if was_printed(signature):
        raise Refusal(DELIVERED)
    _hold_as_seen(signature, seen)
    contact = open_contact(letter, signature.contact, keys)
    values = {name: value for name, value in signature_values(letter, entry, keys, at).items() if name in _PUBLIC}
    if entry.kind == INDIVIDUAL:
        values |= _personal(letter, signature, entry, contact, keys)
    if all(getattr(signature, name) == value for name, value in values.items()):
        return False
    if entry.kind == ORGANIZATION and _is_another(letter, signature, entry.printed_name):
        values |= {"claimed_organization_id": None, "like_organization_id": _like(entry.printed_name)}
    if signature.shown_as != values["shown_as"]:
        forget_in_drafts(letter.id, signature.id, at)  # a name that is shown no more is in none either
    if signature.state == HELD:
        change_state(signature, HELD, HELD, at, **values)
    elif reason := _reason_to_hold(letter, signature, entry, contact):
        batches.note_changed(signature, signature.printed_name, at)  # it leaves under the name that was known
        unlist(letter, signature, HELD, at, reason=reason, organization_id=None, is_convener=False, **values)
    else:
        stay_listed(letter, signature, values, at)
    return True


def hold_still(signature: Signature) -> None:
    """Read the signature anew and keep others from changing it until the transaction ends.

    Raises LinkEnded when it was deleted meanwhile: its own ways are gone with it.
    """
    held = select(Signature.id).where(Signature.id == signature.id).with_for_update()
    if db.session.scalar(held) is None:
        raise LinkEnded
    db.session.refresh(signature)


def refuse_unless_seen(signature: Signature, seen: datetime) -> None:
    """Raises ChangedMeanwhile when `signature`, which is held still, is not the one that somebody had before them."""
    if signature.changed_at != seen:
        raise ChangedMeanwhile


def _hold_as_seen(signature: Signature, seen: datetime) -> None:
    hold_still(signature)
    refuse_unless_seen(signature, seen)
    if not may_change(signature):
        raise ChangedMeanwhile


def _personal(
    letter: Letter, signature: Signature, entry: Entry, contact: Contact, keys: KeyStore
) -> dict[str, object]:
    """What a correction changes of an individual inside the seal. Who is no longer listed has no comment either."""
    changed = replace(contact, full_name=entry.contact.full_name, postal_code=entry.contact.postal_code)
    unlisted = entry.shown_as == UNLISTED
    if unlisted:
        changed = replace(changed, comment="")
    sealed = signature.contact if changed == contact else keys.seal(letter.key_name, changed.sealable(), CONTACT)
    return {"contact": sealed} | ({"comment": "", "comment_waits": False} if unlisted else {})


def full_name(signature: Signature, contact: Contact) -> str:
    """An individual's whole name, however it is shown."""
    return signature.printed_name if signature.shown_as == FULL else contact.full_name


def _reason_to_hold(letter: Letter, signature: Signature, entry: Entry, contact: Contact) -> str:
    if signature.kind == INDIVIDUAL:
        new = entry.printed_name if entry.shown_as == FULL else entry.contact.full_name
        return NAME_CHANGED if fold(new) != fold(full_name(signature, contact)) else ""
    if _is_another(letter, signature, entry.printed_name):
        return NAME_CHANGED
    new = _whose(entry.website)
    if new == _whose(signature.website):
        return ""
    # Whoever took a signature over has a mailbox of their own: it proves their website, not the organization's.
    is_anothers = new != (_whose(_website_of(signature.organization_id)) or new)
    return WEBSITE_CHANGED if is_anothers or not proves(contact.email, entry.website) else ""


def _website_of(organization_id: int | None) -> str:
    """The organization's website as the register knows it; "" where it does not."""
    return db.session.scalar(select(Organization.website).where(Organization.id == organization_id)) or ""


def _whose(website: str) -> str:
    """What tells two owners of websites apart: the domain, or the whole address where anyone may have a page."""
    domain = own_domain(website_host(website))
    return website if is_open_to_anyone(domain) else domain


def _is_another(letter: Letter, signature: Signature, name: str) -> bool:
    """Whether `name` may be another organization's than the one that is listed."""
    if likeness(name, signature.printed_name) != Likeness.CERTAIN:
        return True
    register = known(name)
    becomes_convener = is_convener(letter, name) and not signature.is_convener
    return becomes_convener or (register is not None and register.id != signature.organization_id)


def _like(name: str) -> int | None:
    """The organization of the register that `name` is, or looks like most."""
    register = known(name)
    return register.id if register else next((like.id for like in alike(name)), None)


def stay_listed(letter: Letter, signature: Signature, values: dict[str, object], at: datetime) -> None:
    """Put `values` into a listed signature, which stays on the list; its letter's counter row is held."""
    before, name_before = counting.parts(signature), signature.printed_name
    if signature.kind == ORGANIZATION:
        values["is_convener"] = is_convener(letter, str(values["printed_name"]))
    change_state(signature, VERIFIED, VERIFIED, at, **values)
    moved = {name: number - before[name] for name, number in counting.parts(signature).items()}
    counting.shift(letter.id, signature.kind, at, moved)
    batches.note_changed(signature, name_before, at)
    if signature.organization_id is not None:
        learn_alias(signature.organization_id, signature.printed_name, at)


def want_updates(signature: Signature, wanted: bool) -> None:
    """Note whether its signee wants to hear what comes of the letter. Nothing else of the signature changes by it."""
    told = update(Signature).where(Signature.id == signature.id).values(wants_updates=wanted)
    db.session.execute(told.execution_options(synchronize_session=False))


def name_representative(
    found: Found, representative: str, role: str, *, shown: bool, seen: datetime, keys: KeyStore, at: datetime
) -> bool:
    """Keep who signed for the organization, sealed, and show it beside the name only if they want it `shown`.

    Answers whether that changed anything. Raises Refusal about "representative" or "role", or ChangedMeanwhile.
    """
    letter, signature = found.letter, found.signature
    person = shown_text(representative, "representative", LONGEST_PERSON)
    position = shown_text(role, "role", LONGEST_PERSON)
    if not person:
        raise Refusal(N_("Please fill in this field."), "representative")
    counting.lock(letter.id, at)
    _hold_as_seen(signature, seen)
    contact = open_contact(letter, signature.contact, keys)
    changed = replace(contact, representative=person, role=position)
    values = {"shown_representative": person if shown else "", "shown_role": position if shown else ""}
    if changed == contact and all(getattr(signature, name) == value for name, value in values.items()):
        return False
    sealed = keys.seal(letter.key_name, changed.sealable(), CONTACT)
    is_printed_otherwise = (signature.shown_representative, signature.shown_role) != tuple(values.values())
    change_state(signature, signature.state, signature.state, at, contact=sealed, **values)
    if is_printed_otherwise:
        counting.shift(letter.id, signature.kind, at)
        batches.note_changed(signature, signature.printed_name, at)
        forget_in_drafts(letter.id, signature.id, at, only_person=True)
    return True
