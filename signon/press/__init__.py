"""The press: drawing documents once, outside a request where they are big, and keeping their bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute

# Longer than the largest document can take on a slow machine: whoever draws longer finds that another has begun.
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Press:
    """What drawing needs to know of the installation: see README.md for each setting.

    `public_url` is where copies are checked, `drawn_at_once` up to how many names a document is drawn at once.
    `languages` are those that our pages speak; the first of them does not stand in addresses.
    """

    public_url: str
    drawn_at_once: int
    certificate: str = ""
    password: str = ""
    languages: tuple[str, ...] = ("en",)

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """The press of the installation with these settings."""
        names = ("PUBLIC_URL", "DRAWN_AT_ONCE", "SIGNING_CERTIFICATE", "SIGNING_PASSWORD", "LANGUAGES")
        return cls(*(settings[name] for name in names))

    def check_address(self, code: str) -> str:
        """The short address, printed on its last page, by which a copy of the edition `code` is checked."""
        return f"{self.public_url}/e/{code}"

    @property
    def host(self) -> str:
        """Where the installation is, without a path."""
        return urlsplit(self.public_url).netloc

    def letter_address(self, slug: str, language: str) -> str:
        """Where a letter is read, in `language` where our pages speak it."""
        prefix = f"/{language}" if language in self.languages[1:] else ""
        return f"{self.public_url}{prefix}/letters/{slug}"


def next_try(asked_at: datetime, at: datetime) -> datetime:
    """When to try again what failed `at` this moment: the gap is as long as it has waited, so each doubles the last."""
    return at + max(FIRST_WAIT, at - asked_at)


def is_free(
    asked_at: InstrumentedAttribute[datetime], lease_until: InstrumentedAttribute[datetime | None], at: datetime
) -> ColumnElement[bool]:
    """That a document which waits may be drawn now: nobody draws it, and it was not given up."""
    return or_(lease_until.is_(None), lease_until < at) & (asked_at > at - GIVE_UP_AFTER)
