"""Every page there is, made by walking through the doors: the rules for all pages hold for these."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.signatures import comments
from signon.signatures.models import ANONYMOUS, FULL, Signature, SignatureToken
from signon.signatures.tokens import STOP_MAIL
from tests import make
from tests.browser import Browser, browser
from tests.house.api_pages import api_pages
from tests.house.audit_pages import audit_pages
from tests.house.authority_pages import authority_pages
from tests.house.campaign_pages import campaign_pages
from tests.house.change_pages import change_pages
from tests.house.delivery_pages import delivery_pages
from tests.house.demand_pages import demand_pages
from tests.house.document_pages import document_pages
from tests.house.edition_pages import edition_pages
from tests.house.embed_pages import embed_pages
from tests.house.hook_pages import hook_pages
from tests.house.invitation_pages import invitation_pages
from tests.house.layout_pages import layout_pages
from tests.house.letter_file_pages import letter_file_pages
from tests.house.mailing_pages import mailing_pages
from tests.house.news_pages import news_pages
from tests.house.own_entry_pages import own_entry_pages
from tests.house.people_pages import people_pages
from tests.house.proof_pages import proof_pages
from tests.house.queue_pages import queue_pages
from tests.house.register_pages import register_pages
from tests.house.review_pages import review_pages
from tests.house.text_pages import text_pages
from tests.house.work_pages import work_pages
from tests.staff.people import give_password, person, send, sign_in

# What shows the rooms of the workspace, to its owner and to a stranger.
OWNERS_ROOMS = (layout_pages, register_pages, text_pages, letter_file_pages, audit_pages)
ROOMS = (
    review_pages,
    queue_pages,
    edition_pages,
    mailing_pages,
    people_pages,
    change_pages,
    work_pages,
    proof_pages,
    delivery_pages,
    demand_pages,
    news_pages,
    invitation_pages,
    api_pages,
    campaign_pages,
    embed_pages,
    hook_pages,
)


@dataclass(frozen=True)
class Page:
    """One page in one state: its endpoint, what it shows, and the answer that carries it."""

    endpoint: str
    shows: str
    answer: TestResponse

    @property
    def is_staff(self) -> bool:
        """Whether the page belongs to the workspace."""
        return self.endpoint.startswith(("staff.", "security."))


def every_page(app: Flask) -> list[Page]:
    """All pages in all their states, in a campaign made for them."""
    _fill()
    pages: list[Page] = []
    for chapter in (_public, _signing, _verifying, _renewing, _staff, _errors):
        pages += chapter(app)
    pages += [Page(one.endpoint, one.shows, one.answer) for one in authority_pages(app)]
    pages += [Page(one.endpoint, one.shows, one.answer) for one in own_entry_pages(app)]
    pages += [Page(*shown) for shown in document_pages(app, browser(app))]
    return pages


def _fill() -> None:
    addressee = {"name": "Ada Quill", "title": "Minister", "address": "1 Rail Street\nDayton"}
    facts: dict[str, Any] = {"addressees": (addressee,), "subject": "Trains", "salutation": "Dear Minister:"}
    letter = make.letter(conveners=("Alder Union",), deadline="2030-01-01 12:00", **facts)
    make.listed(letter, ["Alder Union", "R&D <Coalition>", "Zinnia Circle"])
    make.letter("empty-train", safe_mode=True)
    make.letter("both-train", signed_by="both")
    make.petition(goal=500)
    closed, paused = make.letter("closed-train"), make.letter("paused-train")
    with transaction():
        closed.deadline_at = now() - timedelta(days=3)
        paused.paused_at = now()


def _got(visitor: Browser, endpoint: str, *paths: str) -> Iterator[Page]:
    for path in paths:
        yield Page(endpoint, path, visitor.get(path))


def _public(app: Flask) -> Iterator[Page]:
    visitor = browser(app)
    yield from _got(visitor, "campaigns.home", "/", "/es/")
    _say_why(visitor)
    slugs = ("night-train", "empty-train", "both-train", "sunday-train", "why-train", "closed-train")
    yield from _got(visitor, "public.letter", *(f"/letters/{slug}" for slug in slugs), "/es/letters/night-train")
    found = ("", "?q=zinnia", "?q=nobody", "?order=place", "?letter=Z", "?place=Ohio")
    yield from _got(visitor, "public.signees", *(f"/letters/night-train/signees{query}" for query in found))
    yield from _got(visitor, "public.signees", "/letters/why-train/signees", "/letters/why-train/signees?q=rosa")
    ways = ("/letters/empty-train/share", "/es/letters/sunday-train/share?server=social.example")
    yield from _got(visitor, "sharing.share", *ways, "/letters/night-train/share?server=<none>")
    yield from _got(visitor, "local_mailbox_pages.mails", "/dev/mailbox")


def _say_why(visitor: Browser) -> None:
    """A petition of people who say why they sign and where they belong, one of them anonymously."""
    petition = make.petition("why-train")
    for number, shown_as in enumerate((FULL, ANONYMOUS)):
        entry = {**make.INDIVIDUAL, "email": f"rosa{number}@lind.example", "shown_as": shown_as}
        make.verified(visitor, "why-train", **entry, affiliation="Night Owls Union", comment="I work on Sundays.")
    for waiting in comments.waiting(petition, make.keys()):
        with transaction():
            comments.show(petition, waiting.signature, make.keys(), now())


def _signing(app: Flask) -> Iterator[Page]:
    visitor = browser(app)
    slugs = ("night-train", "sunday-train", "both-train", "closed-train", "paused-train")
    yield from _got(visitor, "signing.sign", *(f"/letters/{slug}/sign" for slug in slugs))
    yield from _got(visitor, "signing.sign", "/letters/both-train/sign?as=individual")
    yield from _got(visitor, "signing.sent", "/letters/night-train/sign/sent", "/es/letters/sunday-train/sign/sent")
    sent = visitor.post("/letters/paused-train/sign", data=make.ORGANIZATION)
    yield Page("signing.request_signature", "a form that was sent while signing is paused", sent)
    wrong = make.send_form(visitor, email="nobody", organization="")
    yield Page("signing.request_signature", "a form with errors", wrong)
    old = visitor.post("/letters/night-train/sign", data=make.ORGANIZATION)
    yield Page("signing.request_signature", "a form that was open too long", old)


def _verifying(app: Flask) -> Iterator[Page]:
    visitor = browser(app)
    yield from _got(visitor, "verifying.code", "/verify", "/verify?letter=night-train")
    yield from _got(visitor, "verifying.verify", "/verify/cut")
    make.send_form(visitor)
    mailed = make.newest_mail()
    yield Page("verifying.verify", "before the box is ticked", visitor.get(mailed.link))
    yield Page("verifying.agree", "the box is not ticked", visitor.post(mailed.link))
    yield Page("verifying.type_code", "a right code", visitor.post("/verify", data={"code": mailed.code}))
    visitor.post(mailed.link, data={"authorized": "y"})
    yield Page("verifying.verify", "thanks, listed", visitor.get(mailed.link))
    yield Page("verifying.verify", "already signed", make.verified(visitor, email="bo@nightowls.org"))
    yield Page("verifying.verify", "thanks, held", make.verified(visitor, organization="Birch", email="b@gmail.com"))
    anonymous = make.verified(visitor, "sunday-train", email="ann@lind.example", shown_as=ANONYMOUS)
    yield Page("verifying.verify", "thanks, anonymous", anonymous)
    unlisted = make.verified(visitor, "sunday-train", shown_as="unlisted")
    yield Page("verifying.verify", "thanks, counted but not listed", unlisted)
    yield Page("verifying.type_code", "a wrong code", visitor.post("/verify", data={"code": "2222-2222"}))
    for _ in range(10):
        waiting = visitor.post("/verify", data={"code": "2222-2222", "letter": "night-train"})
    waiting = visitor.post("/verify", data={"code": "2222-2222", "letter": "night-train"})
    yield Page("verifying.type_code", "too many codes", waiting)
    yield from _ended(visitor)


def _renewing(app: Flask) -> Iterator[Page]:
    visitor = browser(app)
    yield from _got(visitor, "renewing.links", "/links", "/es/links")
    yield from _got(visitor, "renewing.sent", "/links/sent")
    yield from _got(visitor, "renewing.stopped", "/links/stopped")
    form = {"email": "nobody", "form_token": make.form_token(visitor.get("/links"))}
    yield Page("renewing.send_links", "a bad address", visitor.post("/links", data=form))
    old = visitor.post("/links", data={"email": "ada@nightowls.org"})
    yield Page("renewing.send_links", "a form that was open too long", old)
    stop = f"/links/stop/{app.extensions['signon.tokens'].vouch(STOP_MAIL, 'a' * 64)}"
    yield from _got(visitor, "renewing.stop", stop, "/links/stop/cut")
    yield Page("renewing.stop_mail", "the box is not ticked", visitor.post(stop))


def _ended(visitor: Browser) -> Iterator[Page]:
    make.send_form(visitor, email="cleo@nightowls.org")
    mailed = make.newest_mail()
    with transaction():
        db.session.query(SignatureToken).update({"expires_at": now() - timedelta(days=1)})
    yield Page("verifying.verify", "its time is over", visitor.get(mailed.link))
    with transaction():
        db.session.query(SignatureToken).update({"expires_at": now() + timedelta(days=1)})
        letter = with_slug("night-train")
        assert letter is not None
        letter.deadline_at = now() - timedelta(days=2)
    yield Page("verifying.verify", "the deadline and its grace are over", visitor.get(mailed.link))
    with transaction():
        letter.deadline_at = None


def _staff(app: Flask) -> Iterator[Page]:
    newcomer = browser(app)
    yield from _got(newcomer, "security.login", "/staff/login", "/es/staff/login")
    someone = person("new@nightline.org", authenticator=False)
    answer = give_password(newcomer, someone)
    yield Page("security.two_factor_setup", "the first sign-in", newcomer.get(answer.location))
    halfway, known = browser(app), person("half@nightline.org")
    answer = give_password(halfway, known)
    yield Page("security.two_factor_token_validation", "the code is asked for", halfway.get(answer.location))
    yield Page("security.two_factor_token_validation", "a wrong code", send(halfway, answer.location, code="000000"))
    yield from _got(halfway, "security.mf_recovery", "/staff/recovery")
    owner = browser(app)
    sign_in(owner, person("owner@nightline.org"))
    yield from _got(owner, "staff.letters", "/staff/", "/es/staff/")
    yield from _got(owner, "staff.letter", "/staff/letters/night-train", "/staff/letters/sunday-train")
    yield from _got(owner, "staff.account", "/staff/account")
    yield from _got(owner, "security.change_password", "/staff/password")
    yield from _got(owner, "security.mf_recovery_codes", "/staff/recovery-codes")
    held = db.session.query(Signature).filter_by(state="held").first()
    assert held is not None
    strike = f"/staff/letters/night-train/signatures/{held.id}/strike"
    yield Page("staff.strike", "without a reason", send(owner, "/staff/letters/night-train/review", strike, reason=""))
    yield from (Page(*shown) for room in ROOMS for shown in room(owner, browser(app)))
    yield from (Page(*shown) for room in OWNERS_ROOMS for shown in room(owner))


def _errors(app: Flask) -> Iterator[Page]:
    visitor = browser(app)
    yield Page("errors", "404", visitor.get("/nowhere"))
    yield Page("errors", "404 in Spanish", visitor.get("/es/nowhere"))
    yield Page("errors", "405", visitor.post("/"))
    yield Page("errors", "413", visitor.post("/letters/night-train/sign", data={"organization": "x" * 3_000_000}))
    yield Page("errors", "a form without its token", visitor.post("/staff/login", data={"email": "x"}))
