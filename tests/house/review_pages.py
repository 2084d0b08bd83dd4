"""The pages on which staff review a letter's names and write to organizations, in each of their states."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from signon.database import now, transaction
from signon.letters.letters import with_slug
from signon.signatures import logos, reviewing
from tests import make
from tests.browser import Browser
from tests.signatures.pictures import PICTURE
from tests.signatures.word import delegates, wants_the_next
from tests.staff.people import send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
PAGE = "/staff/letters/reviewed-train"


def review_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, comes to after `stranger` has signed."""
    yield from _empty(owner)
    _fill(stranger)
    yield "staff.letter", "with names to review, a surge and a comment", owner.get(PAGE)
    yield "staff.review", "with evidence and a surge", owner.get(f"{PAGE}/review")
    yield "staff.names", "found", owner.get(f"{PAGE}/signatures?q=zinnia")
    yield "staff.names", "not found", owner.get(f"{PAGE}/signatures?q=nobody")
    yield "staff.names", "the second page", owner.get(f"{PAGE}/signatures?page=2")
    listed = make.signatures("verified")[-1]
    name = f"{PAGE}/signatures/{listed.id}"
    yield "staff.name", "a listed name", owner.get(name)
    yield "staff.strike", "a listed name, without a reason", send(owner, name, to=f"{name}/strike", reason="")
    yield from _changed_meanwhile(owner, name)
    yield "staff.struck", "struck", owner.get(f"{PAGE}/struck")
    yield "staff.proven", "some are proven", owner.get(f"{PAGE}/held/proven")
    yield "staff.ask", "one waits", owner.get(f"{PAGE}/ask-again")
    yield "staff.delegations", "one is held", owner.get(f"{PAGE}/delegations")
    send(owner, f"{PAGE}/ask-again")
    yield from _asked(stranger)
    send(owner, PAGE, to=f"{PAGE}/controls", do="pause")
    send(owner, PAGE, to=f"{PAGE}/controls", do="reviewed")
    yield "staff.letter", "paused, every name held", owner.get(PAGE)
    yield from _signed_on(owner, stranger)


def _asked(representative: Browser) -> Iterator[Shown]:
    """What the organization that was asked sees."""
    link = make.newest_mail("again").link
    yield "verifying.verify", "asked about the next letter", representative.get(link)
    yield "asking.no_more", "do not ask us again", representative.get(f"{link}/no-more")
    yield "asking.stop_asking", "the box is not ticked", representative.post(f"{link}/no-more")
    sure = representative.post(f"{link}/no-more", data={"sure": "y"}, follow_redirects=True)
    yield "asking.stopped", "nobody is asked again", sure


def _changed_meanwhile(owner: Browser, name: str) -> Iterator[Shown]:
    """A name that has a logo by now was changed while staff looked at it."""
    with transaction():
        logos.put(make.signatures("verified")[-1], logos.drawn_anew(PICTURE))
        logos.put(make.signatures("held")[-1], logos.drawn_anew(PICTURE))
    send(owner, name, to=f"{name}/strike", reason="no such body", seen="2026-01-01T00:00:00+00:00")
    yield "staff.name", "changed meanwhile, with a logo", owner.get(name)
    yield "staff.review", "a logo beside a held name", owner.get(f"{PAGE}/review")


def _signed_on(owner: Browser, representative: Browser) -> Iterator[Shown]:
    """What an organization sees that was signed on by its standing delegation, and held."""
    send(owner, f"{PAGE}/delegations")
    link = f"/signature/{make.newest_mail('delegated').token}"
    yield "own_entry.entry", "signed on by delegation, and held", representative.get(link)
    yield "own_entry.next_letter", "a delegation that may be ended", representative.get(f"{link}/next")
    yield "own_entry.end_delegation", "held, no tick", representative.post(f"{link}/delegation/end")


def _empty(owner: Browser) -> Iterator[Shown]:
    make.letter("reviewed-train", signed_by="both")
    yield "staff.letter", "nothing yet", owner.get(PAGE)
    for endpoint, path in {
        "staff.names": "signatures",
        "staff.struck": "struck",
        "staff.proven": "held/proven",
        "staff.ask": "ask-again",
        "staff.delegations": "delegations",
    }.items():
        yield endpoint, "nothing yet", owner.get(f"{PAGE}/{path}")


def _fill(stranger: Browser) -> None:
    """Names that are listed, struck and held for different reasons, a comment, and two that left word."""
    letter = with_slug("reviewed-train")
    assert letter is not None
    earlier = make.letter("earlier-train")
    make.listed(earlier, ["Willow Readers", "Asking Guild", "Trusting Guild"])
    make.listed(letter, ["Struck Guild", *(f"Zinnia Circle {number}" for number in range(51))])
    with transaction():
        struck = next(row for row in make.signatures() if row.printed_name == "Struck Guild")
        reviewing.strike(letter, struck, "no such body", now(), keys=make.keys())
    entry = {**make.INDIVIDUAL, "email": "why@lind.example", "as": "individual"}
    make.verified(stranger, "reviewed-train", **entry, comment="I work on Sundays.")
    make.verified(stranger, "reviewed-train", organization="Willow Reader")
    make.verified(stranger, "reviewed-train", organization="Careful Guild", approver_email="boss@careful.example")
    with transaction():
        letter.surge_at = now()
    make.verified(stranger, "reviewed-train", organization="Surging Guild")
    wants_the_next(earlier, "Asking Guild")
    delegates(earlier, "Trusting Guild")
