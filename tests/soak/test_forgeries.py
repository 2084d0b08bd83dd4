"""Five thousand made-up organizations from five hundred domains, each with a mailbox that works, within an hour.

Somebody who owns mail servers signs with all of them, from a thousand addresses: every form is sent to gunicorn over
HTTP, every mail is sent by the worker over SMTP, and every link is taken from what arrived. All limits are those of an
installation that sets none.
"""

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask

from signon.database import db
from signon.letters.letters import with_slug
from signon.mail.models import OutboxMail
from signon.mail.outbox import SURGE
from tests import make
from tests.crowds import assert_counters_agree
from tests.servers.smtp import SmtpSink, smtp_sink
from tests.servers.web import running_app, running_worker
from tests.soak import made_up
from tests.soak.figures import Tell
from tests.soak.visitors import Answer, Visitor, link_in, settings_beside, sign, together, visiting
from tests.staff.people import person

pytestmark = pytest.mark.soak

FORGERIES, DOMAINS, ADDRESSES = 5000, 500, 1000
LEAST = 30  # SURGE_LEAST of an installation that does not set it
WITHIN = 60.0  # seconds from one name too many until nothing is listed any more
AT_ONCE = 4  # forms, and links, that are sent at the same time
PATIENCE = 1800  # seconds
STAFF = "ida@nightline.org"
# What differs between two answers that tell nothing: tokens, the moment, how long a body is for all that.
SECRETS = re.compile(r"[\w-]{43}\.[\w-]{64}|[\w-]{16}\.\d{13}\.[\w-]{64}|data-challenge=\"[^\"]*\"")
OF_THE_MOMENT = {"date", "content-length"}


@dataclass(frozen=True)
class Forgery:
    """One made-up organization: of ten, one takes a website that another has, and one a mailbox elsewhere."""

    name: str
    domain: str
    email: str

    @property
    def is_proven(self) -> bool:
        """Whether the mailbox is at the website's own domain."""
        return self.email.endswith(f"@{self.domain}")

    @property
    def typed(self) -> dict[str, str]:
        """What stands in its form."""
        return {"organization": self.name, "website": f"https://{self.domain}", "email": self.email}


