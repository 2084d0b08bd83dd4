"""Partners' keys in the workspace: shown once, known by their hash, ended at once."""

import re

from signon.database import db
from signon.outreach.models import PartnerKey
from signon.signatures.tokens import fingerprint
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.staff.people import Browser, csrf, send


def test_a_key_is_shown_once_and_its_hash_is_all_that_is_kept(owner: Browser) -> None:
    letter = make.letter()
    here = f"/staff/campaigns/{letter.campaign_id}/keys"
    page = send(owner, here, name="Lamp Guild", code="lamp")
    found = re.search(r'value="(signon_[\w-]{43})"', page.text)
    assert found and page.headers["Cache-Control"] == "no-store"
    row = db.session.query(PartnerKey).one()
    assert row.hash == fingerprint(found[1])
    again = owner.get(here)
    assert "signon_" not in again.text and "Lamp Guild" in again.text
    owner.post(f"{here}/{row.id}/end", data={"csrf_token": csrf(again)})
    ended = owner.post(f"{here}/{row.id}/end", data={"csrf_token": csrf(again)}, follow_redirects=True)
    assert "It has ended already." in ended.text
    db.session.rollback()
    said = [(entry.act, entry.facts) for entry in db.session.query(AuditEntry).filter(AuditEntry.act.like("key.%"))]
    assert said == [("key.made", {"key": row.id}), ("key.ended", {"key": row.id})]
    assert found[1] not in str(said)


def test_a_key_needs_a_name_and_an_address_ending_that_can_be_one(owner: Browser) -> None:
    letter = make.letter()
    page = send(owner, f"/staff/campaigns/{letter.campaign_id}/keys", name="", code="Lamp Guild!")
    assert page.status_code == 422 and db.session.query(PartnerKey).count() == 0


def test_a_key_of_another_campaign_is_not_ended_from_here(owner: Browser) -> None:
    letter, other = make.letter(), make.letter("harbour", campaign="Harbour")
    here, there = (f"/staff/campaigns/{one.campaign_id}/keys" for one in (letter, other))
    send(owner, here, name="Lamp Guild", code="lamp")
    row = db.session.query(PartnerKey).one()
    owner.post(f"{there}/{row.id}/end", data={"csrf_token": csrf(owner.get(there))})
    db.session.rollback()
    assert db.session.query(PartnerKey).populate_existing().one().ended_at is None
