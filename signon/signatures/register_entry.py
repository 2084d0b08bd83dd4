"""What staff write of an organization of the register, checked by the rules that hold for every entry."""

from signon.organizations.editing import Facts
from signon.refusals import N_, Refusal
from signon.signatures.entry import SCOPES, website
from signon.signatures.names import plain_text, printed_name

_LONGEST_ACRONYM, _LONGEST_STATUS = 30, 60  # characters


def checked_facts(typed: dict[str, str]) -> Facts:
    """The facts that staff typed. Raises the first Refusal, which names its field."""
    scope = typed.get("scope", "").strip()
    if scope and scope not in SCOPES:
        raise Refusal(N_("The scope must be national, state or local."), "scope")
    return Facts(
        name=printed_name(typed.get("name", ""), "name"),
        printed_name=_other_name(typed, "printed_name"),
        acronym=plain_text(typed.get("acronym", ""), "acronym", _LONGEST_ACRONYM),
        other_name=_other_name(typed, "other_name"),
        website=website(typed.get("website", ""), required=False),
        scope=scope,
        city=plain_text(typed.get("city", ""), "city"),
        home_state=plain_text(typed.get("home_state", ""), "home_state"),
        legal_status=plain_text(typed.get("legal_status", ""), "legal_status", _LONGEST_STATUS),
        own_sort_key=plain_text(typed.get("own_sort_key", ""), "own_sort_key"),
    )


def checked_alias(typed: str) -> str:
    """Another name, as it is to be known. Raises Refusal about "alias"."""
    return printed_name(typed, "alias")


def _other_name(typed: dict[str, str], field: str) -> str:
    """A name that need not be there."""
    return printed_name(typed[field], field) if typed.get(field, "").strip() else ""