def forgeries() -> list[Forgery]:
    """All of them, in the order in which they come: the first ones have a domain each, but for one of ten."""
    words = iter(made_up.words(DOMAINS + 2 * FORGERIES))
    domains = [f"{next(words).lower()}.org" for _ in range(DOMAINS)]
    made = []
    for number in range(FORGERIES):
        name = f"{next(words)} {next(words)} Network"
        domain = domains[(number - (number + 7) // 10) % DOMAINS]
        elsewhere = "gmail.com" if number % 20 == 7 else domains[number * 7 % DOMAINS]
        made.append(Forgery(name, domain, f"desk{number}@{elsewhere if number % 10 == 7 else domain}"))
    return made


class Forger:
    """Whoever reads all the mailboxes: opens each link and presses the button, as the mails come in."""

    def __init__(self, sink: SmtpSink, address: str) -> None:
        self.pressed = 0
        self.answers: set[tuple[int, int]] = set()
        self._sink, self._address = sink, address
        self._read = len(sink.deliveries)
        self._lock = threading.Lock()
        self._over = threading.Event()

    def links(self) -> Iterator[str]:
        """The links as they come, each to one reader, until it is over."""
        while not self._over.is_set():
            with self._lock:
                mail = self._sink.deliveries[self._read] if self._read < len(self._sink.deliveries) else None
                self._read += mail is not None
            if mail is None:
                time.sleep(0.02)
            elif mail.recipients != (STAFF,) and (link := link_in(mail)):
                yield link

    def press_all(self) -> None:
        """Follow every link, look, and press."""
        with visiting(self._address) as visitor:
            for link in self.links():
                answer = visitor.get(link).status, visitor.post(link, {"authorized": "y"}).status
                with self._lock:
                    self.answers.add(answer)
                    self.pressed += 1

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Press meanwhile; at the end wait until all are pressed."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            pressing = [pool.submit(self.press_all) for _ in range(AT_ONCE)]
            try:
                yield
                deadline = time.monotonic() + PATIENCE
                while self.pressed < FORGERIES and time.monotonic() < deadline:
                    time.sleep(0.1)
            finally:
                self._over.set()
        for done in pressing:
            done.result()


def seen_by(visitor: Visitor, house: Flask, sink: SmtpSink, forgery: Forgery) -> list[tuple[int, object, str]]:
    """All answers that one who signs gets, from the form to the thanks, without what differs for everybody."""
    page = visitor.get("/letters/night-train/sign")
    sent = sign(visitor, house, ADDRESSES, **forgery.typed)
    answers = [page, sent, visitor.get(sent.location)]
    link = arrived(sink, forgery.email)
    answers += [visitor.get(link), visitor.post(link, {"authorized": "y"}), visitor.get(link)]
    return [told(answer, forgery.name) for answer in answers]


def arrived(sink: SmtpSink, to: str) -> str:
    """The link in the mail to this address, once it is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        links = [link_in(mail) for mail in list(sink.deliveries) if mail.recipients == (to,)]
        if links:
            return links[0]
        time.sleep(0.02)
    raise AssertionError(f"no mail came to {to}")


def told(answer: Answer, name: str) -> tuple[int, object, str]:
    """What the answer tells: status, headers and body, without tokens and the name that was typed."""
    headers = [(key, SECRETS.sub("TOKEN", value)) for key, value in answer.headers if key.lower() not in OF_THE_MOMENT]
    return answer.status, sorted(headers), SECRETS.sub("TOKEN", answer.body).replace(name, "NAME")


def test_five_thousand_forged_organizations_are_held_and_the_forger_is_told_nothing(house: Flask, tell: Tell) -> None:
    person(STAFF)
    forged = forgeries()
    assert len({forgery.domain for forgery in forged}) == DOMAINS
    first, last = (Forgery(f"Quiet {word} Network", "quiet.org", f"{word}@gmail.com") for word in ("First", "Later"))
    with smtp_sink() as sink, running_app(settings_beside(house, sink), options=["--workers", "2"]) as address:
        mailing = settings_beside(house, sink, PUBLIC_URL=address)
        with running_worker(mailing), running_worker(mailing), visiting(address) as visitor:
            before = seen_by(visitor, house, sink, first)
            began, forger = time.monotonic(), Forger(sink, address)
            with forger.at_work():
                sent = together(AT_ONCE, address, lambda one, n: send(one, house, n, forged[n]), range(FORGERIES))
            seconds = time.monotonic() - began
            assert seen_by(visitor, house, sink, last) == before
            assert_listed_are_proven(visitor, forged)
            warnings = [mail for mail in sink.deliveries if mail.recipients == (STAFF,)]
    assert {(answer[0], urlsplit(str(answer[1])).path) for answer in sent} == {(303, "/letters/night-train/sign/sent")}
    assert forger.answers == {(200, 303)} and forger.pressed == FORGERIES
    assert len(warnings) == db.session.query(OutboxMail).filter_by(kind=SURGE).count() == 1
    tell_what_came_of_it(tell, seconds)
    assert_counters_agree()


def send(visitor: Visitor, house: Flask, number: int, forgery: Forgery) -> tuple[int, str]:
    """Send one form from one of a thousand addresses."""
    answer = sign(visitor, house, number % ADDRESSES, **forgery.typed)
    return answer.status, answer.location


def assert_listed_are_proven(visitor: Visitor, forged: list[Forgery]) -> None:
    """Every name on the public list proved its website, and no website has two."""
    page = visitor.get("/letters/night-train/signees").body
    listed = [forgery for forgery in forged if forgery.name in page]
    assert len(listed) == len(make.signatures("verified"))
    assert all(forgery.is_proven for forgery in listed)
    assert len({forgery.domain for forgery in listed}) == len(listed)


def tell_what_came_of_it(tell: Tell, seconds: float) -> None:
    """How many were listed before the surge bit, and how long that took; fails when it took too long."""
    verified = sorted(row.verified_at for row in make.signatures() if row.verified_at)
    listed = [row.verified_at for row in make.signatures("verified") if row.verified_at]
    letter = with_slug("night-train")
    assert letter is not None and letter.surge_at is not None
    one_too_many = verified[LEAST]
    late = (max(listed) - one_too_many).total_seconds()
    noticed = (letter.surge_at - one_too_many).total_seconds()
    tell(f"{len(verified)} mailboxes proven in {seconds:.0f} s, {len(make.signatures('held'))} names held")
    tell(f"{len(listed)} listed before the surge bit; it began {noticed:+.2f} s from name {LEAST + 1}")
    tell(f"the last name was listed {late:+.2f} s from then")
    assert late <= WITHIN and noticed <= WITHIN
    assert len(listed) <= LEAST
