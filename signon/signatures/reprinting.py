"""Printing a name otherwise: staff settle how a listed organization stands on the page, until it is delivered.

A spelling that the coalition uses everywhere, a place in the list, the state it is printed under: what a signee asked
for in a change request, or what staff see on the proof.
"""

from datetime import datetime

from signon.letters.models import Letter
from signon.organizations.acronyms import acronyms
from signon.organizations.likeness import certain_form
from signon.organizations.register import known
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.entry import organization_entry
from signon.signatures.models import VERIFIED, Signature
from signon.signatures.own_entry import (
    DELIVERED,
    ChangedMeanwhile,
    hold_still,
    refuse_unless_seen,
    stay_listed,
    was_printed,
)
from signon.signatures.signee import ORGANIZATION

_ANOTHERS = N_("This is another organization's name in the register.")


def print_otherwise(
    letter: Letter, signature: Signature, typed: dict[str, str], *, seen: datetime, at: datetime
) -> bool:
    """Put what staff `typed` (organization, scope, city, state, sort_key) in place of what is printed.

    Answers whether that changed anything. `seen` is the `changed_at` that they had before them. The register learns the
    new spelling. Raises Refusal about a field, for another organization's name, for one that was handed over and for an
    individual's; ChangedMeanwhile; LinkEnded when it is gone. The caller owns the transaction.
    """
    counting.lock(letter.id, at)
    hold_still(signature)
    refuse_unless_seen(signature, seen)
    if signature.kind != ORGANIZATION:
        raise Refusal(N_("Only the person can change how their name is printed."))
    if was_printed(signature):
        raise Refusal(DELIVERED)
    if signature.state != VERIFIED:
        raise ChangedMeanwhile
    entry = organization_entry({**typed, "website": signature.website}, needs_contact=False)
    bearer = known(entry.printed_name)
    if bearer is not None and bearer.id != signature.organization_id:
        raise Refusal(_ANOTHERS, "organization")  # which did not sign
    values: dict[str, object] = {
        "printed_name": entry.printed_name,
        "identity": certain_form(entry.printed_name),
        "sort_key": entry.sort_key,
        "own_sort_key": entry.own_sort_key,
        "acronyms": acronyms(entry.printed_name),
        "scope": entry.scope,
        "city": entry.city,
        "home_state": entry.home_state,
    }
    if all(getattr(signature, name) == value for name, value in values.items()):
        return False
    stay_listed(letter, signature, values, at)
    return True
