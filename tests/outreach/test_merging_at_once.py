"""Two organizations are merged while others sign; and whatever was merged, undoing it gives back what there was."""

from collections.abc import Iterable
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.database import db, now, transaction
from signon.organizations import affiliates
from signon.organizations.register import learn_alias
from signon.outreach import merging
from signon.refusals import Refusal
from signon.signatures.models import Approach
from tests import make
from tests.conftest import used
from tests.crowds import assert_counters_agree, at_once
from tests.filled import contents
from tests.outreach.registers import GUILD, MOTHS, OWLS, enter, merge, settle, states, still, undo
from tests.signatures.word import organization
from tests.test_concurrency import once_after


def press(app: Flask, link: str) -> int:
    """Somebody ticks the box on the page that `link` leads to and presses the button; the answer's code."""
    return app.test_client().post(link, data={"authorized": "y"}).status_code


def merge_them(app: Flask, kept_id: int, gone_id: int) -> int:
    """Somebody of the staff presses until the merge is done: somebody may come onto a letter meanwhile. Then 303."""
    with app.app_context():
        for _ in range(20):
            try:
                with transaction():
                    merging.merge(kept_id, gone_id, by=None, keys=make.keys(), at=now())
            except Refusal:
                continue
            return 303
    return 409


def test_a_merge_while_names_of_both_are_being_verified_loses_and_doubles_nobody(
    app: Flask, client: FlaskClient
) -> None:
    make.listed(make.letter("first-train"), [OWLS, GUILD])
    for name in (OWLS, GUILD):
        settle(name, website=make.home_of(name)["website"])
    links = []
    for slug in ("night-train", "other-train"):
        make.letter(slug)
        for name in (OWLS, GUILD):
            make.send_form(client, slug, organization=name, **make.home_of(name))
            links.append(make.newest_mail().link)
    ids = organization(OWLS), organization(GUILD)

    answers = at_once([*(partial(press, app, link) for link in links), partial(merge_them, app, *ids)])
    assert answers == [303] * 5
    db.session.rollback()
    bearers = {row.organization_id for row in make.signatures("verified")}
    assert bearers == {ids[0]}, "a name was listed as the organization that is gone"
    for slug in ("first-train", "night-train", "other-train"):
        listed = [state for state, _ in states(slug).values() if state == "verified"]
        assert len(listed) <= 1, slug
    assert_counters_agree()


def test_a_name_that_is_judged_while_its_organization_is_merged_is_listed_as_the_survivor(
    app: Flask, client: FlaskClient
) -> None:
    enter(OWLS, GUILD)
    settle(GUILD, website=make.home_of(GUILD)["website"])
    make.letter()
    make.send_form(client, organization=GUILD)
    link, ids = make.newest_mail().link, (organization(OWLS), organization(GUILD))

    with once_after("SELECT organization.website", partial(merge_them, app, *ids)):
        assert press(app, link) == 303
    assert states() == {GUILD: ("verified", OWLS)}
    assert_counters_agree()


NAMES = (OWLS, GUILD, MOTHS, "Harbour Riders")
LISTS = st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=3)


@settings(max_examples=12)
@given(lists=LISTS, pairs=st.lists(st.permutations(NAMES).map(lambda names: names[:2]), min_size=1, max_size=3))
def _merge_and_undo(lists: Iterable[set[str]], pairs: list[list[str]], app: Flask) -> None:
    with used(app):
        enter(*NAMES)
        for number, names in enumerate(lists):
            letter = make.letter(f"train-{number}", conveners=tuple(sorted(names)[:1]))
            make.listed(letter, sorted(names))
        rows, two = make.signatures()[:2], (organization(MOTHS), organization("Harbour Riders"))
        owls = organization(OWLS)
        with transaction():
            learn_alias(owls, "Dayton Owlery", now())
            affiliates.say_two(*two, by=None, at=now())
            for row in rows:
                row.like_organization_id = row.organization_id
                note = {"letter_id": row.letter_id, "organization_id": row.organization_id, "way": "asked"}
                db.session.add(Approach(**note))
        before, done = still(contents()), []
        for kept, gone in pairs:
            try:
                done.append(merge(kept, gone)[0])
            except Refusal:
                continue  # they are one already, or known to be two
        assert_counters_agree()
        assert [undo(row) for row in reversed(done)] == [[]] * len(done)
        assert_counters_agree()
        assert still(contents()) == before


def test_undoing_any_merges_gives_back_what_there_was(installation: Flask) -> None:
    _merge_and_undo(app=installation)
