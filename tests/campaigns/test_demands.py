"""The demand ledger: what is asked for, by when, and what became of it, with evidence."""

from datetime import date, timedelta

import pytest
from flask import Flask

from signon.campaigns import demanding
from signon.campaigns.addresses import web_address
from signon.campaigns.campaigns import named
from signon.campaigns.demands import clock, demands_of, ledger, steps_of
from signon.campaigns.models import MET, OPEN, PARTLY_MET, WORSE, Campaign, Demand, Update
from signon.campaigns.words import said
from signon.database import db, now, transaction
from signon.letters.demands import asking, choose, ledger_of
from signon.letters.demands import demands_of as demands_of_letter
from signon.letters.models import Letter
from signon.refusals import Refusal
from tests import make

FIRST_DAY = date(2021, 2, 18)


def campaign_with(*titles: str) -> Campaign:
    """The campaign of the night train, asking for these things in this order."""
    make.letter()
    campaign = named("Night Line")
    assert campaign
    with transaction():
        for title in titles:
            demanding.add(campaign, {"en": {"title": title, "text": ""}}, None, now())
    return campaign


def titles(campaign: Campaign) -> list[tuple[int, str]]:
    db.session.rollback()
    return [(demand.number, demand.words["en"]["title"]) for demand in demands_of(campaign)]


def step(demand: Demand, on: date, status: str, tells: bool = False) -> None:
    with transaction():
        how = {"tells": tells, "by": None, "at": now()}
        demanding.note_step(demand, on, status, {"en": f"It is {status}."}, "https://example.org/memo", **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "day", "has_begun", "is_over"),
    [
        (date(2021, 2, 1), 0, False, False),
        (FIRST_DAY, 0, True, False),
        (date(2021, 4, 22), 63, True, False),
        (date(2021, 5, 29), 100, True, False),
        (date(2021, 5, 30), 100, True, True),
        (date(2026, 1, 1), 100, True, True),
    ],
)
def test_a_hundred_days_from_february_18_end_on_may_29(today: date, day: int, has_begun: bool, is_over: bool) -> None:
    read = clock(Campaign(clock_from=FIRST_DAY, clock_days=100), today)
    assert read and read.ends_on == date(2021, 5, 29)
    assert (read.day, read.of, read.has_begun, read.is_over) == (day, 100, has_begun, is_over)


def test_a_campaign_without_a_first_day_has_no_clock() -> None:
    assert clock(Campaign(), FIRST_DAY) is None


@pytest.mark.parametrize(
    ("reads", "gets"), [("es", "es"), ("es-MX", "es"), ("en", "en"), ("ar", "fr"), ("de", "fr"), ("pt-BR", "fr")]
)
def test_who_reads_a_language_that_is_not_there_gets_the_campaigns_own(reads: str, gets: str) -> None:
    words = {"en": "Open", "es": "Abierto", "fr": "Ouvert", "ar": ""}
    assert said(words, reads, "fr") == (gets, words[gets])


def test_without_the_campaigns_own_words_the_first_ones_stand_and_without_any_there_are_none() -> None:
    assert said({"es": "Abierto"}, "de", "en") == ("es", "Abierto")
    with pytest.raises(LookupError):
        said({"en": ""}, "en", "en")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" example.org/memo ", "https://example.org/memo"),
        ("http://example.org:8080/?a=1#b", "http://example.org:8080/?a=1#b"),
        ("HTTPS://Example.org", "HTTPS://Example.org"),
        ("https://münchen.example/straße", "https://münchen.example/straße"),
    ],
)
def test_an_address_is_kept_as_it_was_typed(typed: str, kept: str) -> None:
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "https://",
        "https://somewhere",
        "https://ada:secret@example.org",
        "https://example.org/<b>",
        "https://exa mple.org",
        "https://example.org:99999999",
        "https://[::1",
        "data:text/html,x.y",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_is_no_address_of_a_page_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        web_address(typed)


