"""The pages of the own entry, in all their states."""

from collections.abc import Iterator

from flask import Flask

from signon.database import db, transaction
from signon.letters.models import Letter
from signon.signatures.models import Signature
from tests import make
from tests.browser import Browser, browser
from tests.house.authority_pages import SURE, TICK, Shown
from tests.signatures.own import agree
from tests.signatures.pictures import PICTURE, file_of


def own_entry_pages(app: Flask) -> Iterator[Shown]:
    """All of them, on letters made for it."""
    letter = make.letter("own-train")
    visitor = browser(app)
    make.verified(visitor, "own-train", organization="Iris League")
    link = f"/signature/{make.newest_mail('signed').token}"
    yield Shown("own_entry.incomplete", "a cut link", visitor.get("/signature/cut"))
    yield Shown("own_entry.entry", "on the list", visitor.get(link))
    yield Shown("own_entry.entry", "on the list, in Spanish", visitor.get(f"/es{link}"))
    yield from _correcting(visitor, link)
    yield from _logo(visitor, link)
    yield from _next(visitor, link)
    yield from _handing_over(visitor, link)
    yield from _individuals(visitor)
    yield from _leaving(visitor, letter)


def _correcting(visitor: Browser, link: str) -> Iterator[Shown]:
    yield Shown("own_entry.correct", "as it is", visitor.get(f"{link}/correct"))
    wrong = visitor.post(f"{link}/correct", data={"organization": "", "website": "x"})
    yield Shown("own_entry.save_correction", "with errors", wrong)
    late = {"seen": "2026-01-01T00:00:00+00:00", "organization": "Iris", "city": "Dayton"}
    changed = visitor.post(f"{link}/correct", data=late)
    yield Shown("own_entry.save_correction", "changed meanwhile", changed)
    yield Shown("own_entry.updates", "not wanted yet", visitor.get(f"{link}/updates"))
    yield Shown("own_entry.representative", "hidden", visitor.get(f"{link}/representative"))
    nobody = visitor.post(f"{link}/representative", data={"representative": ""})
    yield Shown("own_entry.save_representative", "changed meanwhile", nobody)


def _logo(visitor: Browser, link: str) -> Iterator[Shown]:
    yield Shown("own_entry.logo", "none yet", visitor.get(f"{link}/logo"))
    yield Shown("own_entry.put_logo", "no picture", visitor.post(f"{link}/logo", **file_of(b"x")))
    with_one = visitor.post(f"{link}/logo", **file_of(PICTURE), follow_redirects=True)
    yield Shown("own_entry.logo", "there is one", with_one)
    yield Shown("own_entry.remove_logo", "the box is not ticked", visitor.post(f"{link}/logo/remove"))
    yield Shown("public.signees", "with a logo", visitor.get("/letters/own-train/signees"))


def _next(visitor: Browser, link: str) -> Iterator[Shown]:
    yield Shown("own_entry.next_letter", "nothing left", visitor.get(f"{link}/next"))
    saved = visitor.post(f"{link}/next", data={"asked_again": "y"}, follow_redirects=True)
    yield Shown("own_entry.save_asked_again", "saved", saved)
    page = visitor.get(f"{link}/delegation")
    yield Shown("own_entry.delegation", "the sentence", page)
    until = page.text.partition('name="until" type="hidden" value="')[2][:10]
    yield Shown("own_entry.delegate", "no tick", visitor.post(f"{link}/delegation", data={"until": until}))
    agreed = visitor.post(f"{link}/delegation", data={"until": until, **TICK}, follow_redirects=True)
    yield Shown("own_entry.next_letter", "a standing delegation", agreed)
    yield Shown("own_entry.end_delegation", "no tick", visitor.post(f"{link}/delegation/end"))


def _handing_over(visitor: Browser, link: str) -> Iterator[Shown]:
    yield Shown("own_entry.hand_over", "whom?", visitor.get(f"{link}/hand-over"))
    wrong = visitor.post(f"{link}/hand-over", data={"email": "nobody"})
    yield Shown("own_entry.ask_colleague", "with errors", wrong)
    colleague = {"representative": "Bo Fern", "role": "Chair", "email": "bo@irisleague.org"}
    yield Shown(
        "own_entry.hand_over", "asked", visitor.post(f"{link}/hand-over", data=colleague, follow_redirects=True)
    )
    yield Shown("own_entry.take_back", "no tick", visitor.post(f"{link}/hand-over/take-back"))
    way = f"/hand-over/{make.newest_mail('handover').token}"
    yield Shown("own_entry.take_over", "the question", visitor.get(way))
    yield Shown("own_entry.agree_to_take_over", "no tick", visitor.post(way))
    yield Shown("own_entry.agree_to_take_over", "changed meanwhile", visitor.post(way, data=TICK))
    yield Shown("own_entry.take_over", "taken", agree(visitor, way, follow_redirects=True))
    yield Shown("own_entry.entry", "its time is over", visitor.get(link))


def _individuals(visitor: Browser) -> Iterator[Shown]:
    for shown_as in ("full", "anonymous", "unlisted"):
        make.verified(visitor, "sunday-train", email=f"{shown_as}@lind.example", shown_as=shown_as)
        link = f"/signature/{make.newest_mail('signed').token}"
        yield Shown("own_entry.entry", f"a person, {shown_as}", visitor.get(link))
    yield Shown("own_entry.correct", "a person", visitor.get(f"{link}/correct"))


def _leaving(visitor: Browser, letter: Letter) -> Iterator[Shown]:
    links: dict[int, str] = {}
    for name, more in (("Juniper Hall", {}), ("Kelp Union", {"email": "kelp@gmail.com"}), ("Juniper Hall", {})):
        make.verified(visitor, "own-train", organization=name, **more)
        links[len(links)] = f"/signature/{make.newest_mail('signed').token}"
    yield Shown("own_entry.entry", "held", visitor.get(links[1]))
    yield Shown("own_entry.entry", "on the list already", visitor.get(links[2]))
    yield Shown("own_entry.withdrawal", "held", visitor.get(f"{links[1]}/withdraw"))
    yield Shown("own_entry.not_us", "the question", visitor.get(f"{links[1]}/not-us"))
    yield Shown("own_entry.deny", "no tick", visitor.post(f"{links[1]}/not-us"))
    with transaction():
        struck = db.session.query(Signature).filter_by(printed_name="Kelp Union", letter_id=letter.id).one()
        struck.state, struck.reason = "struck", "no such body"
    make.delivered(letter)
    yield Shown("own_entry.entry", "struck", visitor.get(links[1]))
    yield Shown("own_entry.correct", "delivered", visitor.get(f"{links[0]}/correct"))
    yield Shown("own_entry.save_correction", "delivered", visitor.post(f"{links[0]}/correct"))
    yield Shown("own_entry.entry", "delivered", visitor.get(links[0]))
    yield Shown("own_entry.withdrawal", "delivered", visitor.get(f"{links[0]}/withdraw"))
    yield Shown("own_entry.take_off", "no tick", visitor.post(f"{links[0]}/withdraw"))
    gone = visitor.post(f"{links[0]}/withdraw", data=SURE, follow_redirects=True)
    yield Shown("own_entry.withdrawn", "done", gone)
    yield Shown("own_entry.entry", "withdrawn", visitor.get(links[0]))
    yield Shown("public.signees", "one was withdrawn", visitor.get("/letters/own-train/signees"))
    with transaction():
        letter.delivered_at = None
