"""Two organizations turn out to be one: all of one goes over to the other, and comes back when that is undone."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.database import db, now, transaction
from signon.organizations import affiliates, editing, remembering
from signon.organizations.likeness import Likeness
from signon.organizations.matching import alike
from signon.organizations.merging import STAYS_STRUCK, WORD_ENDED
from signon.organizations.models import Alias, Organization, Remembrance
from signon.organizations.register import complete, known, learn_alias
from signon.outreach import merging
from signon.refusals import Refusal
from signon.signatures import reviewing
from signon.signatures.judging import DUPLICATE
from signon.signatures.offering import offers
from tests import make
from tests.crowds import assert_counters_agree
from tests.filled import contents
from tests.outreach.registers import GUILD, MOTHS, OWLS, enter, merge, settle, states, still, undo
from tests.signatures.word import contact, organization, wants_the_next


def test_who_was_merged_is_known_as_the_survivor_by_all_its_names(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS])
    enter(GUILD)
    survivor, gone = organization(OWLS), organization(GUILD)
    with transaction():
        learn_alias(gone, "Dayton Owlery", now())
    merge(OWLS, GUILD)
    for name in (OWLS, GUILD, "DAYTON OWLERY"):
        assert organization(name) == survivor, name
        assert [(one.id, one.likeness) for one in alike(name)] == [(survivor, Likeness.CERTAIN)], name
        enter(name)
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 2  # nobody was entered again
    assert [offer.organization_id for offer in offers(letter, "Owl Guild of Dayton, Inc.", now())] == [survivor]
    with transaction():
        assert complete() == 0  # the gone one is given no keys


def test_names_move_with_their_printed_spelling_and_the_later_of_two_on_a_letter_is_struck(app: Flask) -> None:
    first, second = make.letter(), make.letter("other-train")
    make.listed(first, [OWLS, GUILD])
    make.listed(second, [GUILD])
    _row, done = merge(OWLS, GUILD)
    assert states() == {OWLS: ("verified", OWLS), GUILD: ("struck", OWLS)}
    assert states("other-train") == {GUILD: ("verified", OWLS)}
    [duplicate] = make.signatures("struck")
    assert duplicate.reason == DUPLICATE
    assert (done.listed, len(done.clashes)) == (2, 1)
    assert_counters_agree()


def test_the_conveners_name_stays_though_it_came_later(app: Flask) -> None:
    letter = make.letter(conveners=(GUILD,))
    make.listed(letter, [OWLS])
    make.listed(letter, [GUILD])
    merge(OWLS, GUILD)
    assert states() == {OWLS: ("struck", OWLS), GUILD: ("verified", OWLS)}
    assert_counters_agree()


def test_the_name_that_was_handed_over_stays_and_one_that_was_struck_stays_in_the_edition(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS, GUILD])
    edition = make.delivered(letter)
    before = edition.content
    merge(OWLS, GUILD)
    assert states()[GUILD] == ("struck", OWLS)
    assert db.session.get_one(type(edition), edition.id, populate_existing=True).content == before


def test_what_the_survivor_lacks_comes_over_and_its_own_stays(app: Flask) -> None:
    enter(OWLS)
    enter(GUILD, website="https://owlguild.org")
    facts = {"acronym": "OGD", "website": "https://owlguild.org", "city": "Dayton"}
    settle(GUILD, **facts)
    settle(OWLS, city="Akron")
    row, _done = merge(OWLS, GUILD)
    kept = db.session.get_one(Organization, row.kept_id)
    home = ("https://owlguild.org", "owlguild.org")
    assert (kept.website, kept.domain, kept.acronym, kept.city) == (*home, "OGD", "Akron")
    undo(row)
    assert (kept.website, kept.domain, kept.acronym, kept.city) == ("", "", "", "Akron")


def test_merges_in_a_chain_are_undone_in_their_order(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS, GUILD, MOTHS])
    before = still(contents())
    first, _ = merge(GUILD, OWLS)
    second, _ = merge(MOTHS, GUILD)
    assert {organization(name) for name in (OWLS, GUILD, MOTHS)} == {second.kept_id}
    with pytest.raises(Refusal, match="undo that one first"), transaction():
        merging.undo(first, keys=make.keys(), at=now())
    assert undo(second) == undo(first) == undo(first) == []
    assert still(contents()) == before
    assert_counters_agree()


def test_a_name_that_somebody_has_looked_at_since_is_not_put_back(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS, GUILD])
    row, _done = merge(OWLS, GUILD)
    [duplicate] = make.signatures("struck")
    with transaction():
        reviewing.undo_strike(letter, duplicate, now(), keys=make.keys())
    assert undo(row) == [STAYS_STRUCK]
    assert states() == {OWLS: ("verified", OWLS), GUILD: ("held", GUILD)}
    assert_counters_agree()


def test_the_survivor_may_take_the_name_of_the_one_that_is_gone(app: Flask) -> None:
    enter(OWLS, GUILD)
    row, _done = merge(OWLS, GUILD)
    with transaction():
        editing.change(row.kept_id, editing.Facts(GUILD), seen=row.merged_at, at=now())
    assert organization(OWLS) == organization(GUILD) == row.kept_id
    with pytest.raises(Refusal, match="bears this name now"), transaction():
        merging.undo(row, keys=make.keys(), at=now())


def test_two_that_are_known_to_be_two_are_not_merged(app: Flask) -> None:
    enter(OWLS, GUILD)
    two = organization(GUILD), organization(OWLS)
    with transaction():
        affiliates.say_two(*two, by=None, at=now())
    with pytest.raises(Refusal, match="two organizations"):
        merge(OWLS, GUILD)
    with pytest.raises(Refusal, match="two different"):
        merge(OWLS, OWLS)


def test_what_was_not_shown_is_not_done(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS, GUILD])
    shown = merging.preview(*(db.session.get_one(Organization, organization(name)) for name in (OWLS, GUILD)))
    make.listed(make.letter("other-train"), [GUILD])
    with pytest.raises(Refusal, match="changed while you looked"):
        merge(OWLS, GUILD, seen=shown.stamp)
    assert [row.state for row in make.signatures()] == ["verified"] * 3


def test_word_goes_over_under_the_survivors_key_and_comes_back(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS, GUILD])
    wants_the_next(letter, GUILD)
    row, done = merge(OWLS, GUILD)
    assert (done.word, done.set_aside) == (1, 0)
    word = partial(remembering.contact_of, campaign_id=letter.campaign_id, keys=make.keys())
    assert word(row.kept_id) == contact(GUILD).sealable()
    assert word(row.gone_id) is None
    assert undo(row) == []
    assert word(row.gone_id) == contact(GUILD).sealable()
    with transaction():
        remembering.purge(now(), keys=make.keys())
    assert db.session.get_one(Organization, row.kept_id, populate_existing=True).key_name is None  # nothing is under it
    assert word(row.gone_id) == contact(GUILD).sealable()


def test_word_that_was_ended_since_does_not_come_back(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, [OWLS, GUILD])
    wants_the_next(letter, GUILD, OWLS)
    row, done = merge(OWLS, GUILD)
    assert (done.word, done.set_aside) == (1, 1)
    assert remembering.contact_of(row.kept_id, letter.campaign_id, make.keys()) == contact(OWLS).sealable()
    with transaction():
        remembering.forget(row.kept_id, letter.campaign_id, keys=make.keys())
    assert undo(row) == [WORD_ENDED]
    assert db.session.scalar(select(func.count()).select_from(Remembrance)) == 0


def test_an_alias_left_under_somebody_elses_own_name_leads_to_the_survivor_too(app: Flask) -> None:
    enter(OWLS, GUILD, MOTHS)
    moths = organization(MOTHS)
    with transaction():
        values = {"organization_id": moths, "name": GUILD, "identity": GUILD.lower(), "created_at": now()}
        db.session.add(Alias(**values))
    before = still(contents())
    row, _done = merge(OWLS, GUILD)
    assert organization(GUILD) == organization(OWLS)
    assert undo(row) == []
    assert still(contents()) == before
    assert known(GUILD) is not None
