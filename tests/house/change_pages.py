"""The pages around a text that changed after it was signed, in each of their states."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from tests import make
from tests.browser import Browser
from tests.signatures.changed import change_for_good, clarify, correct, day_passes, links, shown, work
from tests.staff.people import send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
STAFF = "/staff/letters/changed-train/changed-texts"
PUBLIC = "/letters/changed-train"
ORGANIZATIONS = ("Iris League", "Juniper Hall", "Kelp Union")


def change_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, and `stranger` come to when a text changes."""
    letter = make.letter("changed-train", addressees=({"name": "Ada Quill"},))
    yield "staff.text_changes", "nothing changed", owner.get(STAFF)
    yield "texts.history", "nothing changed", stranger.get(f"{PUBLIC}/texts")
    for name in ORGANIZATIONS:
        make.verified(stranger, "changed-train", organization=name)
    make.listed(letter, ["Paper Guild", "Parchment Guild"])
    make.send_form(stranger, "changed-train", organization="Late League")
    waiting = make.newest_mail().link
    yield from _told(letter, owner, stranger)
    change_for_good(letter, "We ask for trains, and for ferries.\n\n- one\n- two\n", why="ferries were added")
    yield "staff.text_changes", "nobody is asked yet", owner.get(STAFF)
    yield "verifying.verify", "the text changed meanwhile", stranger.get(waiting)
    yield "verifying.agree", "the text changed meanwhile", stranger.post(waiting, data={"authorized": "y"})
    work()
    yield from _asked(owner, stranger)
    yield from _answered(letter, owner, stranger)


def _told(letter: Letter, owner: Browser, stranger: Browser) -> Iterator[Shown]:
    clarify(letter, make.TEXT + "\nEvery night, that is.\n", why="the hours were missing")
    work()
    yield "staff.text_changes", "a clarification", owner.get(STAFF)
    yield "keeping.keep", "a clarification", stranger.get(links()["ada@irisleague.org"])
    correct(letter, make.TEXT + "\nEvery single night, that is.\n")


def _asked(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    link = links()["ada@irisleague.org"]
    yield "keeping.keep", "the question", stranger.get(link)
    yield "keeping.keep", "the question in Spanish", stranger.get(f"/es{link}")
    yield "keeping.agree", "the box is not ticked", stranger.post(link)
    yield "keeping.agree", "another text", stranger.post(link, data={"authorized": "y", "text": "x"})
    yield "keeping.take_off", "the box is not ticked", stranger.post(f"{link}/withdraw")
    yield "keeping.keep", "a cut link", stranger.get("/keep/cut")
    yield "public.letter", "signees are asked", stranger.get(PUBLIC)
    yield "texts.history", "three changes", stranger.get(f"{PUBLIC}/texts")
    yield "texts.history", "the first text", stranger.get(f"{PUBLIC}/texts?number=1")
    yield "texts.history", "the newest text", stranger.get(f"{PUBLIC}/texts?number=4")
    yield "staff.text_changes", "asked", owner.get(STAFF)
    yield "staff.text_changes", "no name fits", owner.get(f"{STAFF}?q=nobody&answer=kept")
    yield "staff.end_asking", "the box is not ticked", send(owner, STAFF, to=f"{STAFF}/end")


def _answered(letter: Letter, owner: Browser, stranger: Browser) -> Iterator[Shown]:
    ways = links()
    stranger.post(
        ways["ada@irisleague.org"], data={"authorized": "y", "text": shown(stranger, ways["ada@irisleague.org"])}
    )
    yield "keeping.keep", "kept", stranger.get(ways["ada@irisleague.org"])
    yield "staff.text_changes", "found", owner.get(f"{STAFF}?q=paper&answer=unreached")
    paper = next(one for one in make.signatures() if one.printed_name == "Paper Guild")
    noted = send(owner, STAFF, to=f"{STAFF}/{paper.id}", do="keep")
    assert noted.status_code == 303, noted.text
    assert send(owner, STAFF, to=f"{STAFF}/unreached", do="silent").status_code == 303
    day_passes()
    work()
    yield "keeping.keep", "off the list", stranger.get(ways["ada@juniperhall.org"])
    yield "staff.text_changes", "settled", owner.get(STAFF)
    yield "staff.review", "one did not answer", owner.get("/staff/letters/changed-train/review")
    with transaction():
        found = with_slug("changed-train")
        assert found is not None
        found.deadline_at = now()
        found.grace_hours = 0
    yield "keeping.keep", "off the list, and signing has ended", stranger.get(ways["ada@juniperhall.org"])
    make.delivered(letter)
    yield "keeping.keep", "off the list, and delivered", stranger.get(ways["ada@juniperhall.org"])
    yield "keeping.keep", "kept, and delivered", stranger.get(ways["ada@irisleague.org"])
