"""The pages of a campaign's updates and press coverage, in each of their states."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.campaigns.campaigns import named
from tests import make
from tests.browser import Browser
from tests.staff.people import csrf, send

CAMPAIGN = "Told Line"
WORDS = {"title_0": "The minister answered", "text_0": "She said:\n\n> Not yet.\n\n**We** go on."}
SPANISH = {"title_1": "La ministra contestó", "text_1": "Seguimos."}
PIECE = {
    "outlet": "The Lamp",
    "day": "2026-03-01",
    "headline": "Night train asked for",
    "url": "https://lamp.example/train",
    "language": "en",
    "quote": "It should run.",
    "quoted": "Ada Quill",
    "tells": "y",
}


def news_pages(owner: Browser, stranger: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in, or to `stranger`."""
    letter = make.letter("told-train", campaign=CAMPAIGN)
    campaign = named(CAMPAIGN)
    assert campaign
    room, public = f"/staff/campaigns/{campaign.id}", f"/campaigns/{campaign.slug}"
    for endpoint, path in (("updates", "updates"), ("press", "press")):
        yield f"news.{endpoint}", "nothing yet", stranger.get(f"{public}/{path}")
    yield from _coverage(owner, f"{room}/coverage", str(letter.id))
    make.verified(stranger, "told-train", wants_updates="y")
    yield from _updates(owner, f"{room}/updates", str(letter.id))
    for prefix in ("", "/es"):
        yield "news.updates", "of two kinds", stranger.get(f"{prefix}{public}/updates")
        yield "news.press", "one piece", stranger.get(f"{prefix}{public}/press")
        for number in (1, 2):
            yield "news.update", "one", stranger.get(f"{prefix}{public}/updates/{_newest(owner, room) - number + 1}")
    yield "public.letter", "with an update and press coverage", stranger.get("/letters/told-train")
    yield "campaigns.campaign", "with updates and press coverage", stranger.get(public)


def _coverage(owner: Browser, room: str, letter: str) -> Iterator[tuple[str, str, TestResponse]]:
    yield "staff.coverage", "nothing noted yet", owner.get(room)
    yield "staff.note_coverage", "with errors", send(owner, room, outlet="", day="never", url="ftp://x", letter="0")
    assert send(owner, room, **{**PIECE, "letter": letter}).status_code == 303
    yield "staff.coverage", "one piece", owner.get(room)
    piece = _first_link(owner.get(room), f"{room}/")
    yield "staff.clipping", "to be corrected", owner.get(piece)
    yield "staff.change_clipping", "with errors", send(owner, piece, outlet="", day="2999-01-01")


def _updates(owner: Browser, room: str, letter: str) -> Iterator[tuple[str, str, TestResponse]]:
    yield "staff.updates", "one that tells itself", owner.get(room)
    yield "staff.update", "one that tells itself", owner.get(_first_link(owner.get(room), f"{room}/"))
    yield "staff.new_update", "empty", owner.get(f"{room}/new")
    yield "staff.write_update", "with errors", send(owner, f"{room}/new", title_0="", text_1="Sin título", letter="0")
    words = {**WORDS, **SPANISH, "letter": letter}
    page = send(owner, f"{room}/new", **words).location.partition("#")[0]
    yield "staff.update", "a draft in two languages", owner.get(page)
    yield "staff.save_update", "with errors", send(owner, page, title_0="")
    late = {**words, "csrf_token": csrf(owner.get(page)), "seen": ""}
    yield "staff.save_update", "changed meanwhile", owner.post(page, data=late)
    send(owner, page, to=f"{page}/publish")
    yield "staff.update", "published, one asked for news", owner.get(page)
    drafted = send(owner, page, to=f"{page}/mail", letter=letter)
    yield "staff.mailing", "an update by mail", owner.get(drafted.location)
    yield "staff.update", "with a mailing", owner.get(page)
    yield "staff.updates", "drafts and published ones", owner.get(room)


def _newest(owner: Browser, room: str) -> int:
    return int(_first_link(owner.get(f"{room}/updates"), f"{room}/updates/").rpartition("/")[2])


def _first_link(page: TestResponse, begins: str) -> str:
    """The first address on the page that begins so and ends in a number."""
    for part in page.text.split(f'href="{begins}')[1:]:
        number = part.partition('"')[0]
        if number.isdigit():
            return begins + number
    raise AssertionError(f"no link to {begins}")
