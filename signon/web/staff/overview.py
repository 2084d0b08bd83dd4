"""What the workspace asks about letters that no other room asks."""

from sqlalchemy import func, select

from signon.database import db
from signon.letters.models import Letter, TextVersion
from signon.signatures.models import HELD, Signature


def held_numbers(letters: list[Letter]) -> dict[int, int]:
    """How many signatures wait for review on each of `letters`, by letter id; a letter without any is not there."""
    rows = db.session.execute(
        select(Signature.letter_id, func.count())
        .where(Signature.letter_id.in_([letter.id for letter in letters]), Signature.state == HELD)
        .group_by(Signature.letter_id)
    )
    return {letter_id: number for letter_id, number in rows}  # noqa: C416 - rows are no tuples to mypy


def text_versions(letter: Letter) -> list[TextVersion]:
    """Every text the letter ever had, the newest first, the authoritative one before its translations."""
    rows = db.session.scalars(
        select(TextVersion)
        .where(TextVersion.letter_id == letter.id)
        .order_by(TextVersion.number.desc(), TextVersion.authoritative.desc(), TextVersion.language)
    )
    return list(rows)
