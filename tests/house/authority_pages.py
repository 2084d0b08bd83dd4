"""The pages that emailed links of other purposes lead to, in all their states: second approver, objection, not us."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from tests import make
from tests.browser import Browser, browser
from tests.signatures.own import agree

TICK, SURE = {"authorized": "y"}, {"sure": "y"}


@dataclass(frozen=True)
class Shown:
    """One page in one state, as `pages.Page` wants it."""

    endpoint: str
    shows: str
    answer: TestResponse


def authority_pages(app: Flask) -> Iterator[Shown]:
    """All of them, on letters made for it."""
    make.letter("approved-train")
    make.letter("objected-train")
    visitor = browser(app)
    yield from _not_us(visitor)
    yield from _approving(visitor)
    yield from _objecting(visitor)


def _not_us(visitor: Browser) -> Iterator[Shown]:
    make.send_form(visitor, "approved-train", organization="Fern Society")
    link = f"{make.newest_mail().link}/not-us"
    yield Shown("stopping.not_us", "this was not us", visitor.get(link))
    yield Shown("stopping.stop", "the box is not ticked", visitor.post(link))
    yield Shown("stopping.stopped", "stopped", visitor.post(link, data=SURE, follow_redirects=True))
    yield Shown("stopping.not_us", "over", visitor.get(link))


def _approving(visitor: Browser) -> Iterator[Shown]:
    waits = make.verified(visitor, "approved-train", organization="Gorse Guild", approver_email="eve@gorseguild.org")
    yield Shown("verifying.verify", "the second approver is asked", waits)
    link = f"/approve/{make.newest_mail('approval').token}"
    yield Shown("approving.approve", "the question", visitor.get(link))
    yield Shown("approving.approve", "the question in Spanish", visitor.get(f"/es{link}"))
    yield Shown("approving.agree", "the box is not ticked", visitor.post(link))
    yield Shown("approving.agree", "changed meanwhile", visitor.post(link, data=TICK))
    yield Shown("approving.decline", "we do not sign", visitor.get(f"{link}/decline"))
    yield Shown("approving.erase", "the box is not ticked", visitor.post(f"{link}/decline"))
    yield Shown("approving.approve", "agreed", agree(visitor, link, follow_redirects=True))
    make.verified(visitor, "approved-train", organization="Heath", email="h@gmail.com", approver_email="i@gmail.com")
    link = f"/approve/{make.newest_mail('approval').token}"
    yield Shown("approving.approve", "agreed and held", agree(visitor, link, follow_redirects=True))


def _objecting(visitor: Browser) -> Iterator[Shown]:
    home = make.home_of("Gorse Guild")
    make.send_form(visitor, "objected-train", organization="Gorse Guild (GG)", **home)
    yield Shown("verifying.verify", "are you this one?", visitor.get(make.newest_mail().link))
    make.verified(visitor, "objected-train", organization="Gorse Guild", **{**home, "email": "mal@gorseguild.org"})
    link = f"/object/{make.newest_mail('listed').token}"
    yield Shown("objecting.object_to", "the question", visitor.get(link))
    yield Shown("objecting.take_off", "the box is not ticked", visitor.post(link))
    yield Shown("objecting.object_to", "taken off", visitor.post(link, data=SURE, follow_redirects=True))
