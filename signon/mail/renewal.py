"""What a mail of new links says of each of them: written into the row once, read whenever the mail is composed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from signon.database import db
from signon.letters.models import Letter
from signon.letters.reading import LetterReading
from signon.mail.links import public_link
from signon.signatures import counting
from signon.signatures.renewing import Way
from signon.signatures.tokens import VERIFY
from signon.wording.readings import read_letter

WAYS = "ways"  # what such a mail says besides "to"


@dataclass(frozen=True)
class NewLink:
    """One new link as the mail shows it; a pending request has a code and the page where it is typed."""

    name: str
    reading: LetterReading
    discreet: bool
    is_pending: bool
    link: str
    code: str
    code_link: str


def written(ways: Iterable[Way]) -> str:
    """`ways` as text, to be sealed."""
    return json.dumps(
        [
            {
                "letter": way.letter.id,
                "name": way.signature.printed_name,
                "purpose": way.purpose,
                "token": way.token,
                "code": way.code,
            }
            for way in ways
        ]
    )


def new_links(text: str, language: str, at: datetime) -> list[NewLink]:
    """The links that `written` wrote, for a reader of `language`."""
    return [_new_link(way, language, at) for way in json.loads(text)]


def _new_link(way: dict[str, str], language: str, at: datetime) -> NewLink:
    letter = db.session.get_one(Letter, way["letter"])
    is_pending = way["purpose"] == VERIFY
    endpoint = "verifying.verify" if is_pending else "own_entry.entry"
    return NewLink(
        name=way["name"],
        reading=read_letter(letter, counting.shown(letter, at), language),
        discreet=letter.safe_mode,
        is_pending=is_pending,
        link=public_link(endpoint, language=language, token=way["token"]),
        code=way["code"],
        code_link=code_link(letter, language),
    )


def code_link(letter: Letter, language: str) -> str:
    """The page where a code is typed; a discreet letter is not named in its address."""
    slug = {} if letter.safe_mode else {"letter": letter.slug}
    return public_link("verifying.code", language=language, **slug)
