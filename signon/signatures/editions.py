"""What was handed over of a letter: its edition, the addenda to it, and how its numbers stand since."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from signon.database import db
from signon.letters.models import Letter
from signon.signatures.counting import Count
from signon.signatures.edition_models import DRAFT, Edition
from signon.signatures.models import VERIFIED, WITHDRAWN, Signature
from signon.signatures.tokens import same_code


@dataclass(frozen=True)
class Standing:
    """A delivered letter in numbers: `at_delivery` signatures, `since` came, `withdrawn` and `taken_off` left.

    Organizations and individuals together, also those who are counted without a name: `at_delivery` + `since` -
    `withdrawn` - `taken_off` is what the page counts. `taken_off` are those that staff struck after they were printed,
    and those that are held because somebody objected. `unprinted` of `since` are in no addendum yet.
    """

    edition: Edition
    addenda: tuple[Edition, ...]
    at_delivery: int
    since: int
    withdrawn: int
    taken_off: int
    unprinted: int


def edition_of(letter: Letter) -> Edition | None:
    """What was handed over of `letter`; None before its delivery."""
    return next(iter(_handed_over(letter)), None)


def addenda_of(letter: Letter) -> list[Edition]:
    """The addenda to it, the first one first."""
    return list(_handed_over(letter)[1:])


def drafts_of(letter: Letter) -> list[Edition]:
    """The drafts that staff keep, the newest first."""
    drafts = select(Edition).where(Edition.letter_id == letter.id, Edition.kind == DRAFT)
    return list(db.session.scalars(drafts.order_by(Edition.number.desc())))


def with_code(typed: str) -> Edition | None:
    """The edition or addendum with this code, however it was typed: case, spaces and dashes do not count.

    A draft is found by nobody.
    """
    return db.session.scalar(select(Edition).where(Edition.code == bare_code(typed), Edition.kind != DRAFT))


def of_letter(letter: Letter, code: str) -> Edition | None:
    """The edition, addendum or draft of `letter` with this code, for staff; None also for another letter's."""
    return db.session.scalar(select(Edition).where(Edition.letter_id == letter.id, Edition.code == code))


def bare_code(typed: str) -> str:
    """A code as an edition bears it: eight capital letters and digits, without the dash of codes to type."""
    return same_code(typed).replace("-", "")


def standing(letter: Letter, count: Count) -> Standing | None:
    """How `letter` stands, of which `count` was read just now; None before its delivery.

    Two short questions, however long the list is: what was printed is counted in the editions, and those who left have
    an index of their own.
    """
    handed_over = _handed_over(letter)
    if not handed_over:
        return None
    edition, *addenda = handed_over
    left = _left(letter)
    withdrawn, taken_off = left.pop(WITHDRAWN, 0), sum(left.values())
    ever = count.organizations + count.individuals + withdrawn + taken_off
    at_delivery = _signatures(edition)
    return Standing(
        edition,
        tuple(addenda),
        at_delivery,
        ever - at_delivery,
        withdrawn,
        taken_off,
        ever - at_delivery - sum(map(_signatures, addenda)),
    )


def _handed_over(letter: Letter) -> Sequence[Edition]:
    query = select(Edition).where(Edition.letter_id == letter.id, Edition.kind != DRAFT)
    return db.session.scalars(query.order_by(Edition.number)).all()


def _left(letter: Letter) -> dict[str, int]:
    """How many of those that were printed are not on the list now, by state."""
    rows = db.session.execute(
        select(Signature.state, func.count())
        .where(Signature.letter_id == letter.id, Signature.edition_id.is_not(None), Signature.state != VERIFIED)
        .group_by(Signature.state)
    ).all()
    return {state: number for state, number in rows}  # noqa: C416 - rows are no tuples to mypy


def _signatures(edition: Edition) -> int:
    return edition.organizations + edition.individuals
