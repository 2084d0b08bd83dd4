"""Standing word: what an organization left with a campaign is acted on when the campaign's next letter is out.

Who wants to hear of the next letter is asked by mail: one link and one tick. Who gave a standing delegation is put on
the list, and told. Each is done once for a letter and organization, whatever came of it, and never to an organization
that has left the letter by itself. Only organizations that stand on a list of the campaign are thought of: word that
was left with a signature which staff struck, or which was withdrawn, is not acted on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlalchemy.orm import aliased

from signon.database import db, insert_all_unless_there
from signon.keys import KeyStore
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.organizations.models import Organization, Remembrance
from signon.organizations.remembering import REMEMBERED, Remembered, open_contact, remembered
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.entry import Contact, Entry
from signon.signatures.judging import DUPLICATE, reason_to_hold_anyone
from signon.signatures.listing import list_signature
from signon.signatures.models import (
    FROM_DELEGATION,
    FROM_MEMORY,
    HELD,
    PENDING,
    STRUCK,
    VERIFIED,
    Approach,
    Signature,
)
from signon.signatures.signee import ORGANIZATION
from signon.signatures.signing import PENDING_DAYS, Requested, code_hash, signature_values
from signon.signatures.tokens import CODE, ENTRY, VERIFY, Tokens, fingerprint, new_code
from signon.signatures.verifying import ENTRY_LASTS
from signon.signatures.ways import keep_all_ways

ASKED, SIGNED_ON, LEFT = "asked", "signed on", "left"  # the ways of an Approach
ASKED_AT_ONCE, SIGNED_ON_AT_ONCE = 500, 200  # organizations in one press, and so in one transaction
PAUSED = N_("new signatures were paused when the campaign signed it on")


@dataclass(frozen=True)
class Asked:
    """A request that waits for its one tick, and whom to write to about it."""

    requested: Requested
    to: str
    name: str
    language: str


@dataclass(frozen=True)
class SignedOn:
    """A signature made by standing delegation, in its `state`, and whom to tell; `token` leads to the own entry.

    `until` is when the delegation ends.
    """

    signature_id: int
    state: str
    token: str
    to: str
    name: str
    language: str
    until: datetime


@dataclass(frozen=True)
class _Word:
    """What an organization left, its contact opened, and the newest of its listed signatures in the campaign."""

    left: Remembered
    contact: Contact
    newest: Signature


def numbers(letter: Letter, at: datetime) -> tuple[int, int]:
    """How many organizations may be asked to sign `letter`, and how many put on its list by their delegation."""
    counts = (
        select(func.count()).select_from(who.subquery()) for who in (_to_ask(letter, at), _to_sign_on(letter, at))
    )
    asked, signed_on = (db.session.scalar(count) or 0 for count in counts)
    return asked, signed_on


def names_to_ask(letter: Letter, at: datetime, most: int) -> list[str]:
    """The printed names of those who would be asked now, by name, `most` of them."""
    return _names(_to_ask(letter, at), most)


def names_to_sign_on(letter: Letter, at: datetime, most: int) -> list[str]:
    """The printed names of those who would be put on the list now, by name, `most` of them."""
    return _names(_to_sign_on(letter, at), most)


def ask_again(letter: Letter, *, keys: KeyStore, tokens: Tokens, at: datetime) -> list[Asked]:
    """Make a pending signature for every organization that wants to hear of the next letter, filled in as it signed
    last; 500 at most, the others with the next press. Raises Refusal when the letter takes no signatures.

    A dozen statements, however many there are; two presses at once wait for each other and ask nobody twice.
    """
    _begin(letter, at)
    if letter.paused_at is not None:
        raise Refusal(N_("New signatures are paused. Please resume them first."))
    words = _take(letter, _to_ask(letter, at), ASKED, ASKED_AT_ONCE, keys)
    ids = _insert(letter, words, keys, at, origin=FROM_MEMORY, state=PENDING)
    asked = []
    ways = []
    for word in words:
        number = ids[word.left.organization_id]
        token, code = tokens.issue(VERIFY), new_code()
        ways += [(number, VERIFY, fingerprint(token)), (number, CODE, code_hash(keys, code))]
        newest = word.newest
        asked.append(Asked(Requested(number, token, code), word.contact.email, newest.printed_name, newest.language))
    keep_all_ways(ways, at + timedelta(days=PENDING_DAYS))
    return asked


def sign_by_delegation(letter: Letter, *, keys: KeyStore, tokens: Tokens, at: datetime) -> list[SignedOn]:
    """List every organization whose standing delegation holds `at` this moment, or hold it where new names are held;
    200 at most, the others with the next press. Raises Refusal when the letter takes no signatures.
    """
    _begin(letter, at)
    reason = reason_to_hold(letter, at)
    words = _take(letter, _to_sign_on(letter, at), SIGNED_ON, SIGNED_ON_AT_ONCE, keys)
    state = {"state": HELD, "reason": reason} if reason else {"state": PENDING}
    ids = _insert(letter, words, keys, at, origin=FROM_DELEGATION, verified_at=at, **state)
    if not reason:
        _list_all(letter, list(ids.values()), at)
    return _tell(words, ids, tokens, at)


def reason_to_hold(letter: Letter, at: datetime) -> str:
    """Why those who are signed on by delegation are held for review on this letter; "" when they are listed."""
    return PAUSED if letter.paused_at is not None else reason_to_hold_anyone(letter, at)


def leave_alone(letter: Letter, organization_id: int) -> None:
    """The organization has left `letter` by itself: the word it left with the campaign is not acted on for this one.

    Nothing is kept of an organization that left no word.
    """
    if remembered(organization_id, letter.campaign_id) is not None:
        _note([organization_id], letter, LEFT)


def forget_approaches(at: datetime) -> None:
    """Forget what was done once, of letters that were delivered and have no late signing: nothing is done for them any
    more.
    """
    is_over = func.coalesce(Letter.late_until, Letter.delivered_at) <= at
    delivered = select(Letter.id).where(Letter.delivered_at <= at, is_over)
    db.session.execute(delete(Approach).where(Approach.letter_id.in_(delivered)))


def _begin(letter: Letter, at: datetime) -> None:
    """Wait for whoever else changes this letter's list, then read the letter anew."""
    counting.lock(letter.id, at)
    db.session.refresh(letter)
    if not letter.is_open(at) or not letter.is_published(at) or letter.is_petition:  # they are to read what they sign
        raise Refusal(N_("Organizations cannot sign this letter now."))


