"""Reading the audit: an entry a line, the newest first, for people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from signon.database import db
from signon.letters.models import Letter
from signon.staff.audit_models import AuditEntry, AuditHead
from signon.staff.models import StaffMember

PAGE = 50  # entries


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for: of a letter, or of a campaign with all its letters; `act` and `member_id` narrow it,
    None and "" do not.
    """

    campaign_id: int
    letter_id: int | None = None
    act: str = ""
    member_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One entry, with who did it: an address, or "" where the account is gone or no person acted; and where."""

    entry: AuditEntry
    email: str
    slug: str


@dataclass(frozen=True)
class Page:
    """Some entries, and how many there are in all."""

    lines: list[Line]
    total: int


def read(asked: Asked, page: int) -> Page:
    """The page with this number, from 1, of what was `asked` for. Two statements."""
    query = select(AuditEntry, StaffMember.email, Letter.slug).outerjoin(
        StaffMember, StaffMember.id == AuditEntry.member_id
    )
    query = query.outerjoin(Letter, Letter.id == AuditEntry.letter_id).where(*_where(asked))
    rows = db.session.execute(query.order_by(AuditEntry.number.desc()).offset((page - 1) * PAGE).limit(PAGE)).all()
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*_where(asked))) or 0
    return Page([Line(entry, email or "", slug or "") for entry, email, slug in rows], total)


def acts(asked: Asked) -> list[str]:
    """What was ever done there, for the choice of one."""
    return list(db.session.scalars(_distinct(AuditEntry.act, asked)))


def doers(asked: Asked) -> list[tuple[int, str]]:
    """Who ever did something there and still has an account: number and address, for the choice of one."""
    ids = _distinct(AuditEntry.member_id, asked)
    query = select(StaffMember.id, StaffMember.email).where(StaffMember.id.in_(ids)).order_by(StaffMember.email)
    return [(number, email) for number, email in db.session.execute(query)]


def _distinct(column: object, asked: Asked) -> Select[str]:
    where = _where(Asked(asked.campaign_id, asked.letter_id))
    return select(column).where(*where).distinct().order_by(column)  # type: ignore[call-overload, no-any-return]


def _where(asked: Asked) -> list[ColumnElement[bool]]:
    where = [AuditEntry.chain == asked.campaign_id]
    if asked.letter_id is not None:
        where.append(AuditEntry.letter_id == asked.letter_id)
    if asked.act:
        where.append(AuditEntry.act == asked.act)
    if asked.member_id is not None:
        where.append(AuditEntry.member_id == asked.member_id)
    if asked.since is not None:
        where.append(AuditEntry.at >= asked.since)
    if asked.until is not None:
        where.append(AuditEntry.at < asked.until)
    return where


def last_of(chain: int) -> tuple[int, str]:
    """The number and the seal of the last entry of `chain`."""
    head = db.session.get_one(AuditHead, chain)
    return head.number, head.hash