def test_demands_are_numbered_moved_and_removed_without_a_gap(app: Flask) -> None:
    campaign = campaign_with("First", "Second", "Third")
    with transaction():
        first, _second, third = demands_of(campaign)
        assert demanding.move(campaign, third, -1, now())
        assert not demanding.move(campaign, first, -1, now())
    assert titles(campaign) == [(1, "First"), (2, "Third"), (3, "Second")]
    with transaction():
        demanding.remove(campaign, demands_of(campaign)[0])
    assert titles(campaign) == [(1, "Third"), (2, "Second")]


def test_a_demand_stands_where_its_newest_step_left_it_and_is_late_until_it_is_met(app: Flask) -> None:
    campaign = campaign_with("First", "Second")
    with transaction():
        demanding.set_clock(campaign, FIRST_DAY, 100)
        demanding.change(
            demands_of(campaign)[1],
            {"en": {"title": "Second", "text": "All of it."}, "es": {"title": "Segunda", "text": ""}},
            date(2021, 3, 1),
            seen=demands_of(campaign)[1].changed_at,
            at=now(),
        )
    first = demands_of(campaign)[0]
    for on, status in ((date(2021, 5, 1), MET), (date(2021, 4, 1), PARTLY_MET), (date(2021, 5, 1), WORSE)):
        step(first, on, status)
    read = ledger(campaign, "es", date(2021, 4, 22))
    assert [(line.title, line.language, line.status) for line in read.lines] == [
        ("First", "en", WORSE),
        ("Segunda", "es", OPEN),
    ]
    assert [one.status for one in read.lines[0].steps] == [WORSE, MET, PARTLY_MET]
    assert [(line.due_on, line.is_late) for line in read.lines] == [
        (date(2021, 5, 29), False),
        (date(2021, 3, 1), True),
    ]
    assert read.clock and (read.clock.day, read.met, read.of) == (63, 0, 2)
    with transaction():
        demanding.remove_step(first, steps_of([first])[first.id][0], now())
    assert (first.status, ledger(campaign, "en", date(2022, 1, 1)).lines[0].is_late) == (MET, False)


def test_a_step_is_told_among_the_updates_and_goes_with_its_demand(app: Flask) -> None:
    campaign = campaign_with("First")
    [demand] = demands_of(campaign)
    step(demand, FIRST_DAY, MET, tells=True)
    step(demand, FIRST_DAY, OPEN)
    [told] = db.session.query(Update).all()
    assert told.published_at and told.demand_step_id and told.campaign_id == campaign.id
    with transaction():
        demanding.remove(campaign, demand)
    db.session.rollback()
    assert db.session.query(Update).count() == 0


def test_what_is_still_to_come_is_no_step(app: Flask) -> None:
    [demand] = demands_of(campaign_with("First"))
    with pytest.raises(Refusal, match="still to come"):
        step(demand, now().date() + timedelta(days=2), MET)


def test_who_changes_a_demand_that_somebody_else_changed_overwrites_nothing(app: Flask) -> None:
    [demand] = demands_of(campaign_with("First"))
    seen = demand.changed_at
    step(demand, FIRST_DAY, MET)
    with pytest.raises(demanding.ChangedMeanwhile), transaction():
        demanding.change(demand, {"en": {"title": "Mine", "text": ""}}, None, seen=seen, at=now())
    assert titles(demand_campaign(demand)) == [(1, "First")]


def demand_campaign(demand: Demand) -> Campaign:
    return db.session.get_one(Campaign, demand.campaign_id)


def test_a_letter_asks_for_its_demands_in_its_own_order_with_the_campaigns_numbers(app: Flask) -> None:
    campaign = campaign_with("First", "Second", "Third")
    letter = db.session.query(Letter).one()
    with transaction():
        assert choose(letter, [3, 1])
        assert not choose(letter, [3, 1])
    assert [(line.number, line.place) for line in ledger_of(letter, "en", now()).lines] == [(3, 1), (1, 2)]
    assert {number: len(found) for number, found in asking(demands_of(campaign)).items()} == {
        demand.id: int(demand.number != 2) for demand in demands_of(campaign)
    }
    for numbers, why in (([4], "no demand 4"), ([1, 1], "twice")):
        with pytest.raises(Refusal, match=why), transaction():
            choose(letter, numbers)
    assert [demand.number for demand in demands_of_letter(letter)] == [3, 1]
