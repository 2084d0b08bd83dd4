"""Many names are struck at once by a pattern, exactly those that were shown, and come back to where they were."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.refusals import Refusal
from signon.signatures import bulk_striking as act
from signon.signatures import counting
from signon.signatures.bulk_striking import BOTH, LISTED, Pattern, Preview, Undone
from signon.signatures.listing import mark_conveners
from signon.signatures.models import ANONYMOUS, Signature
from signon.signatures.own_entry import ChangedMeanwhile
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make
from tests.crowds import assert_counters_agree
from tests.outreach.registers import merge
from tests.signatures.word import OWLS, organization, wants_the_next
from tests.statements import listed, said_by


def sign(client: FlaskClient, *names: str, at: str = "lamps.example") -> None:
    """Sign with these names from mailboxes of one domain, which is not their own: they are held."""
    for number, name in enumerate(names):
        make.verified(client, organization=name, email=f"a{number}@{at}")


def look(letter: Letter, pattern: Pattern) -> Preview:
    """What the pattern finds now."""
    db.session.rollback()
    return act.preview(letter, pattern, make.keys())


def strike(letter: Letter, pattern: Pattern, digest: str = "") -> int:
    """Strike what the pattern finds; the id of the bulk strike."""
    digest = digest or look(letter, pattern).digest
    with transaction():
        how = {"digest": digest, "member_id": None, "keys": make.keys(), "at": now()}
        return act.strike_all(letter, pattern, "advertising", **how).id  # type: ignore[arg-type]


def undo(letter: Letter, bulk: int) -> Undone | None:
    """Undo it."""
    with transaction():
        return act.undo(letter, bulk, now())


def states() -> dict[str, str]:
    """The state of every name."""
    return {row.printed_name: row.state for row in make.signatures()}


def test_names_of_one_domain_or_below_it_are_found_and_others_that_end_alike_are_not(
    app: Flask, client: FlaskClient
) -> None:
    letter = make.letter()
    sign(client, "Lamp One")
    sign(client, "Lamp Two", at="mail.lamps.example")
    sign(client, "Honest Guild", at="notlamps.example")
    found = look(letter, Pattern(domain=" @Lamps.Example "))
    assert (found.number, found.names, found.is_whole) == (2, ("Lamp One", "Lamp Two"), True)
    bulk = strike(letter, Pattern(domain="lamps.example"))
    assert states() == {"Lamp One": "struck", "Lamp Two": "struck", "Honest Guild": "held"}
    reasons = [row.reason for row in make.signatures("held")]
    assert undo(letter, bulk) == Undone(0, 2, 0)
    assert [row.reason for row in make.signatures("held")] == reasons * 3, "each is held for its former reason"
    assert undo(letter, bulk) is None, "undoing twice is undoing once"


def test_names_are_found_by_words_time_origin_and_state_together(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Lámp Guild", "Choir"])
    sign(client, "Lamp Union")
    early, late = ((now() + timedelta(hours=hours)).isoformat() for hours in (-1, 1))
    for pattern, names in (
        (Pattern(words="lamp"), ("Lamp Union",)),
        (Pattern(words="LAMP", state=BOTH), ("Lámp Guild", "Lamp Union")),
        (Pattern(origin="import", state=BOTH), ("Lámp Guild", "Choir")),
        (Pattern(words="lamp", origin="import", state=LISTED, since=early, until=late), ("Lámp Guild",)),
        (Pattern(until=early, state=BOTH), ()),
        (Pattern(since=late, state=BOTH), ()),
    ):
        assert sorted(look(letter, pattern).names) == sorted(names), pattern
    for nothing in (Pattern(), Pattern(state=BOTH), Pattern(words="x", state="pending"), Pattern(domain=" @ ")):
        with pytest.raises(Refusal):
            look(letter, nothing)


def test_what_is_struck_is_exactly_what_was_shown(app: Flask, client: FlaskClient) -> None:
    letter, pattern = make.letter(), Pattern(domain="lamps.example")
    sign(client, "Lamp One")
    seen = look(letter, pattern).digest
    sign(client, "Lamp Two")
    with pytest.raises(ChangedMeanwhile):
        strike(letter, pattern, seen)
    seen = look(letter, pattern).digest
    with transaction():
        make.signatures("held")[0].changed_at = now()
    with pytest.raises(ChangedMeanwhile):
        strike(letter, pattern, seen)
    with pytest.raises(ChangedMeanwhile):
        strike(letter, replace(pattern, domain="other.example"), seen)
    assert set(states().values()) == {"held"}


def test_listed_names_leave_the_count_and_come_back_unless_their_place_was_taken(
    app: Flask, client: FlaskClient
) -> None:
    letter = make.letter(signed_by="both", conveners=("Alder Lamps",))
    make.listed(letter, ["Alder Lamps", "Birch Lamps", "Choir"])
    make.verified(client, "night-train", **{**make.INDIVIDUAL, "as": "individual", "shown_as": ANONYMOUS})
    everybody = Pattern(since=(now() - timedelta(days=1)).isoformat(), state=LISTED)
    bulk = strike(letter, everybody)
    db.session.rollback()
    count = counting.read(letter, now())
    assert (count.organizations, count.individuals, count.undersigned, count.anonymous) == (0, 0, 0, 0)
    assert_counters_agree()
    make.listed(letter, ["Birch Lamps"])
    assert undo(letter, bulk) == Undone(3, 0, 1)
    db.session.rollback()
    count = counting.read(letter, now())
    assert (count.organizations, count.individuals, count.undersigned, count.anonymous) == (3, 1, 2, 1)
    assert sorted(row.printed_name for row in make.signatures("struck")) == ["Birch Lamps"]
    assert_counters_agree()


def test_a_name_that_was_withdrawn_or_held_again_by_hand_is_left_alone(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    sign(client, "Lamp One", "Lamp Two")
    bulk = strike(letter, Pattern(domain="lamps.example"))
    with transaction():
        withdraw(Found(make.signatures("struck")[0], letter), now())
    assert undo(letter, bulk) == Undone(0, 1, 1)
    assert states() == {"Lamp One": "struck", "Lamp Two": "held"}


def test_a_name_that_comes_back_is_a_convener_if_it_became_one_meanwhile(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder Lamps", "Choir"])
    bulk = strike(letter, Pattern(words="lamps", state=LISTED))
    with transaction():
        letter.conveners = ["Alder Lamps"]
        mark_conveners(letter, now())
    assert undo(letter, bulk) == Undone(1, 0, 0)
    assert [row.is_convener for row in make.signatures("verified")] == [True, False]
    assert counting.read(letter, now()).undersigned == 1
    assert_counters_agree()


def test_of_two_names_whose_organizations_were_merged_meanwhile_one_comes_back(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, ["Alder Lamps", "Birch Lamps", "Choir"])
    bulk = strike(letter, Pattern(words="lamps", state=LISTED))
    merge("Alder Lamps", "Birch Lamps")
    assert undo(letter, bulk) == Undone(1, 0, 1)
    assert states() == {"Alder Lamps": "verified", "Birch Lamps": "struck", "Choir": "verified"}
    assert_counters_agree()


def test_word_that_was_left_from_a_struck_mailbox_is_forgotten(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    make.verified(client)
    wants_the_next(letter, OWLS)
    [signature] = make.signatures("verified")
    assert signature.organization_id == organization(OWLS)
    strike(letter, Pattern(words="owls", state=LISTED))
    assert states()[OWLS] == "struck"


def test_a_thousand_names_are_struck_and_come_back_in_a_few_statements(app: Flask) -> None:
    letter, pattern = make.letter(), Pattern(words="lamp", state=LISTED)
    make.listed(letter, [f"Lamp of {number:04}" for number in range(1000)])
    digest = look(letter, pattern).digest
    said = said_by(lambda: strike(letter, pattern, digest))
    assert len(said) < 20, listed(said)
    [bulk] = [row.id for row, _pattern in act.earlier(letter, make.keys())]
    said = said_by(lambda: undo(letter, bulk))
    assert len(said) < 20, listed(said)
    assert len(make.signatures("verified")) == 1000
    assert_counters_agree()


def test_more_than_are_struck_at_once_are_refused(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = make.letter()
    sign(client, "Lamp One", "Lamp Two", "Lamp Three")
    monkeypatch.setattr(act, "MOST", 2)
    with pytest.raises(Refusal, match="At most"):
        strike(letter, Pattern(words="lamp"))
    monkeypatch.setattr(act, "MOST_OPENED", 2)
    monkeypatch.setattr(act, "_AT_ONCE", 1)
    found = look(letter, Pattern(domain="lamps.example"))
    assert (found.number, found.is_whole) == (2, False)
    assert db.session.query(Signature).filter_by(state="held").count() == 3