def _to_ask(letter: Letter, at: datetime) -> Select[int, int]:
    delegated = func.coalesce(Remembrance.delegated_until > at, False)
    return _who_left_word(letter, Remembrance.asked_again & ~delegated, (ASKED, SIGNED_ON, LEFT))


def _to_sign_on(letter: Letter, at: datetime) -> Select[int, int]:
    return _who_left_word(letter, Remembrance.delegated_until > at, (SIGNED_ON, LEFT))


def _who_left_word(letter: Letter, wish: ColumnElement[bool], done: Sequence[str]) -> Select[int, int]:
    """Organizations with this wish that are not on the letter and for which none of `done` was done, and the newest of
    their listed signatures in the campaign.
    """
    approached = select(Approach.organization_id).where(Approach.letter_id == letter.id, Approach.way.in_(done))
    newest = func.max(Signature.id).label("newest")
    query = select(Remembrance.organization_id, newest)
    query = query.join(Signature, Signature.organization_id == Remembrance.organization_id)
    query = query.join(Letter, Letter.id == Signature.letter_id)
    return (
        query.where(Remembrance.campaign_id == letter.campaign_id, wish)
        .where(Letter.campaign_id == letter.campaign_id, Signature.state == VERIFIED)
        .where(*_not_on(letter), Remembrance.organization_id.not_in(approached))
        .group_by(Remembrance.organization_id)
    )


def _not_on(letter: Letter) -> tuple[ColumnElement[bool], ...]:
    """That an organization is not on `letter`, was not, and waits there by no word of its own; what was struck as a
    duplicate does not count.

    What somebody only named so, or claimed to be, does not count either, be it held or struck: whoever typed an
    organization's name into the form would keep it off.
    """
    there = aliased(Signature)
    here = (there.letter_id == letter.id) & (there.kind == ORGANIZATION)
    here &= (there.state != STRUCK) | (there.reason != DUPLICATE)
    listed = select(there.organization_id).where(here, there.organization_id.is_not(None))
    by_word = there.origin.in_((FROM_MEMORY, FROM_DELEGATION)) & there.claimed_organization_id.is_not(None)
    word = select(there.claimed_organization_id).where(here, by_word)
    return Remembrance.organization_id.not_in(listed), Remembrance.organization_id.not_in(word)


