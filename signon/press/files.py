"""The files of an edition: asked for when it is made, drawn once from what was frozen, and kept as bytes for good.

Whoever dies while drawing leaves nothing behind but a lease that ends; of two who draw the same, one keeps its bytes.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from signon.database import db, insert_all_unless_there, is_sqlite
from signon.documents import FORMATS, export
from signon.press import GIVE_UP_AFTER, LEASE, Press, is_free, next_try
from signon.press.signing import certified
from signon.signatures.edition_models import DRAFT, Edition, EditionFile
from signon.signatures.freezing import sha256, thaw
from signon.wording.print_words import print_words


class Damaged(Exception):
    """What was frozen is not what it was: its hash is another."""


@dataclass(frozen=True)
class File:
    """One file of an edition, without its bytes: `size` of them, with their `sha256`.

    Until it is drawn `drawn_at` is None, and the size 0; `given_up` says that it could not be drawn for a day.
    """

    format: str
    media_type: str
    size: int
    sha256: str
    asked_at: datetime
    drawn_at: datetime | None
    given_up: bool


@dataclass(frozen=True)
class FileJob:
    """A file that this worker may draw until `lease_until`."""

    edition_id: int
    format: str
    asked_at: datetime
    lease_until: datetime

    def __str__(self) -> str:
        return f"edition {self.edition_id}, {self.format}"


def ask(edition: Edition, at: datetime) -> None:
    """Ask for the edition's files in all formats. Those that were given up are tried again; twice is once.

    The caller owns the transaction.
    """
    rows = [
        {
            "edition_id": edition.id,
            "format": format,
            "sha256": "",
            "asked_at": at,
            "drawn_at": None,
            "lease_until": None,
        }
        for format in FORMATS
    ]
    insert_all_unless_there(EditionFile, rows)
    given_up = EditionFile.asked_at <= at - GIVE_UP_AFTER
    db.session.execute(
        update(EditionFile)
        .where(EditionFile.edition_id == edition.id, EditionFile.drawn_at.is_(None), given_up)
        .values(asked_at=at, lease_until=None)
        .execution_options(synchronize_session=False)
    )


def files_of(edition: Edition, at: datetime) -> list[File]:
    """The files that were asked for, in the order of the formats."""
    rows = db.session.execute(
        select(
            EditionFile.format,
            func.coalesce(func.length(EditionFile.data), 0).label("size"),
            EditionFile.sha256,
            EditionFile.asked_at,
            EditionFile.drawn_at,
        ).where(EditionFile.edition_id == edition.id)
    ).all()
    found = {
        row.format: File(
            row.format,
            FORMATS[row.format][0],
            row.size,
            row.sha256,
            row.asked_at,
            row.drawn_at,
            row.drawn_at is None and row.asked_at <= at - GIVE_UP_AFTER,
        )
        for row in rows
    }
    return [found[format] for format in FORMATS if format in found]


def data_of(edition: Edition, format: str) -> bytes | None:
    """The bytes of a file; None until it is drawn."""
    query = select(EditionFile.data).where(EditionFile.edition_id == edition.id, EditionFile.format == format)
    return db.session.scalar(query)


def with_sha256(digest: str) -> tuple[Edition, str] | None:
    """The edition or addendum, and the format, of which a file with this SHA-256 (64 small hex digits) was kept."""
    row = db.session.execute(
        select(Edition, EditionFile.format)
        .join(EditionFile, EditionFile.edition_id == Edition.id)
        .where(EditionFile.sha256 == digest, EditionFile.drawn_at.is_not(None), Edition.kind != DRAFT)
        .order_by(Edition.id)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def claim(at: datetime, edition_id: int | None = None) -> FileJob | None:
    """Take the file that waits longest, of all or of one edition; None when none does.

    The caller owns the transaction.
    """
    waits = select(EditionFile.edition_id, EditionFile.format, EditionFile.asked_at).where(
        EditionFile.drawn_at.is_(None), is_free(EditionFile.asked_at, EditionFile.lease_until, at)
    )
    if edition_id is not None:
        waits = waits.where(EditionFile.edition_id == edition_id)
    pdf_first = EditionFile.format != "pdf"
    waits = waits.order_by(EditionFile.asked_at, EditionFile.edition_id, pdf_first, EditionFile.format).limit(1)
    row = db.session.execute(waits if is_sqlite() else waits.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    job = FileJob(*row, lease_until=at + LEASE)
    db.session.execute(
        update(EditionFile)
        .where(EditionFile.edition_id == job.edition_id, EditionFile.format == job.format)
        .values(lease_until=job.lease_until)
        .execution_options(synchronize_session=False)
    )
    return job


def draw(job: FileJob, press: Press, at: datetime) -> bytes:
    """The document, drawn from what was frozen; as a PDF it bears the installation's signature, made `at` this moment.

    Raises Damaged when what was frozen is no longer what it was.
    """
    edition = db.session.get_one(Edition, job.edition_id)
    content = db.session.scalars(select(Edition.content).where(Edition.id == job.edition_id)).one()
    if sha256(content) != edition.sha256:
        raise Damaged
    signee_list = thaw(content)
    address = "" if edition.kind == DRAFT else press.check_address(edition.code)
    data = export(job.format, signee_list, print_words(signee_list), check_address=address).data
    return certified(data, press, at) if address and job.format == "pdf" else data


def keep(job: FileJob, data: bytes, at: datetime) -> bool:
    """Keep the document, whole, unless another worker has; answers whether this call did. The caller owns the
    transaction.
    """
    return _finish(job, data=data, sha256=sha256(data), drawn_at=at, lease_until=None)


def put_off(job: FileJob, at: datetime) -> None:
    """It could not be drawn: it is tried again later, with growing gaps, for a day. The caller owns the transaction."""
    _finish(job, lease_until=next_try(job.asked_at, at))


def _finish(job: FileJob, **values: object) -> bool:
    mine = (
        EditionFile.edition_id == job.edition_id,
        EditionFile.format == job.format,
        EditionFile.drawn_at.is_(None),
        EditionFile.lease_until == job.lease_until,
    )
    done = db.session.execute(
        update(EditionFile).where(*mine).values(**values).execution_options(synchronize_session=False)
    )
    return done.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def waiting() -> tuple[int, datetime | None]:
    """How many files wait to be drawn, and since when the oldest does."""
    query = select(func.count(), func.min(EditionFile.asked_at)).where(EditionFile.drawn_at.is_(None))
    number, since = db.session.execute(query).one()
    return number, since
