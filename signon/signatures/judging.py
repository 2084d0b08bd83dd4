"""Judging: what keeps a proven mailbox's signature out of the list for now, and which organization it is.

Whoever bears a name that the register or the letter knows must prove that organization's website, not one of their own
choosing: a domain costs little, and a forged endorsement much. The suspicious are held, not taught: every reason here
is for staff, and the signee's page says the same for all of them.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from signon.database import db
from signon.letters.models import KNOWN, REVIEWED, Letter
from signon.organizations.identity import normal_form
from signon.organizations.likeness import Likeness, likeness
from signon.organizations.matching import alike
from signon.organizations.models import Organization
from signon.organizations.proof import proves, website_domain
from signon.organizations.register import known, standing
from signon.refusals import N_
from signon.signatures.models import FROM_INVITATION, FROM_MEMORY, FULL, HELD, STRUCK, WITHDRAWN, Signature
from signon.signatures.signee import INDIVIDUAL
from signon.signatures.surges import is_surging
from signon.signatures.switches import LISTING, is_off

DUPLICATE = N_("already on the list")
NOT_PROVEN = N_("the address is not at the organization's own website")
NOT_KNOWN = N_("not in the register yet")
ANOTHER_WEBSITE = N_("the organization of this name is known under another website")
WEBSITE_NOT_KNOWN = N_("the organization of this name is known, but not its website")
LOOKS_LIKE = N_("the name looks like that of another organization")
SAME_WEBSITE = N_("another organization is known under this website")
STRUCK_BEFORE = N_("this name was struck before")
ALL_REVIEWED = N_("every new name is looked at")
SURGE = N_("many new names came at once")
SUSPICIOUS = N_("something about the request was odd")
AWAITS_APPROVAL = N_("the second approver has not agreed yet")
OBJECTED = N_("the organization's known address says that it did not sign")
UNANSWERED = N_("did not say whether it keeps its name under the changed text")
KEPT_LATE = N_("said after the day that it keeps its name under the changed text")


@dataclass(frozen=True)
class Judgement:
    """Why a signature is held for now ("" when it may be listed), the organization of the register that it is, as far
    as that is certain, and the one that it looks like.
    """

    reason: str = ""
    organization_id: int | None = None
    like_organization_id: int | None = None


def judge_by_proof(letter: Letter, signature: Signature, addresses: list[str]) -> Judgement:
    """What would become of `signature` if nothing but its own name kept it out, and the proof of these mailboxes."""
    who = _who(letter, signature)
    reason = who.reason
    if not reason and signature.kind != INDIVIDUAL:
        reason = _reason_without_proof(letter, signature, who, addresses)
    if reason == SAME_WEBSITE:
        if known(signature.printed_name):  # entered meanwhile, from another letter: it is not another, but this one
            return judge_by_proof(letter, signature, addresses)
        who = replace(who, like_organization_id=_at_website(signature.website))
    return replace(who, reason=reason or taken_off_before(letter, signature, who.organization_id))


def for_now(proven: Judgement, letter: Letter, signature: Signature, at: datetime) -> Judgement:
    """`proven`, unless the request was odd or every new name waits at this moment: then that is the reason."""
    reason = SUSPICIOUS if signature.suspicion else reason_to_hold_anyone(letter, at)
    return replace(proven, reason=reason or proven.reason)


def reason_to_hold_anyone(letter: Letter, at: datetime) -> str:
    """Why every new name on the letter is held for now, whoever it is; "" when none is."""
    if is_surging(letter, at):
        return SURGE
    return ALL_REVIEWED if letter.listing == REVIEWED or is_off(LISTING) else ""


def _who(letter: Letter, signature: Signature) -> Judgement:
    """The organization that `signature` certainly is or looks like, and why it must wait if it looks like one."""
    if signature.kind == INDIVIDUAL:
        return _person(signature)
    claimed = signature.claimed_organization_id
    register = known(signature.printed_name)
    likes = [] if register else alike(signature.printed_name)
    certain = next((like.id for like in likes if like.likeness == Likeness.CERTAIN), register.id if register else None)
    if claimed is not None and certain is None:
        return _claimed(letter, claimed, signature, [like.id for like in likes])
    if certain is not None:
        return Judgement("" if claimed in (None, certain) else LOOKS_LIKE, certain, claimed)
    return Judgement(LOOKS_LIKE, None, likes[0].id) if likes else Judgement()


def _person(signature: Signature) -> Judgement:
    """Nobody is listed among the people under the name of a known organization."""
    likes = alike(signature.printed_name, most=1) if signature.shown_as == FULL else []
    is_named_so = bool(likes) and likes[0].likeness == Likeness.CERTAIN
    return Judgement(LOOKS_LIKE, None, likes[0].id) if is_named_so else Judgement()


def _claimed(letter: Letter, organization_id: int, signature: Signature, likes: list[int]) -> Judgement:
    """A representative says which organization it is: believed if the name looks like that one and like no other, and
    is not that of one of the letter's leads, whom nobody is taken for by looking alike.
    """
    others = [like for like in likes if like != organization_id]
    name = db.session.scalar(select(Organization.name).where(Organization.id == organization_id)) or ""
    is_unlike = likeness(name, signature.printed_name) == Likeness.NONE and organization_id not in likes
    if others or is_unlike or is_convener(letter, signature.printed_name):
        return Judgement(LOOKS_LIKE, None, others[0] if others else organization_id)
    return Judgement("", organization_id)


def _reason_without_proof(letter: Letter, signature: Signature, who: Judgement, addresses: list[str]) -> str:
    asked = signature.origin in (FROM_MEMORY, FROM_INVITATION)  # an invitation claims one only for such a mailbox
    was_asked = asked and who.organization_id == signature.claimed_organization_id
    if was_asked and who.organization_id is not None:
        # This mailbox was proven, and its signature listed, when the organization asked to be remembered; a name that
        # was changed since then claims nobody. What was typed on an invitation's page may not lead elsewhere, though.
        is_elsewhere = signature.origin == FROM_INVITATION and _is_elsewhere(signature.website, who.organization_id)
        return ANOTHER_WEBSITE if is_elsewhere else ""
    if who.organization_id is None:
        if letter.listing == KNOWN or is_convener(letter, signature.printed_name):
            return NOT_KNOWN
        if _looks_like_a_convener(letter, signature.printed_name):
            return LOOKS_LIKE
    if not _prove(addresses, signature.website):
        return NOT_PROVEN
    if who.organization_id is None:
        return SAME_WEBSITE if _at_website(signature.website) is not None else ""
    website = _website_of(who.organization_id)
    if not _prove(addresses, website):
        return ANOTHER_WEBSITE if website else WEBSITE_NOT_KNOWN
    return ""


def _prove(addresses: list[str], website: str) -> bool:
    return any(proves(address, website) for address in addresses)


def _is_elsewhere(website: str, organization_id: int) -> bool:
    """Whether `website` is another owner's than the one that the register knows of this organization."""
    its_own = _website_of(organization_id)
    return bool(its_own) and (website_domain(website) or website) != (website_domain(its_own) or its_own)