def _names(who: Select[int, int], most: int) -> list[str]:
    found = who.subquery()
    query = select(Signature.printed_name).join(found, found.c.newest == Signature.id)
    return list(db.session.scalars(query.order_by(Signature.sort_key, Signature.id).limit(most)))


def _take(letter: Letter, who: Select[int, int], way: str, most: int, keys: KeyStore) -> list[_Word]:
    """The first `most` of `who`, noted so that it is done once; without those whose contact can be read no more."""
    found = who.subquery()
    rows = db.session.execute(
        select(Signature, *REMEMBERED)
        .join(found, found.c.newest == Signature.id)
        .join(Organization, Organization.id == found.c.organization_id)
        .join(Remembrance, Remembrance.organization_id == Organization.id)
        .where(Remembrance.campaign_id == letter.campaign_id)
        .order_by(Signature.sort_key, Signature.id)
        .limit(most)
    ).all()
    left: list[tuple[Signature, Remembered]] = [(row[0], Remembered(*row[1:])) for row in rows]
    _note([one.organization_id for _, one in left], letter, way)
    opened = ((newest, one, open_contact(one, keys)) for newest, one in left)
    return [_Word(one, Contact.unsealed(contact), newest) for newest, one, contact in opened if contact is not None]


def _note(organization_ids: list[int], letter: Letter, way: str) -> None:
    rows = [{"letter_id": letter.id, "organization_id": number, "way": way} for number in organization_ids]
    insert_all_unless_there(Approach, rows)


def _insert(letter: Letter, words: list[_Word], keys: KeyStore, at: datetime, **values: object) -> dict[int, int]:
    """A new signature for each of `words`, filled in as it signed last; answers their ids by organization."""
    if not words:
        return {}
    text_id = current_texts(letter)[0].id
    common = {"letter_id": letter.id, "text_version_id": text_id, "requested_at": at, **values}
    rows = [
        {
            **common,
            **signature_values(letter, _entry(word), keys, at),
            "language": word.newest.language,
            "claimed_organization_id": word.left.organization_id,
            "attestation": word.left.delegation if values.get("origin") == FROM_DELEGATION else "",
        }
        for word in words
    ]
    made = db.session.execute(insert(Signature).returning(Signature.claimed_organization_id, Signature.id), rows)
    return {row.claimed_organization_id: row.id for row in made}


def _entry(word: _Word) -> Entry:
    """The printed facts of the newest signature; of the contact only who signs for the organization, and where."""
    newest, contact = word.newest, word.contact
    return Entry(
        kind=ORGANIZATION,
        printed_name=newest.printed_name,
        contact=Contact(email=contact.email, representative=contact.representative, role=contact.role),
        website=newest.website,
        scope=newest.scope,
        city=newest.city,
        home_state=newest.home_state,
        country=newest.country,
        own_sort_key=newest.own_sort_key,
    )


def _list_all(letter: Letter, ids: list[int], at: datetime) -> None:
    for signature in db.session.scalars(select(Signature).where(Signature.id.in_(ids)).order_by(Signature.id)).all():
        organization_id = signature.claimed_organization_id
        list_signature(letter, signature, came_from=PENDING, at=at, organization_id=organization_id)


def _tell(words: list[_Word], ids: dict[int, int], tokens: Tokens, at: datetime) -> list[SignedOn]:
    """Open the own entry of each signature that is listed or held, and say whom to tell."""
    query = select(Signature.id, Signature.state).where(Signature.id.in_(ids.values()))
    states = {row.id: row.state for row in db.session.execute(query)}
    told = []
    for word in words:
        number = ids[word.left.organization_id]
        if states[number] in (VERIFIED, HELD) and word.left.delegated_until is not None:
            name, language = word.newest.printed_name, word.newest.language
            to, until = word.contact.email, word.left.delegated_until
            told.append(SignedOn(number, states[number], tokens.issue(ENTRY), to, name, language, until))
    keep_all_ways([(one.signature_id, ENTRY, fingerprint(one.token)) for one in told], at + ENTRY_LASTS)
    return told
