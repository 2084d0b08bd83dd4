"""The pages on which staff invite organizations, and those that the invited come to, in each of their states."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

from werkzeug.test import TestResponse

from signon.database import now, transaction
from signon.letters.models import Letter
from tests import make
from tests.browser import Browser
from tests.outreach.guests import add, circulating, guest, link_for
from tests.signatures.word import organization, wants_the_next
from tests.staff.people import csrf, send

Shown = tuple[str, str, TestResponse]  # an endpoint, what it shows, and the answer
PAGE = "/staff/letters/inviting-train/invitations"
TICKED = {**make.ORGANIZATION, "authorized": "y"}


def invitation_pages(owner: Browser, stranger: Browser) -> Iterator[Shown]:
    """The pages that `owner`, who is signed in, and the invited come to."""
    letter = circulating("inviting-train", signed_by="both", campaign="Inviting Line")
    for endpoint, path in {
        "invitations": "",
        "invite": "/new",
        "invite_known": "/register",
        "invite_file": "/file",
    }.items():
        yield f"staff.{endpoint}", "nothing yet", owner.get(f"{PAGE}{path}")
    yield "staff.add_invitation", "with faults", send(owner, f"{PAGE}/new", organization="", email="nobody")
    yield from _known(owner)
    yield from _file(owner)
    yield from _invited(stranger, letter)
    add(letter, [guest(f"Zinnia Guild {number}") for number in range(60)])
    yield "staff.invitations", "in every state", owner.get(PAGE)
    yield "staff.invitations", "the second page of what was found", owner.get(f"{PAGE}?q=zinnia&page=2")
    yield "staff.invitations", "not found", owner.get(f"{PAGE}?q=nobody")


def _known(owner: Browser) -> Iterator[Shown]:
    first = make.letter("invited-before", campaign="Inviting Line")
    make.listed(first, ["Known Guild", "Unknown Guild"])
    wants_the_next(first, "Known Guild")
    page = owner.get(f"{PAGE}/register")
    yield "staff.invite_known", "with a mailbox and without", page
    yield "staff.invite_known", "not found", owner.get(f"{PAGE}/register?q=nobody")
    data = {"csrf_token": csrf(page), "organization": str(organization("Unknown Guild"))}
    yield "staff.add_known", "a mailbox is missing", owner.post(f"{PAGE}/register", data=data)


def _file(owner: Browser) -> Iterator[Shown]:
    for shows, text in {
        "lines of every kind": "organization,email\nOwls,owls@owls.org\nMoths,\n",
        "no good line": "organization,email\nMoths,\n",
        "no such file": "name,email\nRosa,rosa@lind.example\n",
    }.items():
        form = {"csrf_token": csrf(owner.get(f"{PAGE}/file")), "file": (BytesIO(text.encode()), "guests.csv")}
        yield "staff.preview_invitations", shows, owner.post(f"{PAGE}/file", data=form)


def _invited(stranger: Browser, letter: Letter) -> Iterator[Shown]:
    make.listed(letter, ["Known Guild"])
    link = link_for(letter)
    yield "inviting.invited", "the letter and its form", stranger.get(link)
    yield "inviting.sign", "with faults", stranger.post(link, data={"website": "x"})
    yield "inviting.no", "the boxes", stranger.get(f"{link}/no")
    yield "inviting.decline", "no box is ticked", stranger.post(f"{link}/no")
    yield "inviting.noted", "declined", stranger.post(f"{link}/no", data={"sure": "y"}, follow_redirects=True)
    yield "inviting.invited", "declined before", stranger.get(link)
    yield "inviting.noted", "stopped", stranger.get(f"{link}/noted?stopped=y")
    held, twin = link_for(letter, guest("Held Guild")), link_for(letter, guest("Twin Guild"))
    make.listed(letter, ["Twin Guild"])
    signed: dict[str, tuple[str, dict[str, str]]] = {
        "listed": (link, {"website": "https://nightowlsunion.org"}),
        "held": (held, {"website": "https://elsewhere.example", "organization": "Held Guild"}),
        "already on the list": (twin, {"website": "https://twinguild.org", "organization": "Twin Guild"}),
    }
    for shows, (way, typed) in signed.items():
        yield "inviting.invited", shows, stranger.post(way, data={**TICKED, **typed}, follow_redirects=True)
    yield "own_entry.entry", "while it circulates", stranger.get(f"/signature/{make.newest_mail('signed').token}")
    yield "inviting.invited", "a cut link", stranger.get("/invited/cut")
    with transaction():
        letter.deadline_at = now() - timedelta(days=1)
    yield "inviting.invited", "signing has ended", stranger.get(link_for(letter, guest("Late Guild")))
    with transaction():
        letter.deadline_at, letter.circulates_at = None, now() + timedelta(days=1)
    yield "inviting.invited", "not open yet", stranger.get(link)
    with transaction():
        letter.circulates_at = now()