def _website_of(organization_id: int) -> str:
    return db.session.scalar(select(Organization.website).where(Organization.id == organization_id)) or ""


def _at_website(website: str) -> int | None:
    """An organization of the register that lives at this website's domain, or that one who does turned out to be."""
    domain = website_domain(website)
    at_home = select(Organization.id).where(Organization.domain == domain)
    found = db.session.scalar(at_home.limit(1)) if domain else None
    return standing(found) if found is not None else None


def taken_off_before(letter: Letter, signature: Signature, organization_id: int | None) -> str:
    """A reason if this organization's name, or this person's address, was taken off this letter before: by staff, or by
    the organization's known address.
    """
    struck = select(Signature.id).where(
        Signature.letter_id == letter.id,
        Signature.state == STRUCK,
        Signature.kind == signature.kind,
        Signature.reason != DUPLICATE,
        Signature.id != signature.id,
    )
    if signature.kind == INDIVIDUAL:
        # "Not empty" is what the index of addresses says of itself.
        struck = struck.where(Signature.address_hash == signature.address_hash, Signature.address_hash != "")
        return STRUCK_BEFORE if db.session.scalar(struck.limit(1)) is not None else ""
    if db.session.scalar(struck.where(Signature.identity == signature.identity).limit(1)) is not None:
        return STRUCK_BEFORE
    return _objected_before(letter, signature, organization_id) if organization_id is not None else ""


def _objected_before(letter: Letter, signature: Signature, organization_id: int) -> str:
    """A reason if this organization was taken off by its known address, or struck under another spelling."""
    rows = db.session.execute(
        select(Signature.state, Signature.reason)
        .where(Signature.organization_id == organization_id, Signature.letter_id == letter.id)
        .where(Signature.state.in_((STRUCK, HELD, WITHDRAWN)), Signature.id != signature.id)
    ).all()
    if any(state != STRUCK and reason == OBJECTED for state, reason in rows):
        return OBJECTED
    return STRUCK_BEFORE if any(state == STRUCK and reason != DUPLICATE for state, reason in rows) else ""


def _looks_like_a_convener(letter: Letter, name: str) -> bool:
    """Whether the name may be meant for one of the letter's leads, which the register need not know yet."""
    return any(likeness(convener, name) != Likeness.NONE for convener in letter.conveners)


def is_convener(letter: Letter, name: str) -> bool:
    """Whether the letter names this organization as one of its leads."""
    return normal_form(name) in {normal_form(convener) for convener in letter.conveners}
