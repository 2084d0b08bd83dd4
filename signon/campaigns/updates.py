"""A campaign's updates: what staff write, and what tells itself when a demand moved, the press wrote, or a letter was
handed over. All are drafts until they are published; those that tell themselves are published at once.

The caller owns the transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, func, select, update

from signon.campaigns.models import COVERED, DELIVERED, DEMAND_MOVED, WRITTEN, Coverage, Demand, DemandStep, Update
from signon.database import db
from signon.refusals import N_, Refusal

LONGEST_TITLE, LONGEST_TEXT = 150, 20_000  # characters
_LARGEST_ID = 2**31 - 1  # what the column holds
_POINTS_TO = {DEMAND_MOVED: "demand_step_id", COVERED: "coverage_id", DELIVERED: "letter_id"}

_NO_WORDS = N_("Please write a title and what happened.")


class ChangedMeanwhile(Exception):
    """Somebody else changed the update, or the press coverage, after the page was shown that is sent now: nothing was
    saved.
    """


@dataclass(frozen=True)
class Words:
    """What an update says in one language: one line, and its text (Markdown)."""

    title: str
    text: str


def tell(
    kind: str,
    campaign_id: int,
    *,
    letter_id: int | None = None,
    demand_step_id: int | None = None,
    coverage_id: int | None = None,
    by: int | None = None,
    at: datetime,
) -> Update:
    """Publish, `at` this moment, that something happened: DEMAND_MOVED by its step, COVERED by its coverage, DELIVERED
    by its letter. It is told in the reader's language by what it points to, and takes no words. `by` is the id of whose
    act it is (None: the command line's or a program's). Raises ValueError for what points to nothing.
    """
    facts = {"letter_id": letter_id, "demand_step_id": demand_step_id, "coverage_id": coverage_id}
    if kind not in _POINTS_TO or facts[_POINTS_TO[kind]] is None:
        raise ValueError(f"{kind} tells itself by its {_POINTS_TO.get(kind, 'words')}")
    return _kept(Update(campaign_id=campaign_id, kind=kind, written_by=by, published_at=at, **facts), at)


def write(campaign_id: int, words: Mapping[str, Words], *, letter_id: int | None, by: int, at: datetime) -> Update:
    """Keep a new draft, about one letter of the campaign or about all of it. Its words were checked."""
    _refuse_silence(WRITTEN, words)
    row = Update(campaign_id=campaign_id, kind=WRITTEN, words=_as_kept(words), letter_id=letter_id, written_by=by)
    return _kept(row, at)


def begun(campaign_id: int, words: Mapping[str, Words], *, letter_id: int | None, by: int) -> Update | None:
    """The newest update of the campaign, if it is a draft of `by` that says just this."""
    wanted = (WRITTEN, _as_kept(words), letter_id, by, None)
    newest = of_campaign(campaign_id, most=1)
    same = (row for row in newest if (row.kind, row.words, row.letter_id, row.written_by, row.published_at) == wanted)
    return next(same, None)


def change(
    row: Update, words: Mapping[str, Words], *, letter_id: int | None, seen: datetime, by: int, at: datetime
) -> None:
    """Let a draft, or what was published, say something else; what tells itself keeps its letter, and may have words of
    its own. Raises ChangedMeanwhile when it is not as it was `seen` (its `changed_at`).
    """
    _refuse_silence(row.kind, words)
    about = letter_id if row.kind == WRITTEN else row.letter_id
    as_seen = update(Update).where(Update.id == row.id, Update.changed_at == seen)
    values = {"words": _as_kept(words), "letter_id": about, "written_by": by, "changed_at": at}
    done = db.session.execute(as_seen.values(**values).execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
    db.session.refresh(row)


def publish(row: Update, at: datetime) -> bool:
    """Let everybody read it; answers whether it was a draft. Publishing twice is publishing once."""
    drafts = update(Update).where(Update.id == row.id, Update.published_at.is_(None))
    return _stepped(row, drafts.values(published_at=at, changed_at=at))


def take_back(row: Update, at: datetime) -> bool:
    """Make it a draft again: it leaves page and feed; who read it has read it. Answers whether it was public."""
    public = update(Update).where(Update.id == row.id, Update.published_at.is_not(None))
    return _stepped(row, public.values(published_at=None, changed_at=at))


def remove(row: Update) -> None:
    """Nothing is left of it. Who got it by mail has it."""
    db.session.delete(row)
    db.session.flush()


def with_id(campaign_id: int, update_id: int) -> Update | None:
    """The campaign's update with this id, read anew; None for any other campaign's."""
    if update_id > _LARGEST_ID:
        return None
    ours = select(Update).where(Update.id == update_id, Update.campaign_id == campaign_id)
    return db.session.scalar(ours.execution_options(populate_existing=True))


def telling(fact: Coverage | DemandStep | Demand) -> list[int]:
    """The ids of the updates that tell of this by themselves, or of a step of it: they go when it goes."""
    if isinstance(fact, Coverage):
        about = Update.coverage_id == fact.id
    elif isinstance(fact, DemandStep):
        about = Update.demand_step_id == fact.id
    else:
        about = Update.demand_step_id.in_(select(DemandStep.id).where(DemandStep.demand_id == fact.id))
    return list(db.session.scalars(select(Update.id).where(about)))


def of_campaign(campaign_id: int, *, offset: int = 0, most: int = 50) -> list[Update]:
    """All that staff see of a campaign's updates: the newest begun first."""
    ours = select(Update).where(Update.campaign_id == campaign_id).order_by(Update.id.desc())
    return list(db.session.scalars(ours.offset(offset).limit(most)))


def how_many(campaign_id: int) -> int:
    """How many updates the campaign has, drafts included."""
    return db.session.scalar(select(func.count()).select_from(Update).where(Update.campaign_id == campaign_id)) or 0


def _refuse_silence(kind: str, words: Mapping[str, Words]) -> None:
    if kind == WRITTEN and not words:
        raise Refusal(_NO_WORDS)


def _as_kept(words: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    return {language: {"title": said.title, "text": said.text} for language, said in words.items()}


def _kept(row: Update, at: datetime) -> Update:
    row.created_at = row.changed_at = at
    db.session.add(row)
    db.session.flush()
    return row


def _stepped(row: Update, statement: Executable) -> bool:
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.refresh(row)
    return bool(done.rowcount)  # type: ignore[attr-defined]
