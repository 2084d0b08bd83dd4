"""Finding letters and their texts, and reading them as plain data."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import inspect, select

from signon.campaigns.models import Campaign
from signon.database import db
from signon.letters.layout import layout_of
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import AddresseeReading, Layout, LetterReading
from signon.letters.text import LivingNumber, fill_undersigned


def with_slug(slug: str) -> Letter | None:
    """The letter with `slug`, whatever its state, or None."""
    return db.session.scalar(select(Letter).where(Letter.slug == slug))


def hold(letter: Letter) -> None:
    """Hold the letter's row to the end of the transaction, and read it anew."""
    columns = [column.key for column in inspect(Letter).column_attrs]  # alone: PostgreSQL holds no outer join
    db.session.refresh(letter, columns, with_for_update=True)


def published_with_slug(slug: str, at: datetime) -> Letter | None:
    """The letter with `slug` when anyone may read it `at` that moment, else None."""
    letter = with_slug(slug)
    return letter if letter is not None and letter.is_published(at) else None


def current_texts(letter: Letter) -> list[TextVersion]:
    """The newest text in each language, the authoritative one first.

    A translation of an older number stays in use, since a correction of the original leaves most of it true; what it
    says is never more than the authoritative text, which the page names.
    """
    return current_texts_of([letter])[letter.id]


def current_texts_of(letters: Sequence[Letter]) -> dict[int, list[TextVersion]]:
    """The `current_texts` of each of `letters` by letter id, in one query however many they are."""
    newest: dict[int, dict[str, TextVersion]] = {letter.id: {} for letter in letters}
    rows = db.session.scalars(
        select(TextVersion)
        .where(TextVersion.letter_id.in_(newest))
        .order_by(TextVersion.authoritative.desc(), TextVersion.number.desc(), TextVersion.language)
    )
    for row in rows:
        newest[row.letter_id].setdefault(row.language, row)
    return {letter_id: list(texts.values()) for letter_id, texts in newest.items()}


def text_for(texts: list[TextVersion], language: str) -> TextVersion:
    """The text of `texts` (as from `current_texts`) in `language`, or the authoritative one when there is none."""
    return next((text for text in texts if text.language == language), texts[0])


def reading(letter: Letter, text: TextVersion, undersigned: LivingNumber) -> LetterReading:
    """`text` of `letter` as plain data; `undersigned` is the number in any style, as the text's language writes it."""
    fill: Callable[[str], str] = lambda words: fill_undersigned(words, undersigned)  # noqa: E731
    return LetterReading(
        slug=letter.slug,
        campaign=letter.campaign.name,
        signed_by=letter.signed_by,
        language=text.language,
        version=text.number,
        authoritative=text.authoritative,
        title=fill(text.title),
        date=letter.date,
        addressees=tuple(
            AddresseeReading(to["name"], to.get("title", ""), tuple(to.get("address", "").splitlines()))
            for to in text.addressees
        ),
        subject=fill(text.subject),
        salutation=fill(text.salutation),
        body=fill(text.body),
        closing=fill(text.closing),
        signee_heading=fill(text.signee_heading),
        layout=_layout(letter, text, fill),
        legal_footer=fill(text.legal_footer),
    )


def _layout(letter: Letter, text: TextVersion, fill: Callable[[str], str]) -> Layout:
    """The letter's layout. Its page header is in the language of the text that counts: a translation has its title."""
    layout = layout_of(letter)
    return replace(layout, page_header=fill(layout.page_header) if text.authoritative else "")


def published(at: datetime, campaign_id: int | None = None) -> list[Letter]:
    """The letters that anyone may read, of one campaign or of all by its name, the newest first."""
    query = (
        select(Letter)
        .join(Letter.campaign)
        .where(Letter.published_at <= at)
        .order_by(Campaign.name, Letter.published_at.desc(), Letter.id.desc())
    )
    return list(db.session.scalars(query if campaign_id is None else query.where(Letter.campaign_id == campaign_id)))


def newest_published(
    at: datetime, campaign_id: int | None, before: tuple[datetime, int] | None, most: int
) -> list[Letter]:
    """The next `most` letters that anyone may read, of a campaign or of all, the newest first; `before` says when the
    last one that was read was published, and its id.
    """
    query = select(Letter).where(Letter.published_at <= at)
    if campaign_id is not None:
        query = query.where(Letter.campaign_id == campaign_id)
    if before is not None:
        published_at, number = before
        at_once = (Letter.published_at == published_at) & (Letter.id < number)
        query = query.where((Letter.published_at < published_at) | at_once)
    return list(db.session.scalars(query.order_by(Letter.published_at.desc(), Letter.id.desc()).limit(most)))


def safe_modes_of(campaign_id: int, at: datetime) -> set[bool]:
    """Whether those letters of the campaign that anyone may read are in safe mode: both may be so; none for none."""
    query = select(Letter.safe_mode).where(Letter.campaign_id == campaign_id, Letter.published_at <= at)
    return set(db.session.scalars(query.distinct()))
