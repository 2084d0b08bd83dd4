"""The pages of a campaign's demands: the ledger that everybody reads, and the rooms in which staff keep it."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.campaigns.campaigns import named
from signon.campaigns.demands import demands_of, steps_of
from signon.database import db
from tests import make
from tests.browser import Browser
from tests.staff.people import send

CAMPAIGN = "Demanding Line"


def demand_pages(owner: Browser, stranger: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in, or to `stranger`."""
    make.letter("demanding-train", campaign=CAMPAIGN)
    campaign = named(CAMPAIGN)
    assert campaign
    room = f"/staff/campaigns/{campaign.id}/demands"
    yield "staff.demands", "nothing asked for yet", owner.get(room)
    yield "staff.add_demand", "with errors", send(owner, room, title_0="", text_1="Sin título", day="1800-01-01")
    for title in ("Run the train every night", "Sell tickets aboard"):
        more = {"title_1": "Que circule", "text_0": "All of it.", "day": "2026-03-01"}
        assert send(owner, room, title_0=title, **more).status_code == 303
    yield "staff.set_clock", "with errors", send(owner, room, to=f"{room}/clock", begins="1800-01-01", days="many")
    send(owner, room, to=f"{room}/clock", begins="2026-02-18", days="100")
    send(owner, room, to=f"{room}/letters", **{_field(owner, room): "2, 1"})
    yield "staff.choose_demands", "with errors", send(owner, room, to=f"{room}/letters", **{_field(owner, room): "7"})
    yield from _one_demand(owner, room)
    yield "staff.demands", "two, with a clock", owner.get(room)
    for prefix in ("", "/es"):
        yield "demands.demands", "two, one met", stranger.get(f"{prefix}/campaigns/demanding-line/demands")
    yield "public.letter", "with demands", stranger.get("/letters/demanding-train")


def _one_demand(owner: Browser, room: str) -> Iterator[tuple[str, str, TestResponse]]:
    db.session.rollback()
    campaign = named(CAMPAIGN)
    assert campaign
    demand = demands_of(campaign)[0]
    page = f"{room}/{demand.id}"
    yield "staff.demand", "nothing became of it", owner.get(page)
    yield "staff.note_step", "with errors", send(owner, page, to=f"{page}/steps", **{"step-day": "", "step-url": "x"})
    met = {"step-day": "2026-03-01", "step-status": "met", "step-text_0": "It runs.", "step-url": "lamp.example/memo"}
    assert send(owner, page, to=f"{page}/steps", **met, **{"step-tells": "y"}).status_code == 303
    yield "staff.change_demand", "with errors", send(owner, page, title_0="")
    yield "staff.change_demand", "changed meanwhile", send(owner, page, title_0="Mine", seen="")
    yield "staff.remove_demand", "the box is not ticked", send(owner, page, to=f"{page}/remove")
    db.session.rollback()
    step = steps_of([demand])[demand.id][0]
    yield "staff.demand", "met", owner.get(page)
    yield "staff.demand_step", "to be corrected", owner.get(f"{page}/steps/{step.id}")
    wrong = {"step-day": "2999-01-01", "step-status": "met"}
    yield "staff.change_step", "with errors", send(owner, f"{page}/steps/{step.id}", **wrong)


def _field(owner: Browser, room: str) -> str:
    """The name of the only letter's field."""
    return owner.get(room).text.partition('<input id="letter-')[2].partition('"')[0].join(("letter-", ""))
