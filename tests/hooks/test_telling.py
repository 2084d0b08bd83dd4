"""Programs that listen are told what everybody may see, as it happens, and nothing else."""

import base64
import hashlib
import hmac
from datetime import date, timedelta
from typing import Any

import jsonschema_rs
from flask import Flask
from flask.testing import FlaskClient

from signon.campaigns import demanding, updates
from signon.campaigns.models import MET, WORSE, Demand, DemandStep
from signon.database import db, now, transaction
from signon.hooks import webhooks
from signon.hooks.events import (
    COUNT_CHANGED,
    DEMAND_CHANGED,
    LETTER_CLOSED,
    LETTER_DELIVERED,
    LETTER_PUBLISHED,
    SIGNEE_LEFT,
    SIGNEE_LISTED,
    UPDATE_PUBLISHED,
)
from signon.hooks.models import Webhook
from signon.letters.models import Letter
from signon.signatures import reviewing
from signon.signatures.models import NameNews, Signature
from tests import make
from tests.crowds import at_once
from tests.hooks.listening import age, hook, kept, listen, the, work
from tests.servers.hooks import Heard, Receiver, hook_receiver
from tests.signatures.own import correct, only, signed
from tests.statements import said_by
from tests.web.test_api_as_described import strict


def test_a_program_hears_of_a_campaign_from_its_first_letter_to_the_handing_over(
    app: Flask, client: FlaskClient
) -> None:
    make.letter("first", published=False)
    with hook_receiver() as receiver:
        listen(receiver.url)
        make.letter(conveners=("Alder Union",))
        work()
        make.verified(client)
        work()
        _move_a_demand(_letter("night-train"))
        make.delivered(_letter("night-train"))
        work()
        assert all(_is_signed(heard) for heard in receiver.heard)
        told = [heard.said for heard in receiver.heard]
    assert [one["type"] for one in told] == [
        LETTER_PUBLISHED,
        SIGNEE_LISTED,
        COUNT_CHANGED,
        LETTER_DELIVERED,
        DEMAND_CHANGED,
        UPDATE_PUBLISHED,
        UPDATE_PUBLISHED,
    ]
    _is_what_the_public_sees(client, *(one["data"] for one in told))
    _is_as_described(client, told)
    assert {call.body for call in kept()} == {""}, "what was heard is kept no longer"


def _is_as_described(client: FlaskClient, told: list[dict[str, Any]]) -> None:
    """Every call is what the OpenAPI document says of its event, and says no more."""
    described = strict(client.get("/api/v1/openapi.json").json)
    for one in told:
        said = described["webhooks"][one["type"]]["post"]["requestBody"]["content"]["application/json"]["schema"]
        jsonschema_rs.validate({**said, "components": described["components"]}, one)


def _is_what_the_public_sees(client: FlaskClient, *told: dict[str, Any]) -> None:
    published, listed, counted, delivered, moved, told_of, handed = told
    assert published["letter"]["browser_url"] == "http://localhost/letters/night-train"
    assert published["letter"]["state"] == "open" and delivered["letter"]["state"] == "delivered"
    [signee] = client.get("/api/v1/letters/night-train/signees").json["items"]
    assert listed["signee"] == signee and signee["name"] == "Night Owls Union"
    numbers = client.get("/letters/night-train/count.json").json
    for name in ("organizations", "individuals", "undersigned", "goal"):
        assert counted["count"][name] == numbers[name]
    assert moved["demand"]["status"] == MET and moved["demand"]["step"]["words"] == {"en": "It runs."}
    assert (told_of["update"]["kind"], handed["update"]["kind"]) == ("demand", "delivered")
    assert client.get(told_of["update"]["browser_url"].removeprefix("http://localhost")).status_code == 200


def test_nobody_is_told_what_is_not_public_not_theirs_or_from_before(app: Flask, client: FlaskClient) -> None:
    early = make.letter("early")
    make.letter("elsewhere", campaign="Harbour")
    listen(events=[LETTER_PUBLISHED, SIGNEE_LISTED, UPDATE_PUBLISHED])
    listen(campaign="Harbour", events=[COUNT_CHANGED])
    with transaction():
        updates.write(early.campaign_id, {"en": updates.Words("A draft", "")}, letter_id=None, by=None, at=now())
    make.letter("embargoed", published=False)
    with transaction():
        _letter("embargoed").published_at = now() + timedelta(hours=1)
    make.listed(_letter("elsewhere"), ["Lamp Guild"])
    work()
    assert [call.event for call in kept()] == [COUNT_CHANGED]
    with transaction():
        _letter("embargoed").published_at = now()
    work()
    assert [call.event for call in kept()] == [COUNT_CHANGED, LETTER_PUBLISHED]


def test_signing_that_ends_by_its_date_is_told_once(app: Flask, client: FlaskClient) -> None:
    make.letter()
    listen(events=[LETTER_CLOSED])
    work()
    with transaction():
        _letter("night-train").deadline_at = now()
    work()
    work()
    [call] = kept()
    assert '"state":"closed"' in call.body and call.tries == 1


