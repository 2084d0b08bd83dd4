"""Staff say which programs are told of what, and see how that goes."""

import re

from flask import Flask
from werkzeug.test import TestResponse

from signon.database import db
from signon.hooks import webhooks
from signon.hooks.models import Webhook
from signon.staff.models import EDITOR
from tests import make
from tests.filled import contents
from tests.hooks.listening import hook, kept, listen, the, work
from tests.servers.hooks import hook_receiver
from tests.staff.people import Browser, browser, csrf, person, send, sign_in

SECRET = re.compile(r'id="secret"[^>]*>(whsec_[A-Za-z0-9+/]{43}=)<')


def test_a_webhook_is_added_tried_changed_paused_and_removed(owner: Browser) -> None:
    room = f"/staff/campaigns/{make.letter().campaign_id}/hooks"
    with hook_receiver() as receiver:
        added = send(owner, room, url=receiver.url, events="count.changed")
        assert added.status_code == 303
        place = added.location
        _press(owner, place, "test")
        work()
        assert [heard.said["type"] for heard in receiver.heard] == ["test"]
        assert receiver.heard[0].said["data"]["campaign"]["name"] == "Night Line"
        page = owner.get(place)
        assert "204" in page.text and "Heard" in page.text
        for do in ("pause", "test", "resume", "test"):
            assert _press(owner, place, do).status_code == 303
        work()
        assert len(receiver.heard) == 2, "a paused one is sent nothing"
        assert send(owner, place, url=receiver.url, events=["signee.left", "signee.listed"]).status_code == 303
        assert hook().events == ["signee.listed", "signee.left"]
        _press(owner, place, "remove")
    assert kept() == [] and db.session.query(Webhook).count() == 0 and not the().has_hooks
    said = owner.get(f"/staff/campaigns/{the().id}/audit").text
    for act in ("added a webhook", "sent a webhook a test", "paused a webhook", "removed a webhook"):
        assert act in said


def test_a_secret_is_shown_once_and_lies_nowhere_in_the_clear(owner: Browser) -> None:
    room = f"/staff/campaigns/{make.letter().campaign_id}/hooks"
    place = send(owner, room, url="https://hooks.example/", events="count.changed").location
    assert not any("whsec_" in repr(cookie) for cookie in owner._cookies.values())
    [first] = SECRET.findall(owner.get(place).text)
    assert SECRET.findall(owner.get(place).text) == []
    assert first == webhooks.secret_of(hook(), make.keys())
    assert first.removeprefix("whsec_") not in repr(contents())
    assert _press(owner, place, "secret").status_code == 303
    [second] = SECRET.findall(owner.get(place).text)
    assert second != first


def test_what_cannot_be_called_is_said_beside_its_field_and_nothing_is_kept(owner: Browser) -> None:
    room = f"/staff/campaigns/{make.letter().campaign_id}/hooks"
    answer = send(owner, room, url="http://169.254.169.254/latest", events="signee.listed")
    assert answer.status_code == 422 and "lies inside a network" in answer.text
    nothing = send(owner, room, url="https://hooks.example/")
    assert nothing.status_code == 422 and "at least one thing" in nothing.text
    assert 'value="https://hooks.example/"' in nothing.text
    assert db.session.query(Webhook).count() == 0


def test_another_campaigns_webhook_is_not_there(app: Flask) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    theirs = listen(campaign="Harbour")
    editor = browser(app)
    assert sign_in(editor, person("ed@nightline.org", EDITOR, "Night Line")).status_code == 302
    token, before = csrf(editor.get("/staff/account")), contents()["webhook"]
    for place in (f"/staff/campaigns/{the().id}/hooks", f"/staff/campaigns/{the('Harbour').id}/hooks"):
        assert editor.get(f"{place}/{theirs.id}").status_code == 404
        for do in ("", "/test", "/pause", "/resume", "/secret", "/remove"):
            sent = {"csrf_token": token, "url": "https://x.example/", "events": "count.changed"}
            assert editor.post(f"{place}/{theirs.id}{do}", data=sent).status_code == 404
    assert editor.get(f"/staff/campaigns/{the().id}/hooks/{2**40}").status_code == 404
    assert contents()["webhook"] == before


def _press(owner: Browser, place: str, do: str) -> TestResponse:
    return owner.post(f"{place}/{do}", data={"csrf_token": csrf(owner.get("/staff/account"))})
