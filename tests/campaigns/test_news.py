"""Updates and press coverage: who reads what when, in which language, and as a feed."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.campaigns import coverage, demanding, updates
from signon.campaigns.coverage import Article
from signon.campaigns.models import COVERED, DELIVERED, MET, Campaign, Coverage, Update
from signon.campaigns.updates import Words
from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.letters.news import public_updates
from signon.refusals import Refusal
from signon.web.markup import letter_html
from signon.wording.news import news_of_letter, read_updates
from tests import make
from tests.campaigns.told import ATOM, PIECE, colleague_id, noted, written

PAGES = "/campaigns/night-line"


def campaign_of(letter: Letter) -> Campaign:
    return db.session.get_one(Campaign, letter.campaign_id)


def titles(letter: Letter, language: str = "en") -> list[str]:
    rows = public_updates(letter.campaign_id, now(), most=50)
    return [item.headline for item in read_updates(campaign_of(letter), rows, language, now())]


def test_a_draft_is_read_by_nobody_and_a_published_update_by_everybody_until_it_is_taken_back(
    client: FlaskClient,
) -> None:
    letter = make.letter()
    row = written(letter, "The minister answered", published=False)
    assert "minister" not in client.get(f"{PAGES}/updates").text
    assert client.get(f"{PAGES}/updates/{row.id}").status_code == 404
    with transaction():
        assert updates.publish(row, now())
        assert not updates.publish(row, now()), "publishing twice is publishing once"
    for path in (f"{PAGES}/updates", f"{PAGES}/updates/{row.id}", f"{PAGES}/updates.atom"):
        assert "The minister answered" in client.get(path).text
    assert client.get(f"/campaigns/other-line/updates/{row.id}").status_code == 404
    with transaction():
        assert updates.take_back(row, now())
    assert client.get(f"{PAGES}/updates/{row.id}").status_code == 404


def test_what_is_about_a_letter_waits_for_that_letter_and_stands_on_its_page(client: FlaskClient) -> None:
    make.letter()
    hidden = make.letter("quiet-train", published=False)
    row = written(hidden, "Of the Quiet train", about=hidden)
    noted(hidden, "Quiet headline")
    for path in ("updates", "updates.atom", "press"):
        assert "Quiet" not in client.get(f"{PAGES}/{path}").text, path
    assert client.get(f"{PAGES}/updates/{row.id}").status_code == 404
    with transaction():
        hidden.published_at = now()
    page = client.get("/letters/quiet-train").text
    assert "Of the Quiet train" in page
    assert "Quiet headline" in page
    assert "Of the Quiet train" in client.get(f"{PAGES}/updates").text
    assert "Quiet" not in client.get("/letters/night-train").text, "other letters' pages do not tell it"


def test_a_delivery_a_demand_and_press_coverage_tell_of_themselves_in_the_readers_language(app: Flask) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle"])
    campaign, by = campaign_of(letter), colleague_id()
    with transaction():
        words = {"en": {"title": "Every night", "text": ""}, "es": {"title": "Cada noche", "text": ""}}
        demand = demanding.add(campaign, words, None, now())
        demanding.note_step(demand, date(2026, 3, 1), MET, {"en": "It runs."}, "", tells=True, by=by, at=now())
    noted(letter, "Night train asked for", told=True)
    make.delivered(letter)
    assert titles(letter) == [
        "The letter was delivered: Run the night train again",
        "In the press (The Lamp): Night train asked for",
        "Demand 1 is met: Every night",
    ]
    assert titles(letter, "es")[2].endswith("Cada noche")
    with transaction():
        coverage.remove(db.session.query(Coverage).one())
    db.session.rollback()
    assert [row.kind for row in db.session.query(Update).order_by(Update.id)] == ["demand", DELIVERED]
    with pytest.raises(ValueError, match="coverage_id"):
        updates.tell(COVERED, letter.campaign_id, at=now())


def test_words_are_read_in_the_readers_language_else_in_the_campaigns_own(app: Flask) -> None:
    letter = make.letter()
    both = {"en": Words("It runs", "Thank you."), "es": Words("Ya circula", "Gracias.")}
    written(letter, words=both)
    assert titles(letter, "es") == ["Ya circula"]
    assert titles(letter, "ar") == ["It runs"]
    row = db.session.query(Update).one()
    as_seen: dict[str, Any] = {"letter_id": None, "seen": row.changed_at, "by": colleague_id()}
    with transaction():
        updates.change(row, {"en": Words("It stops", "Sorry.")}, **as_seen, at=now())
    with pytest.raises(updates.ChangedMeanwhile), transaction():
        updates.change(row, both, **as_seen, at=now())
    assert titles(letter, "es") == ["It stops"]
    with pytest.raises(Refusal), transaction():
        updates.write(letter.campaign_id, {}, letter_id=None, by=as_seen["by"], at=now())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outlet": ""}, "outlet"),
        ({"headline": "", "url": ""}, "headline"),
        ({"published_on": date(2999, 1, 1)}, "day"),
        ({"quote": ""}, "quote"),
    ],
)
def test_press_coverage_needs_an_outlet_something_to_find_it_by_a_day_and_words_for_who_said_them(
    wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        coverage.note(1, Article(**(PIECE | wrong)), told=True, by=1, at=datetime(2026, 3, 2, tzinfo=UTC))
    assert refused.value.field == field


def feed_at(client: FlaskClient, address: str) -> Xml.Element:
    answer = client.get(address)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert "Accept-Language" in answer.headers["Vary"]
    return Xml.fromstring(answer.data)


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/es", "es")])
def test_the_feed_is_atom_as_rfc_4287_wants_it_in_each_language(
    client: FlaskClient, prefix: str, language: str
) -> None:
    letter = make.letter()
    for number in range(2):
        written(letter, f"News <{number}> & more", text="**Bold** [link](https://x.org)")
    noted(letter, "Night train asked for", told=True)
    feed = feed_at(client, f"{prefix}{PAGES}/updates.atom")
    assert (feed.tag, feed.get("{http://www.w3.org/XML/1998/namespace}lang")) == (f"{ATOM}feed", language)
    [itself] = [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert itself == f"http://localhost{prefix}{PAGES}/updates.atom"
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries][1:] == ["News <1> & more", "News <0> & more"]
    for part in (feed, *entries):
        assert all(len(part.findall(f"{ATOM}{needed}")) == 1 for needed in ("id", "title", "updated"))
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated", "")).tzinfo is UTC
        assert urlsplit(part.findtext(f"{ATOM}id", "")).scheme == "tag"
    content = entries[1].find(f"{ATOM}content")
    assert content is not None and content.get("type") == "html"
    assert letter_html("**Bold** [link](https://x.org)") in (content.text or "")
    for link in re.findall('href="([^"]+)"', "".join(one.findtext(f"{ATOM}content", "") for one in entries)):
        assert link.startswith("http"), "a feed reader knows no address of ours but whole ones"


def test_each_entry_keeps_its_name_when_the_address_changes_and_is_not_sent_twice(client: FlaskClient) -> None:
    letter = make.letter()
    row = written(letter)
    names = re.findall("<id>([^<]+)</id>", client.get(f"{PAGES}/updates.atom").text)
    assert len(set(names)) == 2
    assert not set(names) & set(re.findall("<id>([^<]+)</id>", client.get(f"/es{PAGES}/updates.atom").text))
    with transaction():
        campaign_of(letter).slug = "moved-line"
    moved = client.get("/campaigns/moved-line/updates.atom")
    assert re.findall("<id>([^<]+)</id>", moved.text) == names
    assert f"/campaigns/moved-line/updates/{row.id}" in moved.text
    again = client.get("/campaigns/moved-line/updates.atom", headers={"If-None-Match": moved.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_letters_in_safe_mode_are_told_of_on_pages_but_in_no_feed_and_in_no_search(client: FlaskClient) -> None:
    letter = make.letter()
    safe = make.letter("safe-train", safe_mode=True)
    row = written(safe, "Of the safe train", about=safe)
    assert client.get(f"{PAGES}/updates.atom").text.count("<entry>") == 0
    page = client.get(f"{PAGES}/updates/{row.id}")
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots"' in page.text
    assert "X-Robots-Tag" not in client.get(f"{PAGES}/updates/{written(letter, 'Of all').id}").headers


def test_a_long_list_is_turned_page_by_page_and_ends(client: FlaskClient) -> None:
    letter = make.letter()
    for number in range(21):
        written(letter, f"News number {number:02}")
    first, second = (client.get(f"{PAGES}/updates?page={page}").text for page in (1, 2))
    assert re.findall(r"number \d\d", first)[0] == "number 20"
    assert re.findall(r"number \d\d", second) == ["number 00"]
    assert client.get(f"{PAGES}/updates?page=3").status_code == 404
    news = news_of_letter(letter, "en", now())
    assert (news.updates, news.more_updates) == ((), False), "what is about the whole campaign stands on its own page"


def test_an_update_that_will_be_published_has_the_day_of_its_letters_clock(app: Flask) -> None:
    letter = make.letter(deadline="2030-01-01 12:00")
    with transaction():
        letter.deadline_zone = "America/New_York"
    late = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    row = written(letter, "At night", about=letter, at=late)
    [item] = read_updates(campaign_of(letter), [row], "en", late + timedelta(days=1))
    assert item.day == date(2026, 3, 1)
