"""What a campaign tells, and what the press wrote, as tests want it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from signon.campaigns import coverage, updates
from signon.campaigns.coverage import Article
from signon.campaigns.models import Coverage, Update
from signon.campaigns.updates import Words
from signon.database import now, transaction
from signon.letters.models import Letter
from tests.mail.covering import colleague

ATOM = "{http://www.w3.org/2005/Atom}"
PIECE: dict[str, Any] = {
    "outlet": "The Lamp",
    "published_on": date(2026, 3, 1),
    "language": "en",
    "headline": "Night train asked for",
    "url": "https://lamp.example/train",
    "quote": "It should run.",
    "quoted": "Ada Quill",
}


def colleague_id() -> int:
    """Somebody new on the staff."""
    return colleague(f"ida{now().timestamp()}@nightline.org")


def written(
    letter: Letter,
    title: str = "It runs",
    *,
    text: str = "Thank you.",
    words: Mapping[str, Words] | None = None,
    about: Letter | None = None,
    published: bool = True,
    at: datetime | None = None,
) -> Update:
    """An update of the campaign of `letter`, in English unless `words` say more."""
    by, moment = colleague_id(), at or now()
    with transaction():
        said = words or {"en": Words(title, text)}
        row = updates.write(letter.campaign_id, said, letter_id=about.id if about else None, by=by, at=moment)
        if published:
            updates.publish(row, moment)
    return row


def noted(letter: Letter, headline: str, *, told: bool = False) -> Coverage:
    """Press coverage about `letter`."""
    by = colleague_id()
    with transaction():
        article = Article(**(PIECE | {"headline": headline, "letter_id": letter.id}))
        return coverage.note(letter.campaign_id, article, told=told, by=by, at=now())
