"""A campaign's updates and press coverage as one reader reads them: in their language where it was written, and told in
their language where an update tells itself.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import select

from signon.campaigns.models import (
    COVERED,
    DELIVERED,
    DEMAND_MOVED,
    MET,
    OPEN,
    PARTLY_MET,
    WORSE,
    WRITTEN,
    Campaign,
    Coverage,
    Demand,
    DemandStep,
    Update,
)
from signon.campaigns.words import said
from signon.database import db
from signon.letters.letters import current_texts_of
from signon.letters.models import Letter
from signon.letters.news import letters_by_id, public_coverage, public_updates
from signon.signatures import counting
from signon.wording.numbers import in_language, number
from signon.wording.readings import read_letter

_ON_A_LETTERS_PAGE = (WRITTEN,)  # its delivery, its demands and its press coverage stand there themselves
_ON_A_CAMPAIGNS_PAGE = (WRITTEN, DEMAND_MOVED, DELIVERED)

_NO_PARAGRAPH = re.compile(r"#|>|[-*+] |\d+[.)] |---|\*\*\*")


@dataclass(frozen=True)
class AboutLetter:
    """The letter that something is about: where it is, and its title, which is in `language`."""

    slug: str
    title: str
    language: str
    is_petition: bool


@dataclass(frozen=True)
class Clipping:
    """What an outlet published, as it did, in `language`. `url`, `headline`, `quote` and `quoted` may be ""."""

    id: int
    outlet: str
    headline: str
    url: str
    published_on: date
    language: str
    quote: str
    quoted: str
    letter: AboutLetter | None


class Told(NamedTuple):
    """What an update says: `title` and `text` (Markdown) in `language`; `subject`, in a language of its own, is the
    name of what the title is about, or "". `is_plain` text is none of Markdown.
    """

    title: str
    text: str
    language: str
    subject: str = ""
    subject_language: str = ""
    url: str = ""
    is_plain: bool = False


@dataclass(frozen=True)
class Item:
    """An update as it is read; `day` is when it was published, on the clock of the letter it is about, else in UTC.

    `told.url` is where one sees it, elsewhere; `demand` the number of the demand that moved, and `status` what became
    of it; `clipping` what the press wrote.
    """

    id: int
    kind: str
    told: Told
    day: date
    published_at: datetime
    changed_at: datetime
    letter: AboutLetter | None
    clipping: Clipping | None
    demand: int | None = None
    status: str = ""

    @property
    def headline(self) -> str:
        """The title with what it is about, as one line without markup."""
        return f"{self.told.title}: {self.told.subject}" if self.told.subject else self.told.title

    @property
    def lead(self) -> str:
        """The first paragraph of the text (Markdown), or "" where it begins with something else."""
        first = self.told.text.strip().partition("\n\n")[0]
        return "" if _NO_PARAGRAPH.match(first) and not self.told.is_plain else first


@dataclass(frozen=True)
class News:
    """The newest of both, for a page that has more to say; the flags tell whether there is more elsewhere."""

    campaign: str  # its slug
    coverage: tuple[Clipping, ...]
    updates: tuple[Item, ...]
    more_coverage: bool
    more_updates: bool


def news_of_letter(letter: Letter, language: str, at: datetime, most: int = 3) -> News:
    """The newest about one letter, which everybody may read. Two queries more where there is none."""
    return _news(letter.campaign, letter.id, _ON_A_LETTERS_PAGE, language, at, most)


def news_of_campaign(campaign: Campaign, language: str, at: datetime, most: int = 3) -> News:
    """The newest about a campaign and its letters."""
    return _news(campaign, None, _ON_A_CAMPAIGNS_PAGE, language, at, most)


def read_updates(campaign: Campaign, rows: Sequence[Update], language: str, at: datetime) -> list[Item]:
    """`rows` of `campaign` as somebody reads them in `language`. Some five queries, however many there are."""
    behind = _Behind(rows, language, campaign.language, at)
    with in_language(language):
        return [behind.item(row) for row in rows]


def read_coverage(rows: Sequence[Coverage], language: str, at: datetime) -> list[Clipping]:
    """`rows` as somebody reads them in `language`: only the titles of letters are translated."""
    letters = _letters([row.letter_id for row in rows], language, at)
    return [_clipping(row, letters) for row in rows]


def titles_of(letters: Sequence[Letter], language: str, at: datetime) -> list[tuple[int, str]]:
    """The id and the title of each of `letters`, as staff choose among them."""
    texts, counts = current_texts_of(letters), counting.read_many(list(letters), at)
    return [(one.id, read_letter(one, counts[one.id], language, texts[one.id]).title) for one in letters]


def _news(
    campaign: Campaign, letter_id: int | None, kinds: Collection[str], language: str, at: datetime, most: int
) -> News:
    covered = public_coverage(campaign.id, at, letter_id=letter_id, most=most + 1)
    told = public_updates(campaign.id, at, letter_id=letter_id, kinds=kinds, most=most + 1)
    return News(
        campaign.slug,
        tuple(read_coverage(covered[:most], language, at)),
        tuple(read_updates(campaign, told[:most], language, at)),
        len(covered) > most,
        len(told) > most,
    )


class _Behind:
    """What updates point to, asked for once for all of them."""

    def __init__(self, rows: Sequence[Update], language: str, own: str, at: datetime) -> None:
        self.language, self.own = language, own
        covered = {row.coverage_id for row in rows if row.coverage_id is not None}
        moved = {row.demand_step_id for row in rows if row.demand_step_id is not None}
        self.coverage = _coverage_by_id(covered)
        self.steps = _steps_by_id(moved)
        about = [row.letter_id for row in rows] + [one.letter_id for one in self.coverage.values()]
        self.rows = letters_by_id(about)
        self.letters = _letters(self.rows, language, at)

    def item(self, row: Update) -> Item:
        """One update, read. What a draft will say, it says already."""
        published = row.published_at or row.changed_at
        letter = self.rows.get(row.letter_id or 0)
        covered = self.coverage.get(row.coverage_id or 0)
        step = self.steps.get(row.demand_step_id or 0)
        return Item(
            row.id,
            row.kind,
            self._told(row),
            published.astimezone(ZoneInfo(letter.deadline_zone if letter else "UTC")).date(),
            published,
            row.changed_at,
            self.letters.get(row.letter_id or 0),
            _clipping(covered, self.letters) if covered else None,
            step[1].number if step else None,
            step[0].status if step else "",
        )

    def _told(self, row: Update) -> Told:
        itself = _TELLING[row.kind](self, row) if row.kind in _TELLING else Told("", "", self.language)
        if not row.words:
            return itself
        language, words = said(row.words, self.language, self.own)
        return Told(words["title"], words["text"], language, url=itself.url)

    def _moved(self, row: Update) -> Told:
        step, demand = self.steps[row.demand_step_id or 0]
        known_as, title = said(demand.words, self.language, self.own) if demand.words else (self.own, {"title": ""})
        language, text = said(step.words, self.language, self.own) if any(step.words.values()) else (known_as, "")
        return Told(_moved_to(step.status, demand.number), text, language, title["title"], known_as, step.url, True)

    def _covered(self, row: Update) -> Told:
        one = self.coverage[row.coverage_id or 0]
        title = _("In the press (%(outlet)s)", outlet=one.outlet)
        return Told(title, "", self.language, one.headline, one.language, one.url)

    def _delivered(self, row: Update) -> Told:
        letter = self.letters[row.letter_id or 0]
        title = _("The petition was delivered") if letter.is_petition else _("The letter was delivered")
        return Told(title, "", self.language, letter.title, letter.language)


_TELLING = {DEMAND_MOVED: _Behind._moved, COVERED: _Behind._covered, DELIVERED: _Behind._delivered}


def _moved_to(status: str, demand: int) -> str:
    shown = number(demand)
    told: dict[str, str] = {
        MET: _("Demand %(number)s is met", number=shown),
        PARTLY_MET: _("Demand %(number)s is partly met", number=shown),
        WORSE: _("Demand %(number)s: a step back", number=shown),
        OPEN: _("Demand %(number)s is not met yet", number=shown),
    }
    return told[status]


def _clipping(row: Coverage, letters: dict[int, AboutLetter]) -> Clipping:
    about = letters.get(row.letter_id or 0)
    facts = (row.outlet, row.headline, row.url, row.published_on, row.language, row.quote, row.quoted)
    return Clipping(row.id, *facts, about)


def _letters(letters: dict[int, Letter] | list[int | None], language: str, at: datetime) -> dict[int, AboutLetter]:
    rows = letters if isinstance(letters, dict) else letters_by_id(letters)
    if not rows:
        return {}
    texts = current_texts_of(list(rows.values()))
    counts = counting.shown_many(list(rows.values()), at)
    found = {}
    for number_, letter in rows.items():
        reading = read_letter(letter, counts[number_], language, texts[number_])
        found[number_] = AboutLetter(letter.slug, reading.title, reading.language, letter.is_petition)
    return found


def _coverage_by_id(ids: Collection[int]) -> dict[int, Coverage]:
    rows = db.session.scalars(select(Coverage).where(Coverage.id.in_(ids))) if ids else ()
    return {row.id: row for row in rows}


def _steps_by_id(ids: Collection[int]) -> dict[int, tuple[DemandStep, Demand]]:
    if not ids:
        return {}
    both = select(DemandStep, Demand).join(Demand, Demand.id == DemandStep.demand_id)
    return {step.id: (step, demand) for step, demand in db.session.execute(both.where(DemandStep.id.in_(ids)))}
