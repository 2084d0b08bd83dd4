"""Press coverage: what outlets published about a campaign, or about one of its letters, as staff note it.

The caller owns the transaction. Words were checked, but for what is asked of them here.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update

from signon.campaigns.models import COVERED, Coverage, Update
from signon.campaigns.updates import ChangedMeanwhile, tell
from signon.database import db
from signon.refusals import N_, Refusal

LONGEST_OUTLET, LONGEST_HEADLINE, LONGEST_QUOTE, LONGEST_QUOTED = 120, 300, 1_000, 200  # characters
_LARGEST_ID = 2**31 - 1  # what the column holds
_TOMORROW = timedelta(days=1)  # it is tomorrow somewhere already

_NO_OUTLET = N_("Please write who published it.")
_NOTHING = N_("Please give the headline or the link, so that readers can find it.")
_TO_COME = N_("This day is still to come.")
_NO_QUOTE = N_("Please write the words that were said, too.")


@dataclass(frozen=True)
class Article:
    """What an outlet published: its name, the headline, where, when, in which language, and words out of it with who
    said them. All plain text; but for outlet, day and language all may be "".
    """

    outlet: str
    published_on: date
    language: str
    headline: str = ""
    url: str = ""
    quote: str = ""
    quoted: str = ""
    letter_id: int | None = None


def note(campaign_id: int, article: Article, *, told: bool, by: int, at: datetime) -> Coverage:
    """Note it, and let an update tell it if it is to be `told`. Raises Refusal about outlet, headline, day or quote."""
    _refuse(article, at)
    row = Coverage(campaign_id=campaign_id, noted_by=by, created_at=at, **vars(article))
    db.session.add(row)
    db.session.flush()
    if told:
        tell(COVERED, campaign_id, letter_id=article.letter_id, coverage_id=row.id, by=by, at=at)
    return row


def is_noted(campaign_id: int, article: Article) -> bool:
    """Whether just this was noted already."""
    same = select(Coverage.id).filter_by(campaign_id=campaign_id, **vars(article))
    return db.session.scalar(same.limit(1)) is not None


def mark_of(row: Coverage) -> str:
    """The same for the same piece: whether somebody changed it meanwhile."""
    said = [getattr(row, name) for name in Article.__dataclass_fields__]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def change(row: Coverage, article: Article, *, seen: str, at: datetime) -> None:
    """Correct it; an update that tells it is then about the same letter. Raises Refusal as `note` does, and
    ChangedMeanwhile when it is not as it was `seen` (its `mark_of`).
    """
    _refuse(article, at)
    db.session.refresh(row, with_for_update=True)
    if mark_of(row) != seen:
        raise ChangedMeanwhile
    for name, value in vars(article).items():
        setattr(row, name, value)
    told = update(Update).where(Update.coverage_id == row.id).values(letter_id=article.letter_id, changed_at=at)
    db.session.execute(told.execution_options(synchronize_session=False))
    db.session.flush()


def remove(row: Coverage) -> None:
    """Nothing is left of it, nor of the update that told it."""
    db.session.execute(delete(Coverage).where(Coverage.id == row.id).execution_options(synchronize_session=False))
    db.session.expunge(row)


def with_id(campaign_id: int, coverage_id: int) -> Coverage | None:
    """The campaign's piece with this id, read anew; None for any other campaign's."""
    if coverage_id > _LARGEST_ID:
        return None
    ours = select(Coverage).where(Coverage.id == coverage_id, Coverage.campaign_id == campaign_id)
    return db.session.scalar(ours.execution_options(populate_existing=True))


def of_campaign(campaign_id: int, *, offset: int = 0, most: int = 50) -> list[Coverage]:
    """What was noted of a campaign, the newest published first."""
    ours = select(Coverage).where(Coverage.campaign_id == campaign_id)
    newest = ours.order_by(Coverage.published_on.desc(), Coverage.id.desc())
    return list(db.session.scalars(newest.offset(offset).limit(most)))


def how_many(campaign_id: int) -> int:
    """How many pieces were noted."""
    ours = select(func.count()).select_from(Coverage).where(Coverage.campaign_id == campaign_id)
    return db.session.scalar(ours) or 0


def _refuse(article: Article, at: datetime) -> None:
    if not article.outlet:
        raise Refusal(_NO_OUTLET, "outlet")
    if not article.headline and not article.url:
        raise Refusal(_NOTHING, "headline")
    if article.published_on > (at + _TOMORROW).date():
        raise Refusal(_TO_COME, "day")
    if article.quoted and not article.quote:
        raise Refusal(_NO_QUOTE, "quote")
