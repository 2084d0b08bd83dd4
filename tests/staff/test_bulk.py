"""Striking many names at once, in the workspace: looked at, struck, and undone by a press."""

import re
from html import unescape

from signon.database import db
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.staff.people import Browser, csrf, send

PAGE = "/staff/letters/night-train"
BULK = f"{PAGE}/bulk"


def fields_of(page: str, to: str) -> dict[str, str]:
    """What the form of the page that is posted `to` an address sends by itself."""
    form = re.search(rf'method="post" action="{to}"(.*?)</form>', page, re.DOTALL)
    assert form
    return {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[1])}


def test_names_are_looked_at_struck_and_put_back(owner: Browser, stranger: Browser) -> None:
    make.letter(deadline="2030-01-01 12:00", deadline_zone="America/New_York")
    for name in ("Lamp One", "Lamp Two"):
        make.verified(stranger, organization=name, email="a@lamps.example")
    assert "Nothing was struck this way." in owner.get(BULK).text
    assert "Please say which names" in owner.get(f"{BULK}?state=held").text
    page = owner.get(f"{BULK}?domain=lamps.example&since=2020-01-01T00:00").text
    assert "2 names fit" in page and "Lamp Two" in page and 'value="2020-01-01T00:00"' in page
    fields = fields_of(page, BULK)
    refused = owner.post(BULK, data={**fields, "reason": " "})
    assert refused.status_code == 422 and "Please write why the names are struck." in refused.text
    changed = owner.post(BULK, data={**fields, "reason": "x", "seen": "other"})
    assert changed.status_code == 409 and "names came, went or changed" in changed.text
    assert owner.post(BULK, data={**fields, "reason": "lamps"}).status_code == 303
    page = owner.get(BULK).text
    assert "2 names are struck." in page and "Mailbox at lamps.example" in page and len(make.signatures("struck")) == 2
    send(owner, BULK, to=f"{BULK}/1/undo")
    page = unescape(owner.get(BULK).text)
    assert "On the list again: 0. Held again: 2. Still off: 0." in page and "Undone on" in page
    owner.post(f"{BULK}/1/undo", data={"csrf_token": csrf(owner.get(BULK))})
    assert "it was undone before" in owner.get(BULK).text and len(make.signatures("held")) == 2
    db.session.rollback()
    assert [row.act for row in db.session.query(AuditEntry).order_by(AuditEntry.id)] == ["bulk.struck", "bulk.undone"]


def test_moments_that_are_none_are_said_beside_the_field(owner: Browser) -> None:
    make.letter()
    for moment in ("x", "9999-12-31T23:59", "0001-01-01T00:00"):
        answer = owner.get(f"{BULK}?words=lamp&since={moment}")
        assert answer.status_code in (200, 422), moment
    assert "Please write a day and a time" in owner.get(f"{BULK}?words=lamp&until=soon").text
    assert owner.post(f"{BULK}/99999999999/undo", data={"csrf_token": csrf(owner.get(BULK))}).status_code == 404
