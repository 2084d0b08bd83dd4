"""The review queue of the sample letter, as its tests fill, read and press it."""

import json
import re
from typing import Any

from signon.database import db
from signon.staff.audit_models import AuditEntry
from tests import make
from tests.staff.people import Browser, hidden

PAGE = "/staff/letters/night-train"
QUEUE = f"{PAGE}/review"
JSON = {"Accept": "application/json"}


def hold(stranger: Browser, *names: str, **changed: str) -> None:
    """Hold these names on the letter: their mailboxes are not at their websites."""
    for number, name in enumerate(names):
        make.verified(stranger, organization=name, email=f"ada{number}@gmail.com", **changed)
        assert make.signatures()[-1].state == "held"


def by_script(owner: Browser, name: str, act: str, **typed: str) -> tuple[int, dict[str, Any]]:
    """What the script gets that sends the form of the queue by which `act` is done to the name."""
    to = f"{PAGE}/signatures/{number_of(name)}/{act}"
    answer = owner.post(to, data={**hidden(owner.get(QUEUE), to), **typed}, headers=JSON)
    return answer.status_code, json.loads(answer.text)


def number_of(name: str) -> int:
    """The id of the signature of that name."""
    return next(row.id for row in make.signatures() if row.printed_name == name)


def state_of(name: str) -> str:
    """The state of the signature of that name."""
    return next(row.state for row in make.signatures() if row.printed_name == name)


def names_on(owner: Browser, query: str = "") -> list[str]:
    """The names that the queue shows, in their order."""
    return re.findall(r'<h2 id="name-\d+"><bdi>(.*?)</bdi>', owner.get(f"{QUEUE}{query}").text)


def acts() -> list[str]:
    """What the audit says was done, in its order."""
    db.session.rollback()
    return [row.act for row in db.session.query(AuditEntry).order_by(AuditEntry.number)]
