"""Staff enter what a campaign asks for, and note what became of it; everybody reads it at once."""

import re

from flask import Flask

from signon.campaigns.campaigns import named
from signon.campaigns.demands import demands_of, steps_of
from signon.campaigns.models import Campaign, Demand, DemandStep, Update
from signon.database import db
from signon.letters.models import LetterDemand
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.staff.people import Browser, browser, hidden, send

PUBLIC = "/campaigns/night-line/demands"
MEMO = "https://example.org/memo?a=1&b=2"


def rooms(owner: Browser) -> tuple[Campaign, str]:
    """The campaign with two demands, entered by the form, and the address of its room."""
    make.letter()
    campaign = named("Night Line")
    assert campaign
    room = f"/staff/campaigns/{campaign.id}/demands"
    words = {"title_0": "Run it <nightly>", "text_0": "On every day.\nOf the week.", "title_1": "Que circule de noche"}
    assert send(owner, room, **words).status_code == 303
    assert send(owner, room, title_0="Sell tickets aboard", day="2021-03-01").status_code == 303
    return campaign, room


def the_demands(campaign: Campaign) -> list[Demand]:
    db.session.rollback()
    return demands_of(campaign)


def words_of(page: str) -> str:
    """The page without its markup, each space once."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_demands_with_their_clock_and_evidence_stand_on_the_public_page_in_both_languages(owner: Browser) -> None:
    campaign, room = rooms(owner)
    stranger = browser(owner.application)
    assert send(owner, room, to=f"{room}/clock", begins="2021-02-18", days="100").status_code == 303
    first, _second = the_demands(campaign)
    page = f"{room}/{first.id}"
    step = {"step-day": "2021-04-22", "step-status": "partly_met", "step-text_0": "A memo.", "step-url": MEMO}
    assert send(owner, page, to=f"{page}/steps", **step, **{"step-tells": "y"}).status_code == 303
    read = stranger.get(PUBLIC).text
    said = words_of(read)
    assert "The 100 days ended on May 29, 2021" in said and "0 of 2 met" in said
    assert "Run it &lt;nightly&gt;" in read and "Partly met" in said and "April 22, 2021 A memo." in said
    assert "Was due on May 29, 2021" in said and "Was due on March 1, 2021" in said
    assert MEMO.replace("&", "&amp;") in read
    spanish = stranger.get(f"/es{PUBLIC}").text
    assert '<h2 lang="es" dir="auto">Que circule de noche</h2>' in spanish
    assert '<h2 lang="en" dir="auto">Sell tickets aboard</h2>' in spanish
    assert [demand.status for demand in the_demands(campaign)] == ["partly_met", "open"]
    [told] = db.session.query(Update).all()
    assert told.demand_step_id == steps_of([first])[first.id][0].id


def test_a_letter_shows_the_demands_that_were_chosen_for_it_and_the_ledger_leads_back(owner: Browser) -> None:
    campaign, room = rooms(owner)
    field = re.findall(r'name="(letter-[0-9]+)"', owner.get(room).text)
    assert send(owner, room, to=f"{room}/letters", **{field[0]: "2"}).status_code == 303
    ledger = browser(owner.application).get(PUBLIC).text
    assert ledger.count('href="/letters/night-train"') == 1
    wrong = send(owner, room, to=f"{room}/letters", **{field[0]: "1, 9"})
    assert wrong.status_code == 422 and "There is no demand 9." in wrong.text and 'value="1, 9"' in wrong.text
    assert browser(owner.application).get(PUBLIC).text.count('href="/letters/night-train"') == 1
    assert send(owner, room, to=f"{room}/letters", **{field[0]: "one"}).status_code == 422
    assert [demand.number for demand in the_demands(campaign)] == [1, 2]


def test_a_demand_is_moved_corrected_and_removed_and_every_act_is_kept(owner: Browser) -> None:
    campaign, room = rooms(owner)
    first, _second = the_demands(campaign)
    page = f"{room}/{first.id}"
    assert send(owner, room, to=f"{page}/move", do="down").status_code == 303
    assert send(owner, room, to=f"{page}/move", do="sideways").status_code == 400
    assert send(owner, page, title_0="Run it nightly").status_code == 303
    assert "Run it nightly" in browser(owner.application).get(PUBLIC).text
    met = {"step-day": "2021-04-22", "step-status": "met"}
    send(owner, page, to=f"{page}/steps", **met)
    assert the_demands(campaign)[1].status == "met"
    [step] = db.session.query(DemandStep).all()
    assert step.words == {} and db.session.query(Update).count() == 0
    assert send(owner, f"{page}/steps/{step.id}", **{**met, "step-status": "worse"}).status_code == 303
    assert "Worse than before" in browser(owner.application).get(PUBLIC).text
    send(owner, page, to=f"{page}/steps/{step.id}/remove")
    assert send(owner, page, to=f"{page}/remove").status_code == 422
    assert send(owner, page, to=f"{page}/remove", sure="y").status_code == 303
    assert [(demand.number, demand.words["en"]["title"]) for demand in the_demands(campaign)] == [
        (1, "Sell tickets aboard")
    ]
    db.session.rollback()
    acts = [entry.act.removeprefix("demand.") for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    done = ["added", "added", "moved", "changed", "step_noted", "step_changed", "step_removed", "removed"]
    assert acts == done


def test_the_second_of_two_who_change_a_demand_is_told_and_keeps_what_they_typed(owner: Browser) -> None:
    campaign, room = rooms(owner)
    page = f"{room}/{the_demands(campaign)[0].id}"
    seen = re.findall(r'name="seen" value="([^"]+)"', owner.get(page).text)[0]
    assert send(owner, page, title_0="Theirs").status_code == 303
    late = send(owner, page, title_0="Mine", seen=seen)
    assert late.status_code == 409 and 'value="Mine"' in late.text and "Theirs</h1>" in late.text
    assert the_demands(campaign)[0].words["en"]["title"] == "Theirs"


def test_the_second_of_two_who_correct_a_step_or_choose_for_letters_is_told(owner: Browser) -> None:
    campaign, room = rooms(owner)
    first, second = the_demands(campaign)
    page = f"{room}/{first.id}"
    met = {"step-day": "2021-04-22", "step-status": "met"}
    send(owner, page, to=f"{page}/steps", **met, **{"step-tells": "y"})
    db.session.rollback()
    step = f"{page}/steps/{db.session.query(DemandStep).one().id}"
    field = re.findall(r'name="(letter-[0-9]+)"', owner.get(room).text)[0]
    was = [hidden(owner.get(step), step), hidden(owner.get(room), f"{room}/letters")]
    assert send(owner, step, **{**met, "step-text_0": "Theirs"}).status_code == 303
    late = owner.post(step, data={**was[0], **met, "step-text_0": "Mine"})
    assert late.status_code == 409 and "somebody changed this meanwhile" in late.text and "Mine" in late.text
    send(owner, room, to=f"{room}/{second.id}/move", do="up")
    late = owner.post(f"{room}/letters", data={**was[1], field: "2"})  # which was another demand when it was typed
    assert late.status_code == 409 and "somebody changed this meanwhile" in late.text and 'value="2"' in late.text
    db.session.rollback()
    assert db.session.query(DemandStep).one().words == {"en": "Theirs"}
    told = db.session.query(Update).one()
    assert told.changed_at > told.created_at, "who follows the feed gets the correction"
    assert db.session.query(LetterDemand).count() == 0
    assert owner.post(f"{room}/letters", data={**hidden(late, f"{room}/letters"), field: "2"}).status_code == 303


def test_the_ledger_is_not_there_before_a_letter_is_public_nor_for_another_campaigns_demand(
    app: Flask, owner: Browser
) -> None:
    campaign, room = rooms(owner)
    demand = the_demands(campaign)[0]
    stranger = browser(app)
    make.letter("secret-train", campaign="Secret Line", published=False)
    secret = named("Secret Line")
    assert secret
    other = f"/staff/campaigns/{secret.id}/demands"
    assert send(owner, other, title_0="Hush").status_code == 303
    assert owner.get(f"{other}/{demand.id}").status_code == 404
    assert send(owner, room, to=f"{other}/{demand.id}/remove", sure="y").status_code == 404
    assert stranger.get("/campaigns/secret-line/demands").status_code == 404
    assert stranger.get("/campaigns/nowhere/demands").status_code == 404
    assert stranger.get(PUBLIC).status_code == 200
