"""A letter's texts, one after the other: what stood there when, and why it changed."""

from sqlalchemy import ScalarSelect, select

from signon.database import db
from signon.letters.models import CORRECTION, Letter, TextVersion


def history(letter: Letter) -> list[TextVersion]:
    """The texts of `letter` that count, the first one first; translations are not among them."""
    query = select(TextVersion).where(TextVersion.letter_id == letter.id, TextVersion.authoritative)
    return list(db.session.scalars(query.order_by(TextVersion.number)))


def public_history(letter: Letter) -> list[TextVersion]:
    """The texts that everybody may read: from the one on that was newest when the letter was published. What stood
    there while only the invited could read it stays theirs.
    """
    texts = history(letter)
    before = [text for text in texts if letter.published_at and text.created_at <= letter.published_at]
    return texts[max(len(before) - 1, 0) :]


def newest_text(letter: Letter) -> ScalarSelect[int]:
    """The id of the text that counts now, for use within another statement."""
    mine = (TextVersion.letter_id == letter.id, TextVersion.authoritative)
    return select(TextVersion.id).where(*mine).order_by(TextVersion.number.desc()).limit(1).scalar_subquery()


def reasons_since(texts: list[TextVersion], number: int) -> list[str]:
    """Why the text changed from the text `number` on, that one included; corrections change nothing anybody signed."""
    return [text.reason for text in texts if text.number >= number and text.change not in ("", CORRECTION)]
