"""Editing: staff settle what an organization of the register is called, and what is known of it.

Names that it had, or has besides, stay or become aliases: what it once signed as finds it again. Signatures keep the
names they bear.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from signon.database import db
from signon.organizations.comparing import compare_again
from signon.organizations.identity import normal_form, sort_key
from signon.organizations.merging import came_by_merge, hold
from signon.organizations.models import Alias, Organization
from signon.organizations.proof import website_domain
from signon.organizations.register import known, learn_alias, renew_keys
from signon.refusals import N_, Refusal

MOST_ALIASES = 100
_ANOTHERS = N_("Another organization in the register bears this name.")


@dataclass(frozen=True)
class Facts:
    """What staff settle of an organization, checked: each is plain text, and only `name` must be there."""

    name: str
    printed_name: str = ""
    acronym: str = ""
    other_name: str = ""
    website: str = ""
    scope: str = ""
    city: str = ""
    home_state: str = ""
    legal_status: str = ""
    own_sort_key: str = ""


class Borne(Refusal):
    """Another organization bears the name: `by` is its id. Perhaps they are one, and can be merged."""

    def __init__(self, field: str, by: int) -> None:
        super().__init__(_ANOTHERS, field)
        self.by = by


class Edited(Exception):
    """Somebody changed the organization after the page was shown."""


def facts_of(organization: Organization) -> Facts:
    """What is settled of it now."""
    return Facts(**{name: getattr(organization, name) for name in Facts.__dataclass_fields__})


def change(organization_id: int, facts: Facts, *, seen: datetime | None, at: datetime) -> list[str]:
    """Put `facts` in place of what the register says of an organization; answers the names of those that changed.

    `seen` is its `changed_at` as it was shown. Raises Edited when it has changed since, and Borne about a name that is
    another organization's. The caller owns the transaction.
    """
    [organization] = hold(organization_id)
    if organization.merged_into_id is not None or organization.changed_at != seen:
        raise Edited
    before = asdict(facts_of(organization))
    changed = [name for name, value in asdict(facts).items() if value != before[name]]
    if not changed:
        return []
    for field in ("name", "printed_name", "other_name"):
        _refuse_anothers(organization_id, getattr(facts, field), field)
    _rename(organization, facts.name, at)
    for name in changed:
        setattr(organization, name, getattr(facts, name))
    organization.domain = website_domain(facts.website)
    organization.sort_key = sort_key(facts.name, facts.own_sort_key)
    organization.changed_at = at
    db.session.flush()
    for name in filter(None, (facts.printed_name, facts.other_name)):
        learn_alias(organization_id, name, at)
    _called_otherwise(organization_id)
    return changed


def add_alias(organization_id: int, name: str, at: datetime) -> bool:
    """Say that an organization is also called `name`, which is checked; answers whether that was new.

    Raises Borne when another organization bears it, and Refusal when it has very many.
    """
    [organization] = hold(organization_id)
    _refuse_anothers(organization_id, name, "alias")
    if len(aliases_of(organization_id)) >= MOST_ALIASES:
        raise Refusal(N_("It has very many other names already. Please remove one first."), "alias")
    if not learn_alias(organization_id, name, at):
        return False
    organization.changed_at = at
    db.session.flush()
    _called_otherwise(organization_id)
    return True


def remove_alias(organization_id: int, alias_id: int, at: datetime) -> bool:
    """An organization is not called so; answers whether it was. Raises Refusal for the name of one that was merged into
    it, and for one that it is printed as, or called in another language.
    """
    [organization] = hold(organization_id)
    alias = db.session.get(Alias, alias_id, populate_existing=True) if alias_id < 2**31 else None
    if alias is None or alias.organization_id != organization_id:
        return False
    if alias.identity in came_by_merge(organization_id):
        raise Refusal(N_("This name came with a merge. Undo the merge instead."))
    if alias.identity in map(normal_form, (organization.printed_name, organization.other_name)):
        raise Refusal(N_("This name stands in a field of its own. Please change it there first."))
    db.session.delete(alias)
    organization.changed_at = at
    db.session.flush()
    _called_otherwise(organization_id)
    return True


def aliases_of(organization_id: int) -> list[Alias]:
    """What the organization is called besides its name, by spelling."""
    query = select(Alias).where(Alias.organization_id == organization_id)
    return list(db.session.scalars(query.order_by(Alias.identity)))


def aliases_of_all(organization_ids: Iterable[int]) -> dict[int, list[str]]:
    """What each of these organizations is called besides its name, by spelling. One statement."""
    found: dict[int, list[str]] = {}
    where = Alias.organization_id.in_(list(organization_ids))
    for alias in db.session.scalars(select(Alias).where(where).order_by(Alias.identity)):
        found.setdefault(alias.organization_id, []).append(alias.name)
    return found


def _rename(organization: Organization, name: str, at: datetime) -> None:
    """Give it the name, and keep the old one as an alias. Raises Borne when somebody else is given it this moment."""
    before, identity = organization.name, normal_form(name)
    if identity == organization.identity:
        return
    db.session.execute(delete(Alias).where(Alias.identity == identity, Alias.organization_id == organization.id))
    try:
        with db.session.begin_nested():
            organization.name, organization.identity = name, identity
            db.session.flush()
    except IntegrityError:
        bearer = known(name)
        raise Borne("name", bearer.id if bearer else organization.id) from None
    learn_alias(organization.id, before, at)


def _refuse_anothers(organization_id: int, name: str, field: str) -> None:
    bearer = known(name) if name else None
    if bearer is not None and bearer.id != organization_id:
        raise Borne(field, bearer.id)


def _called_otherwise(organization_id: int) -> None:
    renew_keys(organization_id)
    compare_again(organization_id)
