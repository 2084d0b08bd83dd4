"""The columns of a signee list as a table: which there are, which are usual, and what stands in a cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from signon.signatures.entry import Contact
from signon.signatures.signee import Signee, SigneeList

_ORGANIZATIONS = ("organization", "website", "scope", "city", "state", "sort_key")
_INDIVIDUALS = ("name", "city", "state", "country", "affiliation")
_BOTH = ("kind", "name", "website", "scope", "city", "state", "country", "sort_key", "affiliation")
_SHOWN = ("representative", "role")  # only where somebody chose to be shown beside their organization's name

# Personal, and only in a table that asked for contacts. For representatives these stand in place of what is shown.
_CONTACT_OF_ORGANIZATIONS = ("representative", "role", "email")
_CONTACT_OF_INDIVIDUALS = ("email", "postal_code")

PRINTED, BY_STATE, BY_SCOPE = "printed", "state", "scope"
ORDERS = (PRINTED, BY_STATE, BY_SCOPE)
_SCOPES = ("national", "state", "local", "")

_FACTS: dict[str, Callable[[Signee], str]] = {
    "kind": lambda signee: signee.kind,
    "organization": lambda signee: signee.name,
    "name": lambda signee: signee.name,
    "website": lambda signee: signee.website,
    "scope": lambda signee: signee.scope,
    "city": lambda signee: signee.city,
    "state": lambda signee: signee.home_state,
    "country": lambda signee: signee.country,
    "sort_key": lambda signee: signee.own_sort_key,
    "affiliation": lambda signee: signee.affiliation,
    "representative": lambda signee: signee.representative,
    "role": lambda signee: signee.role,
    "convener": lambda signee: "yes" if signee.convener else "",
}
_CONTACT: dict[str, Callable[[Contact], str]] = {
    "email": lambda contact: contact.email,
    "representative": lambda contact: contact.representative,
    "role": lambda contact: contact.role,
    "postal_code": lambda contact: contact.postal_code,
}


@dataclass(frozen=True)
class Table:
    """How a signee list becomes a table: its `columns`, in that order (none: the usual ones), its rows in `order`, one
    of ORDERS. `contacts` by signature ids are there for whoever may have them.
    """

    columns: tuple[str, ...] = ()
    order: str = PRINTED
    contacts: Mapping[int, Contact] | None = None


def usual(signee_list: SigneeList) -> tuple[str, ...]:
    """The columns that a signee file has, and those of representatives where one is shown."""
    columns = _by_signers(signee_list.letter.signed_by)
    shown = any(signee.representative or signee.role for signee in signee_list.signees)
    return (*columns, *_SHOWN) if shown else columns


def offered(signed_by: str, *, contacts: bool) -> tuple[str, ...]:
    """The columns that may be chosen for a letter signed by organizations, individuals or both."""
    columns = _by_signers(signed_by)
    if signed_by != "individuals":
        columns = (*columns, "convener", *_SHOWN)
    if not contacts:
        return columns
    personal = _CONTACT_OF_INDIVIDUALS if signed_by == "individuals" else _CONTACT_OF_ORGANIZATIONS
    if signed_by == "both":
        personal = (*personal, "postal_code")
    return tuple(dict.fromkeys((*columns, *personal)))


def rows(signee_list: SigneeList, table: Table) -> list[list[str]]:
    """The rows of the table, a cell for each column; without the heading."""
    columns = table.columns or usual(signee_list)
    return [_cells(signee, columns, table.contacts) for signee in _in_order(signee_list.signees, table.order)]


def _by_signers(signed_by: str) -> tuple[str, ...]:
    return {"individuals": _INDIVIDUALS, "both": _BOTH}.get(signed_by, _ORGANIZATIONS)


def _in_order(signees: Sequence[Signee], order: str) -> Sequence[Signee]:
    if order == BY_STATE:
        return sorted(signees, key=lambda signee: (signee.home_state == "", signee.home_state))
    if order == BY_SCOPE:
        return sorted(signees, key=lambda signee: _SCOPES.index(signee.scope) if signee.scope in _SCOPES else 3)
    return signees


def _cells(signee: Signee, columns: Sequence[str], contacts: Mapping[int, Contact] | None) -> list[str]:
    if contacts is None:
        return [_FACTS[column](signee) for column in columns]
    contact = contacts.get(signee.signature_id, Contact())
    return [_CONTACT[column](contact) if column in _CONTACT else _FACTS[column](signee) for column in columns]
