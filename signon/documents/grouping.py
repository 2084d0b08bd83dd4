"""Dividing a list of signees under headings: by how far they reach, by state, or by country."""

from collections.abc import Callable, Sequence

from signon.documents.words import Words
from signon.organizations.identity import fold
from signon.organizations.states import state_name
from signon.signatures.signee import Signee

SCOPE = "scope"
STATE = "state"
COUNTRY = "country"

Divided = list[tuple[str, Sequence[Signee]]]


def divide(signees: Sequence[Signee], grouped_by: str, words: Words) -> Divided:
    """(heading, signees) in printed order, those who gave nothing last; within a group the order stays as it was.

    `grouped_by` is "", scope, state or country; "" and a list in which nobody gave anything are one group without a
    heading. States are named in full and, like countries, stand in the order of their names.
    """
    if grouped_by == SCOPE:
        return _by_scope(signees, words)
    if grouped_by == STATE:
        return _by_name(signees, lambda one: state_name(one.home_state), words.no_state)
    if grouped_by == COUNTRY:
        return _by_name(signees, lambda one: one.country.strip(), words.no_country)
    return [("", signees)]


def _by_scope(signees: Sequence[Signee], words: Words) -> Divided:
    members: dict[str, list[Signee]] = {"national": [], "state": [], "local": [], "": []}
    for one in signees:
        members[one.scope if one.scope in members else ""].append(one)
    headings = {"national": words.national, "state": words.statewide, "local": words.local, "": words.no_scope}
    return _headed([(headings[scope], members[scope]) for scope in members if members[scope]], words.no_scope)


def _by_name(signees: Sequence[Signee], read: Callable[[Signee], str], nothing: str) -> Divided:
    """Groups by a name that people write in several ways: the first way heads the group."""
    headings: dict[str, str] = {}
    members: dict[str, list[Signee]] = {}
    for one in signees:
        key = fold(name := read(one))
        headings.setdefault(key, name or nothing)
        members.setdefault(key, []).append(one)
    order = sorted(members, key=lambda key: (not key, key))
    return _headed([(headings[key], members[key]) for key in order], nothing)


def _headed(divided: Divided, nothing: str) -> Divided:
    """One group of those who gave nothing is no group."""
    return [("", divided[0][1])] if len(divided) == 1 and divided[0][0] == nothing else divided
