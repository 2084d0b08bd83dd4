"""What an organization leaves with a campaign is sealed under its own key, and gone when it says so."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from signon.campaigns.campaigns import named_or_begun
from signon.database import db, now, transaction
from signon.keys import KeyGone
from signon.organizations import remembering
from signon.organizations.models import Organization, Remembrance
from signon.organizations.register import known_or_entered
from signon.refusals import Refusal
from signon.signatures.entry import organization_entry
from tests import make
from tests.crowds import at_once

CONTACT = b'{"email": "ada@nightowls.org"}'
SENTENCE = "This campaign may sign us on to its letters."


@pytest.fixture
def owls(app: Flask) -> int:
    """An organization of the register."""
    with transaction():
        return known_or_entered(organization_entry({"organization": "Night Owls Union"}, needs_contact=False), now())


def campaign(name: str = "Night Line") -> int:
    """The campaign of that name."""
    with transaction():
        return named_or_begun(name, now()).id


def remember(owls: int, campaign_id: int, contact: bytes = CONTACT, *, asked_again: bool = True) -> None:
    """Leave `contact` with the campaign."""
    with transaction():
        remembering.remember(owls, campaign_id, contact, asked_again=asked_again, keys=make.keys(), at=now())


def delegate(owls: int, campaign_id: int, days: float = 90) -> None:
    """Give a standing delegation for that many days."""
    with transaction():
        at = now()
        until = at + timedelta(days=days)
        remembering.delegate(owls, campaign_id, CONTACT, until=until, sentence=SENTENCE, keys=make.keys(), at=at)


def forget(owls: int, campaign_id: int) -> None:
    """End all that was left with the campaign."""
    with transaction():
        remembering.forget(owls, campaign_id, keys=make.keys())


def purge(days: float) -> None:
    """What the hourly purge does in so many days."""
    with transaction():
        remembering.purge(now() + timedelta(days=days), keys=make.keys())


def forget_on_a_full_disk(owls: int, campaign_id: int) -> None:
    """The same, but it cannot be kept."""
    with transaction():
        remembering.forget(owls, campaign_id, keys=make.keys())
        raise OSError("the disk is full")


def key_name(owls: int) -> str | None:
    """The name of the organization's own key."""
    db.session.rollback()
    return db.session.scalar(select(Organization.key_name).where(Organization.id == owls))


def contact_of(owls: int, campaign_id: int) -> bytes | None:
    """What opens of the contact."""
    db.session.rollback()
    return remembering.contact_of(owls, campaign_id, make.keys())


def left(owls: int, campaign_id: int) -> Remembrance:
    """The row of what was left."""
    db.session.rollback()
    row = remembering.remembered(owls, campaign_id)
    assert row is not None
    return row


def test_what_was_left_is_opened_again_and_stored_only_sealed(owls: int) -> None:
    remember(owls, campaign())
    assert contact_of(owls, campaign()) == CONTACT
    assert b"ada" not in left(owls, campaign()).contact
    assert left(owls, campaign()).asked_again


def test_an_organization_has_one_key_of_its_own_in_every_campaign(owls: int) -> None:
    assert key_name(owls) is None
    remember(owls, campaign())
    name = key_name(owls)
    assert name is not None and name.startswith("organization-")
    remember(owls, campaign("Harbour"))
    assert key_name(owls) == name


def test_leaving_word_again_takes_the_place_of_what_was_left_before(owls: int) -> None:
    delegate(owls, campaign())
    remember(owls, campaign(), b'{"email": "bo@nightowls.org"}', asked_again=False)
    assert contact_of(owls, campaign()) == b'{"email": "bo@nightowls.org"}'
    row = left(owls, campaign())
    assert (row.asked_again, row.delegation) == (False, SENTENCE)
    assert db.session.query(Remembrance).count() == 1


def test_a_delegation_says_until_when_and_to_what_and_when_it_was_agreed(owls: int) -> None:
    delegate(owls, campaign())
    row = left(owls, campaign())
    assert row.delegation == SENTENCE and row.delegated_at is not None and row.delegated_until is not None
    assert row.delegated_until - row.delegated_at == timedelta(days=90)
    assert not row.asked_again


@pytest.mark.parametrize("days", [-1, 0, 733, 36500])
def test_a_delegation_ends_within_two_years(owls: int, days: float) -> None:
    with pytest.raises(Refusal) as refusal:
        delegate(owls, campaign(), days)
    assert refusal.value.field == "until"
    assert remembering.remembered(owls, campaign()) is None


def test_ending_a_delegation_leaves_the_rest(owls: int) -> None:
    remember(owls, campaign())
    delegate(owls, campaign())
    here = campaign()
    for _ in range(2):
        with transaction():
            remembering.end_delegation(owls, here, at=now())
    row = left(owls, campaign())
    assert (row.delegated_until, row.delegated_at, row.delegation, row.asked_again) == (None, None, "", True)
    assert contact_of(owls, campaign()) == CONTACT


def test_forgetting_in_one_campaign_leaves_the_other(owls: int) -> None:
    remember(owls, campaign())
    remember(owls, campaign("Harbour"))
    forget(owls, campaign())
    assert contact_of(owls, campaign()) is None
    assert contact_of(owls, campaign("Harbour")) == CONTACT


def test_with_the_last_word_the_key_is_gone_so_that_no_backup_can_be_read(owls: int) -> None:
    remember(owls, campaign())
    sealed, name = left(owls, campaign()).contact, key_name(owls)
    for _ in range(2):
        forget(owls, campaign())
    assert name is not None and key_name(owls) is None
    with pytest.raises(KeyGone):
        make.keys().open(name, sealed, "organization contact")
    assert db.session.query(Remembrance).count() == 0


def test_word_that_is_left_after_all_was_forgotten_has_a_new_key(owls: int) -> None:
    remember(owls, campaign())
    before = key_name(owls)
    forget(owls, campaign())
    remember(owls, campaign())
    assert key_name(owls) not in (None, before)
    assert contact_of(owls, campaign()) == CONTACT


def test_forgetting_that_could_not_be_kept_leaves_nothing_readable_and_word_can_be_left_again(owls: int) -> None:
    here = campaign()
    remember(owls, here)
    with pytest.raises(OSError, match="full"):
        forget_on_a_full_disk(owls, here)
    assert contact_of(owls, campaign()) is None
    remember(owls, campaign())
    assert contact_of(owls, campaign()) == CONTACT


def test_word_left_and_forgotten_at_once_in_two_campaigns_can_be_read(app: Flask, owls: int) -> None:
    here, there = campaign(), campaign("Harbour")
    for _ in range(5):
        remember(owls, here)
        forget(owls, there)
        acts = (partial(forget, owls, here), partial(remember, owls, there))
        at_once([partial(_inside, app, act) for act in acts])
        assert contact_of(owls, here) is None
        assert contact_of(owls, there) == CONTACT


def _inside(app: Flask, act: partial[None]) -> None:
    with app.app_context():
        act()


def test_a_contact_is_kept_no_longer_than_the_delegation_it_was_left_for(owls: int) -> None:
    one, other = campaign(), campaign("Day Line")
    delegate(owls, one, days=30)
    delegate(owls, other, days=30)
    remember(owls, other)
    for days, kept in ((29, {one, other}), (31, {other})):
        purge(days)
        db.session.rollback()
        assert set(db.session.scalars(select(Remembrance.campaign_id))) == kept
    assert remembering.contact_of(owls, other, make.keys()) == CONTACT