def test_of_many_counts_one_waits_and_it_is_the_newest(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    with hook_receiver() as receiver:
        listen(receiver.url, [COUNT_CHANGED])
        for number in range(4):
            make.listed(letter, [f"Guild {number}"])
            work()
        assert [heard.said["data"]["count"]["organizations"] for heard in receiver.heard] == [1]
        [heard, waits] = kept()
        assert (waits.due_at - heard.due_at).total_seconds() == 5
        age(timedelta(seconds=5))
        work()
        assert [heard.said["data"]["count"]["organizations"] for heard in receiver.heard] == [1, 4]


def test_a_name_that_leaves_is_taken_back_or_told_under_the_id_it_was_known_by(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    with hook_receiver() as receiver:
        listen(receiver.url, [SIGNEE_LISTED, SIGNEE_LEFT])
        make.listed(letter, ["Heard Guild"])
        work()
        receiver.answers = [500]
        make.listed(letter, ["Unheard Guild"])
        work()
        for name in ("Heard Guild", "Unheard Guild"):
            signature = db.session.query(Signature).filter_by(printed_name=name).one()
            with transaction():
                reviewing.strike(letter, signature, "no such body", now(), keys=make.keys())
        age(timedelta(minutes=1))
        work()
        _is_as_described(client, _said(receiver))
        said = [(one["type"], one["data"]["signee"]["id"]) for one in _said(receiver)]
    assert [event for event, _ in said] == [SIGNEE_LISTED, SIGNEE_LISTED, SIGNEE_LEFT, SIGNEE_LEFT]
    assert {known_as for _, known_as in said[:2]} == {known_as for _, known_as in said[2:]}
    assert len(kept(SIGNEE_LISTED)) == 1, "what waited to be told of a name that left is gone"


def test_who_goes_by_initials_from_now_on_leaves_under_the_full_name(app: Flask, client: FlaskClient) -> None:
    make.petition()
    listen(events=[SIGNEE_LISTED, SIGNEE_LEFT])
    link = signed(client, "sunday-train")
    work()
    [before] = kept()
    correct(client, link, shown_as="initials")
    work()
    assert only().printed_name == "R. L."
    left, again = kept()[-2:]
    assert left.event == SIGNEE_LEFT and left.about == before.about
    assert again.event == SIGNEE_LISTED and again.about != before.about
    assert '"name":"R. L."' in again.body and "Rosa" not in again.body + left.body
    correct(client, link, shown_as="anonymous")
    work()
    assert [call.event for call in kept()][-1] == SIGNEE_LEFT and kept()[-1].about == again.about


def test_in_safe_mode_a_batch_is_told_at_once_in_no_order_of_time(app: Flask, client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True)
    listen(events=[SIGNEE_LISTED, COUNT_CHANGED])
    names = [f"Guild {number}" for number in range(8)]
    for name in names:
        make.listed(letter, [name])
    work()
    assert kept() == [], "nothing is told before the public sees it"
    with transaction():
        db.session.execute(db.update(NameNews).values(since=now() - timedelta(minutes=20)))
    work()
    *told, counted = kept()
    assert [call.event for call in told] == [SIGNEE_LISTED] * 8 and counted.event == COUNT_CHANGED
    assert [call.about for call in told] == sorted(call.about for call in told)
    assert all(':00Z","data"' in call.body for call in told) and ':00Z"}}}' in counted.body


def test_a_step_that_was_noted_by_mistake_and_then_anew_is_told_anew(app: Flask) -> None:
    letter = make.letter()
    listen(events=[DEMAND_CHANGED, UPDATE_PUBLISHED])
    _move_a_demand(letter)
    work()
    with transaction():
        demand, step = db.session.query(Demand).one(), db.session.query(DemandStep).one()
        demanding.remove_step(demand, step, now())
        demanding.note_step(demand, date(2026, 3, 1), WORSE, {}, "", tells=True, by=None, at=now())
    work()  # SQLite gives the new one the number of the one that is gone
    assert [call.event for call in kept()] == [DEMAND_CHANGED, UPDATE_PUBLISHED] * 2


def test_who_pauses_one_while_another_is_added_does_not_silence_that(app: Flask) -> None:
    make.letter()
    found = listen().id

    def pause() -> None:
        with app.app_context(), transaction():
            webhooks.pause(db.session.get_one(Webhook, found), now())

    def add() -> None:
        with app.app_context():
            listen()

    at_once([pause, add])
    db.session.rollback()
    assert the().has_hooks


def test_where_nobody_listens_nothing_is_kept_and_hardly_anything_asked(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    found = listen()
    with transaction():
        webhooks.pause(hook(found.id), now())
    assert not the().has_hooks
    make.listed(letter, ["Lamp Guild"])
    work()
    assert kept() == [] and db.session.query(NameNews).count() == 0
    asked = [one for one in said_by(work) if "webhook" in one.text or "hook_call" in one.text]
    assert len(asked) == 2


def _move_a_demand(letter: Letter) -> None:
    with transaction():
        demand = demanding.add(letter.campaign, {"en": {"title": "Run it", "text": ""}}, None, now())
        words, where = {"en": "It runs."}, "https://x.example/"
        demanding.note_step(demand, date(2026, 3, 1), MET, words, where, tells=True, by=None, at=now())


def _letter(slug: str) -> Letter:
    return db.session.query(Letter).filter_by(slug=slug).one()


def _said(receiver: Receiver) -> list[dict[str, dict[str, dict[str, str]]]]:
    return [heard.said for heard in receiver.heard]


def _is_signed(heard: Heard) -> bool:
    """As a program checks it that knows the secret."""
    secret = base64.b64decode(webhooks.secret_of(hook(), make.keys()).removeprefix("whsec_"))
    said = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}.".encode() + heard.body
    made = base64.b64encode(hmac.new(secret, said, hashlib.sha256).digest()).decode()
    is_fresh = abs(int(heard.headers["webhook-timestamp"]) - now().timestamp()) < 60
    return is_fresh and heard.headers["webhook-signature"] == f"v1,{made}"
